// Printing is one button away, and a link that was made is selected to be copied.
for (const b of document.querySelectorAll("[data-print]")) {
  b.hidden = false;
  b.addEventListener("click", () => print());
}
document.getElementById("f-link")?.select();
