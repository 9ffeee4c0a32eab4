// The one way in which scripts send forms. Nothing that was typed is lost where there is no network, or where somebody else has
// signed in meanwhile: the page stays and says so, and what may be sent twice waits here until its author is back.
const at = document.getElementById("live")?.dataset ?? {};
const shelf = `waiting ${at.shelf}`; // of a person in a workspace, or of a guest in a session
const all = (key) => JSON.parse(localStorage[key] ?? "[]");
let said = "";

export let leaving = false; // for the page that answers a form
addEventListener("pageshow", () => { leaving = false; });
export class Unsent extends Error {}
export const kept = () => (at.shelf ? all(shelf) : []);

// settled forgets that somebody typed in a field, or in all of a form: it is saved, or waits.
export function settled(typed) {
  const form = typed.form ?? typed;
  for (const field of typed === form ? form.elements : [typed]) field.removeAttribute("data-typed");
  if (![...form.elements].some((field) => field.matches("[data-typed]"))) form.removeAttribute("data-typed");
}

// Whether the server can be reached, and takes this browser for that of who opened the page: "near", "far" or "other". Where the
// right to the page has ended it is near: what it answers says so, and shows what was typed.
async function standing() {
  if (!at.whose) return "near";
  try {
    const answer = await fetch(at.whose, { signal: AbortSignal.timeout(8000) });
    if (answer.status >= 500) return "far";
    return !answer.ok || answer.redirected || (await answer.text()) === at.shelf ? "near" : "other";
  } catch { return "far"; }
}

const address = (form, by) => new URL(by?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href).href;

// post sends fields and gives the answer; what they were typed in is settled then. It throws Unsent where they did not arrive.
export async function post(url, body, typed) {
  let why = await standing();
  if (why === "near") {
    try {
      const answer = await fetch(url, { method: "POST", body, keepalive: String(body).length < 60000, headers: { Accept: "text/html" } });
      if (answer.ok && typed) settled(typed);
      return answer;
    } catch { why = "far"; }
  }
  if (waits(url, body, why) && typed) settled(typed);
  throw new Unsent();
}

// submit sends a form as the browser does, once the server is there to answer with a page.
export async function submit(form, by) {
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const why = await standing();
  delete form.dataset.sent;
  const url = address(form, by), body = new FormData(form, by);
  if (why !== "near") {
    if (!waits(url, form.enctype === "multipart/form-data" ? new URLSearchParams() : new URLSearchParams(body), why)) return;
    settled(form);
    if (!body.has("drawn_at")) form.reset(); // for the next one
    return;
  }
  leaving = true;
  settled(form);
  const more = document.createElement("input");
  Object.assign(more, { type: "hidden", name: by?.name ?? "", value: by?.value ?? "" });
  form.append(more);
  form.setAttribute("action", url);
  HTMLFormElement.prototype.submit.call(form);
  more.remove();
}

// go leads to a page, where one will come.
export async function go(url) {
  if ((await standing()) === "far") show(at.far);
  else location.assign(url);
}

// waits puts on the shelf what did not arrive, and says whether it could: it needs the id that lets it be sent twice. What is
// written anew in the same form takes the place of what it said before.
function waits(url, body, why) {
  const client = body.get("client");
  if (why === "other" || !client) return show(why === "other" ? at.other : at.far);
  const older = (f) => {
    const was = new URLSearchParams(f.body);
    return f.action === url && body.has("drawn_at") && was.get("client") === client && [...was.keys()].every((name) => body.has(name));
  };
  keep([...kept().filter((f) => !older(f)), { action: url, body: body.toString() }]);
  return true;
}

function keep(list) {
  if (list.length) localStorage[shelf] = JSON.stringify(list);
  else delete localStorage[shelf];
  show("");
}

// show says what waits, and what was just said of the network; returns false.
function show(words) {
  const box = document.getElementById("waiting");
  if (!box) return false;
  const count = (text, n) => (n ? text.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(n)) : "");
  const list = kept(), place = shelf.slice(0, shelf.lastIndexOf(" ") + 1);
  let others = 0;
  for (const key of Object.keys(localStorage)) if (key.startsWith(place) && key !== shelf) others += all(key).length;
  if (sessionStorage.others) others = 0;
  else if (others) sessionStorage.others = "said";
  said = [words, count(at.waiting, list.length), count(at.others, others)].filter(Boolean).join(" ");
  box.querySelector("span").textContent = said;
  box.hidden = !said;
  const clash = list.find((f) => f.clash);
  const button = box.querySelector("button");
  button.hidden = !clash;
  button.onclick = () => {
    keep(kept().filter((f) => f.body !== clash.body));
    const form = document.createElement("form");
    form.method = "post";
    form.action = clash.action;
    for (const [name, value] of new URLSearchParams(clash.body)) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      form.append(field);
    }
    form.hidden = true;
    document.body.append(form);
    submit(form); // the page that answers shows both texts
  };
  return false;
}

let flushing = false;

// flush sends what waits, where its author is the one who would send it; it says whether nothing waits any more.
export async function flush() {
  if (flushing || !kept().length) return false;
  flushing = true;
  try {
    if ((await standing()) !== "near") return false;
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
  return !kept().length;
}

addEventListener("online", () => show(""));
show("");
