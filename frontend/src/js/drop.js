// Uploading: <form data-drop> with one file field; files may be dropped anywhere on the page's
// .lt-drop, or pasted. Too large or of a wrong kind is said before anything is sent.

function say(zone, words) {
  const place = zone.querySelector("[data-drop-says]");
  if (place) place.textContent = words;
}

function size(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function list(zone, input) {
  const place = zone.querySelector("[data-drop-list]");
  if (!place) return;
  place.textContent = "";
  for (const file of input.files) {
    const item = document.createElement("li");
    item.textContent = `${file.name}　${size(file.size)}`;
    place.append(item);
  }
}

function accepted(zone, input) {
  const most = Number(zone.dataset.maxBytes || 0);
  const kinds = (input.accept || "").split(",").map((kind) => kind.trim().toLowerCase()).filter((kind) => kind.startsWith("."));
  for (const file of input.files) {
    if (most && file.size > most) {
      say(zone, `${file.name}：${zone.dataset.tooLarge || ""}`);
      return false;
    }
    if (kinds.length && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind))) {
      say(zone, `${file.name}：${zone.dataset.wrongKind || ""}`);
      return false;
    }
  }
  say(zone, "");
  return true;
}

function take(zone) {
  const input = zone.querySelector('input[type="file"]');
  list(zone, input);
  if (!input.files.length) return;
  if (!accepted(zone, input)) {
    input.value = "";
    return;
  }
  const form = zone.closest("form");
  if (form && zone.dataset.send === "at-once") form.requestSubmit ? form.requestSubmit() : form.submit();
}

export function setUpDrop() {
  document.querySelectorAll("[data-drop]").forEach((zone) => {
    const input = zone.querySelector('input[type="file"]');
    if (!input) return;
    input.addEventListener("change", () => take(zone));
    let depth = 0;
    zone.addEventListener("dragenter", (event) => {
      event.preventDefault();
      depth += 1;
      zone.classList.add("lt-over");
    });
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("dragleave", () => {
      depth -= 1;
      if (depth <= 0) zone.classList.remove("lt-over");
    });
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      depth = 0;
      zone.classList.remove("lt-over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        take(zone);
      }
    });
    document.addEventListener("paste", (event) => {
      if (event.clipboardData && event.clipboardData.files.length) {
        input.files = event.clipboardData.files;
        take(zone);
      }
    });
  });
  // A file dropped beside the place must not replace the page.
  if (document.querySelector("[data-drop]")) {
    window.addEventListener("dragover", (event) => event.preventDefault());
    window.addEventListener("drop", (event) => event.preventDefault());
  }
}
