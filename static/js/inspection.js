// The checklist on a phone: what is typed is sent a moment later, photos become small before they are sent.
// Without this script the page is a plain form.

const line = document.querySelector("[data-autosaved]");
const form = line.closest("form");
const PAUSE = 1500; // milliseconds from the last touch until it is sent
const SIDE = 2000; // pixels of a photo's longer side
let timer = 0;

async function save() {
  if (form.dataset.sent) return;
  const body = new FormData(form);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  try {
    const answer = await fetch(line.dataset.draftUrl, { method: "POST", body, redirect: "manual" });
    if (answer.ok) line.textContent = `已自动保存 ${new Date().toLocaleTimeString("zh-CN", { hour12: false })}`;
    else if (answer.status === 409) line.textContent = "另一台设备也保存过，请点“保存”核对。";
    else line.textContent = "未能自动保存，请点“保存”。";
  } catch {
    line.textContent = "网络不通，未能自动保存；联网后请点“保存”。";
  }
}

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    if (scale === 1) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file; // no picture that this browser reads: the server says what is wrong with it
  }
}

async function shrink(input) {
  const chosen = [...input.files];
  const held = new DataTransfer();
  for (const file of await Promise.all(chosen.map(smaller))) held.items.add(file);
  if (chosen.length === input.files.length && chosen.every((file, n) => file === input.files[n])) input.files = held.files;
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form.addEventListener("change", (event) => {
  if (event.target.type === "file") shrink(event.target);
});
form.addEventListener("submit", () => clearTimeout(timer));
