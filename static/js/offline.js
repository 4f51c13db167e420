// A form that is filled in on a phone at a site: an expert's evaluation, an inspection's checklist. What is typed is kept on
// the device at once and sent when there is a network.
// Each save carries a key: if its answer is lost, the same save is sent again and the server keeps it once.
// Without this script the page is a plain form.

const box = document.querySelector("[data-draft]");
const form = box.closest("form");
const { draft: id, draftUrl, photoUrl, recordUrl, workerUrl } = box.dataset;
const NOT_TYPED = ["hidden", "file", "submit", "button"];
const typing = Array.from(form.elements).filter((each) => each.name && !NOT_TYPED.includes(each.type) && !each.name.endsWith("-drop"));
const names = [...new Set(typing.map((each) => each.name))];
const PAUSE = 15000; // from the last key until what was typed is sent
const AGAIN = 30000; // between tries while something waits
const SIDE = 2000; // pixels of a photo's longer side

let base = form.elements.base.value;
let draft = null; // {id, base, values, pending: {key, base, values} | null}: what the server does not have yet
let conflicting = false;
let timer = 0;

// -- the device

let opened;
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("sdzx-drafts", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("drafts", { keyPath: "id" });
      request.result.createObjectStore("photos", { keyPath: "key" }).createIndex("draft", "draft");
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

async function on(store, mode, act) {
  const transaction = (await database()).transaction(store, mode, { durability: "strict" });
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

const keep = (store, value) => on(store, "readwrite", (each) => each.put(value));
const drop = (store, key) => on(store, "readwrite", (each) => each.delete(key));
const waitingPhotos = () => on("photos", "readonly", (each) => each.index("draft").getAll(id));

// Some browsers know randomUUID only on https.
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (each) => each.toString(16).padStart(2, "0")).join("");
}

// -- the form

// All inputs of a name: one, or the choices of a group.
const inputs = (name) => typing.filter((each) => each.name === name);
const group = (name) => inputs(name)[0].type === "radio";
const collect = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));
const same = (one, two) => names.every((name) => (one[name] ?? "") === (two[name] ?? ""));

function fill(values) {
  for (const name of names.filter((each) => each in values)) {
    if (group(name)) for (const each of inputs(name)) each.checked = each.value === values[name];
    else form.elements[name].value = values[name];
  }
}

// What the page was served with: a field that differs was typed before this script could listen.
function served(name) {
  const [field] = inputs(name);
  if (group(name)) return inputs(name).find((each) => each.defaultChecked)?.value ?? "";
  return field.options ? (Array.from(field.options).find((each) => each.defaultSelected)?.value ?? field.options[0].value) : field.defaultValue;
}

function say(text, tone) {
  const line = box.querySelector("[data-status]");
  line.textContent = text;
  line.dataset.tone = tone;
}

function sayLocal(reason = "联网后自动发送") {
  say(`已保存在本机，${reason}。`, "local");
}

function label(name) {
  const [field] = inputs(name);
  const head = field.closest("[data-item]")?.querySelector("h2").textContent.trim();
  const own = (group(name) ? field.closest("fieldset").querySelector("legend") : field.labels[0]).textContent.trim();
  return head ? `${head}：${own}` : own;
}

function spoken(name, value) {
  if (value === "") return "（空）";
  if (group(name)) return inputs(name).find((each) => each.value === value)?.labels[0].textContent.trim() ?? value;
  const option = Array.from(form.elements[name].options ?? []).find((each) => each.value === value);
  return option ? option.textContent : value;
}

function clearErrors() {
  for (const each of form.querySelectorAll("[data-sent-error]")) each.remove();
  for (const each of typing) each.removeAttribute("aria-invalid");
}

function showErrors(errors) {
  clearErrors();
  for (const [name, sentences] of Object.entries(errors)) {
    const field = names.includes(name) ? inputs(name)[0] : null;
    const place = field && group(name) ? field.closest(".choices") : field;
    for (const sentence of sentences) {
      const line = document.createElement("p");
      line.className = "field-error";
      line.dataset.sentError = "";
      line.textContent = sentence;
      (place ?? box).after(line);
    }
    field?.setAttribute("aria-invalid", "true");
  }
  say("已保存在本机，但有内容填写不正确，尚未发送。", "wrong");
  form.querySelector("[aria-invalid]")?.focus();
}

// -- two devices

function showConflict(kept) {
  conflicting = true;
  const section = document.querySelector("[data-conflict]");
  const rows = names.filter((name) => (draft.values[name] ?? "") !== (kept.values[name] ?? ""));
  section.querySelector("[data-conflict-rows]").replaceChildren(...rows.map((name) => choice(name, draft.values[name] ?? "", kept.values[name] ?? "")));
  section.hidden = false;
  section.querySelector("[data-conflict-settle]").onclick = () => settle(section, kept);
  say("已保存在本机。另一台设备上也有保存，请先选择保留哪一个。", "wrong");
  section.focus();
}

function choice(name, mine, theirs) {
  const frame = document.createElement("fieldset");
  const legend = document.createElement("legend");
  const two = document.createElement("div");
  legend.textContent = label(name);
  two.className = "two";
  two.append(option(name, mine, `本机：${spoken(name, mine)}`, true), option(name, theirs, `另一台设备：${spoken(name, theirs)}`, false));
  frame.append(legend, two);
  return frame;
}

function option(name, value, text, chosen) {
  const frame = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name: `choice_${name}`, value, checked: chosen });
  const words = document.createElement("span");
  words.textContent = text;
  frame.append(input, words);
  return frame;
}

async function settle(section, kept) {
  const chosen = Object.fromEntries(Array.from(section.querySelectorAll("input:checked"), (each) => [each.name.slice("choice_".length), each.value]));
  fill(chosen);
  conflicting = false;
  section.hidden = true;
  draft = { id, base: String(kept.revision), values: collect(), pending: null };
  await keep("drafts", draft);
  await send();
}

// -- the network

class Stopped extends Error {} // an answer that only the person can act upon; what to say is said

async function ask(url, options = {}) {
  const answer = await fetch(url, { redirect: "manual", headers: { Accept: "application/json" }, ...options });
  if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
    box.querySelector("[data-sign-in]").hidden = false;
    sayLocal("请重新登录后发送");
    throw new Stopped();
  }
  if (answer.status >= 500) throw new TypeError("the server is away");
  return [answer.status, await answer.json()];
}

function post(url, token, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, ...(value instanceof Blob ? [value, "photo.jpg"] : [value]));
  return ask(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
}

// Another tab of the same page waits its turn.
function send() {
  clearTimeout(timer);
  return navigator.locks ? navigator.locks.request(`draft-${id}`, deliver) : deliver();
}

// True when the server has everything.
async function deliver() {
  if (conflicting) return false;
  const photos = (await waitingPhotos()).filter((each) => !each.error);
  if (!draft && !photos.length) return true;
  say("正在发送…", "");
  try {
    const [, state] = await ask(draftUrl);
    box.querySelector("[data-sign-in]").hidden = true;
    while (draft) await deliverDraft(state.token);
    for (const photo of photos) await deliverPhoto(state.token, photo);
  } catch (error) {
    if (error instanceof Stopped) return false;
    sayLocal();
    timer = setTimeout(send, AGAIN);
    return false;
  }
  say(`已发送 ${new Date().toLocaleTimeString("zh-CN", { hour12: false })}`, "sent");
  keepPage();
  return true;
}

async function deliverDraft(token) {
  draft.pending ??= { key: newKey(), base: draft.base, values: draft.values };
  await keep("drafts", draft);
  const { pending } = draft;
  const [status, answer] = await post(draftUrl, token, { ...pending.values, key: pending.key, base: pending.base });
  draft.pending = null;
  if (status === 200) {
    clearErrors();
    form.elements.base.value = base = String(answer.revision);
    if (same(draft.values, pending.values)) {
      draft = null;
      await drop("drafts", id);
      return;
    }
    draft.base = base;
  }
  await keep("drafts", draft);
  if (status === 200) return;
  if (status === 409) showConflict(answer);
  else if (status === 410) say(answer.sentence, "wrong");
  else showErrors(answer.errors);
  throw new Stopped();
}

async function deliverPhoto(token, photo) {
  const [status, answer] = await post(photoUrl, token, { key: photo.key, field: photo.field, photo: photo.blob });
  if (status === 200) {
    await drop("photos", photo.key);
    photo.sent = true;
  } else {
    photo.error = status === 410 ? answer.sentence : Object.values(answer.errors).flat().join("");
    await keep("photos", photo);
  }
  showPhoto(photo);
}

// -- photos

async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", 0.85));
  } catch {
    return file; // no picture that this browser reads: the server says what is wrong with it
  }
}

async function take(input) {
  const files = Array.from(input.files);
  input.value = "";
  for (const file of files) {
    const photo = { key: newKey(), draft: id, field: input.name, name: file.name, blob: await smaller(file) };
    await keep("photos", photo);
    showPhoto(photo);
  }
  sayLocal();
  await send();
}

function showPhoto(photo) {
  const list = form.querySelector(`[data-photo-list="${photo.field}"]`) ?? form.querySelector("[data-photo-list]");
  const line = document.createElement("li");
  line.dataset.photo = photo.key;
  const image = document.createElement("img");
  image.alt = photo.name;
  image.src = URL.createObjectURL(photo.blob);
  const words = document.createElement("span");
  words.textContent = photo.sent ? "已发送" : photo.error || "已保存在本机";
  line.append(image, words);
  if (!photo.sent) line.append(remover(photo, line));
  const former = list.querySelector(`[data-photo="${photo.key}"]`);
  if (former) former.replaceWith(line);
  else list.append(line);
}

function remover(photo, line) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain btn-sm", textContent: "删除" });
  button.setAttribute("aria-label", `删除 ${photo.name}`);
  button.onclick = async () => {
    await drop("photos", photo.key);
    line.remove();
  };
  return button;
}

// -- without a network

let worker = null;

async function keepPage() {
  if (!worker) return;
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { box.querySelector("[data-offline]").hidden = false; };
  const files = Array.from(document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]"), (each) => each.href || each.src);
  worker.postMessage({ path: location.pathname, files }, [channel.port2]);
}

async function register() {
  if (!navigator.serviceWorker) return;
  try {
    await navigator.serviceWorker.register(workerUrl);
    worker = (await navigator.serviceWorker.ready).active;
    if (navigator.onLine) await keepPage();
  } catch { /* no worker: the page needs a network to open, drafts are kept all the same */ }
}

// -- together

async function changed() {
  draft = { id, base, pending: null, ...draft, values: collect() };
  await keep("drafts", draft);
  if (!conflicting) sayLocal();
}

function typed(event) {
  if (!names.includes(event.target.name)) return;
  changed();
  clearTimeout(timer);
  timer = setTimeout(send, PAUSE);
}

async function pressed(event) {
  event.preventDefault();
  await changed();
  if (!(await send())) return;
  if (form.querySelector('[name$="-drop"]:checked')) form.submit(); // photos taken out: the plain form knows how
  else location.assign(recordUrl);
}

async function start() {
  form.autocomplete = "off"; // no browser fills in again what it remembers: that would count as typed
  const kept = (await on("drafts", "readonly", (each) => each.get(id))) ?? null;
  // From here to the listeners nothing waits: no key falls in between.
  const early = names.filter((name) => form.elements[name].value !== served(name));
  draft = kept;
  if (kept) fill(Object.fromEntries(Object.entries(kept.values).filter(([name]) => !early.includes(name))));
  form.addEventListener("input", typed);
  if (early.length) await changed();
  else if (kept) sayLocal();
  for (const each of [box, ...form.querySelectorAll("[data-photos]")]) each.hidden = false;
  for (const photo of await waitingPhotos()) showPhoto(photo);
  form.addEventListener("submit", pressed);
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    event.stopPropagation();
    take(event.target);
  });
  window.addEventListener("online", send);
  register();
  await send();
}

// A device that keeps nothing (a private window): the plain form stays as it is.
start().catch(() => undefined);
