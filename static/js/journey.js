// The editor of a journey: what its pages do by links and forms happens in place. Every page works without this file.
import { enhance } from "./pick.js";

const home = () => document.querySelector("[data-journey]");
let asked = 0;

// A link or form marked data-swap fetches the page it would lead to and puts it in the place of this one, so that nothing
// jumps. Whatever goes wrong is left to the browser.
async function swap(url, options, focus) {
  const mine = ++asked;
  const answer = await fetch(url, { ...options, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-journey]");
  if (!fresh || mine !== asked) {
    if (fresh) return;
    if (options) throw answer; // sent as a form, so that Back brings back what was typed
    return location.assign(answer.url);
  }
  const at = new URL(answer.url);
  at.hash = new URL(url, location.href).hash;
  at.searchParams.delete("saved");
  at.searchParams.delete("again");
  if (!options) history.pushState(null, "", at);
  else if (answer.redirected) history.replaceState(null, "", at);
  document.title = page.title;
  draw(fresh, page);
  aim(focus);
}

// draw puts a fetched journey and its toasts into the page and keeps where the figure was scrolled to.
function draw(fresh, page) {
  const x = document.querySelector("[data-figure]")?.scrollLeft ?? 0;
  const panel = document.querySelector("[data-panel]")?.scrollTop ?? 0;
  home().replaceWith(fresh);
  const figure = fresh.querySelector("[data-figure]");
  if (figure) figure.scrollLeft = x;
  reveal(figure);
  const now = fresh.querySelector("[data-panel]");
  if (now) now.scrollTop = panel;
  toasts(page);
  ready(fresh);
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

function toasts(page) {
  const fresh = page.getElementById("toasts");
  if (fresh?.children.length) document.getElementById("toasts").replaceChildren(...fresh.children);
}

// aim puts the focus where one goes on: on what is wrong, in the form that opened, else where it was.
function aim(before) {
  const root = home();
  const to = root.querySelector("[role=alert]") ?? root.querySelector("[data-add] textarea") ??
    root.querySelector("[data-quick] :is(input:not([type=hidden]), textarea, select)") ?? (before && root.querySelector(before)) ?? root.querySelector("#panel-title");
  to?.focus();
  to?.closest("[data-step], #add")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

// place names an element so that it can be found again in a page drawn afresh.
function place(el) {
  if (el.matches("[data-close]") || el.closest(".cell-form")) {
    const step = location.pathname.split("/steps/")[1] ?? el.closest("[data-step]")?.dataset.step;
    return step && "#" + CSS.escape("s-" + decodeURIComponent(step)) + " h2 a";
  }
  const group = el.closest(".group"), step = el.closest("[data-step]");
  if (group) return "#" + group.id + " .link-form input[type=text]";
  if (step) return "#" + CSS.escape(step.id) + " h2 a";
  return el.pathname ? `a[href^="${CSS.escape(el.pathname)}"]` : "";
}

addEventListener("click", (e) => {
  const a = e.target.closest("a[data-swap]");
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  const panel = a.pathname.includes("/steps/");
  swap(a.href, undefined, panel ? "#panel-title" : place(a)).catch(() => location.assign(a.href));
});
addEventListener("popstate", () => { if (home()) location.reload(); });

addEventListener("submit", (e) => {
  const form = e.target.closest("form[data-swap]");
  if (!form || e.defaultPrevented) return;
  e.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const body = new URLSearchParams(new FormData(form, e.submitter)), by = e.submitter;
  swap(form.action, { method: "POST", body }, place(form)).catch(() => {
    if (by?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
    form.submit();
  });
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
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-autosave]");
  if (!answer.ok || !fresh) return form.submit();
  for (const key of ["client", "drawn_at"]) form.elements[key].value = fresh.elements[key].value;
  for (const part of [".figure-side", "#panel-title"]) {
    const x = document.querySelector("[data-figure]")?.scrollLeft ?? 0;
    home().querySelector(part).replaceWith(page.querySelector(part));
    if (document.querySelector("[data-figure]")) document.querySelector("[data-figure]").scrollLeft = x;
  }
  grips();
  toasts(page);
  tell(field.closest(".field") ?? form, form.dataset.saved);
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

let saving = Promise.resolve();
addEventListener("change", (e) => {
  const form = e.target.closest("form[data-autosave]");
  if (!form || !e.target.name) return;
  saving = saving.then(() => save(form, e.target)).catch(() => form.querySelector(".go").classList.remove("gone"));
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
      swap(form.action, { method: "POST", body }, "#" + CSS.escape(item.id) + " h2 a").catch(() => location.reload());
    },
  });
}

function ready(root) {
  for (const box of root.querySelectorAll("[data-pick]")) enhance(box);
  for (const go of root.querySelectorAll("[data-autosave] > .go")) go.classList.add("gone");
  grips();
}

for (const go of document.querySelectorAll("[data-autosave] > .go")) go.classList.add("gone");
grips();
