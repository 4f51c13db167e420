// An examiner's sheet on a phone. htmx sends each change; what could not be sent is said and sent again when there is a
// network. Without this script the page is a form with a button.

const marks = document.querySelector("[data-marks]");
const AGAIN = 10000; // milliseconds between tries while something waits
let waiting = false;

function say(sentence) {
  const line = document.createElement("p");
  line.className = "note tone-warning";
  line.textContent = sentence;
  document.getElementById("saved").replaceChildren(line);
}

function unsent() {
  waiting = true;
  say("没有保存：连不上网络。请不要关闭页面，网络恢复后自动保存。");
}

function again() {
  if (!waiting) return;
  waiting = false;
  marks.dispatchEvent(new Event("change"));
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) marks.addEventListener(name, unsent);
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL).pathname === location.pathname) return;
  event.detail.shouldSwap = false; // the answer is the page for signing in
  waiting = true;
  say("没有保存：登录已过期。请在另一个窗口重新登录，这一页会自动保存。");
});
addEventListener("online", again);
setInterval(again, AGAIN);
addEventListener("beforeunload", (event) => {
  if (waiting) event.preventDefault();
});
