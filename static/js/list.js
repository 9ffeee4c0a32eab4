// Lists: a filter applies as it is changed, rows are chosen by one box or a range, written in without leaving the page, and
// what is to be done with several is asked in a dialog. Without this file each of these is a page.
import { say } from "./toasts.js";
import { get, go, page, post, settled, submit, Unsent } from "./send.js";

const q = (s, root = document) => root.querySelector(s);

// Writing in a row: it comes as the server draws it, each field is saved when one leaves it, and the row closes by the
// button, Enter or Escape.
let saving = Promise.resolve();

async function open(link, column) {
  await close();
  const { ok, doc } = await get(link.href.split("#")[0]);
  const row = q("[data-editing]", doc), form = q("[data-row-form]", doc);
  if (!ok || !row) return go(link.href);
  row.dataset.kept = ""; // what others change does not take it away
  row.cells[row.cells.length - 1].append(form);
  swap(link.closest("tr"), row);
  const fields = [...row.querySelectorAll(":is(input, select, textarea)[form=row]:not([type=hidden])")];
  const to = q(":is(input, select, textarea):not([type=hidden])", row.cells[column] ?? row.cells[1]) ?? fields[0];
  to.focus();
  if (to.select) to.select();
}

// swap puts one form of a row in the place of the other; what is chosen stays so.
function swap(old, fresh) {
  const was = q(".tick input", old), now = q(".tick input", fresh);
  if (was && now) now.checked = was.checked;
  old.replaceWith(fresh);
}

async function close(focus) {
  const row = q("[data-editing]");
  if (!row) return;
  await saving;
  const { ok, doc } = await get(row.dataset.cancel.split("#")[0]);
  const fresh = doc.getElementById(row.id);
  if (!ok || !fresh) return go(row.dataset.cancel);
  q("[data-row-form]")?.remove();
  swap(row, fresh);
  if (focus) q("th a", fresh).focus();
}

// save sends one field; what the server refuses is sent again as a whole form, so that its page says why.
async function save(form, field) {
  const name = field.name.replace(/\.(hi|confidence)$/, "");
  const body = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (key === "client" || key === "drawn_at" || key === name || key.startsWith(name + ".")) body.append(key, value);
  }
  const { ok, doc } = await page(post(form.dataset.stay, body, field));
  const fresh = q("[data-row-form]", doc);
  if (!ok || !fresh) return submit(form);
  for (const key of ["client", "drawn_at"]) form.elements[key].value = fresh.elements[key].value;
  say(doc);
  document.dispatchEvent(new CustomEvent("drawn", { detail: doc }));
  tell(field);
}

function tell(field) {
  const cell = field.closest("td, th");
  q(".saved", cell)?.remove();
  const said = document.createElement("p");
  said.className = "saved";
  said.setAttribute("role", "status");
  cell.append(said);
  said.textContent = q("[data-list]").dataset.saved; // after it stands, so that readers hear it
  setTimeout(() => said.remove(), 5000);
}

addEventListener("click", (e) => {
  const edit = e.target.closest("a[data-edit]");
  if (edit && !e.ctrlKey && !e.metaKey && !e.shiftKey && !e.button) {
    e.preventDefault();
    open(edit).catch(() => go(edit.href));
  } else if (e.target.closest("[data-editing] [data-cancel]")) {
    e.preventDefault();
    close(true).catch(() => go(location.href));
  }
});
addEventListener("dblclick", (e) => {
  const cell = e.target.closest("[data-list] :is(td, th)"), edit = cell && q("a[data-edit]", cell.parentElement);
  if (!edit || e.target.closest("a, input, label")) return;
  getSelection().removeAllRanges();
  open(edit, cell.cellIndex).catch(() => go(edit.href));
});
addEventListener("change", (e) => {
  const form = e.target.form;
  if (!form?.matches("[data-row-form]")) return;
  saving = saving.then(() => save(form, e.target)).catch((err) => err instanceof Unsent || submit(form));
});
addEventListener("submit", (e) => {
  if (!e.target.matches("[data-row-form]")) return;
  e.preventDefault();
  document.activeElement?.blur(); // what is being written changes now
  setTimeout(() => close(true).catch(() => go(location.href)));
});
addEventListener("keydown", (e) => {
  if (e.isComposing || !e.target.closest?.("[data-editing]") || e.key !== "Escape") return;
  e.preventDefault();
  if (e.target.defaultValue !== undefined) e.target.value = e.target.defaultValue;
  close(true).catch(() => go(location.href));
});

// Choosing rows.
const boxes = () => [...document.querySelectorAll(".tick input[name=id]")];
let last, all, chosen = new Set();

// counted says how many rows are chosen; a list that was drawn afresh has its box for all of them again.
function counted() {
  const head = q("[data-all-box]"), count = q("[data-bulk-bar] [data-one]");
  if (head && !head.contains(all)) {
    const label = document.createElement("label");
    all = Object.assign(document.createElement("input"), { type: "checkbox" });
    all.setAttribute("aria-label", head.dataset.allBox);
    label.append(all);
    head.append(label);
  }
  const some = boxes(), n = some.filter((b) => b.checked).length;
  chosen = new Set(some.filter((b) => b.checked).map((b) => b.value));
  if (all) {
    all.checked = n > 0 && n === some.length;
    all.indeterminate = n > 0 && n < some.length;
  }
  if (!count) return;
  const number = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false }).format(n);
  count.textContent = n === 1 ? count.dataset.one : count.dataset.some.replace(count.dataset.nine, number);
  q("[data-bulk-bar]").classList.toggle("on", n > 0);
}

addEventListener("click", (e) => {
  if (e.target === all) for (const b of boxes()) b.checked = all.checked;
  else if (e.target.matches?.(".tick input[name=id]")) {
    const some = boxes(), from = some.indexOf(last), to = some.indexOf(e.target);
    if (e.shiftKey && from >= 0) for (const b of some.slice(Math.min(from, to), Math.max(from, to) + 1)) b.checked = e.target.checked;
    last = e.target;
  } else if (e.target.closest(":has(> [data-one]) > :is([data-page], [data-none])")) {
    e.preventDefault();
    for (const b of boxes()) b.checked = Boolean(e.target.closest("[data-page]"));
  } else return;
  counted();
});
addEventListener("pageshow", counted); // boxes stay as they were when one comes back
document.addEventListener("fresh", () => {
  for (const b of boxes()) b.checked = chosen.has(b.value);
  counted();
});

// What exactly is to be done is asked in a dialog.
addEventListener("submit", (e) => {
  if (!e.target.matches("[data-bulk]")) return;
  e.preventDefault();
  ask(e.target, e.submitter).catch((err) => err instanceof Unsent || submit(e.target, e.submitter));
});

async function ask(form, by) {
  const { ok, doc } = await page(post(form.action, new URLSearchParams(new FormData(form, by))));
  const asked = q("[data-bulk-form]", doc);
  if (!ok || !asked) throw new Error("no form");
  const dialog = document.createElement("dialog");
  dialog.className = "ask-bulk";
  dialog.append(asked);
  document.body.append(dialog);
  q("[data-cancel]", dialog).addEventListener("click", (e) => { e.preventDefault(); dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); by.focus(); });
  dialog.showModal();
  const to = q("input:not([type=hidden]), select", dialog) ?? q("h1", dialog);
  to.tabIndex = to.matches("h1") ? -1 : 0;
  to.focus();
}

// A filter applies as it is changed, in place. The address says what is asked, and Back leads to what was asked before.
const at = () => location.pathname + location.search;
let here = at(), turn = 0, waiting, typed = false;

// asked is the address of the list as the form has it. The columns stand in it once somebody has chosen them.
function asked(form) {
  const url = new URL(form.action), was = new URLSearchParams(location.search);
  const picked = was.has("pick") || was.has("cols") || [...form.querySelectorAll("[name=col]")].some((c) => c.checked !== c.defaultChecked);
  for (const [name, value] of new FormData(form)) if (value && (picked || name !== "pick" && name !== "col")) url.searchParams.append(name, value);
  return url.href;
}

// show draws the list of an address, unless something else is asked meanwhile. What is typed letter by letter is one step for Back.
async function show(url, by) {
  const mine = ++turn, still = () => mine === turn;
  clearTimeout(waiting);
  try {
    await close();
    const { ok, doc } = await page(fetch(url));
    if (!still()) return;
    if (!ok) return go(url);
    if (by) history[by === "letter" && typed ? "replaceState" : "pushState"](null, "", url);
    typed = by === "letter";
    here = at();
    settled(q("[data-list-filter]"));
    const { draw } = await import("./live.js"); // by name, that one is the last to hear of a form
    if (!await draw(doc, still)) return;
    document.title = doc.title;
    for (const back of document.querySelectorAll("footer [name=back]")) back.value = here;
    if (!typed) q("[data-list-filter]").reset(); // to what was drawn, the field that has the focus too
    if (document.activeElement === document.body) (q(".conditions a") ?? q("#is")).focus({ preventScroll: true }); // what one was on has gone
    say(doc);
    document.dispatchEvent(new CustomEvent("drawn", { detail: doc }));
  } catch { if (still()) go(url); }
}

function changed(e) {
  const form = e.target.closest("[data-list-filter]");
  if (!form) return;
  turn++; // what is under way is asked no more
  clearTimeout(waiting);
  if (e.isComposing) return;
  if (e.target.type === "search") waiting = setTimeout(() => show(asked(form), "letter"), 250);
  else show(asked(form), "choice");
}
addEventListener("input", changed);
addEventListener("compositionend", changed);
addEventListener("submit", (e) => {
  if (!e.target.matches("[data-list-filter]")) return;
  e.preventDefault();
  show(asked(e.target), "letter");
});
addEventListener("click", (e) => {
  const a = e.target.closest("a[data-ask]");
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  show(a.href, "choice");
});
addEventListener("popstate", () => { if (here !== at()) show(location.href); });

counted();
