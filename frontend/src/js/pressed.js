// Reading keys. With a Chinese input method on, letters arrive as "Process": `event.code` names
// the key, and nothing is done while a word is being composed.

export function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

export function inField(target) {
  if (!(target instanceof Element)) return false;
  return Boolean(target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
}

export function bare(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

export function isQuestionMark(event) {
  return event.key === "?" || event.key === "？" || (event.code === "Slash" && event.shiftKey);
}

export function isSlash(event) {
  return !event.shiftKey && (event.key === "/" || event.key === "、" || event.code === "Slash" || event.code === "NumpadDivide");
}

/** One-letter keys can be switched off in the personal settings (WCAG 2.1.4). */
export function lettersOn() {
  return document.body.dataset.keys !== "off";
}
