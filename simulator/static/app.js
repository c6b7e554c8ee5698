// The page: who is there, whose phones are open, and the news as they come.

import { follow } from "./api.js";
import { chatsOf, heard, unread } from "./chats.js";
import { make } from "./dom.js";
import { setUpPanel, showPanel } from "./panel.js";
import { Phone } from "./phone.js";

const NARROWEST = 320;
const REMEMBERED = "rembug-open-phones";
const stage = document.getElementById("phones");
const people = document.getElementById("people");
const small = matchMedia("(max-width: 760px)");

const states = new Map();
const phones = new Map();
const seen = new Map();
let order = [];
let open = [];
let recent = [];
let username = "";
let begun = false;

const capacity = () => (small.matches ? 1 : Math.max(1, Math.floor((stage.clientWidth + 8) / NARROWEST)));

function touched(id) {
  recent = [id, ...recent.filter((each) => each !== id)];
}

function show(id) {
  if (!open.includes(id)) {
    const room = capacity();
    while (open.length >= room) {
      const oldest = open.toSorted((one, other) => rank(other) - rank(one))[0];
      const place = open.indexOf(oldest);
      if (open.length === room) { open[place] = id; break; }
      open.splice(place, 1);
    }
    if (!open.includes(id)) open.push(id);
  }
  touched(id);
  arrange();
  phones.get(id)?.element.scrollIntoView({ block: "nearest", inline: "nearest" });
  const element = phones.get(id)?.element;
  element?.classList.remove("called");
  requestAnimationFrame(() => element?.classList.add("called"));
}

const rank = (id) => (recent.includes(id) ? recent.indexOf(id) : 999);

function close(id) {
  open = open.filter((each) => each !== id);
  arrange();
}

function arrange() {
  while (open.length > capacity()) open.splice(open.indexOf(open.toSorted((one, other) => rank(other) - rank(one))[0]), 1);
  for (const [id, phone] of phones) if (!open.includes(id)) { phone.element.remove(); phones.delete(id); }
  open.forEach((id, index) => {
    if (!phones.has(id)) phones.set(id, new Phone(states.get(id), { username: () => username, close, touched }));
    const { element } = phones.get(id);
    if (stage.children[index] !== element) stage.insertBefore(element, stage.children[index] || null);
    seen.set(id, heard(states.get(id)));
  });
  phones.forEach((phone) => phone.toEnd());
  stage.classList.toggle("bare", open.length === 0);
  try { localStorage.setItem(REMEMBERED, JSON.stringify(open)); } catch { /* private windows remember nothing */ }
  listPeople();
}

const entries = new Map();

function listPeople() {
  for (const id of order) {
    const state = states.get(id);
    if (!entries.has(id)) entries.set(id, entry(state));
    const { button, badge } = entries.get(id);
    const fresh = open.includes(id) ? 0 : chatsOf(state).reduce((sum, chat) => sum + unread(chat, seen.get(id)), 0);
    button.setAttribute("aria-pressed", String(open.includes(id)));
    if (small.matches && open.includes(id) && button.dataset.shown !== "yes") button.scrollIntoView({ block: "nearest", inline: "center" });
    button.dataset.shown = open.includes(id) ? "yes" : "";
    badge.textContent = fresh ? String(fresh) : "";
    badge.hidden = !fresh;
    badge.setAttribute("aria-label", `${fresh} pesan baru`);
    button.classList.toggle("fresh", !state.started);
    button.classList.toggle("away", state.blocked);
  }
  const wanted = order.map((id) => entries.get(id).item);
  if (people.children.length !== wanted.length) people.replaceChildren(...wanted);
}

function entry(state) {
  const badge = make("span", { class: "badge", hidden: true });
  const button = make(
    "button",
    { type: "button", onclick: () => show(state.id) },
    make("span", { class: `avatar ${state.tone}`, "aria-hidden": "true" }, state.letters),
    make("span", { class: "who" }, make("b", {}, state.role), state.note ? make("small", {}, state.note) : null),
    badge,
  );
  return { item: make("li", {}, button), button, badge };
}

function begin(state) {
  begun = true;
  let remembered = [];
  try { remembered = JSON.parse(localStorage.getItem(REMEMBERED)) || []; } catch { remembered = []; }
  const known = remembered.filter((id) => states.has(id));
  open = (known.length ? known : state.featured).filter((id) => states.has(id)).slice(0, Math.min(3, capacity()));
  recent = [...open];
  for (const id of order) seen.set(id, heard(states.get(id)));
}

setUpPanel();
addEventListener("resize", () => { if (begun) arrange(); });
follow((state) => {
  username = state.bot.username;
  order = state.order;
  for (const each of state.phones) {
    states.set(each.id, each);
    phones.get(each.id)?.update(each);
    if (open.includes(each.id)) seen.set(each.id, heard(each));
  }
  showPanel(state);
  if (begun) listPeople();
  else { begin(state); arrange(); }
});
