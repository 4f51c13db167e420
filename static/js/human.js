// The human check of a public form: works out the number in the background. Without this script the question is answered.
for (const box of document.querySelectorAll("[data-human]")) {
  const form = box.closest("form");
  const status = box.querySelector("[data-human-status]");
  const proof = box.querySelector("[data-human-proof]");
  const other = box.querySelector("[data-human-other]");
  const answer = other.querySelector("input[type=text]");
  let waiting = null; // the button pressed before the work was done

  const failed = () => {
    status.textContent = "这台设备不能自动确认，请回答下面的问题。";
    other.open = true;
    waiting = null;
  };
  const done = (result) => {
    proof.value = result;
    status.textContent = "已自动确认，可以提交。";
    if (waiting) form.requestSubmit(waiting.button);
  };

  if (!window.Worker || !window.crypto?.subtle) {
    failed();
    continue;
  }
  other.open = false;
  status.textContent = "正在自动确认不是程序在提交，大约几秒钟，您可以继续填写。";
  const worker = new Worker(box.dataset.humanWorker);
  worker.addEventListener("message", ({ data }) => done(data));
  worker.addEventListener("error", failed);
  worker.postMessage(JSON.parse(box.dataset.human));
  form.addEventListener("submit", (event) => {
    if (proof.value || answer.value.trim()) return;
    event.preventDefault();
    waiting = { button: event.submitter };
    status.textContent = "正在自动确认，完成后马上提交。";
  });
}
