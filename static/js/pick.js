// Typing finds what is there: improves the field that PickInput draws. Without this file one types a whole name, with
// the browser's own suggestions, and the server finds it.
const here = () => { for (const box of document.querySelectorAll("[data-pick]")) enhance(box); };
const done = new WeakMap(); // what renews the list of a field
here();
document.addEventListener("fresh", here); // what others changed took it away

export function enhance(box) {
  const input = box.querySelector("input[type=text]");
  if (done.has(input)) return done.get(input)();
  let list, told, asked = 0, waiting;

  function begin() {
    if (list?.isConnected) return;
    list = document.createElement("ul");
    told = document.createElement("p");
    list.className = "sugg";
    list.id = input.id + "-list";
    told.id = input.id + "-told";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", box.closest(".field")?.querySelector("label")?.textContent ?? "");
    list.addEventListener("mousedown", (e) => { const o = e.target.closest("[role=option]"); if (o) { e.preventDefault(); take(o); } });
    told.className = "vh";
    told.setAttribute("role", "status");
    box.after(list, told);
    input.removeAttribute("list"); // one set of suggestions is enough
    const named = box.dataset.several === "true" && new URL(box.dataset.pick, location.href).searchParams.has("add"); // one by one, new ones too
    if (named && !box.querySelector("[type=hidden]")) box.append(Object.assign(document.createElement("input"), { type: "hidden", name: input.name + ".one", value: "1" })); // what is typed is one name
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    show(false);
  }
  done.set(input, begin);
  begin();

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", keys);

  async function ask() {
    const q = input.value.trim(), mine = ++asked;
    if (!q) return show(false);
    const url = new URL(box.dataset.pick, location.href);
    url.searchParams.set("q", q);
    let html;
    try { html = await (await fetch(url, { headers: { Accept: "text/html" } })).text(); } catch { return show(false); }
    if (mine !== asked) return; // a later question was asked meanwhile
    list.innerHTML = html;
    const options = [...list.querySelectorAll("[role=option]")];
    options.forEach((o, i) => { o.id = list.id + "-" + i; });
    told.textContent = options.length || box.dataset.none;
    show(options.length > 0);
    if (options.length) choose(options[0]);
  }

  function show(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", yes);
    if (!yes) input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    for (const o of list.children) o.setAttribute("aria-selected", o === option);
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function keys(e) {
    if (e.isComposing || list.hidden) return;
    const now = list.querySelector("[aria-selected=true]");
    if (e.key === "ArrowDown") choose(now?.nextElementSibling ?? list.firstElementChild);
    else if (e.key === "ArrowUp") choose(now?.previousElementSibling ?? list.lastElementChild);
    else if (e.key === "Enter" && now) take(now);
    else if (e.key === "Escape") show(false);
    else return;
    e.preventDefault();
  }

  // take turns an option into a ticked chip; what is not in the model yet stays as text, and the server adds it.
  function take(option) {
    const { id, name, kind } = option.dataset;
    const told = () => box.dispatchEvent(new CustomEvent("pick", { bubbles: true, detail: { kind } }));
    input.value = id ? "" : name;
    show(false);
    if (!id) return told();
    if (box.dataset.several !== "true") box.querySelectorAll(".chip").forEach((c) => c.remove());
    if ([...box.querySelectorAll(".chip input")].some((c) => c.value === id)) return;
    const chip = document.createElement("label");
    chip.className = "chip " + option.className;
    const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: input.name + ".id", value: id, checked: true });
    const word = document.createElement("bdi");
    word.textContent = name;
    chip.append(tick, option.querySelector("svg")?.cloneNode(true) ?? "", word);
    input.before(chip, " ");
    box.dispatchEvent(new Event("change", { bubbles: true }));
    told();
  }
}
