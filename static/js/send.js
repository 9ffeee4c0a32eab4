// The one way in which scripts send forms. Nothing that was typed is lost where there is no network, or where somebody else has
// signed in meanwhile: the page stays and says so, and what may be sent twice waits here until its author is back.
const at = document.getElementById("live")?.dataset ?? {};
const shelf = `waiting ${at.shelf}`; // of a person in a workspace, or of a guest in a session
const all = (key) => JSON.parse(localStorage[key] ?? "[]");

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
// right to the page has ended it is near: what it answers says so, and shows what was typed. What waits goes out before whatever
// was written later.
async function standing() {
  const why = await reach();
  if (why === "near") await (sending ??= sendKept().finally(() => { sending = undefined; }));
  return why;
}

async function reach() {
  if (!at.whose) return "near";
  try {
    const answer = await fetch(at.whose, { signal: AbortSignal.timeout(8000) });
    if (answer.status >= 500) return "far";
    return !answer.ok || answer.redirected || (await answer.text()) === at.shelf ? "near" : "other";
  } catch { return "far"; }
}

const address = (form, by) => new URL(by?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", location.href).href;

// page is what an answer shows; get asks for it without taking what the next page is to say.
export async function page(asked) {
  const answer = await asked;
  return { answer, ok: answer.ok, doc: new DOMParser().parseFromString(await answer.text(), "text/html") };
}
export const get = (url, more) => page(fetch(url, { headers: { Accept: "text/html", Fresh: "yes" }, ...more }));

// post sends fields and gives the answer; what they were typed in is settled then. It throws Unsent where they did not arrive.
export async function post(url, body, typed) {
  const was = holds(typed);
  let why = await standing();
  if (why === "near") {
    try {
      const answer = await fetch(url, { method: "POST", body, keepalive: String(body).length < 60000, headers: { Accept: "text/html" } });
      if (answer.ok && typed && holds(typed) === was) settled(typed);
      return answer;
    } catch (err) {
      if (!at.shelf) throw err; // nothing waits here: the browser sends it, and says why it cannot
      why = "far";
    }
  }
  const kept = waits(url, body, why);
  if (kept && typed) settled(typed);
  throw Object.assign(new Unsent(), { kept });
}

// holds is what stands in a field, or in a form.
const holds = (typed) => typed && (typed.form ? typed.value + typed.checked : String(new URLSearchParams(new FormData(typed))));

// submit sends a form as the browser does: what stands in it now, for a page that is drawn afresh meanwhile makes another form of it.
export const submit = (form, by) => submitTo(address(form, by), new FormData(form, by), form);

// submitTo sends fields, and leads to the page that answers, once the server is there to do so.
const pressed = new Set();
export async function submitTo(url, body, form) {
  const text = new URLSearchParams(body), same = url + text;
  if (pressed.has(same)) return;
  pressed.add(same);
  const why = await standing(), files = form?.enctype === "multipart/form-data";
  pressed.delete(same);
  if (why === "near") {
    if (form) settled(form);
    lead(url, body, files);
  } else if (waits(url, files ? new URLSearchParams() : text, why) && form) {
    settled(form);
    if (!edits(body)) form.reset(); // for the next one
  }
}

function lead(url, body, files) {
  leaving = true;
  const form = Object.assign(document.createElement("form"), { method: "post", action: url, hidden: true });
  if (files) form.enctype = "multipart/form-data";
  for (const [name, value] of body) {
    const file = value instanceof File, field = document.createElement(file ? "input" : "textarea");
    field.name = name;
    if (file) {
      const chosen = new DataTransfer();
      if (value.name) chosen.items.add(value);
      field.type = "file";
      field.files = chosen.files;
    } else field.value = value;
    form.append(field);
  }
  document.body.append(form);
  HTMLFormElement.prototype.submit.call(form);
}

// go leads to a page, where one will come.
export async function go(url) {
  if ((await standing()) === "far") show(at.far);
  else location.assign(url);
}

// A form that says what it was drawn from changes what is there; any other adds something.
const edits = (body) => body.has("drawn_at") || body.has("mark");

// waits puts on the shelf what did not arrive, and says whether it could: it needs the id that lets it be sent twice. What is
// written anew in the same form takes the place of what it said before.
export function waits(url, body, why) {
  const client = body.get("client");
  if (why === "other" || !client || !at.shelf) return show(at[why]);
  const older = (f) => {
    const was = new URLSearchParams(f.body);
    return f.action === url && edits(body) && was.get("client") === client && [...was.keys()].every((name) => body.has(name));
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
  const said = [words, count(at.waiting, list.length), count(at.others, others)].filter(Boolean).join(" ");
  box.querySelector("span").textContent = said;
  box.hidden = !said;
  const clash = list.find((f) => f.clash);
  const button = box.querySelector("button");
  button.hidden = !clash;
  button.onclick = async () => {
    const why = await standing();
    if (why !== "near") return show(at[why]);
    keep(kept().filter((f) => f.body !== clash.body));
    lead(clash.action, new URLSearchParams(clash.body)); // the page that answers shows both texts
  };
  return false;
}

let sending;

// sendKept sends what waits, where its author is the one who would send it. What cannot be taken as it is, its author looks at; who
// has to sign in first, or to wait, sends it later.
async function sendKept() {
  try {
    for (const f of kept()) {
      if (f.clash) continue;
      const answer = await fetch(f.action, { method: "POST", body: new URLSearchParams(f.body), redirect: "manual", signal: AbortSignal.timeout(8000) });
      const rest = kept();
      const i = rest.findIndex((g) => g.body === f.body);
      if (i < 0) continue;
      if (answer.type === "opaqueredirect" || answer.ok) rest.splice(i, 1);
      else if (answer.status >= 500 || [401, 408, 429].includes(answer.status)) break;
      else rest[i].clash = true;
      keep(rest);
    }
  } catch { /* no network yet: what waits stays */ }
}

// flush sends what waits, and says whether all of it has gone.
export async function flush() {
  if (!kept().length) return false;
  await standing();
  return !kept().length;
}

addEventListener("online", () => show(""));
show("");
