// The clock of a stage runs; the page itself is drawn afresh when something happens (live.js).
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-ends]:not([data-ends=''])")) {
    const left = Math.round((new Date(clock.dataset.ends) - Date.now()) / 1000);
    const seconds = Math.abs(left);
    clock.textContent = `${left < 0 ? "−" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    clock.classList.toggle("over", left < 0);
  }
}, 250);
