// Components for x-data. The CSP build of Alpine evaluates no expressions: templates name
// properties and methods only.

export const components = {
  /** <div x-data="toggle">: two faces of the same thing (chart and table). */
  toggle: () => ({
    on: false,
    flip() {
      this.on = !this.on;
    },
    get off() {
      return !this.on;
    },
    get pressed() {
      return this.on ? "true" : "false";
    },
  }),

  /** <div x-data="stepper">: − number + for thumbs; the input carries x-ref="number". */
  stepper: () => ({
    change(by) {
      const box = this.$refs.number;
      const step = Number(box.step || 1);
      const next = Number(box.value || 0) + by * step;
      if (box.min !== "" && next < Number(box.min)) return;
      if (box.max !== "" && next > Number(box.max)) return;
      box.value = String(next);
      box.dispatchEvent(new Event("input", { bubbles: true }));
    },
    up() {
      this.change(1);
    },
    down() {
      this.change(-1);
    },
  }),

  /** <div x-data="counter">: characters left of a text area with x-ref="text" and maxlength. */
  counter: () => ({
    used: 0,
    init() {
      this.count();
    },
    count() {
      this.used = this.$refs.text ? Array.from(this.$refs.text.value).length : 0;
    },
  }),
};
