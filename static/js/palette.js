// Ctrl+K, or ⌘K, finds anything from wherever one is. Without this file the link that opens it leads to the page of the
// search. It is silent while an input method composes.
const dialog = document.getElementById("palette");
if (dialog) {
  const form = dialog.querySelector("form"), input = form.querySelector("input"), list = dialog.querySelector("[role=listbox]");
  const told = dialog.querySelector("[role=status]");
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  let asked = 0, waiting, shown;

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const mine = ++asked, q = input.value.trim();
    const url = new URL(form.action);
    url.search = new URLSearchParams({ q, in: "palette" });
    try {
      const answer = await fetch(url);
      const html = await answer.text();
      if (mine !== asked) return; // a later question was asked meanwhile
      if (!answer.ok) throw answer;
      list.innerHTML = html;
    } catch {
      if (mine === asked) list.replaceChildren();
      return;
    }
    shown = q;
    told.textContent = list.querySelector("[data-told]")?.dataset.told ?? "";
    choose(q ? options()[0] : null);
  }

  function open() {
    if (dialog.open) return;
    for (const m of document.querySelectorAll("details[data-menu][open]")) m.open = false;
    dialog.showModal();
    input.select();
    if (shown !== input.value.trim() || !shown) ask();
  }

  addEventListener("keydown", (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.shiftKey || e.altKey || e.isComposing || (e.key.toLowerCase() !== "k" && e.code !== "KeyK")) return;
    e.preventDefault();
    if (dialog.open) dialog.close();
    else if (!document.querySelector("dialog:modal")) open();
  });
  addEventListener("click", (e) => {
    if (!e.target.closest?.("[data-palette]") || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    open();
  });
  dialog.addEventListener("click", (e) => {
    if (e.target === dialog || e.target.closest("[data-close]")) dialog.close();
  });
  const later = () => { clearTimeout(waiting); waiting = setTimeout(ask, 100); };
  input.addEventListener("input", (e) => { if (!e.isComposing) later(); });
  input.addEventListener("compositionend", later);
  input.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const all = options(), at = all.indexOf(chosen());
    if (e.key === "Escape") dialog.close(); // a search field would first be emptied
    else if (e.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (e.key === "ArrowUp") choose(all[(at <= 0 ? all.length : at) - 1]);
    else return; // Enter sends the form
    e.preventDefault();
  });
  form.addEventListener("submit", (e) => {
    const option = shown === input.value.trim() && chosen();
    if (!option) return; // to the page of the search
    e.preventDefault();
    option.click();
  });
  list.addEventListener("pointermove", (e) => {
    const o = e.target.closest("[role=option]");
    if (o && o !== chosen()) choose(o);
  });

  if (/Mac|iP(hone|ad)/.test(navigator.platform)) for (const k of document.querySelectorAll("[data-palette] kbd bdi")) k.textContent = "⌘K";
}
