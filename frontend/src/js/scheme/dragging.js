// Rows dragged by their grip to another place.
import { send } from "./sending.js";
import { listAt, tree, within } from "./tree.js";

let dragged = null;

function placeOf(row, event) {
  const box = row.getBoundingClientRect();
  const share = (event.clientY - box.top) / box.height;
  if (row.dataset.kind === "node" && share > 0.3) return "into";
  if (row.dataset.kind === "part") return "into";
  if (row.dataset.kind === "root") return "into";
  return share < 0.5 ? "above" : "below";
}

function clear() {
  tree().querySelectorAll(".lt-drop-above, .lt-drop-below, .lt-drop-into").forEach((one) => one.classList.remove("lt-drop-above", "lt-drop-below", "lt-drop-into"));
}

function dropped(row, place) {
  const group = tree().dataset.group;
  const op = { do: "move", at: ["groups", group, "@", dragged.dataset.id] };
  if (place === "into") {
    op.to = listAt(row.dataset.id);
    op.place = row.dataset.kind === "root" ? 0 : Number(row.dataset.count);
  } else {
    op.to = listAt(row.dataset.parent);
    op.place = Number(row.dataset.place) + (place === "below" ? 1 : 0);
    const same = row.dataset.parent === dragged.dataset.parent;
    if (same && Number(dragged.dataset.place) < op.place) op.place -= 1;
  }
  send(op, undefined, { focus: dragged.id });
}

export function setUpDragging() {
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    document.querySelectorAll("[data-scheme-tree] li[draggable]").forEach((one) => one.removeAttribute("draggable"));
    if (grip) grip.closest("li").setAttribute("draggable", "true");
  });
  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest && event.target.closest("[data-scheme-tree] li[draggable]");
    if (!row) return;
    dragged = row;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.id);
  });
  document.addEventListener("dragover", (event) => {
    const row = dragged && event.target.closest("[data-scheme-tree] li");
    if (!row || within(row, dragged.dataset.id)) return;
    event.preventDefault();
    clear();
    row.classList.add(`lt-drop-${placeOf(row, event)}`);
  });
  document.addEventListener("drop", (event) => {
    const row = dragged && event.target.closest("[data-scheme-tree] li");
    if (row && !within(row, dragged.dataset.id)) {
      event.preventDefault();
      dropped(row, placeOf(row, event));
    }
  });
  document.addEventListener("dragend", () => {
    if (tree()) clear();
    dragged = null;
  });
}
