// The editor of a journey: what its pages do by links and forms happens in place. Every page works without this file.
import { enhance } from "./pick.js";
import { rove } from "./rove.js";
import { say } from "./toasts.js";
import { rescue } from "./typed.js";
import { go, page as read, post, settled, submit, Unsent, waits } from "./send.js";

const home = () => document.querySelector("[data-journey]");
let asked = 0, here = location.pathname + location.search;

// A link or form marked data-swap fetches the page it would lead to and puts it in the place of this one, so that nothing
// jumps. Whatever goes wrong is left to the browser. The answer is the address that was reached, nothing where one cannot go on.
async function swap(url, options, focus) {
  const mine = ++asked;
  const { answer, doc: page } = await read(options ? post(url, options.body, options.typed) : fetch(url, { headers: { Accept: "text/html" } }));
  const fresh = page.querySelector("[data-journey]");
  if (!fresh) {
    if (options) throw answer; // sent as a form, so that Back brings back what was typed
    return go(answer.url);
  }
  const at = new URL(answer.url), reached = new URL(answer.url);
  if (mine !== asked && answer.ok) return reached; // one has gone on; what was refused is shown all the same
  at.hash = new URL(url, location.href).hash;
  at.searchParams.delete("saved");
  at.searchParams.delete("again");
  if (!options) history.pushState(null, "", at);
  else if (answer.redirected) history.replaceState(null, "", at);
  here = location.pathname + location.search;
  document.title = page.title;
  const to = typeof focus === "function" ? focus() : focus;
  draw(fresh, page);
  aim(to);
  return answer.ok && reached;
}

// draw puts a fetched journey and its toasts into the page and keeps where the figure was scrolled to, and what somebody has typed
// since the page was asked for.
function draw(fresh, page) {
  const at = scrolled(), panel = document.querySelector("[data-panel]")?.scrollTop ?? 0;
  const old = home().querySelector("[data-add] textarea"), names = fresh.querySelector("[data-add] textarea"), went = under.get(old?.form)?.get(old.name);
  if (names && went && old.value !== went && old.value.startsWith(went)) {
    names.value = old.value.slice(went.length).trimStart();
    settled(old.form);
  }
  const done = rescue(page);
  home().replaceWith(fresh);
  done();
  scroll(at);
  reveal(fresh.querySelector("[data-figure]"));
  const now = fresh.querySelector("[data-panel]");
  if (now) now.scrollTop = panel;
  ready(fresh);
  tellOf(page);
}

function tellOf(page) {
  say(page);
  document.dispatchEvent(new CustomEvent("drawn", { detail: page }));
}

function scrolled() {
  const figure = document.querySelector("[data-figure]");
  return figure && [figure.scrollLeft, figure.scrollTop];
}

function scroll(at) {
  const figure = document.querySelector("[data-figure]");
  if (at && figure) [figure.scrollLeft, figure.scrollTop] = at;
}

// reveal scrolls the figure, and nothing else, until the step whose panel is open stands in it.
function reveal(figure) {
  const step = figure?.querySelector(".st.here")?.getBoundingClientRect();
  if (!step) return;
  const room = figure.getBoundingClientRect(), labels = figure.querySelector(".rhs").offsetWidth;
  const start = document.dir === "rtl" ? 0 : labels, end = labels - start;
  if (step.left < room.left + start || step.right > room.right - end) figure.scrollLeft += step.left + step.width / 2 - room.left - room.width / 2;
}
reveal(document.querySelector("[data-figure]"));

// aim puts the focus where one goes on: on what is wrong, in the form that opened, else on the first of these places that is
// there. Where somebody is outside of the journey, it leaves them alone.
function aim(places = []) {
  const root = home(), form = root.querySelector(quick), at = document.activeElement;
  if (at && at !== document.body && !root.contains(at)) return;
  const to = root.querySelector("[role=alert]") ?? form?.querySelector("textarea, input:checked, input:not([type=hidden], [type=radio]), select") ??
    places.map((p) => root.querySelector(p)).find(Boolean);
  if (!to) return;
  to.focus({ preventScroll: true });
  if (to.matches("textarea, input[type=text]")) to.setSelectionRange(to.value.length, to.value.length);
  (to.closest(quick) ?? to.closest(".cell") ?? to).scrollIntoView({ block: "nearest", inline: "nearest" });
}

// place names an element so that it can be found again in a page drawn afresh, and what one would take for it.
function place(el) {
  const step = el.closest("[data-step]"), cell = el.closest("[data-cell]"), group = el.closest(".group");
  if (el.matches("[data-close]")) {
    const id = location.pathname.split("/steps/")[1];
    return id ? ["#" + CSS.escape("s-" + decodeURIComponent(id)) + " h2 a"] : [];
  }
  if (group) return ["#" + group.id + " .link-form :is(input[type=text], select)"];
  const same = el.pathname ? [`a[href="${CSS.escape(el.getAttribute("href"))}"]`] : [];
  if (!step) return el.pathname ? [...same, `a[href^="${CSS.escape(el.pathname)}"]`] : [];
  const id = "#" + CSS.escape(step.id) + " ";
  if (cell) same.unshift(...same.map((p) => id + p), `${id}[data-cell=${cell.dataset.cell}]:is(a)`, `${id}[data-cell=${cell.dataset.cell}] :is(.words, .word, .more-here)`);
  return [...same, id + "h2 a"];
}

// The form that stands in a cell, or where steps are added, keeps what is typed in it when one leaves it, wherever one goes.
const quick = "form:is([data-quick], [data-add])";
const drawn = new WeakMap(); // what stood in a form when it was drawn
const refused = new WeakMap(); // what of a form the server did not take, until it is mended
const filled = (form) => new URLSearchParams(new FormData(form)).toString();

function changed() {
  const form = home()?.querySelector(quick);
  return form && drawn.has(form) && drawn.get(form) !== filled(form) ? form : undefined;
}

function unsaved() {
  const form = changed();
  return form?.dataset.sending ? undefined : form;
}

let sent = Promise.resolve(true);
const under = new WeakMap(); // what of a form is under way
function send(form, by, focus) {
  form.dataset.sending = "1";
  const body = new URLSearchParams(new FormData(form, by));
  under.set(form, body);
  const mine = sent = swap(form.action, { body, typed: form }, focus).catch((err) => {
    delete form.dataset.sending;
    if (!(err instanceof Unsent)) return submit(form, by);
    if (err.kept) drawn.set(form, filled(form)); // it waits; else the page says that it was not sent
    return err.kept;
  });
  mine.finally(() => { if (sent === mine) sent = Promise.resolve(true); }); // what was refused holds up those alone who wait for it
  return mine;
}

// While a button of the mouse is down nothing is drawn anew: what it is on would be gone before it is clicked.
let held = false, within = false;
addEventListener("pointerdown", (e) => { held = true; within = Boolean(e.target.closest(quick)); }, true);
for (const up of ["pointerup", "pointercancel"]) addEventListener(up, () => { held = false; setTimeout(() => within || left()); }, true);
addEventListener("focusout", (e) => e.target.closest(quick) && setTimeout(() => held || left()));

function left() {
  const form = unsaved();
  if (!form || form.contains(document.activeElement) || !document.hasFocus() || refused.get(form) === filled(form)) return;
  if (!navigator.onLine) return form.requestSubmit(); // it waits for the network
  send(form, undefined, () => place(document.activeElement));
}

// A page that is left, or closed, takes nothing with it: what was typed waits for the next page of who typed it, also where it is
// being sent, for nobody hears whether that arrives.
addEventListener("pagehide", () => {
  const form = changed();
  if (form) waits(form.action, form.matches("[data-add]") && form.dataset.sending ? under.get(form) : new URLSearchParams(new FormData(form)));
});

addEventListener("click", async (e) => {
  const a = e.target.closest("a[data-swap]");
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  const url = new URL(a.href), focus = a.pathname.includes("/steps/") ? [...(a.hash.startsWith("#g-") ? [a.hash + " select"] : []), "#panel-title"] : place(a);
  if (a.matches("[data-cancel]")) {
    drawn.delete(a.closest("form")); // what is typed in it goes
    settled(a.closest("form"));
  }
  const form = unsaved();
  const kept = form ? await send(form, undefined, focus) : await saving && await sent;
  sent = saving = Promise.resolve(true);
  if (!kept) return;
  if (form && kept.searchParams?.has("saved")) url.searchParams.set("saved", kept.searchParams.get("saved"));
  swap(url, undefined, focus).catch(() => go(a.href));
});

// Back leads to where the page was otherwise; a place in the same page is the browser's affair.
addEventListener("popstate", () => { if (home() && here !== location.pathname + location.search) location.reload(); });

addEventListener("submit", (e) => {
  const form = e.target.closest("form[data-swap]");
  if (!form || e.defaultPrevented || !navigator.onLine) return;
  e.preventDefault();
  if (!form.dataset.sending) send(form, e.submitter, place(form));
});

// What is chosen for a step, or added by its name, is linked at once.
addEventListener("pick", (e) => {
  const form = e.target.closest(".link-form");
  if (!form) return;
  if (e.detail.kind && form.elements.as) form.elements.as.value = e.detail.kind;
  form.requestSubmit();
});

// Enter sends the name of a new step; Shift+Enter begins another line. In a text, Ctrl+Enter saves. Escape leaves. Silent
// while an input method composes.
addEventListener("keydown", (e) => {
  if (e.isComposing || !home()) return;
  const form = e.target.closest?.("form");
  if (e.key === "Enter" && e.target.matches("textarea") && (form.matches("[data-add]") ? !e.shiftKey : form.matches("[data-quick]") && (e.ctrlKey || e.metaKey))) {
    e.preventDefault();
    form.requestSubmit();
  } else if (e.key === "Escape" && !document.querySelector("details[open][data-menu], .sugg:not([hidden])")) {
    const way = form?.querySelector("[data-cancel]") ?? (e.target.closest("[data-panel]") && document.querySelector("[data-close]"));
    way?.click();
  }
});

// A field of the panel is saved when one leaves it. The form keeps what is typed elsewhere; only the figure is drawn anew.
// What the server refuses is sent again as a whole form, so that the page says why and nothing typed is lost.
async function save(form, field) {
  const name = field.name.replace(/\.(hi|unit|confidence|id)$/, "");
  const body = new URLSearchParams();
  for (const [key, value] of new FormData(form)) {
    if (["client", "drawn_at", "was"].includes(key) || key === name || key.startsWith(name + ".") || key === "has" && value === name) body.append(key, value);
  }
  const { ok, doc: page } = await read(post(form.action, body, field));
  const fresh = page.querySelector("[data-autosave]");
  if (!ok || !fresh) return submit(form);
  tellOf(page);
  if (!form.isConnected) return true;
  for (const key of ["client", "drawn_at"]) form.elements[key].value = fresh.elements[key].value;
  const at = scrolled();
  for (const part of [".figure-side", "#panel-title"]) home().querySelector(part).replaceWith(page.querySelector(part));
  scroll(at);
  grips();
  rove();
  tell(field.closest(".field") ?? form, form.dataset.saved);
  return true;
}

function tell(where, words) {
  where.querySelector(".saved")?.remove();
  const said = document.createElement("p");
  said.className = "saved";
  said.setAttribute("role", "status");
  where.append(said);
  said.textContent = words; // after it stands, so that readers hear it
  setTimeout(() => said.remove(), 6000);
}

let saving = Promise.resolve(true);
addEventListener("change", (e) => {
  const form = e.target.closest("form[data-autosave]");
  if (!form || !e.target.name) return;
  saving = saving.then(() => save(form, e.target)).catch(() => { form.querySelector(".go").classList.remove("gone"); });
});

// Dragging comes only when somebody reaches for the handle of a step; the menu of a step moves it too.
function grips() {
  for (const grip of document.querySelectorAll("[data-grip]")) {
    grip.classList.add("on");
    grip.addEventListener("pointerenter", drag, { once: true });
  }
}

async function drag() {
  const bp = document.querySelector("[data-figure] .bp");
  if (!bp || bp.dataset.drags) return;
  bp.dataset.drags = "1";
  await import("../lib/sortable/Sortable.min.js");
  self.Sortable.create(bp, {
    draggable: "[data-step]", handle: "[data-grip]", direction: "horizontal", forceFallback: true, fallbackTolerance: 3, animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    ghostClass: "dragging",
    onEnd({ item, oldIndex, newIndex }) {
      if (oldIndex === newIndex) return;
      const form = item.querySelector(".step-acts form");
      let next = item.nextElementSibling;
      while (next && !next.matches("[data-step]")) next = next.nextElementSibling;
      const body = new URLSearchParams({ client: form.elements.client.value, before: next?.dataset.step ?? "", to: "before" });
      swap(form.action, { body }, ["#" + CSS.escape(item.id) + " h2 a"]).catch(() => go(location.href));
    },
  });
}

function ready(root) {
  for (const box of root.querySelectorAll("[data-pick]")) enhance(box);
  mind(root);
}

// mind takes up what the page has anew.
function mind(root) {
  for (const go of root.querySelectorAll("[data-autosave] > .go")) go.classList.add("gone");
  for (const form of root.querySelectorAll(quick)) {
    if (!drawn.has(form)) {
      const bad = form.querySelector("[role=alert], [aria-invalid=true]");
      drawn.set(form, bad ? "" : filled(form)); // what was refused is not saved
      if (bad) refused.set(form, filled(form));
    }
    form.dataset.kept = ""; // what others change does not take it away
  }
  grips();
  rove();
}
mind(document);
document.addEventListener("fresh", () => mind(document));
