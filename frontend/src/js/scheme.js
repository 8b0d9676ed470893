// The editor of a scheme's draft. The tree is <ul data-scheme-tree>; every change is an operation
// sent to its data-edit with the state it was made on; the server answers with the page's parts.
//   data-at        a field: its address; sent when it changes
//   data-op        a button: the operation itself
//   data-live      a field whose curve follows the typing
// Edits go out one after the other, each with an operation id of its own; what is lost on the way
// is sent again under the same id, so nothing is done twice and nothing typed is lost.
import { bare, composing, inField } from "./pressed.js";

let htmx = null;
let chain = Promise.resolve();
let choosing = 0;
let typing = 0;
let dragged = null;
let swapped = null; // what the person was at when an answer's parts began to replace the page's
const folded = new Set();

const tree = () => document.querySelector("[data-scheme-tree]");
const rows = () => Array.from(tree().querySelectorAll("li")).filter((row) => row.offsetParent !== null);
const rowOf = (id) => Array.from(tree().querySelectorAll("li")).find((row) => row.dataset.id === id);

function newId() {
  if (window.crypto && window.crypto.randomUUID) return window.crypto.randomUUID();
  const bytes = window.crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What the person is at: the field in focus, with what was typed but not sent. */
function remember() {
  const field = document.activeElement;
  const typing = field && field.matches("input[data-at], textarea[data-at]");
  const dirty = typing && field.value !== field.defaultValue && field.value !== field.dataset.sent;
  return {
    id: field && field.id,
    typed: dirty ? field.value : null,
    open: Array.from(document.querySelectorAll("#scheme-detail details[open]"), (one) => one.id).filter(Boolean),
    cut: null,
  };
}

function recall(was) {
  was.open.forEach((id) => {
    const one = document.getElementById(id);
    if (one) one.open = true;
  });
  fold();
  document.querySelectorAll("input[name=revision]").forEach((one) => (one.value = tree().dataset.revision));
  const field = was.id && document.getElementById(was.id);
  if (!field) {
    if (was.cut) changed(was.cut); // its item is no longer shown: what was typed is saved as it stands
    return;
  }
  if (document.activeElement !== field) field.focus({ preventScroll: true });
  if (was.typed === null || field.value === was.typed) return;
  field.value = was.typed;
  field.dataset.kept = ""; // the browser reports no change of a value set by a script
  if (field.matches("[data-live]")) live(field);
}

function focusOn(id) {
  const row = document.getElementById(id);
  if (row) row.focus({ preventScroll: true });
}

function nameFirst() {
  const field = document.querySelector('#scheme-detail-in input[id$="-name"]');
  if (!field) return;
  field.focus();
  field.select();
}

// A field that is taken out of the page while someone types in it reports a change, half-typed as
// it is. That is held back here, and what was typed goes into the new field.
function setUpSwaps() {
  const ours = (event) => event.detail.target && event.detail.target.id === "scheme-detail-in";
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (ours(event) && event.detail.shouldSwap) swapped = remember();
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (!swapped || !tree()) return;
    const was = swapped;
    swapped = null;
    recall(was);
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-at], [data-choose-rule]")) return;
    if (swapped) swapped.cut = event.target;
    else changed(event.target);
  });
  document.addEventListener("focusout", (event) => {
    const field = event.target;
    if (swapped || !field.matches("[data-kept]") || !field.isConnected) return;
    if (field.value !== field.defaultValue && field.value !== field.dataset.sent) changed(field);
  });
}

function ask(values) {
  return new Promise((done) => {
    let lost = false;
    const missed = (event) => {
      if (event.detail.pathInfo && event.detail.pathInfo.requestPath === tree().dataset.edit) lost = true;
    };
    document.addEventListener("htmx:sendError", missed);
    const answered = () => {
      document.removeEventListener("htmx:sendError", missed);
      if (lost) window.setTimeout(() => ask(values).then(done), 2500);
      else done();
    };
    htmx.ajax("POST", tree().dataset.edit, { values, target: "#scheme-detail-in", swap: "outerHTML" }).then(answered, answered);
  });
}

export function send(op, raw, more = {}) {
  if (tree().dataset.readonly !== undefined) return;
  chain = chain.then(() => {
    const at = tree().dataset;
    const values = { op: JSON.stringify(op), revision: at.revision, group: at.group, item: at.item, operation_id: newId() };
    if (raw !== undefined) values.raw = raw;
    const pane = document.getElementById("scheme-tree");
    pane.setAttribute("aria-busy", "true");
    return ask(values).then(() => {
      pane.removeAttribute("aria-busy");
      if (more.name) nameFirst();
      else if (more.focus) focusOn(more.focus);
    });
  });
}

// -- choosing ----------------------------------------------------------------------------------

function show(row) {
  const list = tree();
  list.querySelectorAll("li").forEach((one) => {
    one.classList.toggle("lt-on", one === row);
    one.tabIndex = one === row ? 0 : -1;
    const link = one.querySelector("a.lt-tree-n");
    if (link) {
      if (one === row) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  });
  list.dataset.item = row.dataset.id;
  row.scrollIntoView({ block: "nearest" });
}

function choose(row, wait = 0) {
  show(row);
  window.clearTimeout(choosing);
  choosing = window.setTimeout(() => {
    const list = tree();
    const address = `${list.dataset.here}?group=${encodeURIComponent(list.dataset.group)}&item=${encodeURIComponent(row.dataset.id)}`;
    window.history.replaceState({}, "", address);
    chain = chain.then(() => htmx.ajax("GET", address, { target: "#scheme-detail-in", swap: "outerHTML", select: "#scheme-detail-in" }).catch(() => {}));
  }, wait);
}

function step(from, by) {
  const all = rows();
  const next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(from) + by))];
  if (!next || next === from) return;
  next.focus();
  choose(next, 160);
}

// -- folding -----------------------------------------------------------------------------------

function fold() {
  const hidden = new Set();
  tree().querySelectorAll("li").forEach((row) => {
    const out = hidden.has(row.dataset.parent) || folded.has(row.dataset.parent);
    row.classList.toggle("lt-hide-row", out && row.dataset.parent !== "");
    if (out && row.dataset.parent !== "") hidden.add(row.dataset.id);
    const button = row.querySelector("[data-fold]");
    if (button) button.setAttribute("aria-expanded", folded.has(row.dataset.id) ? "false" : "true");
  });
}

function toggle(row, closed) {
  if (closed) folded.add(row.dataset.id);
  else folded.delete(row.dataset.id);
  fold();
}

// -- operations on the tree --------------------------------------------------------------------

function listAt(parent) {
  const group = tree().dataset.group;
  if (!parent) return ["groups", group, "tree"];
  if (parent === "bonus" || parent === "penalty") return ["groups", group, parent, "items"];
  return ["groups", group, "@", parent, "items"];
}

function shift(row, way) {
  send({ do: way, group: tree().dataset.group, item: row.dataset.id }, undefined, { focus: row.id });
}

function add(kind) {
  const row = rowOf(tree().dataset.item) || rows()[0];
  const op = { do: "add_item", group: tree().dataset.group, kind };
  if (row && row.dataset.kind === "node" && kind === "item") op.parent = row.dataset.id;
  else if (row && (row.dataset.kind === "item" || row.dataset.kind === "node")) {
    op.parent = row.dataset.parent;
    op.after = row.dataset.id;
  }
  send(op, undefined, { name: true });
}

function onTreeKey(event) {
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

// -- dragging ----------------------------------------------------------------------------------

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

function within(row, id) {
  for (let here = row; here; here = here.dataset.parent ? rowOf(here.dataset.parent) : null) if (here.dataset.id === id) return true;
  return false;
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

function setUpDragging() {
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

// -- fields ------------------------------------------------------------------------------------

function changed(field) {
  field.dataset.sent = field.value;
  if (field.dataset.chooseRule) send({ do: "choose_rule", at: JSON.parse(field.dataset.chooseRule), kind: field.value });
  else send({ at: JSON.parse(field.dataset.at) }, field.value);
}

function live(field) {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => {
    const at = tree().dataset;
    const curve = document.getElementById("scheme-curve");
    if (!curve || !curve.children.length) return;
    const query = new URLSearchParams({ group: at.group, item: at.item, op: JSON.stringify({ at: JSON.parse(field.dataset.at) }), raw: field.value });
    htmx.ajax("GET", `${at.preview}?${query}`, { target: "#scheme-curve", swap: "innerHTML" }).catch(() => {});
  }, 300);
}

function find(field) {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => {
    const query = new URLSearchParams({ q: field.value, at: field.dataset.figureSearch, beside: field.dataset.beside || "" });
    htmx.ajax("GET", `${tree().dataset.figures}?${query}`, { target: "#figure-offers", swap: "innerHTML" }).catch(() => {});
  }, 220);
}

function onClick(event) {
  const button = event.target.closest("button, a");
  if (!button) {
    const row = event.target.closest("[data-scheme-tree] li");
    if (row && !event.target.closest("input")) {
      row.focus();
      choose(row);
    }
    return;
  }
  if (button.dataset.op) {
    event.preventDefault();
    const menu = button.closest("details[data-menu]");
    if (menu) menu.open = false;
    send(JSON.parse(button.dataset.op));
  } else if (button.dataset.put) {
    const from = document.getElementById(button.dataset.from);
    if (!from || !from.value.trim()) return;
    send({ do: "set", at: [...JSON.parse(button.dataset.put), from.value.trim()], value: JSON.parse(button.dataset.value) });
  } else if (button.dataset.add) add(button.dataset.add);
  else if (button.dataset.addGroup !== undefined) {
    const name = document.getElementById("group_name");
    const like = document.getElementById("group_like");
    if (name.value.trim()) send({ do: "add_group", name: name.value.trim(), like: like.value });
  } else if (button.dataset.fold !== undefined) {
    const row = button.closest("li");
    toggle(row, !folded.has(row.dataset.id));
  } else if (button.dataset.choose !== undefined && !event.ctrlKey && !event.metaKey) {
    const row = (!button.dataset.group || button.dataset.group === tree().dataset.group) && rowOf(button.dataset.choose);
    if (!row) return;
    event.preventDefault();
    row.focus();
    choose(row);
  }
}

export function setUpScheme(library) {
  htmx = library;
  if (!tree()) return;
  fold();
  document.addEventListener("click", onClick);
  setUpSwaps();
  document.addEventListener("input", (event) => {
    if (event.isComposing) return;
    if (event.target.matches("[data-live]")) live(event.target);
    if (event.target.matches("[data-figure-search]")) find(event.target);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-figure-search]") && !document.getElementById("figure-offers").children.length) find(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || composing(event) || document.querySelector("dialog[open]")) return;
    if (event.target.closest("[data-scheme-tree]")) onTreeKey(event);
    else if (event.target === document.body && bare(event) && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const row = rowOf(tree().dataset.item) || rows()[0];
      if (row) row.focus();
    } else if (event.target.matches("input[data-at]") && event.key === "Enter") event.target.blur();
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyZ" && !inField(event.target)) {
      const button = document.getElementById("undo");
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  });
  setUpDragging();
}
