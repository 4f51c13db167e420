// The portrait on the screen: it goes to the server as soon as it is chosen, and is cut by a frame that stands still while
// the picture moves under it. Without this script the form sends the file and the server cuts about the middle.

const STEP = 0.02; // of the frame, by one press of an arrow key
const ZOOM = 1.08;
const MARGIN = 0.09; // of the canvas, around the frame

class Cropper {
  constructor(canvas, ratio, changed) {
    Object.assign(this, { canvas, ratio, changed, picture: null, fingers: new Map() });
    canvas.addEventListener("pointerdown", (event) => this.touch(event));
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) canvas.addEventListener(name, (event) => this.fingers.delete(event.pointerId));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  // The largest frame of the ratio, a little towards the top; sides and corner in pixels of the picture.
  reset() {
    const { width, height } = this.picture;
    this.width = Math.min(width, height * this.ratio);
    this.left = (width - this.width) / 2;
    this.top = (height - this.width / this.ratio) * 0.4;
    this.settle();
  }

  show(picture, frame) {
    this.picture = picture;
    this.reset();
    if (!frame) return;
    this.width = frame[2] * picture.width;
    this.left = frame[0] * picture.width;
    this.top = frame[1] * picture.height;
    this.settle();
  }

  settle() {
    const { width, height } = this.picture;
    const most = Math.min(width, height * this.ratio);
    this.width = Math.min(most, Math.max(this.width, most / 12));
    this.left = Math.max(0, Math.min(this.left, width - this.width));
    this.top = Math.max(0, Math.min(this.top, height - this.width / this.ratio));
    this.changed(this);
    this.draw();
  }

  move(right, down) {
    this.left += right;
    this.top += down;
    this.settle();
  }

  zoom(factor) {
    const before = this.width;
    this.width = before / factor;
    this.left += (before - this.width) / 2;
    this.top += (before - this.width) / 2 / this.ratio;
    this.settle();
  }

  frame() {
    const { width, height } = this.picture;
    return [this.left / width, this.top / height, this.width / width, this.width / this.ratio / height].map((part) => part.toFixed(5));
  }

  // The frame on the canvas, in the canvas's own pixels.
  place() {
    const { width, height } = this.canvas;
    const high = Math.min(height * (1 - 2 * MARGIN), (width * (1 - 2 * MARGIN)) / this.ratio);
    const wide = high * this.ratio;
    return { x: (width - wide) / 2, y: (height - high) / 2, wide, high };
  }

  draw() {
    const box = this.canvas.getBoundingClientRect();
    if (!this.picture || !box.width) return;
    const dots = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(box.width * dots);
    this.canvas.height = Math.round(box.height * dots);
    const { x, y, wide, high } = this.place();
    const scale = wide / this.width;
    const pen = this.canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(this.picture, x - this.left * scale, y - this.top * scale, this.picture.width * scale, this.picture.height * scale);
    pen.fillStyle = "rgb(29 40 44 / 62%)";
    pen.beginPath();
    pen.rect(0, 0, this.canvas.width, this.canvas.height);
    pen.rect(x, y, wide, high);
    pen.fill("evenodd");
    pen.lineWidth = 2 * dots;
    pen.strokeStyle = "#fff";
    pen.strokeRect(x, y, wide, high);
    pen.setLineDash([6 * dots, 6 * dots]);
    pen.beginPath();
    pen.ellipse(x + wide / 2, y + high * 0.45, wide * 0.29, high * 0.29, 0, 0, 2 * Math.PI);
    pen.stroke();
  }

  // Pixels of the picture for one CSS pixel.
  grain() {
    return (this.width / this.place().wide) * (this.canvas.width / this.canvas.getBoundingClientRect().width);
  }

  touch(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, event);
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before || !this.picture) return;
    if (this.fingers.size === 2) {
      const [other] = [...this.fingers.values()].filter((each) => each.pointerId !== event.pointerId);
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      this.zoom(apart(event) / Math.max(1, apart(before)));
    } else {
      this.move((before.clientX - event.clientX) * this.grain(), (before.clientY - event.clientY) * this.grain());
    }
    this.fingers.set(event.pointerId, event);
  }

  wheel(event) {
    if (!this.picture || document.activeElement !== this.canvas) return;
    event.preventDefault();
    this.zoom(event.deltaY < 0 ? ZOOM : 1 / ZOOM);
  }

  key(event) {
    const step = this.width * STEP * (event.shiftKey ? 5 : 1);
    const acts = {
      ArrowLeft: () => this.move(-step, 0), ArrowRight: () => this.move(step, 0),
      ArrowUp: () => this.move(0, -step), ArrowDown: () => this.move(0, step),
      "+": () => this.zoom(ZOOM), "=": () => this.zoom(ZOOM), "-": () => this.zoom(1 / ZOOM),
    };
    if (!this.picture || !acts[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    acts[event.key]();
  }
}

// Upright, as the server turns it; null when this browser does not read the format.
async function decoded(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch {
    return null;
  }
}

function begin(box) {
  const part = (name) => box.querySelector(`[data-photo-${name}]`);
  const input = box.querySelector("input[type=file]");
  const form = box.closest("form");
  const frame = form.querySelector("[name=frame]");
  const least = { width: Number(box.dataset.leastWidth), height: Number(box.dataset.leastHeight) };
  const cropper = new Cropper(part("canvas"), least.width / least.height, (now) => {
    frame.value = now.frame().join(",");
    measure();
  });
  let whole = null; // the size that counts: the picture as the server keeps it
  let turn = 0;

  function measure() {
    if (!whole) return;
    const wide = Math.round(cropper.width * (whole.width / cropper.picture.width));
    const high = Math.round(wide / cropper.ratio);
    const enough = wide >= least.width && high >= least.height;
    part("size").textContent = enough ? `框内${wide}×${high}像素，够用。` : `框内只有${wide}×${high}像素，至少${least.width}×${least.height}像素，请缩小照片或换一张。`;
    part("size").classList.toggle("field-error", !enough);
  }

  function say(sentence) {
    part("status").hidden = !sentence;
    part("status").textContent = sentence;
  }

  function note(sentences, bad) {
    const list = part("notes");
    list.hidden = !sentences.length;
    list.dataset.tone = bad ? "bad" : "";
    list.replaceChildren(...sentences.map((sentence) => {
      const line = document.createElement("li");
      line.textContent = sentence;
      return line;
    }));
  }

  function edit(picture, where) {
    part("editor").hidden = false;
    if (part("held")) part("held").hidden = true;
    cropper.show(picture, where);
  }

  async function choose(file) {
    const mine = ++turn;
    whole = null;
    note([], false);
    const picture = await decoded(file);
    if (mine !== turn) return;
    if (picture) edit(picture);
    else part("editor").hidden = true;
    say("正在上传照片……");
    const body = new FormData();
    body.append("photo", file);
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    let answer;
    try {
      const response = await fetch(box.dataset.uploadUrl, { method: "POST", body });
      answer = await response.json();
    } catch {
      if (mine === turn) say("照片还没有传上去；提交时会一起上传。");
      return;
    }
    if (mine === turn && !form.dataset.sent) await took(answer, Boolean(picture));
  }

  async function took(answer, shown) {
    if (answer.problems) {
      say("");
      note(answer.problems, true);
      part("editor").hidden = true;
      forget();
      frame.value = part("token").value = ""; // what was received before is not what was meant
      return;
    }
    part("token").value = answer.token;
    forget();
    whole = answer;
    say("照片已收到。");
    note(answer.warnings, false);
    if (shown) return measure();
    const picture = await decoded(await (await fetch(answer.url)).blob());
    if (picture) edit(picture);
  }

  function forget() {
    input.value = "";
    box.querySelector(".file-names")?.remove();
    part("kept")?.remove();
  }

  async function resume() {
    const where = frame.value ? frame.value.split(",").map(Number) : null;
    const picture = await decoded(await (await fetch(box.dataset.heldUrl)).blob());
    if (!picture || turn) return;
    whole = { width: picture.width, height: picture.height };
    edit(picture, where);
  }

  input.addEventListener("change", () => input.files.length && choose(input.files[0]));
  part("canvas").addEventListener("pointerdown", () => part("canvas").focus());
  for (const button of box.querySelectorAll("[data-photo-do]")) {
    button.addEventListener("click", () => {
      const acts = { in: () => cropper.zoom(ZOOM), out: () => cropper.zoom(1 / ZOOM), reset: () => cropper.reset() };
      acts[button.dataset.photoDo]();
    });
  }
  if (matchMedia("(pointer: coarse)").matches) {
    const camera = document.createElement("input");
    Object.assign(camera, { type: "file", accept: "image/*" });
    camera.setAttribute("capture", "user");
    part("camera").hidden = false;
    part("camera").addEventListener("click", () => camera.click());
    camera.addEventListener("change", () => {
      if (!camera.files.length) return;
      input.files = camera.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  if (box.dataset.draft !== undefined && box.dataset.heldUrl) resume();
}

for (const box of document.querySelectorAll("[data-photo]")) begin(box);
