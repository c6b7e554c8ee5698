// A phone: header, chat, reply keyboard, composer, toasts.

import { onPhone } from "./api.js";
import { bubble } from "./bubble.js";
import { composer } from "./composer.js";
import { iconButton, make } from "./dom.js";
import { startPayload } from "./rich.js";

export class Phone {
  constructor(state, { username, close, touched }) {
    this.id = state.id;
    this.username = username;
    this.shown = new Map();
    this.lastToast = Math.max(0, ...state.toasts.map((each) => each.number));
    this.state = state;
    this.list = make("ol", { class: "chat", tabindex: "0", "aria-label": `Percakapan ${state.role}`, "aria-live": "polite" });
    this.list.addEventListener("load", () => { if (this.nearEnd) this.toEnd(); }, true);
    this.list.addEventListener("scroll", () => { this.nearEnd = this.atEnd(); });
    this.nearEnd = true;
    this.empty = make("div", { class: "empty" });
    this.foot = make("div", { class: "foot" });
    this.toast = make("p", { class: "toast", role: "status", hidden: true });
    this.composer = composer(this);
    this.element = make(
      "article",
      { class: "phone", "aria-label": `Ponsel ${state.role}`, data: { phone: state.id }, onfocusin: () => touched(this.id), onpointerdown: () => touched(this.id) },
      this.header(close),
      make("div", { class: "screen" }, this.list, this.empty, this.toast),
      this.foot,
    );
    this.update(state);
    this.toEnd();
  }

  start(payload = "") { return onPhone(this.id, "start", { payload }); }
  say(text) { return onPhone(this.id, "say", { text }); }
  tap(message, label) { return onPhone(this.id, "tap", { message, label }); }

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
    const block = this.state.blocked ? ["Buka blokir bot", "unblock"] : ["Blokir bot", "block"];
    const choices = [...this.state.commands.map(([command, text]) => [`/${command}`, text, () => this.say(`/${command}`)]),
      [block[0], "", () => onPhone(this.id, block[1])]];
    this.menu.replaceChildren(...choices.map(([label, text, act]) => make(
      "button",
      { type: "button", onclick: () => { this.closeMenu(); act(); } },
      make("b", {}, label), text ? make("span", {}, text) : null,
    )));
    this.menu.hidden = false;
    this.more.setAttribute("aria-expanded", "true");
    this.menu.querySelector("button").focus();
  }

  closeMenu() {
    this.menu.hidden = true;
    this.more.setAttribute("aria-expanded", "false");
  }

  update(state) {
    this.state = state;
    const atEnd = this.nearEnd;
    const grew = this.showMessages(state.messages);
    this.showEmpty();
    this.showFoot();
    if (atEnd || grew) this.toEnd();
    this.showToasts();
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
    this.empty.hidden = this.state.messages.length > 0;
    if (this.empty.hidden) return;
    this.empty.replaceChildren(
      make("b", {}, "Belum ada percakapan"),
      make("p", {}, this.state.link ? "Tautan undangan sudah di tangan. Tekan tombol di bawah untuk memulai." : "Tekan tombol di bawah untuk menyapa bot."),
    );
  }

  showFoot() {
    const { started, blocked, link } = this.state;
    const mode = blocked ? "blocked" : started ? "open" : "new";
    if (this.mode !== mode) {
      this.mode = mode;
      const payload = (link && startPayload(link, this.username())) || "";
      const big = (label, act) => make("button", { type: "button", class: "start", onclick: act }, label);
      if (mode === "open") this.foot.replaceChildren(this.composer.element);
      else if (mode === "blocked") this.foot.replaceChildren(big("Buka blokir", () => onPhone(this.id, "unblock")));
      else this.foot.replaceChildren(big(link ? "Mulai lewat undangan" : "Mulai", () => this.start(payload)));
    }
    this.composer.update(this.state);
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
