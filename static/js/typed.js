// What somebody typed in a form outlives the form: where a fresh page has it no more, the text stands in a note above the page,
// to be copied, until it is removed, or until the form is back.
import { settled } from "./send.js";

const shelf = `unsaved ${document.getElementById("live")?.dataset.shelf}`;
const notes = () => JSON.parse(sessionStorage[shelf] ?? "[]");
// path is what a form is for: forms of one address differ by what they speak of, and by the stage of a session.
const about = "[type=hidden]:is([name=thread], [name=on], [name=stage], [name=about], [name=step], [name=id])";
const path = (form) => [new URL(form.getAttribute("action") ?? "", location.href).pathname,
  ...[...form.elements].filter((f) => f.matches(about)).map((f) => f.name + f.value)].join(" ");
const written = (form) => [...form.elements].filter((f) => f.matches("textarea[data-typed], input[data-typed]:not([type=password], [type=checkbox], [type=radio], [type=file])"));
const forms = () => [...document.querySelectorAll("#content form[data-typed]")];

addEventListener("input", (e) => {
  if (!e.target.form) return;
  e.target.form.setAttribute("data-typed", "");
  e.target.setAttribute("data-typed", "");
});

function keep(list) {
  sessionStorage[shelf] = JSON.stringify(list);
  show();
}

function note(form) {
  const fields = written(form).filter((f) => f.value.trim()).map((f) => ({ name: f.name, text: f.value, was: f.defaultValue }));
  settled(form);
  if (fields.length) keep([...notes(), { page: location.pathname, action: path(form), fields }]);
}

// rescue notes what was typed in forms that the page, as it will be, does not have. What it returns is to be called once the
// page is so: for forms that were not recognised.
export function rescue(page) {
  const here = forms(), coming = [...page.querySelectorAll("form")];
  for (const form of here) {
    const names = written(form).map((f) => f.name);
    if (!coming.some((f) => path(f) === path(form) && names.every((name) => f.elements[name]))) note(form);
  }
  return () => {
    for (const form of here) if (!form.isConnected && form.matches("[data-typed]")) note(form);
    restore();
  };
}

// restore puts a note back into its form, where that stands empty, or as it was; a form that came back with it, as one that was
// refused does, needs none.
function restore() {
  const rest = notes().filter((n) => {
    const has = (f, x) => f?.offsetParent && (f.value === x.was || f.value.trim() === x.text.trim());
    const same = (f) => path(f) === n.action && n.fields.every((x) => has(f.elements[x.name], x));
    const form = n.page === location.pathname && [...document.querySelectorAll("#content form")].find(same);
    if (!form) return true;
    for (const x of n.fields) {
      form.elements[x.name].value = x.text;
      form.elements[x.name].dispatchEvent(new Event("input", { bubbles: true }));
    }
    return false;
  });
  keep(rest);
}

function show() {
  const box = document.getElementById("unsaved"), list = notes();
  if (!box) return;
  box.hidden = !list.length;
  document.getElementById("content").before(box);
  box.querySelector("ul").replaceChildren(...list.flatMap((n, i) => n.fields.map((x, j) => {
    const line = box.querySelector("template").content.cloneNode(true);
    const area = line.querySelector("textarea"), [copy, drop] = line.querySelectorAll("button");
    area.value = x.text;
    area.setAttribute("aria-labelledby", "unsaved-title");
    copy.onclick = async () => {
      area.select();
      try { await navigator.clipboard.writeText(x.text); } catch { document.execCommand("copy"); }
      copy.textContent = copy.dataset.done;
    };
    drop.onclick = () => {
      const now = notes();
      now[i].fields.splice(j, 1);
      keep(now.filter((m) => m.fields.length));
    };
    return line;
  })));
}

restore();
