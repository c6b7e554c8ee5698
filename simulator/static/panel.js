// The panel: the demo's clock, Telegram's failures, the bot, and the record.

import { send } from "./api.js";
import { make } from "./dom.js";

const small = matchMedia("(max-width: 760px)");
const find = (id) => document.getElementById(id);
let lastLine = "";

async function busy(button, work) {
  button.disabled = true;
  try { await work(); } finally { button.disabled = false; }
}

export function setUpPanel() {
  const act = (container, name, path, body) => {
    for (const button of find(container).querySelectorAll(`[data-${name}]`)) {
      button.addEventListener("click", () => busy(button, () => send(path, body(button.dataset[name]))));
    }
  };
  act("time", "to", "sim/clock", (to) => ({ to }));
  act("failures", "mode", "sim/failure", (mode) => ({ mode }));
  act("bot", "running", "sim/bot", (running) => ({ running: running === "true" }));
  find("sheet-button").addEventListener("click", () => openSheet(true));
  find("sheet-close").addEventListener("click", () => openSheet(false));
  find("shade").addEventListener("click", () => openSheet(false));
  find("panel").addEventListener("keydown", (event) => { if (event.key === "Escape") openSheet(false); });
  place();
  small.addEventListener("change", place);
}

// On a small screen the clock moves into the sheet with the other controls.
function place() {
  if (small.matches) find("sheet-top").after(find("time"));
  else document.querySelector(".top").insertBefore(find("time"), find("sheet-button"));
}

function openSheet(open) {
  const wasOpen = find("panel").classList.contains("open");
  find("panel").classList.toggle("open", open);
  find("shade").hidden = !open;
  find("sheet-button").setAttribute("aria-expanded", String(open));
  if (open) find("sheet-close").focus();
  else if (wasOpen) find("sheet-button").focus();
}

export function showPanel(state) {
  find("time").hidden = state.clock === null;
  if (find("moment").textContent !== state.clock) find("moment").textContent = state.clock || "";
  find("bot").hidden = state.running === null;
  find("bot-state").textContent = state.running ? "menyala" : "mati";
  find("bot-state").className = state.running ? "good" : "bad";
  document.body.classList.toggle("trouble", state.failure !== "ok" || state.running === false);
  for (const button of document.querySelectorAll("[data-mode]")) {
    button.setAttribute("aria-pressed", String(button.dataset.mode === state.failure));
  }
  for (const button of document.querySelectorAll("[data-running]")) {
    button.setAttribute("aria-pressed", String((button.dataset.running === "true") === state.running));
  }
  showRecord(state.record);
}

function showRecord(record) {
  const signature = JSON.stringify(record);
  if (signature === lastLine) return;
  lastLine = signature;
  find("record").replaceChildren(...record.toReversed().map((line) =>
    make("li", { class: `of-${line.kind}` }, make("time", {}, line.at), make("span", {}, line.text))));
}
