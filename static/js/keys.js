// Single keys: j and k move from row to row, x chooses one, e edits, and what has data-key="c" is done by c. ? lists them.
// They are silent in fields, in dialogs and while an input method composes, and can be switched off in the account.
const field = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const alike = { "؟": "?", "？": "?", "／": "/" };

// named is the key as it is written on a Latin keyboard, whatever script is typed.
function named(e) {
  if (alike[e.key]) return alike[e.key];
  if (e.key.length === 1 && e.key > "\x7f" && e.code.startsWith("Key")) return e.code.slice(3).toLowerCase();
  return e.key;
}

const rows = () => [...document.querySelectorAll("[data-row]")].filter((r) => r.offsetParent);

function move(by) {
  const all = rows(), now = all.indexOf(document.activeElement?.closest("[data-row]"));
  const to = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : now + by];
  const link = to?.querySelector("a");
  link?.focus();
  to?.scrollIntoView({ block: "nearest" });
  return Boolean(to);
}

async function help() {
  const old = document.getElementById("keys-dialog");
  if (old) return old.showModal();
  const page = new DOMParser().parseFromString(await (await fetch("/keys")).text(), "text/html");
  const dialog = document.createElement("dialog");
  dialog.id = "keys-dialog";
  dialog.setAttribute("aria-labelledby", "keys-title");
  dialog.append(page.getElementById("keys"));
  document.body.append(dialog);
  dialog.addEventListener("click", (e) => { if (e.target === dialog) dialog.close(); });
  dialog.showModal();
  dialog.querySelector("button")?.focus();
}

function act(key) {
  const row = document.activeElement?.closest("[data-row]");
  switch (key) {
    case "j": return move(1);
    case "k": return move(-1);
    case "?": help().catch(() => location.assign("/keys")); return true;
    case "x": {
      const box = row?.querySelector("input[type=checkbox]");
      box?.click();
      return Boolean(box);
    }
  }
  const to = (key === "e" && row?.querySelector("[data-edit]")) || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!to) return false;
  if (to.matches(field)) {
    to.focus();
    to.select?.();
  } else to.click();
  return true;
}

addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.isComposing || e.ctrlKey || e.metaKey || e.altKey || e.key.length > 1) return;
  if (e.target.closest?.(field) || document.querySelector("dialog:modal")) return;
  if (act(named(e))) e.preventDefault();
});
