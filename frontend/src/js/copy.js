// Copying: <button data-copy="#id"> copies that element's text, data-copy-text its own text,
// data-copy-address the page's address. The button says that it is done.

async function put(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "lt-vh";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("copy refused");
}

/** Text as a person would type it: one line a block, cells of a table apart by tabs. */
export function plain(element) {
  const given = element.querySelector("[data-plain]");
  if (given) return given.textContent.trim();
  return element.innerText.replace(/\n{2,}/g, "\n").trim();
}

export function setUpCopy() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-text], [data-copy-address]");
    if (!button) return;
    event.preventDefault();
    let text = window.location.href;
    if (button.dataset.copyText !== undefined) text = button.dataset.copyText;
    else if (button.dataset.copy) {
      const source = document.querySelector(button.dataset.copy);
      if (!source) return;
      text = plain(source);
    }
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    try {
      await put(text);
      label.textContent = button.dataset.done || before;
    } catch {
      label.textContent = button.dataset.failed || before;
    }
    window.setTimeout(() => (label.textContent = before), 2000);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print]");
    if (button) {
      event.preventDefault();
      window.print();
    }
  });
}
