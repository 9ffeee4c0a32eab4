// Comforts of the guided analysis; every page works without them.

// The time of the last save, as the clock on this desk has it.
const clocks = () => document.querySelectorAll("time[data-clock]").forEach((t) => {
  const at = new Date(t.dateTime);
  if (!isNaN(at)) t.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
});

// Ctrl+Enter sends the answer from within a field of several lines. Silent while an input method composes.
addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || e.isComposing || !e.target.matches("textarea, form[data-lines] input")) return;
  const form = e.target.form;
  if (!form) return;
  e.preventDefault();
  form.requestSubmit();
});

// The wording is read while one writes: what it asks stands below the field before anything is saved. What was shown counts
// as asked, and saving goes on.
const places = new WeakMap();
function check(form) {
  const field = form.elements.name;
  if (!field || places.get(field)?.isConnected) return;
  if (places.has(field)) return field.closest(".field").after(places.get(field));
  const place = document.createElement("div");
  places.set(field, place);
  place.className = "wordings";
  place.id = "wordings-" + field.id;
  place.setAttribute("role", "status");
  field.closest(".field").after(place);
  let asked = 0, waiting, last = field.value;
  const read = async () => {
    const text = field.value.trim(), mine = ++asked;
    if (text === last) return;
    last = text;
    const url = new URL(form.dataset.check, location.href);
    url.searchParams.set("text", text);
    let html = "";
    try { if (text) html = await (await fetch(url)).text(); } catch { return; }
    if (mine !== asked) return;
    form.querySelectorAll(".with-findings > :is(.ask, .b)").forEach((old) => old.remove()); // of the text as it was
    place.innerHTML = html;
  };
  field.addEventListener("change", read);
  field.addEventListener("input", (e) => { if (e.isComposing) return; clearTimeout(waiting); waiting = setTimeout(read, 900); });
}

function here() {
  clocks();
  for (const form of document.querySelectorAll("form[data-check]")) check(form);
}
here();
document.addEventListener("fresh", here); // what others changed took it away

// A graph that is wider than its place begins where one is.
for (const now of document.querySelectorAll(".drawing .now, .drawing .q")) {
  const place = now.closest(".drawing");
  if (place.scrollWidth <= place.clientWidth) continue;
  const box = now.getBoundingClientRect(), around = place.getBoundingClientRect();
  place.scrollLeft += (box.left + box.right - around.left - around.right) / 2;
}

// The outline by keyboard alone: Enter begins a line, Tab goes one why deeper, Shift+Tab one back, with all that stands
// beneath; Escape lets Tab leave. The server reads the level beside each line, so this only sets it.
for (const form of document.querySelectorAll("form[data-lines]")) {
  const list = form.querySelector(".lines");
  let leaving = false;
  const lines = () => [...list.children];
  const text = (li) => li.querySelector("[name=text]");
  const depth = (li) => Number(li.dataset.depth);
  const setDepth = (li, d) => { li.dataset.depth = d; li.querySelector("[name=depth]").value = d; };
  const beneath = (li) => {
    const all = lines(), from = all.indexOf(li);
    let to = from + 1;
    while (to < all.length && depth(all[to]) > depth(li)) to++;
    return all.slice(from, to);
  };
  const begin = (li) => {
    const fresh = li.cloneNode(true);
    for (const i of fresh.querySelectorAll("input")) i.value = "";
    setDepth(fresh, depth(li));
    li.after(fresh);
    text(fresh).focus();
  };
  list.addEventListener("change", (e) => { if (e.target.name === "depth") e.target.closest("li").dataset.depth = e.target.value; });
  list.addEventListener("focusin", () => { leaving = false; });
  list.addEventListener("keypress", (e) => { if (e.key === "Enter" && !e.ctrlKey) e.preventDefault(); }); // it would send the form
  list.addEventListener("keydown", (e) => {
    if (e.target.name !== "text" || e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const li = e.target.closest("li"), all = lines(), at = all.indexOf(li);
    if (e.key === "Escape") { leaving = true; return; }
    if (e.key === "Tab" && leaving) return;
    if (e.key === "Enter") begin(li);
    else if (e.key === "Tab" && e.shiftKey) { if (depth(li) > 1) for (const l of beneath(li)) setDepth(l, depth(l) - 1); }
    else if (e.key === "Tab") { if (at > 0 && depth(li) <= depth(all[at - 1]) && Math.max(...beneath(li).map(depth)) < 8) for (const l of beneath(li)) setDepth(l, depth(l) + 1); }
    else if (e.key === "ArrowUp" && at > 0) text(all[at - 1]).focus();
    else if (e.key === "ArrowDown" && at < all.length - 1) text(all[at + 1]).focus();
    else if (e.key === "Backspace" && !e.target.value && !li.querySelector("[name=cause]").value && at > 0) { text(all[at - 1]).focus(); li.remove(); }
    else return;
    e.preventDefault();
  });
}
