// Everything here only quickens pages that work without it.

// 大字模式
function markTextButtons() {
  const large = document.documentElement.dataset.text === "large";
  for (const button of document.querySelectorAll("[data-text-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(large));
  }
}

function toggleText() {
  const root = document.documentElement;
  if (root.dataset.text === "large") delete root.dataset.text;
  else root.dataset.text = "large";
  try {
    localStorage.setItem("sdzx-text", root.dataset.text || "");
  } catch { /* storage refused: the choice lasts for this page */ }
  markTextButtons();
}

function toggleMenu(button) {
  const open = document.body.dataset.menu !== "open";
  document.body.dataset.menu = open ? "open" : "";
  button.setAttribute("aria-expanded", String(open));
}

// A form is sent once: its buttons rest until the page changes or comes back. Not so with data-many on the form or on the
// button pressed: what comes is a download, the page stays.
function guard(event) {
  const form = event.target;
  const many = [form, event.submitter].some((each) => each?.dataset.many !== undefined);
  if (event.defaultPrevented || form.method === "dialog" || many) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "1";
  // after the browser has read which button was pressed
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]), input[type=submit]")) button.disabled = true;
  });
}

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button, input[type=submit]")) button.disabled = false;
  }
}

function listFiles(input) {
  let list = input.parentElement.querySelector(".file-names");
  if (!list) {
    list = document.createElement("ul");
    list.className = "file-names";
    list.setAttribute("aria-live", "polite");
    input.after(list);
  }
  list.replaceChildren(...Array.from(input.files, (file) => {
    const line = document.createElement("li");
    line.textContent = `${file.name}（${(file.size / 1048576).toFixed(1)} MB）`;
    return line;
  }));
}

// <button data-add-row="PREFIX">: one more row of a formset, from its <template>; in a table it goes to [data-rows-body].
function addRow(button) {
  const box = button.closest("[data-rows]");
  const total = box.querySelector(`[name="${button.dataset.addRow}-TOTAL_FORMS"]`);
  const row = box.querySelector("template").content.cloneNode(true);
  for (const node of row.querySelectorAll("*")) {
    for (const attribute of node.attributes) attribute.value = attribute.value.replaceAll("__prefix__", total.value);
  }
  for (const number of row.querySelectorAll("[data-row-number]")) number.textContent = String(Number(total.value) + 1);
  total.value = Number(total.value) + 1;
  const body = box.querySelector("[data-rows-body]");
  if (body) body.append(row);
  else button.before(row);
  (body ? body.lastElementChild : button.previousElementSibling).querySelector("input:not([type=hidden]), select, textarea")?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.matches("[data-text-toggle]")) toggleText();
  else if (button.matches("[data-menu-toggle]")) toggleMenu(button);
  else if (button.matches("[data-add-row]")) addRow(button);
  else if (button.matches("[data-print]")) window.print();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("input[type=file]")) listFiles(event.target);
  else if (event.target.matches("select[data-go]")) event.target.form.requestSubmit();
});
document.addEventListener("submit", guard);
// Who signs out leaves no page behind on this device: those kept for use without a network go (static/js/offline.js).
document.addEventListener("submit", (event) => {
  if (event.target.dataset.signOut !== undefined && window.caches) caches.delete("offline-pages");
});
window.addEventListener("pageshow", release);
document.addEventListener("htmx:afterRequest", release);
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token.content;
});

markTextButtons();
for (const button of document.querySelectorAll("[data-add-row], [data-print]")) button.hidden = false;
document.querySelector("[data-error-summary]")?.focus();
