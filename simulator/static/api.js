// Speaking with the server of this page.

const notice = document.getElementById("notice");
let hiding = 0;

export function tell(text, { stay = false } = {}) {
  clearTimeout(hiding);
  notice.textContent = text;
  notice.hidden = !text;
  if (text && !stay) hiding = setTimeout(() => { notice.hidden = true; }, 4500);
}

async function post(path, body, headers) {
  try {
    const answer = await fetch(path, { method: "POST", body, headers });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) tell(said.reason || "Belum berhasil. Silakan dicoba lagi.");
    return answer.ok;
  } catch {
    tell("Peraga tidak menjawab. Apakah masih berjalan?");
    return false;
  }
}

export const send = (path, body) => post(path, JSON.stringify(body), { "content-type": "application/json" });

export const onPhone = (phone, action, details = {}) => send("sim/phone", { phone, action, ...details });

export function upload(phone, kind, file, name, caption = "") {
  const form = new FormData();
  form.append("phone", phone);
  form.append("kind", kind);
  form.append("caption", caption);
  form.append("file", file, name);
  return post("sim/upload", form);
}

export async function follow(show) {
  let revision = -1;
  let lost = false;
  for (;;) {
    try {
      const answer = await fetch(`sim/state?since=${revision}`, { cache: "no-store" });
      const state = await answer.json();
      if (state.revision < revision) { location.reload(); return; }
      revision = state.revision;
      if (lost) tell("");
      lost = false;
      show(state);
    } catch (problem) {
      if (!lost) { tell("Sambungan ke peraga terputus. Mencoba lagi …", { stay: true }); console.error(problem); }
      lost = true;
      await new Promise((resume) => setTimeout(resume, 1500));
    }
    if (lost) continue;
    await new Promise((resume) => requestAnimationFrame(() => setTimeout(resume, 30)));
  }
}
