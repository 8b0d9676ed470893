// Edits go out one after the other, each with an operation id of its own; what is lost on the way
// is sent again under the same id, so nothing is done twice and nothing typed is lost.
import { live } from "./live.js";
import { rove, rowOf, tree } from "./tree.js";

let htmx = null;
let chain = Promise.resolve();
let swapped = null; // what the person was at when an answer's parts began to replace the page's

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
    within: Boolean(field && field.closest("#scheme-tree, #scheme-detail, #scheme-acts")),
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
  rove();
  document.querySelectorAll("input[name=revision]").forEach((one) => (one.value = tree().dataset.revision));
  const field = was.id && document.getElementById(was.id);
  if (!field) {
    if (was.cut) changed(was.cut); // its item is no longer shown: what was typed is saved as it stands
    const row = was.within && rowOf(tree().dataset.item);
    if (row) row.focus({ preventScroll: true }); // what was pressed is gone: go on at the chosen row
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
export function setUpSending(library) {
  htmx = library;
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

/** Show what is at an address in the form, after the edits that are under way. */
export function showDetail(address) {
  const led = () => {
    const field = document.querySelector("#scheme-detail-in [autofocus]");
    if (field) field.focus();
  };
  chain = chain.then(() => htmx.ajax("GET", address, { target: "#scheme-detail-in", swap: "outerHTML", select: "#scheme-detail-in" }).then(led, () => {}));
}

/** Send what a field says now. */
export function changed(field) {
  field.dataset.sent = field.value;
  if (field.dataset.chooseRule) send({ do: "choose_rule", at: JSON.parse(field.dataset.chooseRule), kind: field.value });
  else send({ at: JSON.parse(field.dataset.at) }, field.value);
}
