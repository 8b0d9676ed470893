// What follows the typing: the curve of the item, and the indicators that a name finds.
import { tree } from "./tree.js";

let htmx = null;
let typing = 0;

export function live(field) {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => {
    const at = tree().dataset;
    const curve = document.getElementById("scheme-curve");
    if (!curve || !curve.children.length) return;
    const query = new URLSearchParams({ group: at.group, item: at.item, op: JSON.stringify({ at: JSON.parse(field.dataset.at) }), raw: field.value });
    htmx.ajax("GET", `${at.preview}?${query}`, { target: "#scheme-curve", swap: "innerHTML" }).catch(() => {});
  }, 300);
}

export function find(field) {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => {
    const query = new URLSearchParams({ q: field.value, at: field.dataset.figureSearch, beside: field.dataset.beside || "" });
    htmx.ajax("GET", `${tree().dataset.figures}?${query}`, { target: "#figure-offers", swap: "innerHTML" }).catch(() => {});
  }, 220);
}

export function setUpLive(library) {
  htmx = library;
  document.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (event.target.matches("[data-live]")) live(event.target);
    if (event.target.matches("[data-figure-search]")) find(event.target);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-figure-search]") && !document.getElementById("figure-offers").children.length) find(event.target);
  });
}
