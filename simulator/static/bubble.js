// One message as a bubble, with its buttons below.

import { icon, make } from "./dom.js";
import { link, rich } from "./rich.js";

export function bubble(message, phone) {
  if (message.service) return make("li", { class: "day service" }, make("span", {}, message.service));
  const body = make("div", { class: "bubble" }, author(message), media(message), words(message, phone), stamp(message));
  const keys = message.buttons.map((row) => make("div", { class: "row" }, row.map((each) => key(each, message, phone))));
  const side = message.mine ? "mine" : "theirs";
  return make(
    "li",
    { class: `message ${side} ${message.kind}`, data: { message: message.id } },
    make("span", { class: "unseen" }, message.mine ? "Anda: " : message.bot === false ? `${message.sender}: ` : "Bot: "),
    body,
    keys.length ? make("div", { class: "keys" }, keys) : null,
  );
}

// Only groups have senders; a person's own messages need no name.
function author(message) {
  const topic = message.topic ? make("small", { class: "topic" }, `# ${message.topic}`) : null;
  const name = message.sender && !message.mine ? make("b", { class: message.bot ? "sender bot" : "sender", "aria-hidden": "true" }, message.sender) : null;
  return topic || name ? make("div", { class: "author" }, name, topic) : null;
}

function words(message, phone) {
  if (!message.words) return null;
  return make("div", { class: "words", dir: "auto" }, rich(message.words, message.entities, phone));
}

function stamp(message) {
  const text = message.edited ? `diedit ${message.hour}` : message.hour;
  return make("span", { class: "stamp" }, text);
}

function key(button, message, phone) {
  if (button.taps) {
    const onclick = async (event) => {
      const pressed = event.currentTarget;
      pressed.classList.add("busy");
      await phone.tap(message.id, button.text);
      setTimeout(() => pressed.classList.remove("busy"), 1200);
    };
    return make("button", { type: "button", class: "key", onclick }, button.text);
  }
  if (button.copies) {
    const onclick = () => navigator.clipboard.writeText(button.copies)
      .then(() => phone.flash("Disalin"), () => phone.flash("Belum bisa disalin di peramban ini"));
    return make("button", { type: "button", class: "key copies", title: button.copies, onclick }, button.text, icon("copy"));
  }
  if (!button.url) return make("button", { type: "button", class: "key", disabled: true }, button.text);
  const anchor = link(button.url, phone);
  anchor.className = "key";
  anchor.append(`${button.text} ↗`);
  return anchor;
}

function media(message) {
  const { file, kind } = message;
  if (kind === "photo" && file) return photo(file);
  if (kind === "voice" && file) return voice(file);
  if (kind === "sticker") return make("div", { class: "sticker", role: "img", "aria-label": "Stiker" }, "👍");
  if (kind === "location" || kind === "venue") return make("div", { class: "document" }, icon("pin"), make("span", {}, message.place || "Lokasi"));
  if (kind === "poll") return make("div", { class: "document" }, icon("poll"), make("span", {}, `Polling terusan: ${message.question}`));
  return file ? download(file) : null;
}

const address = (file) => `sim/file/${encodeURIComponent(file.id)}`;

function photo(file) {
  const image = make("img", { src: address(file), alt: "Foto", width: file.width, height: file.height });
  return make("a", { class: "photo", href: address(file), target: "_blank", rel: "noopener" }, image);
}

function download(file) {
  const size = file.bytes < 1024 * 1024 ? `${Math.max(1, Math.round(file.bytes / 1024))} KB` : `${(file.bytes / 1048576).toFixed(1)} MB`;
  return make(
    "a",
    { class: "document", href: address(file), download: file.name || "berkas" },
    icon("down"),
    make("span", {}, make("b", {}, file.name || "Berkas"), make("small", {}, size)),
  );
}

function voice(file) {
  const audio = make("audio", { src: address(file), preload: "none" });
  const bars = Array.from({ length: 26 }, (_, index) => {
    const bar = make("i");
    bar.style.height = `${22 + ((index * 37 + file.bytes) % 67)}%`;
    return bar;
  });
  const play = make("button", { type: "button", class: "play", "aria-label": "Putar pesan suara", onclick: () => audio.play() }, icon("play"));
  const seconds = `0.${String(file.seconds).padStart(2, "0")}`;
  return make("div", { class: "sound" }, play, make("span", { class: "bars", "aria-hidden": "true" }, bars), make("small", {}, seconds), audio);
}
