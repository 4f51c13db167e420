// Annex 2 saves itself while it is filled in, and its files go up one by one. Without this script the page is a plain form.

const form = document.getElementById("section-form");
const line = form.querySelector("[data-entry-status]");
const SOON = 1500; // from the last key until what was typed is sent
const AGAIN = 15000; // between tries without a network
const BEACON = 60000; // bytes that a browser still sends while the page is being closed

function say(text, tone = "") {
  line.textContent = text;
  line.dataset.tone = tone;
}

const notify = (name) => document.body.dispatchEvent(new CustomEvent(name));

let sending = null; // a save on its way
let uploading = null; // files on their way

// -- what is typed

let dirty = false;
let timer = 0;

function body() {
  const data = new FormData(form);
  data.delete("pasted");
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

function soon(pause = SOON) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

// One save at a time: the next starts from the version that this one leaves.
async function save(leaving = false) {
  clearTimeout(timer);
  if (!dirty || form.dataset.sent) return;
  if (sending && !leaving) {
    await sending;
    return save();
  }
  dirty = false;
  sending = send(leaving);
  await sending;
  sending = null;
}

async function send(leaving) {
  const sent = body();
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: sent, redirect: "manual", headers: { "X-Autosave": "1", Accept: "application/json" },
      keepalive: leaving && sent.toString().length < BEACON,
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) return signIn();
    if (answer.status >= 500) throw new TypeError("the server is away");
    if (answer.status === 404) return say("未能自动保存，请刷新页面。", "wrong");
    told(await answer.json());
  } catch {
    dirty = true;
    say("网络不通，尚未保存，稍后自动再试。请不要关闭页面。", "wrong");
    soon(AGAIN);
  }
}

function signIn() {
  dirty = true;
  say("登录已失效，尚未保存。请在新窗口登录后继续填写。", "wrong");
  form.querySelector("[data-entry-sign-in]").hidden = false;
}

function told(answer) {
  form.querySelector("[data-entry-sign-in]").hidden = true;
  form.querySelector("[data-entry-compare]").hidden = !answer.overtaken;
  if (!answer.overtaken) form.elements.base.value = answer.base;
  if (answer.overtaken) say(answer.sentence, "wrong");
  else say(`已自动保存 ${answer.moment}${answer.sentence ? `，${answer.sentence}` : ""}`);
  notify("section-saved");
}

function typed(event) {
  if (event.target.name === "pasted" || event.target.type === "file") return;
  dirty = true;
  soon();
}

async function compare() {
  dirty = true;
  await save();
  location.reload();
}

// Several cells from Excel into a cell of the table: into the paste box, and from there into rows.
function pasted(event) {
  const text = event.clipboardData.getData("text/plain");
  const button = form.querySelector('[name="do"][value="paste"]');
  if (!button || !text.includes("\t") || event.target.name === "pasted") return;
  event.preventDefault();
  form.elements.pasted.value = text;
  form.requestSubmit(button);
}

if (form.dataset.entry !== undefined) {
  form.addEventListener("input", typed);
  form.addEventListener("change", () => save());
  form.addEventListener("paste", pasted);
  form.querySelector("[data-entry-compare]").addEventListener("click", compare);
  window.addEventListener("pagehide", () => save(true));
  window.addEventListener("online", () => save());
}

// A pressed button waits for what is still on its way: a save of its own would look overtaken, an upload would be cut off.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  const waiting = sending ?? uploading;
  if (!waiting) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const { name, value } = event.submitter ?? {};
  waiting.then(() => setTimeout(() => form.requestSubmit(Array.from(form.elements).find((each) => each.type === "submit" && each.name === name && each.value === value))));
}, true);

// -- files

const megabytes = (size) => `${(size / 1048576).toFixed(1)}MB`;

function entry(list, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = `${file.name}（${megabytes(file.size)}）`;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", `${file.name}的上传进度`);
  item.append(name, bar);
  list.append(item);
  return item;
}

function refuse(item, file, sentence) {
  item.className = "refused";
  item.textContent = `${file.name}：${sentence}`;
}

function done(item) {
  item.dataset.done = "";
  item.remove();
}

function upload(field, file, item) {
  const bar = item.querySelector("progress");
  const data = new FormData();
  data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.append("field", field);
  data.append("file", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.uploads);
    request.responseType = "json";
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; };
    request.onerror = () => { refuse(item, file, "网络中断，没有传上，请重新选择。"); resolve(); };
    request.onload = () => {
      const problems = request.response?.problems;
      if (request.status === 200 && request.response) done(item);
      else refuse(item, file, problems ? problems.join("") : request.status === 413 ? "文件太大，服务器没有接收。" : "没有传上，请刷新页面后重试。");
      resolve();
    };
    request.send(data);
  });
}

// What is on its way and what was refused outlives the piece of the page that is drawn anew.
const shown = new Map();

async function take(field, files) {
  const box = form.querySelector(`[data-material="${field}"]`);
  const most = Number(box.dataset.most);
  const list = box.querySelector("[data-upload-list]");
  list.replaceChildren();
  const items = files.map((file) => entry(list, file));
  shown.set(field, items);
  say(`正在上传${files.length}个文件…`);
  for (const [number, file] of files.entries()) {
    if (file.size > most) refuse(items[number], file, `文件有${megabytes(file.size)}，超过上限${megabytes(most)}，请压缩后再上传。`);
    else await upload(field, file, items[number]);
  }
  const refused = items.filter((each) => each.className === "refused").length;
  say(`已上传${files.length - refused}个文件${refused ? `，${refused}个没有接收，原因见文件下方` : ""}`, refused ? "wrong" : "");
  notify("files-changed");
  notify("section-saved");
}

if (form.dataset.uploads) {
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    event.stopPropagation();
    const files = Array.from(event.target.files);
    const field = event.target.name;
    event.target.value = "";
    const mine = Promise.resolve(uploading).then(() => take(field, files)).finally(() => { if (uploading === mine) uploading = null; });
    uploading = mine;
  });
  window.addEventListener("beforeunload", (event) => { if (uploading && !form.dataset.sent) event.preventDefault(); });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "materials" && event.detail.elt.id !== "materials") return;
    for (const [field, items] of shown) {
      const left = items.filter((each) => each.dataset.done === undefined);
      form.querySelector(`[data-material="${field}"] [data-upload-list]`)?.replaceChildren(...left);
    }
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches("[data-changes]")) notify("section-saved");
  });
}

// -- a line of the checklist leads to its field

document.addEventListener("click", (event) => {
  const link = event.target.closest("#checklist a");
  const target = link && link.hash && link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (target) setTimeout(() => (target.matches("form") ? target.querySelector("input:not([type=hidden]), select, textarea") : target)?.focus());
});
