// A page that is open stays fresh: what others change is drawn into it, in place, and it says who else is here. A form in which
// somebody has typed is left alone. When the network goes, forms that can be sent twice wait here and go out when it returns.
const at = document.getElementById("live").dataset;
const says = (text, name) => text.replace("{name}", name);
const tab = (sessionStorage.tab ||= Math.random().toString(36).slice(2));
const place = () => new URLSearchParams({ tab, page: location.pathname });
let revision = Number(at.revision);

// What others change.
let stream, waiting, leaving, last = 0;
const busy = () => document.querySelector("dialog[open]:not(.toast), [data-dragging]");

function open() {
  if (stream || document.hidden) return;
  const q = place();
  q.set("since", revision);
  stream = new EventSource(at.events + (at.events.includes("?") ? "&" : "?") + q);
  stream.onopen = flush;
  stream.onerror = refused;
  stream.onmessage = (e) => {
    const change = JSON.parse(e.data);
    if (change.revision <= revision) return;
    revision = change.revision;
    soon();
  };
  stream.addEventListener("happened", (e) => (e.data !== "0" ? soon() : leaving || location.reload())); // 0: the session is over
  stream.addEventListener("follow", (e) => follow(JSON.parse(e.data)));
  stream.addEventListener("here", (e) => here(JSON.parse(e.data)));
}

// A stream that was refused, not only cut, tells that the right to it has ended; so the page says what is so now, unless
// somebody is writing on it.
async function refused() {
  if (stream?.readyState !== EventSource.CLOSED || leaving) return;
  stream = undefined;
  const answer = await fetch(location.href).catch(() => undefined);
  if (answer && (answer.redirected || !answer.ok) && !document.querySelector("[data-typed]")) location.reload();
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
  if (!come.hidden && along?.querySelector("input").checked && !document.querySelector("[data-typed], dialog[open]:not(.toast)")) location.assign(path);
}

let library;
const htmx = () => (library ||= new Promise((done, fail) => {
  const s = document.createElement("script");
  s.src = at.morph;
  s.onload = () => done(window.htmx);
  s.onerror = fail;
  document.head.append(s);
}));

async function fresh() {
  if (document.hidden) return;
  if (busy()) return soon();
  last = Date.now();
  const page = () => location.pathname + location.search, asked = page();
  const late = (e) => { if (page() !== asked) e.preventDefault(); }; // one has gone on meanwhile
  document.addEventListener("htmx:before:swap", late);
  try {
    const h = await htmx();
    await h.ajax("GET", location.href, { target: "#content", select: "#content", swap: "outerMorph" });
    document.dispatchEvent(new Event("fresh"));
  } catch { /* the stream says when there is a network again */ } finally {
    document.removeEventListener("htmx:before:swap", late);
  }
}

// What the page itself drew from a fresh answer, because of what was done in it, is not asked for again.
document.addEventListener("drawn", (e) => {
  const drawn = Number(e.detail.getElementById("live")?.dataset.revision);
  if (!(drawn >= revision)) return;
  revision = drawn;
  clearTimeout(waiting);
});

addEventListener("input", (e) => e.target.form?.setAttribute("data-typed", ""));
addEventListener("submit", (e) => {
  e.target.removeAttribute("data-typed");
  setTimeout(() => (leaving ||= !e.defaultPrevented)); // others may keep the form on the page
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

// Without a network a form waits here, with the id that lets it be sent twice.
const shelf = `waiting ${at.events}`;
const kept = () => JSON.parse(localStorage[shelf] ?? "[]");
const keep = (list) => {
  if (list.length) localStorage[shelf] = JSON.stringify(list);
  else delete localStorage[shelf];
  show(list);
};

function show(list) {
  const box = document.getElementById("waiting");
  box.hidden = list.length === 0;
  box.querySelector("span").textContent = list.length ? at.waiting.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(list.length)) : "";
  const clash = list.find((f) => f.clash);
  const button = box.querySelector("button");
  button.hidden = !clash;
  button.onclick = () => {
    keep(kept().filter((f) => f.body !== clash.body));
    const form = document.createElement("form");
    form.method = "post";
    form.action = clash.action;
    for (const [name, value] of new URLSearchParams(clash.body)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit(); // the page that answers shows both texts
  };
}

addEventListener("submit", (e) => {
  const form = e.target;
  if (navigator.onLine || form.method !== "post" || !form.elements.client?.value) return;
  e.preventDefault();
  const body = new URLSearchParams(new FormData(form, e.submitter)).toString();
  keep([...kept(), { action: form.action, body }]);
  form.removeAttribute("data-typed");
});

let flushing = false;
async function flush() {
  if (flushing || !kept().length) return;
  flushing = true;
  try {
    for (const f of kept()) {
      if (f.clash) continue;
      const answer = await fetch(f.action, { method: "POST", body: new URLSearchParams(f.body), redirect: "manual" });
      const rest = kept();
      const i = rest.findIndex((g) => g.body === f.body);
      if (i < 0) continue;
      if (answer.type === "opaqueredirect" || answer.ok) rest.splice(i, 1);
      else if (answer.status >= 500) break;
      else rest[i].clash = true;
      keep(rest);
    }
  } catch { /* no network yet: what waits stays */ } finally {
    flushing = false;
  }
  if (!kept().length) soon();
}
addEventListener("online", () => { close(); open(); flush(); });

show(kept());
open();
if (kept().length) flush();
