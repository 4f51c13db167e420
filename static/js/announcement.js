// The editor of announcements: the list of contents follows what is typed, and what is typed is kept on the server by itself.
// Without this script the page is a plain form.

const form = document.getElementById("announcement-form");
const line = form.querySelector("[data-entry-status]");
const signIn = form.querySelector("[data-entry-sign-in]");
const compare = form.querySelector("[data-entry-compare]");
const LIST = 700; // from the last key until the list of contents is asked for
const SOON = 1500; // and until what was typed is sent
const AGAIN = 15000; // between tries without a network
const BEACON = 60000; // bytes that a browser still sends while the page is being closed
let dirty = false;
let chosen = false; // files wait to be sent
let sending = null;
let timer = 0;
let asking = 0;

function say(text, tone = "") {
  line.textContent = text;
  line.dataset.tone = tone;
}

function body() {
  const data = new FormData(form);
  return chosen ? data : new URLSearchParams([...data].filter(([, value]) => typeof value === "string"));
}

function soon(pause = SOON) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

// One at a time: the next starts from the count that this one leaves.
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
  const files = chosen;
  if (files) say("正在上传附件…");
  try {
    const answer = await fetch(location.href, {
      method: "POST", body: sent, redirect: "manual", headers: { "X-Autosave": "1", Accept: "application/json" },
      keepalive: leaving && !files && sent.toString().length < BEACON,
    });
    signIn.hidden = answer.type !== "opaqueredirect" && answer.status !== 403;
    if (!signIn.hidden) return later("登录已失效，尚未保存。请在新窗口登录后继续填写。", false);
    if (answer.status >= 500) throw new TypeError("the server is away");
    if (![200, 409, 422].includes(answer.status)) return say("未能自动保存，请刷新页面。", "wrong");
    told(await answer.json(), files);
  } catch {
    later("网络不通，尚未保存，稍后自动再试。请不要关闭页面。", true);
  }
}

function later(text, again) {
  dirty = true;
  say(text, "wrong");
  if (again) soon(AGAIN);
}

function told(answer, files) {
  compare.hidden = !answer.overtaken;
  if (answer.count) form.elements.count.value = answer.count;
  if (answer.overtaken || !answer.count) say(answer.sentence, "wrong");
  else say(`已自动保存 ${answer.moment}${answer.sentence ? `，${answer.sentence}` : ""}`);
  if (files && answer.attachments) {
    chosen = false;
    document.getElementById("div_id_attachments").outerHTML = answer.attachments;
  }
}

function typed() {
  dirty = true;
  soon();
  clearTimeout(asking);
  asking = setTimeout(() => document.body.dispatchEvent(new CustomEvent("typed")), LIST);
}

form.addEventListener("input", (event) => {
  if (event.target.type !== "file") typed();
});
form.addEventListener("change", (event) => {
  if (event.target.type === "file") chosen = event.target.files.length > 0;
  typed();
  save();
});
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-add-row]")) typed();
});
window.addEventListener("pagehide", () => save(true));
window.addEventListener("online", () => save());

// A pressed button waits for what is still on its way: it would look overtaken otherwise.
document.addEventListener("submit", (event) => {
  if (event.target !== form) return;
  clearTimeout(timer);
  if (!sending) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  sending.then(() => setTimeout(() => form.requestSubmit(submitter)));
}, true);
