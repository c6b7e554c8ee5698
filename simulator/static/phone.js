// A phone: header, chat, reply keyboard, composer, toasts.

import { onPhone, tell } from "./api.js";
import { bubble } from "./bubble.js";
import { Switcher } from "./chats.js";
import { composer } from "./composer.js";
import { iconButton, make } from "./dom.js";
import { startPayload } from "./rich.js";

export class Phone {
  constructor(state, { username, close, touched }) {
    this.id = state.id;
    this.username = username;
    this.room = state.id;
    this.shown = new Map();
    this.lastOpened = state.opened.number;
    this.lastToast = Math.max(0, ...state.toasts.map((each) => each.number));
    this.state = state;
    this.list = make("ol", { class: "chat", tabindex: "0", "aria-label": `Percakapan ${state.role}`, "aria-live": "polite" });
    this.list.addEventListener("load", () => { if (this.nearEnd) this.toEnd(); }, true);
    this.list.addEventListener("scroll", () => { this.nearEnd = this.atEnd(); });
    this.nearEnd = true;
    this.empty = make("div", { class: "empty" });
    this.foot = make("div", { class: "foot" });
    this.toast = make("p", { class: "toast", role: "status", hidden: true });
    this.composers = new Map();
    this.switcher = new Switcher(this);
    this.element = make(
      "article",
      { class: "phone", "aria-label": `Ponsel ${state.role}`, data: { phone: state.id }, onfocusin: () => touched(this.id), onpointerdown: () => touched(this.id) },
      this.header(close),
      this.switcher.element,
      make("div", { class: "screen" }, this.list, this.empty, this.toast),
      this.foot,
    );
    this.update(state);
    this.toEnd();
  }

  // The group that is shown; undefined in the chat with the bot.
  get group() { return this.state.groups.find((each) => each.id === this.room); }

  act(action, details = {}) { return onPhone(this.id, action, this.group ? { ...details, group: this.room } : details); }
  say(text) { return this.act("say", { text }); }
  tap(message, label) { this.follows = true; return this.act("tap", { message, label }); }

  start(payload = "") {
    this.show(this.id);
    return onPhone(this.id, "start", { payload });
  }

  addBot(payload = "") {
    const group = this.state.groups.find((each) => !each.bot);
    if (!group) { tell("Belum ada grup yang menunggu bot di ponsel ini."); return; }
    this.show(group.id);
    this.act("add_bot", { payload });
  }

  show(room) {
    if (this.room === room) return;
    this.closeMenu();
    this.room = room;
    this.shown = new Map();
    this.update(this.state);
    this.toEnd();
  }

  header(close) {
    const { role, note, letters, tone } = this.state;
    this.menu = make("div", { class: "menu", hidden: true });
    this.more = iconButton("more", "Menu ponsel", () => this.openMenu(), { "aria-expanded": "false" });
    this.menu.addEventListener("keydown", (event) => { if (event.key === "Escape") this.closeMenu(); });
    this.menu.addEventListener("focusout", (event) => { if (!this.menu.contains(event.relatedTarget)) this.closeMenu(); });
    return make(
      "header",
      { class: "bar" },
      make("span", { class: `avatar ${tone}`, "aria-hidden": "true" }, letters),
      make("div", { class: "who" }, make("h3", {}, role), make("p", {}, note || "Petugas")),
      this.more,
      iconButton("close", `Tutup ponsel ${role}`, () => close(this.id), { class: "icon close" }),
      this.menu,
    );
  }

  openMenu() {
    const choices = this.group ? this.choicesInGroup() : this.choicesInPrivate();
    this.menu.replaceChildren(...choices.map(([label, text, act]) => make(
      "button",
      { type: "button", onclick: () => { this.closeMenu(); act(); } },
      make("b", {}, label), text ? make("span", {}, text) : null,
    )));
    this.menu.hidden = false;
    this.more.setAttribute("aria-expanded", "true");
    this.menu.querySelector("button").focus();
  }

  choicesInPrivate() {
    const [label, action] = this.state.blocked ? ["Buka blokir bot", "unblock"] : ["Blokir bot", "block"];
    return [...this.state.commands.map(([command, text]) => [`/${command}`, text, () => this.say(`/${command}`)]), [label, "", () => this.act(action)]];
  }

  choicesInGroup() {
    const [label, action] = this.group.bot ? ["Keluarkan bot dari grup", "remove_bot"] : ["Tambahkan bot ke grup", "add_bot"];
    return [[label, "", () => this.act(action)]];
  }

  closeMenu() {
    this.menu.hidden = true;
    this.more.setAttribute("aria-expanded", "false");
  }

  update(state) {
    this.state = state;
    if (this.room !== this.id && !this.group) { this.room = this.id; this.shown = new Map(); }
    const atEnd = this.nearEnd;
    const grew = this.showMessages((this.group || state).messages);
    this.switcher.update(state, this.room);
    this.showEmpty();
    this.showFoot();
    if (atEnd || grew) this.toEnd();
    this.showToasts();
    this.followOpened();
  }

  // A link that a tap of this visitor opened; another visitor's page leaves it alone.
  followOpened() {
    const { number, url } = this.state.opened;
    if (number === this.lastOpened) return;
    this.lastOpened = number;
    const payload = startPayload(url, this.username());
    if (this.follows && payload !== null) this.start(payload);
    this.follows = false;
  }

  showMessages(messages) {
    const before = this.shown.size;
    const kept = new Map();
    const wanted = [];
    let day = "";
    for (const message of messages) {
      if (message.day !== day) wanted.push(this.dayMark((day = message.day), kept));
      const signature = JSON.stringify(message);
      const old = this.shown.get(message.id);
      const element = old?.signature === signature ? old.element : bubble(message, this);
      kept.set(message.id, { signature, element });
      wanted.push(element);
    }
    this.shown = kept;
    this.place(wanted);
    return kept.size > before;
  }

  dayMark(day, kept) {
    const old = this.shown.get(day);
    const element = old?.element || make("li", { class: "day" }, make("span", {}, day));
    kept.set(day, { signature: day, element });
    return element;
  }

  place(wanted) {
    const stays = new Set(wanted);
    for (const child of [...this.list.children]) if (!stays.has(child)) child.remove();
    wanted.forEach((element, index) => {
      if (this.list.children[index] !== element) this.list.insertBefore(element, this.list.children[index] || null);
    });
  }

  showEmpty() {
    this.empty.hidden = Boolean(this.group) || this.state.messages.length > 0;
    if (this.empty.hidden) return;
    this.empty.replaceChildren(
      make("b", {}, "Belum ada percakapan"),
      make("p", {}, this.state.link ? "Tautan undangan sudah di tangan. Tekan tombol di bawah untuk memulai." : "Tekan tombol di bawah untuk menyapa bot."),
    );
  }

  showFoot() {
    const { started, blocked, link } = this.state;
    const mode = this.group ? `group ${this.room}` : blocked ? "blocked" : started ? "open" : "new";
    if (this.mode !== mode) {
      this.mode = mode;
      const payload = (link && startPayload(link, this.username())) || "";
      const big = (label, act) => make("button", { type: "button", class: "start", onclick: act }, label);
      if (this.group || mode === "open") this.foot.replaceChildren(this.composer.element);
      else if (mode === "blocked") this.foot.replaceChildren(big("Buka blokir", () => onPhone(this.id, "unblock")));
      else this.foot.replaceChildren(big(link ? "Mulai lewat undangan" : "Mulai", () => this.start(payload)));
    }
    this.composer.update(this.state);
  }

  // Each chat has its own, with the words that were begun there.
  get composer() {
    if (!this.composers.has(this.room)) this.composers.set(this.room, composer(this, this.group));
    return this.composers.get(this.room);
  }

  showToasts() {
    for (const toast of this.state.toasts.filter((each) => each.number > this.lastToast)) {
      this.lastToast = toast.number;
      if (toast.alert) this.alert(toast.text);
      else this.flash(toast.text);
    }
    this.list.querySelectorAll(".busy").forEach((each) => each.classList.remove("busy"));
  }

  flash(text) {
    clearTimeout(this.hiding);
    this.toast.textContent = text;
    this.toast.hidden = false;
    this.hiding = setTimeout(() => { this.toast.hidden = true; }, 3800);
  }

  alert(text) {
    const close = () => cover.remove();
    const ok = make("button", { type: "button", onclick: close }, "Oke");
    const cover = make("div", { class: "cover", onkeydown: (event) => { if (event.key === "Escape") close(); } },
      make("div", { role: "alertdialog", "aria-modal": "true", "aria-label": text, class: "dialog" }, make("p", {}, text), ok));
    this.element.querySelector(".screen").append(cover);
    const busyElsewhere = document.activeElement !== document.body && !this.element.contains(document.activeElement);
    if (!busyElsewhere) ok.focus();
  }

  atEnd() { return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 90; }

  toEnd() { this.list.scrollTop = this.list.scrollHeight; }
}
