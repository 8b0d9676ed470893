// Answers of units. <form data-answer>: the answer is kept in the browser first and sent then, so
// that it outlives a lost connection; the operation id of the form goes with it, so that the server
// does nothing twice however often it arrives. IndexedDB keeps files too and, unlike a service
// worker, works on the plain http of an intranet.
const STORE = "answers";
const RETRY = 15000;
let timer = 0;
let sending = false;

const person = () => document.body.dataset.person || "";

function opened() {
  return new Promise((done, failed) => {
    const ask = window.indexedDB.open("leitai", 1);
    ask.onupgradeneeded = () => ask.result.createObjectStore(STORE, { keyPath: "id" });
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => failed(ask.error);
  });
}

async function inStore(mode, work) {
  const base = await opened();
  try {
    return await new Promise((done, failed) => {
      const turn = base.transaction(STORE, mode);
      const ask = work(turn.objectStore(STORE));
      turn.oncomplete = () => done(ask.result);
      turn.onerror = turn.onabort = () => failed(turn.error);
    });
  } finally {
    base.close();
  }
}

const keep = (answer) => inStore("readwrite", (store) => store.put(answer));
const drop = (id) => inStore("readwrite", (store) => store.delete(id));

/** The answers of the person who is signed in, oldest first: nobody sends another's. */
async function kept() {
  const all = await inStore("readonly", (store) => store.getAll());
  return all.filter((one) => one.person === person()).sort((a, b) => a.at - b.at);
}

/** Sends one answer. What became of it: done, refused, or why it still waits. */
async function send(answer) {
  const body = new FormData();
  answer.fields.forEach(([name, value]) => body.append(name, value));
  const headers = { Accept: "application/json", "X-CSRFToken": document.body.dataset.csrf };
  let response;
  try {
    response = await fetch(answer.url, { method: "POST", body, headers, credentials: "same-origin" });
  } catch {
    return { state: "waits" };
  }
  if (response.redirected) return { state: "signin" };
  if (response.status >= 500 || response.status === 429) return { state: "busy" };
  let told;
  try {
    told = await response.json();
  } catch {
    return { state: "reload" };
  }
  if (response.ok) return { state: "done", next: told.next };
  if (response.status === 409) return { state: "signin" };
  return { state: "refused", why: told.error };
}

function block(parts, face) {
  const box = document.createElement("div");
  if (face) box.className = face;
  parts.filter((part) => part[1]).forEach(([tag, text]) => {
    const line = document.createElement(tag);
    line.textContent = text;
    box.append(line);
  });
  return box;
}

const wordsOf = (answer) => (answer.fields.find(([name]) => name === "words") || ["", ""])[1];

function show(answers, sent) {
  const place = document.querySelector("[data-kept]");
  if (place) {
    const words = place.dataset;
    place.replaceChildren(
      ...sent.map((one) => block([["b", words.sent.replace("{what}", one.title)]], "lt-kept-sent")),
      ...answers.map((one) => {
        const refused = one.state === "refused";
        const state = refused ? words.refused.replace("{why}", one.why) : words[one.state] || words.waits;
        const at = words.given.replace("{when}", new Date(one.at).toLocaleString(document.documentElement.lang));
        const box = block(
          [["b", one.title], ["p", state], ["p", wordsOf(one)], ["p", at]],
          refused ? "lt-kept-refused" : "",
        );
        if (refused) {
          const away = document.createElement("button");
          away.type = "button";
          away.className = "lt-btn lt-btn-s";
          away.textContent = words.drop;
          away.addEventListener("click", () => drop(one.id).then(() => settle()));
          box.append(away);
        }
        return box;
      }),
    );
    place.hidden = !place.children.length;
  }
  const form = document.querySelector("[data-answer]");
  if (!form) return;
  const here = (one) => one.url === form.getAttribute("action");
  form.hidden = answers.some((one) => here(one) && one.state !== "refused") || sent.some(here);
}

/** Sends what waits, oldest first, and shows what became of it. */
async function settle(sent = []) {
  if (sending || !person()) return;
  sending = true;
  window.clearTimeout(timer);
  try {
    const waiting = (await kept()).filter((one) => one.state !== "refused");
    for (const answer of waiting) {
      const told = await send(answer);
      if (told.state === "done") {
        await drop(answer.id);
        sent.push(answer);
      } else {
        await keep(Object.assign(answer, told));
        if (told.state !== "refused") break;
      }
    }
    const left = await kept();
    show(left, sent);
    if (left.some((one) => one.state !== "refused")) timer = window.setTimeout(() => settle(sent), RETRY);
  } finally {
    sending = false;
  }
}

function answerOf(form) {
  const fields = Array.from(new FormData(form).entries()).filter(([name, value]) =>
    name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.name));
  return {
    id: form.elements.operation_id.value,
    url: form.getAttribute("action"),
    title: form.dataset.title,
    person: person(),
    at: Date.now(),
    state: "waits",
    fields,
  };
}

function tell(form, why) {
  const place = form.querySelector("[data-errors]");
  const box = block([["div", why]], "lt-notice lt-notice-bad");
  box.setAttribute("role", "alert");
  place.replaceChildren(box);
  box.scrollIntoView({ block: "center" });
}

async function submit(form) {
  const answer = answerOf(form);
  const button = form.querySelector("[data-send]");
  button.disabled = true;
  try {
    await keep(answer);
  } catch {
    form.submit(); // no room in this browser: the plain way
    return;
  }
  sending = true;
  const told = await send(answer);
  sending = false;
  button.disabled = false;
  if (told.state === "done") {
    await drop(answer.id);
    window.location.assign(told.next);
  } else if (told.state === "refused") {
    await drop(answer.id);
    tell(form, told.why);
  } else {
    await keep(Object.assign(answer, told));
    show(await kept(), []);
    window.scrollTo(0, 0);
    timer = window.setTimeout(settle, RETRY);
  }
}

function setUpNumber(form) {
  const field = form.querySelector("[data-stepper] input");
  if (!field) return;
  let touched = false;
  field.addEventListener("input", () => { touched = true; });
  form.querySelectorAll("[data-by]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      touched = true;
      const now = Number(field.value || 0) + Number(button.dataset.by);
      field.value = String(Math.min(Math.max(Math.round(now * 1e4) / 1e4, 0), Number(field.max)));
    });
  });
  // Completion is reported when all is done: the number follows the choice until it is set by hand.
  form.addEventListener("change", (event) => {
    if (event.target.name !== "verb" || touched || field.name !== "measure_done") return;
    field.value = event.target.value === "report_completion" ? field.max : field.dataset.before;
  });
}

export function setUpAnswers() {
  if (!window.indexedDB || !window.fetch) return;
  const form = document.querySelector("[data-answer]");
  if (form) {
    setUpNumber(form);
    const ready = form.querySelector("[data-offline-ready]");
    if (ready) ready.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form);
    });
  }
  const soon = () => settle().catch(() => {});
  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  soon();
}
