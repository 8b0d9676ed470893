// Forms: a form is sent once, `data-submit` selects send their form, `aria-disabled` buttons say why
// instead of acting, and the language of a page without an account is kept in a cookie.

export function setUpForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter || form.querySelector("[type=submit]");
    if (button) button.setAttribute("aria-busy", "true");
  });
  // A page that comes back from the browser's own store may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
    });
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]") && event.target.form) {
      const { form } = event.target;
      if (form.requestSubmit) form.requestSubmit();
      else form.submit();
    }
  });
  document.addEventListener(
    "click",
    (event) => {
      const blocked = event.target.closest('[aria-disabled="true"]');
      if (!blocked) return;
      event.preventDefault();
      event.stopPropagation();
      const live = document.getElementById("lt-live");
      const why = blocked.getAttribute("aria-describedby");
      const words = why && document.getElementById(why) ? document.getElementById(why).textContent : blocked.title;
      if (live) live.textContent = words || "";
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-language]");
    if (!button) return;
    document.cookie = `django_language=${button.dataset.language};path=/;max-age=31536000;samesite=lax`;
    window.location.reload();
  });
}
