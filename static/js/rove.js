// In the figure of a journey one moves from cell to cell by arrow keys, along time and up and down. Tab stops there once, so that
// a long journey holds nobody up.
const figures = () => document.querySelectorAll("[data-figure]");
const isStop = (el) => el.matches("a, summary") && !el.closest("form, .pop") && el.getClientRects().length > 0;
const stops = (part) => [...part.querySelectorAll("a, summary")].filter(isStop);
const row = (stop) => stop.closest("[data-cell]")?.dataset.cell;

// rove makes one stop of each figure: where one is, else its first step.
export function rove() {
  for (const figure of figures()) {
    const all = stops(figure);
    const first = all.find((s) => s === document.activeElement) ?? figure.querySelector("h2 a") ?? all[0];
    for (const s of all) s.tabIndex = s === first ? 0 : -1;
    figure.setAttribute("aria-description", figure.dataset.keys);
  }
}

addEventListener("focusin", (e) => {
  const figure = e.target.closest("[data-figure]");
  if (!figure || !isStop(e.target)) return;
  for (const s of figure.querySelectorAll(":is(a, summary)[tabindex='0']")) s.tabIndex = -1;
  e.target.tabIndex = 0;
});

addEventListener("keydown", (e) => {
  const figure = e.target.closest?.("[data-figure]");
  if (!figure || !isStop(e.target) || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || e.target.closest("details[open]")) return;
  const columns = [...figure.querySelectorAll(".rhs, [data-step]")], column = e.target.closest(".rhs, [data-step]");
  const on = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight", back = document.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
  const beside = (list) => list.flatMap((c) => stops(c).filter((s) => row(s) === row(e.target)).slice(0, 1))[0];
  const mine = stops(column), at = mine.indexOf(e.target), n = columns.indexOf(column);
  const to = { ArrowDown: () => mine[at + 1], ArrowUp: () => mine[at - 1], [on]: () => beside(columns.slice(n + 1)), [back]: () => beside(columns.slice(0, n).reverse()),
    Home: () => beside(columns.slice(1)), End: () => beside(columns.toReversed()) }[e.key]?.();
  if (!to) return;
  e.preventDefault();
  to.focus({ preventScroll: true });
  (to.closest(".cell") ?? to).scrollIntoView({ block: "nearest", inline: "nearest" });
});
