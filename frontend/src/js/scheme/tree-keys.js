// The keys of the tree.
import { inField } from "../pressed.js";
import { choose, step } from "./choosing.js";
import { send } from "./sending.js";
import { rowOf, rows, toggle, tree } from "./tree.js";

function shift(row, way) {
  send({ do: way, group: tree().dataset.group, item: row.dataset.id }, undefined, { focus: row.id });
}

/** Add an item or a heading where the chosen row stands. */
export function add(kind) {
  const row = rowOf(tree().dataset.item) || rows()[0];
  const op = { do: "add_item", group: tree().dataset.group, kind };
  if (row && row.dataset.kind === "node" && kind === "item") op.parent = row.dataset.id;
  else if (row && (row.dataset.kind === "item" || row.dataset.kind === "node")) {
    op.parent = row.dataset.parent;
    op.after = row.dataset.id;
  }
  send(op, undefined, { name: true });
}

export function onTreeKey(event) {
  const row = event.target.closest("li");
  if (!row) return;
  const id = row.dataset.id;
  const movable = row.dataset.kind === "item" || row.dataset.kind === "node" || row.dataset.kind === "extra";
  if (event.target.matches("[data-weight]")) {
    if (event.key === "Enter") {
      event.preventDefault();
      event.target.blur();
      row.focus();
    } else if (event.key === "Escape") {
      event.target.value = event.target.defaultValue;
      row.focus();
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const boxes = Array.from(tree().querySelectorAll("[data-weight]")).filter((one) => one.offsetParent !== null);
      const next = boxes[boxes.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) {
        event.preventDefault();
        next.focus();
        next.select();
      }
    }
    return;
  }
  if (inField(event.target) || event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    if (movable && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      shift(row, event.key === "ArrowUp" ? "up" : "down");
    }
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(row, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "ArrowLeft" && row.dataset.kind === "node") toggle(row, true);
  else if (event.key === "ArrowRight" && row.dataset.kind === "node") toggle(row, false);
  else if (event.code === "BracketLeft" && movable) shift(row, "out");
  else if (event.code === "BracketRight" && movable) shift(row, "in");
  else if (event.key === "Enter" && event.target === row) {
    const box = row.querySelector("[data-weight]");
    if (box) {
      box.focus();
      box.select();
    } else choose(row);
  } else if (event.key === "+" || event.code === "NumpadAdd" || (event.code === "Equal" && event.shiftKey)) add("item");
  else if (event.key === "Delete" && movable) {
    const all = rows();
    const next = all[all.indexOf(row) - 1];
    send({ do: "remove", at: ["groups", tree().dataset.group, "@", id] }, undefined, { focus: next && next.id });
  } else return;
  event.preventDefault();
}
