// The chats of one phone: the bot's own and the groups, and the switcher between them.

import { make } from "./dom.js";

export const chatsOf = (state) => [{ id: state.id, messages: state.messages }, ...state.groups];

export const heard = (state) => new Map(chatsOf(state).map((chat) => [chat.id, chat.messages.findLast((each) => !each.mine)?.id || 0]));

export function unread(chat, seen) {
  return chat.messages.filter((each) => !each.mine && !each.service && each.id > (seen?.get(chat.id) || 0)).length;
}

export function counter(number) {
  return make("span", { class: "badge", hidden: !number, "aria-label": `${number} pesan baru` }, String(number || ""));
}

// Buttons only where there is a group; the chat that is open counts as read.
export class Switcher {
  constructor(phone) {
    this.phone = phone;
    this.seen = heard(phone.state);
    this.element = make("nav", { class: "switcher", "aria-label": `Percakapan ${phone.state.role}` });
  }

  update(state, room) {
    this.seen.set(room, heard(state).get(room));
    const signature = JSON.stringify([room, chatsOf(state).map((chat) => [chat.id, chat.title, unread(chat, this.seen)])]);
    if (signature === this.shown) return;
    this.shown = signature;
    const focused = this.element.contains(document.activeElement);
    this.element.hidden = state.groups.length === 0;
    this.element.replaceChildren(...chatsOf(state).map((chat) => make(
      "button",
      { type: "button", "aria-pressed": String(chat.id === room), onclick: () => this.phone.show(chat.id) },
      make("span", {}, chat.title || "Rembug"),
      counter(unread(chat, this.seen)),
    )));
    const open = this.element.querySelector('[aria-pressed="true"]');
    open.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused) open.focus();
  }
}
