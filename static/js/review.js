// The review workbench by keyboard, the claim kept while the page is open, seconds until a batch takes effect.
// Without this script every button is there.

const RENEW = 120000; // milliseconds: well within the ten minutes of a claim
const decision = document.querySelector("[data-decision]");
const desk = document.querySelector("[data-claim]");
const typing = (target) => target.matches("textarea, select, input:not([type=checkbox], [type=radio])");

// -- the keyboard

function press(key) {
  const button = document.querySelector(`[data-shortcut="${key}"]`);
  button?.click();
  return Boolean(button);
}

// The first time it shows the reasons, the second time it decides.
function reasons(name, key) {
  const box = decision?.querySelector(`[data-reasons="${name}"]`);
  if (!box) return false;
  if (box.open) return press(key);
  for (const other of decision.querySelectorAll("[data-reasons]")) other.open = other === box;
  box.querySelector("input")?.focus();
  return true;
}

function tick(number) {
  const box = decision?.querySelector("[data-reasons][open]")?.querySelectorAll("input")[number - 1];
  box?.click();
  return Boolean(box);
}

function fold() {
  const open = decision?.querySelectorAll("[data-reasons][open]") ?? [];
  for (const box of open) box.open = false;
  return open.length > 0;
}

function help() {
  const box = decision?.querySelector("[data-help]");
  if (!box) return false;
  box.open = !box.open;
  box.querySelector("summary").focus();
  return true;
}

const keys = {
  a: () => press("a"),
  r: () => reasons("send_back", "r"),
  x: () => reasons("reject", "x"),
  n: () => press("n"),
  arrowright: () => press("n"),
  p: () => press("p"),
  arrowleft: () => press("p"),
  escape: fold,
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (!decision && !desk && !document.querySelector("[data-shortcut]")) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const done = /^[1-9]$/.test(key) ? tick(Number(key)) : Object.hasOwn(keys, key) && keys[key]();
  if (done) event.preventDefault();
});

// -- the claim

const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";

function about(act) {
  const form = new FormData();
  form.append("csrfmiddlewaretoken", token);
  form.append("key", desk.dataset.claim);
  form.append("act", act);
  return form;
}

async function renew() {
  if (document.hidden) return;
  try {
    const answer = await fetch(desk.dataset.claimUrl, { method: "POST", body: about("renew") });
    if (answer.status === 409) document.querySelector("[data-lost]").hidden = false;
  } catch { /* no network: the next time */ }
}

if (desk) {
  let leaving = true; // by a form of this page the server knows already
  document.addEventListener("submit", () => { leaving = false; });
  window.addEventListener("pagehide", () => { if (leaving) navigator.sendBeacon(desk.dataset.claimUrl, about("release")); });
  // A page that comes back from the browser's memory has given up its claim: it is opened anew.
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  setInterval(renew, RENEW);
}

// -- batches

function count() {
  for (const line of document.querySelectorAll("[data-until]")) {
    const left = Math.ceil((Date.parse(line.dataset.until) - Date.now()) / 1000);
    line.textContent = left > 0 ? `，还剩${left}秒可以撤销` : "，正在生效，刷新页面查看结果";
  }
}
if (document.querySelector("[data-until]")) {
  count();
  setInterval(count, 1000);
}
