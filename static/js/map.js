// The map in place: pan and zoom, keys, a small map, and choosing without a new page. Every page works without this file.
import "../lib/panzoom/panzoom.min.js";
import { enhance } from "./pick.js";
import { say } from "./toasts.js";
import { go, page as read, post, submit, Unsent } from "./send.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");
let eco, sheet, svg, view, boxes, words, now;
let moved = false; // by a person, since the drawing was last fitted

// ready takes the page as it came, or as it was drawn afresh; at is where it was looked at, if it was. A drawing that is still
// the one in hand keeps its place.
function ready(at) {
  const old = svg;
  eco = document.querySelector("[data-eco]");
  sheet = eco?.querySelector("[data-sheet]");
  svg = sheet?.querySelector("[data-map]");
  for (const box of eco?.querySelectorAll("[data-pick]") ?? []) enhance(box);
  if (view && svg !== old) view = view.destroy(); // nothing
  if (!svg || getComputedStyle(sheet).display === "none" || eco.matches(".paper")) return;
  words = JSON.parse(sheet.dataset.words);
  for (const a of svg.querySelectorAll("a[href='#panel-title']")) { // here it is chosen like any other
    const to = new URL(location);
    for (const key of ["ways", "do", "lane", "to"]) to.searchParams.delete(key);
    to.hash = a.id;
    a.setAttribute("href", to);
  }
  boxes = [...svg.querySelectorAll("[data-b]")].map((el) => ({ el, n: +el.dataset.b, ...place(el) }));
  eco.classList.add("live");
  room();
  const on = boxes.find((b) => b.el.matches(".sel")), kept = !!view;
  if (!kept) begin(at, on);
  tools();
  mini();
  rove(on ?? boxes.find((b) => b.el.id === now?.el.id) ?? boxes.find((b) => b.el.matches(".bx")) ?? boxes[0]);
  handle();
  if (kept) seen();
}

function begin(at, on) {
  view = self.Panzoom(svg, { maxScale: 3, minScale: 0.05, step: 0.25, cursor: "grab", duration: calm.matches ? 0 : 120, easing: "ease-out", canvas: true,
    handleStartEvent: (e) => e.preventDefault() });
  svg.addEventListener("panzoomchange", seen);
  svg.addEventListener("panzoomzoom", sharpen);
  const canvas = svg.parentNode;
  canvas.addEventListener("scroll", () => { canvas.scrollTop = canvas.scrollLeft = 0; }); // a focus far off moves the drawing, not its frame
  if (at) setTimeout(() => put(at.s, at.x, at.y, false));
  else setTimeout(() => fit(false));
  const about = on ?? boxes.find((b) => b.el.id === "b-" + new URLSearchParams(location.search).get("focus"));
  if (about && !at) setTimeout(() => show(about), 30);
}

// What others changed has been drawn into the page.
document.addEventListener("fresh", () => { known.clear(); ready(); });

// place is where a box lies in the drawing.
function place(el) {
  const m = /translate\(([-\d.]+) ([-\d.]+)\)/.exec(el.getAttribute("transform") ?? "");
  const r = el.getBBox();
  const x = (m ? +m[1] : 0) + r.x, y = (m ? +m[2] : 0) + r.y;
  return { x, y, w: r.width, h: r.height, cx: x + r.width / 2, cy: y + r.height / 2 };
}

// room gives the drawing the height that the window leaves it.
function room() {
  sheet.style.blockSize = "";
  if (eco.matches("[data-present]")) document.body.style.overflow = "hidden";
  const key = eco.querySelector(".key")?.offsetHeight ?? 0;
  const top = sheet.getBoundingClientRect().top + scrollY;
  sheet.style.blockSize = Math.max(420, innerHeight - top - key) + "px";
}

const size = () => ({ w: +svg.getAttribute("width"), h: +svg.getAttribute("height"), vw: sheet.clientWidth, vh: sheet.clientHeight });
const rtl = () => document.documentElement.dir === "rtl";

// fit shows all of it where it stays readable, else its beginning, as large as its whole height or width allows.
function fit(whole) {
  const { w, h, vw, vh } = size();
  if (svg.dataset.until && !whole) { // presented: down to the lane that came last
    const end = +svg.dataset.until, scale = Math.max(0.6, Math.min(vw / w, vh / end, 1.4)), spare = vw - w * scale;
    put(scale, spare > 0 ? spare / 2 : rtl() ? spare : 0, Math.min(0, vh - end * scale), false);
    return;
  }
  let scale = Math.min(vw / w, vh / h);
  if (!whole && scale < 0.62) scale = Math.max(Math.min(Math.max(vw / w, vh / h), 1), 0.62);
  scale = Math.min(scale, 1.4);
  const spare = vw - w * scale;
  const x = spare > 0 ? spare / 2 : rtl() ? spare : 0;
  put(scale, x, Math.max(0, (vh - h * scale) / (whole ? 2 : 64)));
  moved = false;
}

// put shows the drawing at a scale, with its corner so many pixels from that of the sheet. The library scales about the middle
// and moves in pixels of the drawing.
function put(scale, x, y, animate = !calm.matches) {
  const { w, h } = size();
  if (scale !== view.getScale()) view.zoom(scale, { animate, force: true });
  view.pan((x - w / 2 * (1 - scale)) / scale, (y - h / 2 * (1 - scale)) / scale, { animate, force: true });
}

// sharpen has the browser draw its picture of the drawing afresh at a new scale: it moves the old one about otherwise, blurred or
// far larger than what is seen.
let blunt;
function sharpen() {
  clearTimeout(blunt);
  blunt = setTimeout(() => {
    svg.style.willChange = "auto";
    requestAnimationFrame(() => requestAnimationFrame(() => { svg.style.willChange = ""; }));
  }, 200);
}

function corner() {
  const s = view.getScale(), p = view.getPan(), { w, h } = size();
  return { s, x: p.x * s + w / 2 * (1 - s), y: p.y * s + h / 2 * (1 - s) };
}

// show brings a box into sight, and leaves the drawing alone where it is there already.
function show(box) {
  const { s, x, y } = corner(), { vw, vh } = size(), edge = 24;
  const left = box.x * s + x, top = box.y * s + y;
  if (left >= edge && top >= edge && left + box.w * s <= vw - edge && top + box.h * s <= vh - edge) return;
  const scale = Math.max(s, 0.62);
  middle(box.cx, box.cy, scale);
}

// middle brings a point of the drawing to the middle, or as near to it as leaves nothing empty beside the drawing.
function middle(x, y, s, animate) {
  const { w, h, vw, vh } = size();
  const within = (at, long, room) => (long < room ? (room - long) / 2 : Math.min(0, Math.max(room - long, room / 2 - at * s)));
  put(s, within(x, w * s, vw), within(y, h * s, vh), animate);
}

// drag keeps some of the drawing in sight.
function drag(dx, dy) {
  const { s, x, y } = corner(), { w, h, vw, vh } = size(), least = 120;
  const nx = Math.min(vw - least, Math.max(least - w * s, x + dx)), ny = Math.min(vh - least, Math.max(least - h * s, y + dy));
  if (nx === x && ny === y) return false;
  put(s, nx, ny, false);
  return (moved = true);
}

addEventListener("wheel", (e) => {
  if (!view || !sheet?.contains(e.target)) return;
  if (e.ctrlKey || e.metaKey) { moved = true; view.zoomWithWheel(e); return; }
  const dx = e.shiftKey ? e.deltaY : e.deltaX, dy = e.shiftKey ? 0 : e.deltaY;
  if (drag(-dx, -dy)) e.preventDefault();
}, { passive: false });

// A click that ended a pan chooses nothing.
let from = null;
addEventListener("pointerdown", (e) => { from = sheet?.contains(e.target) ? [e.clientX, e.clientY] : null; }, true);
addEventListener("click", (e) => {
  if (from && Math.hypot(e.clientX - from[0], e.clientY - from[1]) > 5 && sheet.contains(e.target)) { moved = true; e.preventDefault(); e.stopPropagation(); }
}, true);
addEventListener("dragstart", (e) => { if (sheet?.contains(e.target)) e.preventDefault(); });

// Buttons for what wheels and fingers do.
function tools() {
  sheet.querySelector(".mapctl")?.remove();
  const bar = document.createElement("div");
  bar.className = "mapctl panzoom-exclude";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", words.zoom);
  for (const [name, sign, act] of [["in", "+", () => zoom(1)], ["out", "−", () => zoom(-1)], ["fit", "⤢", () => fit(true)]]) {
    const b = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: words[name] });
    b.setAttribute("aria-label", words[name]);
    b.addEventListener("click", act);
    bar.append(b);
  }
  sheet.append(bar);
}

function zoom(way) {
  const { vw, vh } = size(), { s, x, y } = corner();
  const scale = Math.min(3, Math.max(0.05, s * (way > 0 ? 1.25 : 0.8)));
  moved = true;
  put(scale, vw / 2 - (vw / 2 - x) / s * scale, vh / 2 - (vh / 2 - y) / s * scale);
}

// The small map: where one is, and a way to go elsewhere.
let spot, tiny;
function mini() {
  sheet.querySelector(".mini")?.remove();
  const { w, h } = size(), make = (name, at) => { const el = document.createElementNS(svg.namespaceURI, name); for (const k in at) el.setAttribute(k, at[k]); return el; };
  tiny = make("svg", { class: "mini panzoom-exclude", viewBox: `0 0 ${w} ${h}`, "aria-hidden": "true" });
  for (const g of svg.querySelectorAll(":scope > rect")) tiny.append(g.cloneNode());
  for (const b of boxes) if (!b.el.matches(".cust")) tiny.append(make("rect", { class: (b.el.getAttribute("class").match(/[ls]-\w+/) ?? [""])[0].replace("s-", "l-"), x: b.x, y: b.y, width: b.w, height: b.h }));
  tiny.append(spot = make("rect", { class: "spot" }));
  sheet.append(tiny);
  const go = (e) => {
    const r = tiny.getBoundingClientRect();
    moved = true;
    middle((e.clientX - r.left) / r.width * w, (e.clientY - r.top) / r.height * h, corner().s, false);
  };
  tiny.addEventListener("pointerdown", (e) => { e.stopPropagation(); tiny.setPointerCapture(e.pointerId); go(e); });
  tiny.addEventListener("pointermove", (e) => { if (e.buttons) go(e); });
}

function seen() {
  const { s, x, y } = corner(), { w, h, vw, vh } = size();
  for (const [k, v] of Object.entries({ x: -x / s, y: -y / s, width: vw / s, height: vh / s })) spot.setAttribute(k, v);
  tiny.classList.toggle("gone", x >= -1 && y >= -1 && x + w * s <= vw + 1 && y + h * s <= vh + 1);
}

// One box is in the order of the tab key, beside the signs that add; arrows lead to the next in their direction.
function rove(box, focus) {
  if (!box) return;
  for (const el of svg.querySelectorAll("a:not(.more, .also)")) el.setAttribute("tabindex", "-1");
  now = box;
  box.el.setAttribute("tabindex", "0");
  if (focus) { box.el.focus({ preventScroll: true }); show(box); }
}

function toward(key) {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best, least = Infinity;
  for (const b of boxes) {
    const along = (b.cx - now.cx) * dx + (b.cy - now.cy) * dy, aside = Math.abs((b.cx - now.cx) * dy) + Math.abs((b.cy - now.cy) * dx);
    if (b === now || along < 8) continue;
    const far = along + 2.5 * aside;
    if (far < least) [best, least] = [b, far];
  }
  return best;
}

addEventListener("keydown", (e) => {
  if (!view || e.isComposing || e.altKey || e.ctrlKey || e.metaKey) return;
  if (e.key === "Escape" && eco.contains(e.target) && !document.querySelector("details[open][data-menu], .sugg:not([hidden]), dialog[open]")) {
    eco.querySelector("[data-close]")?.click();
    return;
  }
  if (!sheet.contains(e.target) || e.target.closest("button, input")) return;
  if (e.key.startsWith("Arrow")) rove(e.target.closest("[data-b]") ? toward(e.key) ?? now : now, true);
  else if (e.key === "+" || e.key === "=") zoom(1);
  else if (e.key === "-") zoom(-1);
  else if (e.key === "0") fit(true);
  else if (e.key === "Enter" && now?.el.matches(".sel") && e.target === now.el) location.assign(eco.querySelector("[data-open-page]").href);
  else if (e.key.toLowerCase() === "l" && now) link();
  else return;
  e.preventDefault();
});
addEventListener("focusin", (e) => {
  const el = view && e.target.closest?.("[data-b], [data-map] .more");
  if (el?.matches(".more")) show(place(el));
  else if (el) { const box = boxes.find((b) => b.el === el); rove(box); show(box); }
});

// Choosing a box fetches what belongs to it and marks it in the drawing that is there.
const known = new Map();
function fetchPart(url) {
  const part = new URL(url, location.href);
  part.hash = "";
  part.searchParams.set("part", "1");
  if (!known.has(part.href)) known.set(part.href, fetch(part, { headers: { Accept: "text/html" } }).then((r) => (r.ok && !r.redirected ? r.text() : Promise.reject(r))));
  return known.get(part.href);
}

let asked = 0;
async function choose(url, push, drawn) {
  const mine = ++asked;
  let html;
  try { html = await fetchPart(url); } catch { return go(url); }
  if (mine !== asked) return;
  const part = new DOMParser().parseFromString(html, "text/html").querySelector("[data-part]");
  if (!part || part.dataset.same !== svg.dataset.same) return go(url);
  mark(part.dataset);
  const old = eco.querySelector("[data-panel]"), fresh = part.querySelector("[data-panel]");
  const held = old?.contains(document.activeElement), typed = old?.querySelector(".seg ~ form [name=name]")?.value;
  old?.remove();
  if (fresh) sheet.after(fresh);
  const name = typed && fresh?.querySelector(".seg ~ form [name=name]"); // to be added in another lane of the row
  if (name) name.value = typed;
  eco.classList.toggle("with-panel", !!fresh);
  for (const box of fresh?.querySelectorAll("[data-pick]") ?? []) enhance(box);
  if (push) { const to = new URL(url, location.href); to.hash = ""; history.pushState(null, "", to); }
  if (!moved && size().vw / size().w > 0.75) fit(false); // smaller, it could not be read beside the panel
  const on = boxes.find((b) => b.el.matches(".sel"));
  if (on) { rove(on); setTimeout(() => show(on), 20); }
  if (new URL(url, location.href).searchParams.get("do") === "add") fresh?.querySelector("[name=name]")?.focus();
  else if (held) (fresh?.querySelector("#panel-title") ?? now?.el)?.focus();
  else if (drawn) on?.el.focus({ preventScroll: true }); // a click on a drawing that can be moved gives no focus
  sheet.querySelector("[data-said]").textContent = part.dataset.said;
  eco.querySelector(".views")?.replaceWith(part.querySelector(".views"));
  handle();
}

// mark sets the classes of what stands out: which box was chosen, which belong to it, which lines, which problems.
function mark(d) {
  const list = (s) => new Set(s ? s.split(" ") : []), hot = list(d.hot), late = list(d.late), lines = list(d.lines), pins = list(d.pins);
  svg.classList.toggle("chosen", d.chosen === "true");
  for (const b of boxes) {
    b.el.classList.toggle("hot", hot.has(b.el.dataset.b));
    b.el.classList.toggle("sel", b.el.dataset.b === d.on);
    if (b.el.dataset.b === d.on) b.el.setAttribute("aria-current", "true");
    else b.el.removeAttribute("aria-current");
  }
  const raised = [];
  for (const l of svg.querySelectorAll("[data-l]")) {
    const n = l.dataset.l, on = lines.has(n) || late.has(n);
    l.classList.toggle("hot", on);
    l.classList.toggle("late", late.has(n));
    if (on && l.closest(".lines")) raised.push(l);
  }
  svg.querySelector(".lines").append(...raised);
  for (const p of svg.querySelectorAll("[data-p]")) p.classList.toggle("hot", pins.has(p.dataset.p));
}

addEventListener("click", (e) => {
  const a = e.target.closest?.("[data-eco] a[href]");
  if (!view || !a || e.defaultPrevented || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  const url = new URL(a.href.baseVal ?? a.href, location.href);
  if (!a.closest("[data-sheet] svg, [data-panel], .found") || url.pathname !== location.pathname) return;
  const same = (p) => { const q = new URLSearchParams(p); for (const k of ["on", "show", "part", "do", "lane", "to"]) q.delete(k); q.sort(); return q.toString(); };
  if (same(url.search) !== same(location.search)) return;
  e.preventDefault();
  choose(url.href, true, svg.contains(a));
});
addEventListener("popstate", () => { if (view) choose(location.href, false); });
let waiting;
addEventListener("pointerover", (e) => {
  const a = svg && e.target.closest?.("[data-map] a");
  clearTimeout(waiting);
  if (a && !a.matches(".sel")) waiting = setTimeout(() => fetchPart(new URL(a.href.baseVal, location.href).href).catch(() => {}), 60);
});

// A form of the panel changes the model, and a key or what says so takes that back: the page is fetched anew and looked at from
// where one was.
addEventListener("submit", (e) => {
  const form = e.target.closest("[data-panel] form[method=post], [data-undo], [data-undo-own], [data-redo-own]");
  if (!form || !view || e.defaultPrevented) return;
  e.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "1";
  const by = e.submitter;
  send(form, new URLSearchParams(new FormData(form, by))).catch((err) => {
    if (!(err instanceof Unsent)) submit(form, by);
  }).finally(() => { delete form.dataset.sending; });
});

async function send(form, body) {
  const { answer, doc: page } = await read(post(form.action, body, form));
  const fresh = page.querySelector("[data-eco]");
  if (!fresh && answer.redirected) return go(answer.url); // it was done, and leads to another page
  if (!fresh) throw answer;
  known.clear();
  const at = corner(), was = now?.el.id;
  eco.replaceWith(fresh);
  say(page);
  if (answer.redirected) { const to = new URL(answer.url); to.hash = ""; history.replaceState(null, "", to); }
  document.title = page.title;
  const kept = moved;
  ready(at);
  moved = kept;
  const on = now?.el.matches(".sel") || now?.el.id === was ? now.el : sheet; // it may have gone
  (eco.querySelector("[aria-invalid=true], [role=alert]") ?? on)?.focus?.({ preventScroll: true });
}

// L, and the round handle beneath the chosen box, link it with another.
function link() {
  const form = eco.querySelector("[data-link-form]");
  if (!form) return;
  form.closest("details").open = true;
  begun(form);
}

// begun brings a form of the panel into sight, to its button, and begins with its first field.
function begun(form) {
  form.querySelector("select, input:not([type=hidden])")?.focus();
  form.scrollIntoView({ block: "nearest" });
}
addEventListener("click", (e) => { // after it is open
  const form = e.target.closest("[data-panel] .edits summary")?.parentNode.querySelector("form");
  if (form) setTimeout(() => form.closest("details").open && begun(form));
});

let wire;
function handle() {
  svg.querySelector("[data-wire]")?.remove();
  const box = boxes.find((b) => b.el.matches(".sel")), form = eco.querySelector("[data-link-form]");
  if (!box || !form) return;
  const dot = document.createElementNS(svg.namespaceURI, "g");
  dot.setAttribute("data-wire", "");
  dot.setAttribute("class", "wire panzoom-exclude");
  dot.innerHTML = `<title></title><path></path><circle cx="${box.cx}" cy="${box.y + box.h + 2}" r="7"></circle>`;
  dot.firstChild.textContent = words.wire;
  svg.append(dot);
  dot.addEventListener("pointerdown", (e) => {
    e.stopPropagation();
    e.preventDefault();
    dot.setPointerCapture(e.pointerId);
    wire = box;
  });
  const point = (e) => { const r = svg.getBoundingClientRect(), s = view.getScale(); return [(e.clientX - r.left) / s, (e.clientY - r.top) / s]; };
  const under = (e) => boxes.find((b) => { const [x, y] = point(e); return b !== box && x >= b.x && x <= b.x + b.w && y >= b.y && y <= b.y + b.h; });
  dot.addEventListener("pointermove", (e) => {
    if (!wire) return;
    const [x, y] = point(e);
    dot.querySelector("path").setAttribute("d", `M${box.cx} ${box.y + box.h}L${x} ${y}`);
    const to = under(e);
    for (const b of boxes) b.el.classList.toggle("aim", b === to);
  });
  dot.addEventListener("pointerup", (e) => {
    if (!wire) return;
    wire = null;
    dot.querySelector("path").removeAttribute("d");
    const to = under(e);
    for (const b of boxes) b.el.classList.remove("aim");
    if (!to) return;
    const url = new URL(location.href);
    url.hash = "";
    url.searchParams.set("do", "link");
    url.searchParams.set("to", to.el.id.slice(2));
    choose(url.href, false).then(link);
  });
}

// Presenting: the next lane by space, arrow or page key.
addEventListener("keydown", (e) => {
  const show = document.querySelector("[data-present]");
  if (!show || e.target.closest("input, textarea, select")) return;
  const way = { ArrowDown: "next", ArrowRight: "next", PageDown: "next", " ": "next", ArrowUp: "back", ArrowLeft: "back", PageUp: "back", Escape: "end" }[e.key];
  const a = way && show.querySelector(`[data-${way}]`);
  if (a) { e.preventDefault(); e.stopImmediatePropagation(); a.click(); }
}, true);

addEventListener("resize", () => { if (!view || !svg.isConnected) return; room(); if (!moved) fit(false); });
ready();
