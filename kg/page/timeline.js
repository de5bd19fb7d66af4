"use strict";

/** Draws when articles were published; dragging over it chooses a time. Returns what shows a view in it. */
function makeTimeline(articles, change) {
  const BARS = 96;
  const MINUTE = 60_000;
  const box = document.getElementById("timeline");
  const canvas = box.querySelector("canvas");
  const dates = articles.map(({ published }) => published).filter((published) => published !== undefined);
  const toMinutes = (iso) => Date.parse(`${iso}Z`) / MINUTE;
  const toIso = (minutes) => new Date(minutes * MINUTE).toISOString().slice(0, 16);

  box.hidden = !dates.length;
  if (!dates.length) return () => {};

  const [first, last] = [dates.reduce((a, b) => (a < b ? a : b)), dates.reduce((a, b) => (a > b ? a : b))].map(toMinutes);
  // Each bar stands for as many whole minutes as the others.
  const length = Math.max(1, Math.ceil((last - first + 1) / BARS));
  const bars = Math.floor((last - first) / length) + 1;
  const barOf = (iso) => Math.floor((toMinutes(iso) - first) / length);
  const count = (some) => {
    const counts = new Array(bars).fill(0);
    for (const { published } of some) if (published !== undefined) counts[barOf(published)]++;
    return counts;
  };
  const all = count(articles);
  const highest = Math.max(...all);
  box.querySelector(".first").textContent = `${toIso(first).replace("T", " ")} UTC`;
  box.querySelector(".last").textContent = `${toIso(last).replace("T", " ")} UTC`;

  let shown = all;
  let chosen = [null, null];
  let start = null;

  function draw() {
    const { clientWidth: width, clientHeight: height } = canvas;
    const ratio = devicePixelRatio;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--${name}`).trim();
    Object.assign(canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    const step = width / bars;
    const column = (place, number, fill) => {
      if (!number) return;
      // The square root, so that a bar of one article is seen beside one of thousands.
      const tall = Math.max(2, Math.sqrt(number / highest) * (height - 2));
      context.fillStyle = fill;
      context.fillRect(place * step, height - tall, Math.max(1, step - 1), tall);
    };
    const [left, right] = [chosen[0] === null ? 0 : barOf(chosen[0]), chosen[1] === null ? bars - 1 : barOf(chosen[1])];
    if (chosen[0] !== null || chosen[1] !== null) {
      context.fillStyle = colour("line");
      context.fillRect(left * step, 0, (right - left + 1) * step, height);
    }
    all.forEach((number, place) => column(place, number, colour("faint")));
    shown.forEach((number, place) => column(place, number, colour("article")));
  }

  const barAt = ({ clientX }) => {
    const { left, width } = canvas.getBoundingClientRect();
    return Math.max(0, Math.min(bars - 1, Math.floor(((clientX - left) / width) * bars)));
  };

  function choose(event) {
    const [from, to] = [start, barAt(event)].sort((one, other) => one - other);
    change({ time: [toIso(first + from * length), toIso(first + (to + 1) * length - 1)] });
  }

  canvas.addEventListener("pointerdown", (event) => {
    start = barAt(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => start !== null && choose(event));
  canvas.addEventListener("pointerup", (event) => {
    if (start !== null) choose(event);
    start = null;
  });
  canvas.addEventListener("pointercancel", () => (start = null));
  canvas.addEventListener("dblclick", () => change({ time: EVERYTHING.time }));
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);

  return function show(view, { articles: seen }) {
    [chosen, shown] = [view.time, count(seen)];
    draw();
  };
}
