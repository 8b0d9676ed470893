// htmx under a strict content security policy: nothing evaluated, no inline styles, own site only.

export function setUpHtmx(htmx) {
  Object.assign(htmx.config, {
    allowEval: false,
    allowScriptTags: false,
    includeIndicatorStyles: false,
    selfRequestsOnly: true,
    historyCacheSize: 0, // pages hold figures that must not stay in a shared browser's storage
    refreshOnHistoryMiss: true,
    scrollIntoViewOnBoost: false,
    defaultSwapStyle: "innerHTML",
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.body.dataset.csrf;
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
  });

  // Messages of the server are shown in place even when it answers 4xx with a fragment.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if ((xhr.status === 409 || xhr.status === 422) && xhr.responseText) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  const say = (key) => {
    const live = document.getElementById("lt-live");
    if (live) live.textContent = live.dataset[key] || "";
  };
  document.addEventListener("htmx:sendError", () => say("offline"));
  document.addEventListener("htmx:responseError", (event) => {
    say(event.detail.xhr.status === 403 || event.detail.xhr.status === 404 ? "closed" : "failed");
  });
}
