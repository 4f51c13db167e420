// The editor of announcements: the list of contents follows what is typed, and what is not saved yet is kept in this browser
// until it is. Without this script the page is a plain form.

const form = document.getElementById("announcement-form");
const bar = document.querySelector("[data-kept]");
const SOON = 700; // from the last key until the list is asked for
const key = `announcement:${location.pathname}`;
let timer = 0;

function typed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    keep();
    document.body.dispatchEvent(new CustomEvent("typed"));
  }, SOON);
}

// Texts only: files stay with the server or are chosen again.
function text() {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
}

function keep() {
  try {
    localStorage.setItem(key, JSON.stringify({ text: text(), since: Date.now() }));
  } catch {
    // a browser that keeps nothing still has the form
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function forget() {
  localStorage.removeItem(key);
  bar.hidden = true;
}

// The server draws the page again from what was kept: rows and all.
function restore() {
  const again = document.createElement("form");
  again.method = "post";
  again.hidden = true;
  const token = form.elements.csrfmiddlewaretoken;
  const pairs = [...new URLSearchParams(kept().text), ["csrfmiddlewaretoken", token.value], ["do", "restore"]];
  for (const [name, value] of pairs) {
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    again.append(input);
  }
  document.body.append(again);
  again.submit();
}

// Who comes from the editor to the announcement's page has saved.
function saved() {
  const sent = sessionStorage.getItem("announcement:sent");
  if (sent) localStorage.removeItem(sent);
}

function offer() {
  const found = kept();
  if (!found || found.text === text() || document.querySelector("[data-error-summary], .stack > [role=alert]")) return;
  bar.querySelector("[data-kept-since]").textContent = new Date(found.since).toLocaleString("zh-CN", { dateStyle: "medium", timeStyle: "short" });
  bar.hidden = false;
}

if (form) {
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-row]")) typed();
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    keep();
    sessionStorage.setItem("announcement:sent", key);
  });
  bar.querySelector("[data-kept-restore]").addEventListener("click", restore);
  bar.querySelector("[data-kept-forget]").addEventListener("click", forget);
  offer();
} else {
  saved();
}
sessionStorage.removeItem("announcement:sent");
