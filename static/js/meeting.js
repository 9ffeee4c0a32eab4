// The clock of a stage runs; the page itself is drawn afresh when something happens (live.js). What is done by dragging here can
// be done by the menu of a card too.
import { submitTo } from "./send.js";

let rung = "";
const rings = () => localStorage.rings === "yes";
function offerSound() {
  const sound = document.querySelector("[data-sound]");
  if (!sound) return;
  sound.hidden = false;
  sound.querySelector("input").checked = rings();
}
offerSound();
document.addEventListener("fresh", offerSound);
addEventListener("change", (e) => {
  if (!e.target.closest("[data-sound]")) return;
  localStorage.rings = e.target.checked ? "yes" : "no";
  if (rings()) ring();
});

// Two soft notes.
function ring() {
  const audio = new AudioContext();
  for (const [at, pitch] of [[0, 660], [0.35, 880]]) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0.2, audio.currentTime + at);
    gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.8);
    tone.connect(gain).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.8);
  }
  setTimeout(() => audio.close(), 2000);
}

const whole = new Intl.NumberFormat(document.documentElement.lang, { useGrouping: false });
const two = new Intl.NumberFormat(document.documentElement.lang, { minimumIntegerDigits: 2 });
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-ends]:not([data-ends=''])")) {
    const left = Math.round((new Date(clock.dataset.ends) - Date.now()) / 1000);
    const seconds = Math.abs(left);
    clock.textContent = `${left < 0 ? "−" : ""}${whole.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
    clock.classList.toggle("over", left < 0);
    if (left === 0 && rung !== clock.dataset.ends && document.querySelector("[data-sound]") && rings()) {
      rung = clock.dataset.ends;
      ring();
    }
  }
}, 250);

// A card is put under another by dragging it there.
let dragged;
addEventListener("pointerdown", (e) => {
  const card = e.target.closest("[data-card]");
  if (card && e.pointerType !== "touch" && !e.target.closest("button, summary, form, a, select")) card.draggable = true;
});
addEventListener("dragstart", (e) => {
  dragged = e.target.closest?.("[data-card]");
  if (!dragged) return;
  dragged.setAttribute("data-dragging", "");
  e.dataTransfer.effectAllowed = "move";
  e.dataTransfer.setData("text/plain", dragged.dataset.card);
});
const target = (e) => {
  const card = dragged && e.target.closest?.("[data-card]");
  return card && card !== dragged ? card : null;
};
addEventListener("dragover", (e) => {
  for (const old of document.querySelectorAll(".drop")) old.classList.remove("drop");
  const card = target(e);
  if (!card) return;
  e.preventDefault();
  card.classList.add("drop");
});
addEventListener("dragend", () => {
  dragged?.removeAttribute("data-dragging");
  if (dragged) dragged.draggable = false;
  dragged = undefined;
  for (const old of document.querySelectorAll(".drop")) old.classList.remove("drop");
});
addEventListener("drop", (e) => {
  const card = target(e);
  if (!card) return;
  e.preventDefault();
  submitTo(card.closest("[data-heap]").dataset.heap + dragged.dataset.card, new URLSearchParams({ do: "heap", on: card.dataset.card }));
});

// How many dots are still to give.
function count() {
  const said = document.querySelector("output[data-dots]");
  if (!said) return;
  const given = [...said.form.elements].filter((e) => e.checked).reduce((sum, e) => sum + Number(e.value), 0);
  const left = Number(said.dataset.dots) - given;
  const words = left < 0 ? said.dataset.over : said.dataset.left;
  said.textContent = words.replace("{count}", whole.format(Math.abs(left)));
  said.classList.toggle("over", left < 0);
}
count();
document.addEventListener("fresh", count);
addEventListener("change", count);
