// A link that was made is selected, with a button that copies it.
const offer = () => { for (const b of document.querySelectorAll("[data-copy]")) b.hidden = false; };
offer();
document.addEventListener("fresh", offer);
document.getElementById("f-link")?.select();
addEventListener("click", async (e) => {
  const b = e.target.closest("[data-copy]");
  if (!b) return;
  const field = document.getElementById(b.dataset.copy);
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); } // without https there is no clipboard
  b.textContent = b.dataset.copied;
});
