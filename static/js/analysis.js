// Comforts of the guided analysis; every page works without them.

// The time of the last save, as the clock on this desk has it.
for (const t of document.querySelectorAll("time[data-clock]")) {
  const at = new Date(t.dateTime);
  if (!isNaN(at)) t.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

// Ctrl+Enter sends the answer from within a field of several lines. Silent while an input method composes.
addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || !(e.ctrlKey || e.metaKey) || e.isComposing || !e.target.matches("textarea")) return;
  const form = e.target.form;
  if (!form) return;
  e.preventDefault();
  form.requestSubmit();
});

// A graph that is wider than its place begins where one is.
for (const now of document.querySelectorAll(".drawing .now, .drawing .q")) {
  const place = now.closest(".drawing");
  if (place.scrollWidth <= place.clientWidth) continue;
  const box = now.getBoundingClientRect(), around = place.getBoundingClientRect();
  place.scrollLeft += (box.left + box.right - around.left - around.right) / 2;
}
