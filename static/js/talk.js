// After an @ one picks a name from a list. Without this file one types the whole name.
const here = () => { for (const area of document.querySelectorAll("textarea[data-mention]")) offer(area); };
const done = new WeakMap(); // what renews the list of a field
here();
document.addEventListener("fresh", here); // what others changed took it away

function offer(area) {
  if (done.has(area)) return done.get(area)();
  const names = area.dataset.mention.split("\n").filter(Boolean);
  const list = document.createElement("ul");
  list.className = "sugg";
  list.id = area.id + "-names";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", area.dataset.mentionLabel);
  list.addEventListener("mousedown", (e) => { const o = e.target.closest("[role=option]"); if (o) { e.preventDefault(); take(o); } });

  function begin() {
    if (list.isConnected) return;
    list.hidden = true;
    area.after(list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);
  }
  done.set(area, begin);
  begin();

  const fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[يى]/g, "ی").replace(/ك/g, "ک").toLowerCase();

  // What stands between the last @ before the caret and the caret, null where one does not write a name.
  function begun() {
    const m = /(?:^|[^\p{L}\p{N}]|\p{Script=Han})@([^@\n]{0,40})$/u.exec(area.value.slice(0, area.selectionStart));
    return m && area.selectionStart === area.selectionEnd ? m[1] : null;
  }

  function show() {
    const typed = begun();
    const found = typed === null ? [] : names.filter((n) => {
      const folded = fold(n), want = fold(typed);
      return folded.startsWith(want) || want !== "" && folded.split(/\s+/).some((w) => w.startsWith(want));
    }).slice(0, 6);
    if (found.length === 1 && found[0] === typed) found.length = 0;
    list.replaceChildren(...found.map((name, i) => {
      const o = document.createElement("li");
      o.id = `${list.id}-${i}`;
      o.setAttribute("role", "option");
      o.append(Object.assign(document.createElement("bdi"), { textContent: name }));
      return o;
    }));
    list.hidden = !found.length;
    if (found.length) choose(list.firstElementChild);
    else area.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    for (const o of list.children) o.setAttribute("aria-selected", o === option);
    area.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    const typed = begun() ?? "", end = area.selectionStart;
    area.setRangeText(option.textContent + " ", end - typed.length, end, "end");
    list.hidden = true;
    area.removeAttribute("aria-activedescendant");
    area.focus();
  }

  area.addEventListener("input", (e) => { if (!e.isComposing) show(); });
  area.addEventListener("compositionend", show);
  area.addEventListener("click", show);
  area.addEventListener("blur", () => setTimeout(() => { list.hidden = true; }, 150));
  area.addEventListener("keydown", (e) => {
    if (e.isComposing || list.hidden) return;
    const now = list.querySelector("[aria-selected=true]");
    if (e.key === "ArrowDown") choose(now?.nextElementSibling ?? list.firstElementChild);
    else if (e.key === "ArrowUp") choose(now?.previousElementSibling ?? list.lastElementChild);
    else if (e.key === "Enter" || e.key === "Tab") take(now);
    else if (e.key === "Escape") list.hidden = true;
    else return;
    e.preventDefault();
    e.stopPropagation();
  });
}
