// The browser's half of Picture: shows frames in their order, says when each is on the screen, and passes on
// pointer and keyboard. Positions are fractions of the picture's width and height, from its upper left corner.

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "r", "R"];

function render({ model, el }) {
  el.classList.add("live-picture");
  const canvas = document.createElement("canvas");
  const words = document.createElement("div");
  words.className = "live-words";
  words.setAttribute("role", "status");
  canvas.style.aspectRatio = `${model.get("width")} / ${model.get("height")}`;
  canvas.setAttribute("role", "img");
  el.append(canvas, words);

  const stops = [showFrames(model, canvas, words), watchSize(model, canvas), nameSliders(el)];
  if (model.get("interactive")) listen(model, canvas);
  return () => stops.forEach((stop) => stop());
}

function showFrames(model, canvas, words) {
  let last = Promise.resolve(); // decoding is asynchronous: a chain keeps the frames in their order
  const onMessage = (message, buffers) => {
    if (message.kind !== "frame") return;
    last = last.then(() => show(message, buffers[0])).catch(console.error);
  };
  const show = async (message, buffer) => {
    const bitmap = await createImageBitmap(new Blob([buffer], { type: message.type }));
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
    }
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    canvas.dataset.state = message.state;
    canvas.dataset.frames = Number(canvas.dataset.frames || 0) + 1;
    canvas.dataset.rest = message.text === null ? "" : "yes";
    if (message.text !== null) {
      canvas.setAttribute("aria-label", message.text);
      words.textContent = message.text;
    }
    model.send({ kind: "shown", number: message.number });
  };
  model.on("msg:custom", onMessage);
  return () => model.off("msg:custom", onMessage);
}

function watchSize(model, canvas) {
  let told = 0;
  const tell = () => {
    const width = Math.round(canvas.clientWidth * window.devicePixelRatio);
    if (width > 0 && width !== told) model.send({ kind: "hello", width: (told = width) });
  };
  let timer;
  const observer = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(tell, told ? 150 : 0);
  });
  observer.observe(canvas);
  return () => observer.disconnect();
}

function listen(model, canvas) {
  canvas.dataset.interactive = "yes";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.dataset.lmSuppressShortcuts = "true"; // the arrow keys are ours, not the notebook's
  const send = oneAtATime(model);

  const point = (type) => (event) => {
    if (type !== "down" && !event.buttons && type !== "up") return;
    if (type === "down") canvas.setPointerCapture(event.pointerId);
    const box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = (event.clientY - box.top) / box.height;
    send({ kind: "pointer", type, x, y });
  };
  canvas.addEventListener("pointerdown", point("down"));
  canvas.addEventListener("pointermove", point("move"));
  canvas.addEventListener("pointerup", point("up"));
  canvas.addEventListener("pointercancel", point("up"));
  canvas.addEventListener("keydown", (event) => {
    if (!KEYS.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    send({ kind: "key", key: event.key, shift: event.shiftKey });
  });
}

// While the kernel works on one event, further moves wait in one place and the newest replaces the older.
function oneAtATime(model) {
  const waiting = [];
  let busy = false;
  const done = () => {
    busy = false;
    next();
  };
  const next = () => {
    if (busy || waiting.length === 0) return;
    busy = true;
    const timer = setTimeout(done, 1000); // a kernel that never answers must not silence the picture for good
    const idle = (message) => {
      if (message.content.execution_state !== "idle") return;
      clearTimeout(timer);
      done();
    };
    model.send(waiting.shift(), { iopub: { status: idle } });
  };
  return (message) => {
    const last = waiting.at(-1);
    if (message.type === "move" && last?.type === "move") waiting.pop();
    waiting.push(message);
    next();
  };
}

// ipywidgets draws sliders without an accessible name: give each the words of its own label.
function nameSliders(el) {
  let frame;
  const name = () => {
    const figure = el.closest(".live-figure");
    if (!figure) return;
    for (const handle of figure.querySelectorAll(".noUi-handle")) {
      const label = handle.closest(".widget-inline-hbox")?.querySelector(".widget-label");
      if (label) handle.setAttribute("aria-label", label.textContent);
    }
  };
  const observer = new MutationObserver(() => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(name);
  });
  const start = requestAnimationFrame(() => {
    name();
    const figure = el.closest(".live-figure");
    if (figure) observer.observe(figure, { childList: true, subtree: true, characterData: true });
  });
  return () => {
    cancelAnimationFrame(start);
    observer.disconnect();
  };
}

export default { render };
