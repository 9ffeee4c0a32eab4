// A page that is open stays fresh: what others change is drawn into it, in place, and it says who else is here. A form in which
// somebody has typed is left alone; where there is none any more, what was typed is not lost (typed.js).
import { flush, get, kept, leaving, page, submit } from "./send.js";
import { say } from "./toasts.js";
import { rescue } from "./typed.js";

const at = document.getElementById("live").dataset;
const says = (text, name) => text.replace("{name}", name);
const tab = (sessionStorage.tab ||= Math.random().toString(36).slice(2));
const place = () => new URLSearchParams({ tab, page: location.pathname });
let revision = Number(at.revision);

// What others change.
let stream, waiting, last = 0, drawing = false, turn = 0, sent = false;
const typing = () => document.querySelector("[data-typed]");
const busy = () => document.querySelector("dialog[open]:not(.toast), [data-dragging]");

function open() {
  if (stream || document.hidden || !at.events) return;
  const q = place();
  q.set("since", revision);
  stream = new EventSource(at.events + (at.events.includes("?") ? "&" : "?") + q);
  stream.onopen = send;
  stream.onerror = refused;
  stream.onmessage = (e) => {
    const change = JSON.parse(e.data);
    if (change.revision <= revision) return;
    revision = change.revision;
    soon();
  };
  stream.addEventListener("happened", (e) => (e.data !== "0" || typing() ? soon() : leaving || location.reload())); // 0: the session is over
  stream.addEventListener("follow", (e) => follow(JSON.parse(e.data)));
  stream.addEventListener("here", (e) => here(JSON.parse(e.data)));
}

// A stream that was refused, not only cut, tells that the right to it has ended; so the page says what is so now. Who is to sign
// in again may write on first: the form waits for them then.
async function refused() {
  if (stream?.readyState !== EventSource.CLOSED || leaving) return;
  stream = undefined;
  const answer = await fetch(location.href, { headers: { Fresh: "yes" } }).catch(() => undefined);
  if (answer && !answer.ok && answer.status < 500) fresh();
  else if (answer?.redirected && !typing()) location.reload();
  else setTimeout(open, 10000);
}

function close() {
  stream?.close();
  stream = undefined;
}

// A tab in the background listens to nothing, and catches up when one looks at it again.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return close();
  open();
  soon();
});
addEventListener("pagehide", close);
addEventListener("pageshow", (e) => e.persisted && (open(), soon()));

// At most one fresh page a second, however much happens.
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(fresh, Math.max(150, last + 1000 - Date.now()));
}

// The facilitator of a session brings everybody to a page. Who would rather stay, or is writing, finds the way there in the bar.
const bar = document.getElementById("session-bar");
const along = bar?.querySelector("[data-along]");
if (along) {
  along.hidden = false;
  const box = along.querySelector("input");
  box.checked = localStorage.stays !== "yes";
  box.addEventListener("change", () => (localStorage.stays = box.checked ? "no" : "yes"));
}

function follow(path) {
  const here = location.pathname + location.search;
  const come = bar?.querySelector(".come");
  if (!come || come.getAttribute("href") === path) return; // the page knew it
  come.href = path;
  come.hidden = !path || path === here;
  if (!come.hidden && along?.querySelector("input").checked && !typing() && !busy()) location.assign(path);
}

let library;
const morph = () => (library ||= new Promise((done, fail) => {
  const s = document.createElement("script");
  s.src = at.morph;
  s.onload = () => done(window.Idiomorph.morph);
  s.onerror = () => (library = undefined, fail());
  document.head.append(s);
}));

// What is open stays open, and a form in which somebody writes, or what the page keeps for itself, stays as it is: whole, so that
// a field is never older than what the form says of when it was drawn.
const stays = {
  beforeNodeMorphed: (old) => ![old, old.form].some((n) => n?.matches?.("[data-typed], [data-kept], dialog[open]")),
  beforeAttributeUpdated: (name) => name !== "open" && name !== "style",
};

// draw makes this page what a fetched one is, in place, and says so, unless that is no longer asked for.
export async function draw(page, asked) {
  const morphed = await morph();
  if (!asked()) return false;
  const done = rescue(page);
  morphed(document.getElementById("content"), page.getElementById("content"), { morphStyle: "outerHTML", callbacks: stays });
  done();
  document.dispatchEvent(new Event("fresh"));
  return true;
}

async function fresh() {
  if (document.hidden || !at.events) return;
  if (drawing || busy()) return soon();
  last = Date.now();
  drawing = true;
  const here = () => location.pathname + location.search + turn, asked = here(), tell = sent;
  try {
    const more = { signal: AbortSignal.timeout(30000) };
    const [{ answer, doc }] = await Promise.all([tell ? page(fetch(location.href, more)) : get(location.href, more), morph()]);
    if (answer.status >= 500 || answer.redirected && new URL(answer.url).pathname === "/login") return;
    if (tell) say(doc, (sent = false));
    if (!doc.getElementById("content")) return;
    if (!await draw(doc, () => here() === asked && !busy())) soon(); // one has gone on meanwhile
  } catch { /* the stream says when there is a network again */ } finally {
    drawing = false;
  }
}

// What the page itself drew from a fresh answer, because of what was done in it, is not asked for again.
document.addEventListener("drawn", (e) => {
  const drawn = Number(e.detail.getElementById("live")?.dataset.revision);
  turn++;
  if (!(drawn >= revision)) return;
  revision = drawn;
  clearTimeout(waiting);
});

// Who is here, and who writes in which field.
function here(list) {
  const others = list.filter((h) => h.key.split("/")[1] !== tab);
  const box = document.querySelector("#here ul");
  box.replaceChildren();
  const people = new Map();
  for (const h of others) if (h.person !== at.me) people.set(h.person + h.name, h);
  box.parentElement.hidden = people.size === 0;
  for (const h of [...people.values()].slice(0, 8)) {
    const li = document.createElement("li");
    li.textContent = [...h.name.trim()].slice(0, 1).join("").toUpperCase();
    li.title = h.name;
    if (h.page === location.pathname) li.className = "same";
    const name = document.createElement("span");
    name.className = "vh";
    name.textContent = h.name;
    li.append(name);
    box.append(li);
  }
  for (const old of document.querySelectorAll(".edited-by")) old.remove();
  for (const h of others) {
    if (!h.field || h.page !== location.pathname) continue;
    const input = document.querySelector(`main [name="${CSS.escape(h.field)}"]`);
    if (!input) continue;
    const note = document.createElement("p");
    note.className = "edited-by small";
    note.textContent = says(at.writes, h.name);
    (input.closest(".field") ?? input.parentElement).append(note);
  }
}

let field = "";
function move(name) {
  if (name === field || !at.here) return;
  field = name;
  const q = place();
  q.set("field", name);
  fetch(at.here, { method: "POST", body: q, keepalive: true }).catch(() => {});
}
addEventListener("focusin", (e) => e.target.matches("main :is(input:not([type=hidden]), textarea, select)[name]") && move(e.target.name));
addEventListener("focusout", () => move(""));

// Every form goes by way of submit, but those that another script of the page sends itself: this one comes last.
addEventListener("submit", (e) => {
  if (e.defaultPrevented || e.target.method !== "post" || e.target.target) return;
  e.preventDefault();
  submit(e.target, e.submitter);
});

// What waited goes out as soon as it can.
async function send() {
  if (await flush()) soon((sent = true));
}
addEventListener("online", () => { close(); open(); send(); });

open();
if (kept().length) send();
