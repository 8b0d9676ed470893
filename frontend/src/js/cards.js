// The board: ← → go to the same place in the next column that holds a card. Up, down, J, K and Enter
// are those of every list.
import { bare, composing, inField } from "./pressed.js";

export function setUpCards() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    if (event.defaultPrevented || composing(event) || !bare(event) || inField(event.target)) return;
    const here = event.target.closest("[data-columns] [data-list]");
    if (!here) return;
    const lists = Array.from(here.closest("[data-columns]").querySelectorAll("[data-list]"));
    const next = lists[lists.indexOf(here) + (event.key === "ArrowLeft" ? -1 : 1)];
    if (!next) return;
    event.preventDefault();
    const at = Array.from(here.children).findIndex((card) => card.contains(event.target));
    const card = next.children[Math.min(at, next.children.length - 1)];
    card.tabIndex = 0;
    card.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
