// Formatted text: Telegram's entities become elements, everything else stays text.

import { make } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

export function rich(text, entities, phone) {
  const fragment = document.createDocumentFragment();
  write(fragment, text, entities, 0, text.length, phone);
  return fragment;
}

function write(parent, text, entities, start, end, phone) {
  let position = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(end, first.offset + first.length);
    if (first.offset < position) { rest = others; continue; }
    parent.append(text.slice(position, first.offset));
    const element = elementOf(first, text.slice(first.offset, stop), phone);
    write(element, text, others.filter((each) => each.offset < stop), first.offset, stop, phone);
    parent.append(element);
    position = stop;
    rest = others.filter((each) => each.offset >= stop);
  }
  parent.append(text.slice(position, end));
}

function elementOf(entity, words, phone) {
  if (entity.type === "text_link" || entity.type === "url") return link(entity.url || words, phone);
  if (entity.type === "bot_command") {
    return make("a", { href: "#", class: "command", onclick: (event) => { event.preventDefault(); phone.say(words); } });
  }
  if (entity.type === "spoiler") {
    return make("button", { type: "button", class: "spoiler", onclick: (event) => event.currentTarget.classList.add("open") });
  }
  return make(TAGS[entity.type] || "span");
}

export function link(address, phone) {
  const full = /^[a-z]+:/i.test(address) ? address : `https://${address}`;
  for (const [parameter, act] of [["start", (payload) => phone.start(payload)], ["startgroup", (payload) => phone.addBot(payload)]]) {
    const payload = startPayload(full, phone.username(), parameter);
    if (payload !== null) return make("a", { href: "#", onclick: (event) => { event.preventDefault(); act(payload); } });
  }
  const safe = /^https?:\/\//i.test(full);
  return make("a", safe ? { href: full, target: "_blank", rel: "noopener noreferrer" } : {});
}

// What a link to our bot carries; null when it leads elsewhere. A link without any parameter starts the bot.
export function startPayload(address, username, parameter = "start") {
  let url;
  try { url = new URL(address.includes("://") ? address : `https://${address}`); } catch { return null; }
  const ours = url.hostname === "t.me" && url.pathname.replace(/\//g, "").toLowerCase() === username.toLowerCase();
  const meant = url.searchParams.has("startgroup") ? "startgroup" : "start";
  return ours && meant === parameter ? url.searchParams.get(parameter) || "" : null;
}
