// What was done is said at the foot of the page for a while: long enough to be read and taken back, longer while one looks at
// it or is on it. What has left can still be taken back in the history.
const bar = document.getElementById("toasts");

// say puts what a fetched page says in the place of what stands here.
export function say(page) {
  const fresh = page.getElementById("toasts");
  if (!bar || !fresh?.children.length) return;
  bar.replaceChildren(...fresh.children);
  pass();
}

function pass() {
  for (const toast of bar?.querySelectorAll("dialog") ?? []) {
    setTimeout(function leave() {
      if (document.hidden || toast.matches(":hover, :focus-within")) setTimeout(leave, 4000);
      else toast.close();
    }, Math.max(10000, 100 * toast.innerText.length));
  }
  dodge();
}

// dodge moves what is said to the top where it would cover what one is on.
function dodge() {
  const toast = bar?.querySelector("dialog[open]"), at = document.activeElement;
  if (!toast || bar.contains(at)) return;
  bar.classList.remove("high");
  if (at.matches("body, main")) return;
  const on = (at.closest("[data-quick], [data-add], .field") ?? at).getBoundingClientRect(), over = toast.getBoundingClientRect();
  bar.classList.toggle("high", on.height < innerHeight / 2 && on.bottom > over.top && on.top < over.bottom && on.right > over.left && on.left < over.right);
}
addEventListener("focusin", dodge);
addEventListener("scrollend", dodge, true);

pass();
