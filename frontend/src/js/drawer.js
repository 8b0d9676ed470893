// The trace drawer. A number is a link to its own page with `data-trace`; here the same address is
// fetched into #trace, and the page's address gets `?trace=<key>` so that it can be sent.

const PARAM = "trace";
let opener = null;
let htmx = null;

function drawer() {
  return document.getElementById("trace");
}

/** The address of a trace without the part that all traces share: `score/12/i_fai`. */
export function keyOf(href, base) {
  const url = new URL(href, window.location.href);
  if (!url.pathname.startsWith(base)) return "";
  return decodeURIComponent(url.pathname.slice(base.length).replace(/\/$/, "")) + url.search;
}

/** The address for a key, or nothing when the key would lead anywhere else than to a trace. */
export function addressOf(key, base) {
  const [path, query] = key.split("?");
  if (path.split("/").some((part) => part === "" || part === "." || part === "..")) return "";
  const url = new URL(base + path.split("/").map(encodeURIComponent).join("/") + "/", window.location.origin);
  if (query) url.search = query;
  if (url.origin !== window.location.origin || !url.pathname.startsWith(base)) return "";
  return url.pathname + url.search;
}

function base() {
  return document.body.dataset.traceBase || "/trace/";
}

function keyInAddress() {
  return new URLSearchParams(window.location.search).get(PARAM) || "";
}

function withKey(key) {
  const url = new URL(window.location.href);
  if (key) url.searchParams.set(PARAM, key);
  else url.searchParams.delete(PARAM);
  return url.pathname + url.search + url.hash;
}

function mark(link) {
  document.querySelectorAll('a[data-trace][aria-expanded="true"]').forEach((one) => one.removeAttribute("aria-expanded"));
  document.querySelectorAll("tr.lt-sel[data-traced]").forEach((row) => {
    row.classList.remove("lt-sel");
    row.removeAttribute("data-traced");
  });
  if (!link) return;
  link.setAttribute("aria-expanded", "true");
  const row = link.closest(".lt-tb tbody tr");
  if (row) {
    row.classList.add("lt-sel");
    row.setAttribute("data-traced", "");
  }
}

function fill(href, focus) {
  const place = drawer();
  place.hidden = false;
  document.body.classList.add("lt-traced");
  place.setAttribute("aria-busy", "true");
  return htmx
    .ajax("GET", href, { target: "#trace", swap: "innerHTML" })
    .catch(() => {})
    .then(() => {
      place.removeAttribute("aria-busy");
      place.scrollTop = 0;
      const ringed = place.querySelector(".lt-mini td.lt-hit");
      if (ringed && ringed.closest(".lt-mini-w")) {
        const box = ringed.closest(".lt-mini-w");
        // No further than the ring needs: the first columns say whose row it is.
        box.scrollLeft = Math.max(0, ringed.offsetLeft + ringed.offsetWidth + 8 - box.clientWidth);
      }
      if (focus) place.focus({ preventScroll: true });
    });
}

export function openTrace(href, link, push = true) {
  const key = keyOf(href, base());
  if (!drawer() || !key) return false;
  if (!drawer().contains(link)) {
    opener = link || null;
    mark(link || null);
  }
  if (push && key !== keyInAddress()) window.history.pushState({ trace: key }, "", withKey(key));
  fill(href, true);
  return true;
}

function hide() {
  const place = drawer();
  if (!place || place.hidden) return false;
  place.hidden = true;
  place.textContent = "";
  document.body.classList.remove("lt-traced");
  const back = opener && document.contains(opener) ? opener : null;
  mark(null);
  opener = null;
  if (back) back.focus({ preventScroll: false });
  return true;
}

export function closeTrace() {
  if (!hide()) return false;
  if (keyInAddress()) window.history.pushState({}, "", withKey(""));
  return true;
}

function follow() {
  const key = keyInAddress();
  if (!key) {
    hide();
    return;
  }
  const href = addressOf(key, base());
  if (!href) return;
  const links = Array.from(document.querySelectorAll("a[data-trace]"));
  const link = links.find((one) => keyOf(one.href, base()) === key) || null;
  openTrace(href, link, false);
}

export function setUpDrawer(library) {
  htmx = library;
  if (!drawer()) return;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-trace]");
    if (link && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      if (link.getAttribute("aria-expanded") === "true") {
        event.preventDefault();
        closeTrace();
      } else if (openTrace(link.href, link)) {
        event.preventDefault();
      }
      return;
    }
    if (event.target.closest("[data-trace-close]")) {
      event.preventDefault();
      closeTrace();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open], details[data-menu][open]")) return;
    if (closeTrace()) event.preventDefault();
  });

  window.addEventListener("popstate", follow);
  if (keyInAddress()) follow();
}
