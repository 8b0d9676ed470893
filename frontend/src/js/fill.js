// Filling a form by a click: <button data-fill="#form" data-fill-login="…" data-fill-password="…">.

export function setUpFill() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    const form = button && document.querySelector(button.dataset.fill);
    if (!form) return;
    for (const [key, value] of Object.entries(button.dataset)) {
      const name = key.startsWith("fill") && key !== "fill" ? key.slice(4).toLowerCase() : "";
      const field = name && form.elements.namedItem(name);
      if (field) field.value = value;
    }
    const send = form.querySelector("[type=submit]");
    if (send) {
      send.scrollIntoView({ block: "nearest" });
      send.focus();
    }
  });
}
