// Below the chat: text, attachments, emoji and the reply keyboard.

import { onPhone, tell, upload } from "./api.js";
import { icon, iconButton, make } from "./dom.js";
import { drawPhoto } from "./sample.js";

const EMOJI = ["🙏", "👍", "😊", "🙂", "❤️", "🎉", "🌱", "🏠", "🧹", "💧", "☔", "🍚", "✅", "❓"];

export function composer(phone, group = null) {
  const empty = group ? `Tulis di ${group.title} …` : "Tulis pesan …";
  const text = make("textarea", { rows: 1, placeholder: empty, "aria-label": `Pesan dari ${phone.state.role}`, maxlength: 4096, enterkeyhint: "send" });
  const tray = make("div", { class: "tray", hidden: true });
  const keyboard = make("div", { class: "keyboard", role: "group", "aria-label": "Tombol menu" });
  const chooser = make("input", { type: "file", hidden: true, tabindex: "-1", "aria-hidden": "true" });
  let keysHidden = false;
  let shownKeys = "";

  const grow = () => { text.style.height = "auto"; text.style.height = `${Math.min(text.scrollHeight, 120)}px`; };
  const closeTray = () => { tray.hidden = true; tray.replaceChildren(); };
  const caption = () => { const words = text.value.trim(); text.value = ""; grow(); return words; };

  async function say() {
    closeTray();
    const words = text.value.trim();
    if (!words) { text.focus(); return; }
    text.value = "";
    grow();
    if (!(await phone.say(words))) { text.value = words; grow(); }
  }

  function choose(kind) {
    chooser.accept = kind === "photo" ? "image/png,image/jpeg,image/gif,image/webp" : "";
    chooser.onchange = () => {
      const [file] = chooser.files;
      if (file && file.size > 20 * 1024 * 1024) tell("Berkas terlalu besar untuk peraga ini (paling besar 20 MB).");
      else if (file) upload(phone.id, kind, file, file.name, caption());
      chooser.value = "";
    };
    chooser.click();
  }

  const attachments = [
    ["photo", "Foto contoh", async () => upload(phone.id, "photo", await drawPhoto(), "contoh.png", caption())],
    ["photo", "Pilih foto …", () => choose("photo")],
    ["file", "Pilih berkas …", () => choose("document")],
    ["voice", "Suara contoh", () => onPhone(phone.id, "voice")],
    ["smile", "Stiker", () => onPhone(phone.id, "sticker")],
    ["pin", "Lokasi", () => onPhone(phone.id, "location")],
  ];

  function open(name, children) {
    const same = !tray.hidden && tray.dataset.name === name;
    tray.dataset.name = name;
    tray.replaceChildren(...children);
    tray.hidden = same;
    if (!same) tray.querySelector("button").focus();
  }

  const openAttachments = () => open("attachments", attachments.map(([name, label, act]) =>
    make("button", { type: "button", onclick: () => { closeTray(); act(); } }, icon(name), label)));
  const openEmoji = () => open("emoji", EMOJI.map((each) =>
    make("button", { type: "button", onclick: () => { text.setRangeText(each, text.selectionStart, text.selectionEnd, "end"); grow(); text.focus(); } }, each)));

  text.addEventListener("input", grow);
  text.addEventListener("pointerdown", closeTray);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); say(); }
  });
  tray.addEventListener("keydown", (event) => { if (event.key === "Escape") { closeTray(); text.focus(); } });

  tray.addEventListener("focusout", (event) => { if (!element.contains(event.relatedTarget)) closeTray(); });

  const keys = iconButton("keys", "Sembunyikan atau tampilkan tombol menu", () => { keysHidden = !keysHidden; keyboard.hidden = keysHidden; phone.toEnd(); });
  const element = make(
    "div",
    { class: "composer" },
    tray,
    make(
      "div",
      { class: "line" },
      group ? null : iconButton("clip", "Lampirkan", openAttachments),
      make("div", { class: "field" }, text, iconButton("smile", "Emoji", openEmoji), keys),
      iconButton("send", "Kirim pesan", say, { class: "icon send" }),
    ),
    keyboard,
    chooser,
  );

  function update(state) {
    const rows = (!group && state.keyboard) || [];
    keys.hidden = rows.length === 0;
    keyboard.hidden = rows.length === 0 || keysHidden;
    text.placeholder = state.placeholder || empty;
    const signature = JSON.stringify(rows);
    if (signature === shownKeys) return;
    shownKeys = signature;
    keysHidden = false;
    keyboard.hidden = rows.length === 0;
    keyboard.replaceChildren(...rows.map((row) => make("div", { class: "row" }, row.map((label) =>
      make("button", { type: "button", onclick: () => onPhone(phone.id, "press", { label }) }, label)))));
  }

  return { element, update };
}
