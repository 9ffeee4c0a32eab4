// Printing is one button away, and a link that was made is selected, with a button that copies it.
for (const b of document.querySelectorAll("[data-print]")) {
  b.hidden = false;
  b.addEventListener("click", () => print());
}
document.getElementById("f-link")?.select();
for (const b of document.querySelectorAll("[data-copy]")) {
  b.hidden = false;
  b.addEventListener("click", async () => {
    const field = document.getElementById(b.dataset.copy);
    field.select();
    try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); } // without https there is no clipboard
    b.textContent = b.dataset.copied;
  });
}
