// Small comforts of the frame; every page works without them.
import "./toasts.js";

// A menu closes when one clicks beside it or presses Escape.
addEventListener("click", (e) => {
  for (const m of document.querySelectorAll("details[data-menu][open]")) if (!m.contains(e.target)) m.open = false;
});
addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  for (const m of document.querySelectorAll("details[data-menu][open]")) {
    m.open = false;
    m.querySelector("summary").focus();
  }
});

// A menu that would open over the edge of the window opens to its other side, and one that holds a form begins with its first field.
addEventListener("toggle", (e) => {
  if (!e.target.matches("details[data-menu][open]")) return;
  e.target.classList.remove("far");
  const { left, right } = e.target.lastElementChild.getBoundingClientRect();
  e.target.classList.toggle("far", left < 0 || right > document.documentElement.clientWidth);
  e.target.querySelector("[autofocus]")?.focus();
}, true);

// The theme changes at once; the server is told, so that the next page agrees.
for (const form of document.querySelectorAll("form[data-theme-form]")) {
  form.addEventListener("submit", (e) => {
    if (e.submitter?.name !== "theme") return;
    e.preventDefault();
    const theme = e.submitter.value;
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const b of form.querySelectorAll("[name=theme]")) b.setAttribute("aria-pressed", b === e.submitter);
    const body = new URLSearchParams({ theme, back: location.pathname });
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {}); // this page has it all the same
  });
}

// Ctrl+Z outside of a field takes back the last change one made here, Ctrl+Shift+Z or Ctrl+Y brings it again; nothing that
// stands unsaved in a form is lost to it. Silent while an input method composes.
addEventListener("keydown", (e) => {
  if (!(e.ctrlKey || e.metaKey) || e.altKey || e.isComposing || e.defaultPrevented) return;
  const key = e.key > "\x7f" ? e.code.slice(3).toLowerCase() : e.key.toLowerCase();
  const name = key === "z" ? (e.shiftKey ? "redo" : "undo") : key === "y" && !e.shiftKey ? "redo" : "";
  const form = name && document.querySelector(`form[data-${name}-own]`);
  if (!form || e.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog:modal")) return;
  const typed = [...document.querySelectorAll("main form.record :is(input, textarea)")];
  if (typed.some((i) => i.value !== i.defaultValue || i.checked !== i.defaultChecked)) return;
  e.preventDefault();
  form.requestSubmit();
});

// Printing is one button away.
const prints = () => { for (const b of document.querySelectorAll("[data-print]")) b.hidden = false; };
prints();
document.addEventListener("fresh", prints);
addEventListener("click", (e) => e.target.closest("[data-print]") && print());

// data-open="id" opens a dialog that a link would otherwise lead to as a page.
addEventListener("click", (e) => {
  const opener = e.target.closest("[data-open]");
  const dialog = opener && document.getElementById(opener.dataset.open);
  if (!dialog) return;
  e.preventDefault();
  dialog.showModal();
});

// The server says times as the clocks here show them, once it knows the zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`tz=${zone}`)) {
  document.cookie = `tz=${zone};path=/;max-age=31536000;samesite=lax${location.protocol === "https:" ? ";secure" : ""}`;
}
