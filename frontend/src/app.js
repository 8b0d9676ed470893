// Everything a page needs except charts. Pages work without it; it makes them quicker to use.
import htmx from "htmx.org";
import Alpine from "@alpinejs/csp";
import { setUpHtmx } from "./js/htmx-setup.js";
import { setUpKeys } from "./js/keys.js";
import { setUpDrawer } from "./js/drawer.js";
import { setUpTables } from "./js/tables.js";
import { setUpCopy } from "./js/copy.js";
import { setUpMenus } from "./js/menus.js";
import { setUpScreen } from "./js/screen.js";
import { setUpQuestions } from "./js/questions.js";
import { setUpDrop } from "./js/drop.js";
import { setUpFill } from "./js/fill.js";
import { setUpForms } from "./js/forms.js";
import { setUpCharts } from "./js/chart-loader.js";
import { setUpLists } from "./js/lists.js";
import { setUpMatters } from "./js/matters.js";
import { setUpCards } from "./js/cards.js";
import { setUpAnswers } from "./js/answers.js";
import { setUpLayout } from "./js/layout.js";
import { setUpParts } from "./js/parts.js";
import { setUpScheme } from "./js/scheme.js";
import { components } from "./js/components.js";

window.htmx = htmx;
setUpHtmx(htmx);

for (const [name, make] of Object.entries(components)) Alpine.data(name, make);
window.Alpine = Alpine;

function start() {
  Alpine.start();
  setUpKeys();
  setUpDrawer(htmx);
  setUpMenus();
  setUpTables();
  setUpCopy();
  setUpScreen();
  setUpQuestions();
  setUpDrop();
  setUpForms();
  setUpFill();
  setUpMatters();
  setUpCards();
  setUpAnswers();
  setUpLists();
  setUpLayout();
  setUpParts();
  setUpScheme(htmx);
  setUpCharts();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
