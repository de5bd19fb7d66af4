"use strict";

/** Draws when articles were published; dragging over it chooses a time. Returns what shows a view in it. */
function makeTimeline(articles, change) {
  const BARS = 96;
  const FEW = 0.05; // of the articles
  const MINUTE = 60_000;
  const box = document.getElementById("timeline");
  const canvas = box.querySelector("canvas");
  const toMinutes = (iso) => Date.parse(`${iso}Z`) / MINUTE;
  const toIso = (minutes) => new Date(minutes * MINUTE).toISOString().slice(0, 16);
  const told = (minutes) => `${toIso(minutes).replace("T", " ")} UTC`;
  const dates = articles.flatMap(({ published }) => (published === undefined ? [] : [toMinutes(published)]));
  dates.sort((one, other) => one - other);

  box.hidden = !dates.length;
  if (!dates.length) return () => {};

  // A few articles of long before or after would press all others into a corner: those that are further from the
  // usual ones than these from each other are one bar before the axis, or behind it.
  const few = Math.floor(dates.length * FEW);
  const [low, high] = [dates[few], dates.at(-1 - few)];
  const first = dates.find((date) => low - date <= high - low);
  const last = dates.findLast((date) => date - high <= high - low);
  const [earliest, latest] = [dates[0], dates.at(-1)];
  const [earlier, later] = [dates.indexOf(first), dates.length - 1 - dates.lastIndexOf(last)];
  const [before, behind] = [earlier ? 2 : 0, later ? 2 : 0]; // a bar, and a gap between it and the others

  // Each bar stands for as many whole minutes as the others.
  const length = Math.max(1, Math.ceil((last - first + 1) / BARS));
  const end = before + Math.floor((last - first) / length) + 1;
  const bars = end + behind;
  function barOf(iso) {
    const minutes = toMinutes(iso);
    if (minutes < first) return 0;
    return minutes > last ? bars - 1 : before + Math.floor((minutes - first) / length);
  }
  const startOf = (bar) => (bar < before ? earliest : bar < end ? first + (bar - before) * length : last + 1);
  const endOf = (bar) => (bar < before ? first - 1 : bar < end ? Math.min(last, startOf(bar + 1) - 1) : latest);
  const count = (some) => {
    const counts = new Array(bars).fill(0);
    for (const { published } of some) if (published !== undefined) counts[barOf(published)]++;
    return counts;
  };
  const all = count(articles);
  const highest = Math.max(...all);
  box.querySelector(".first").textContent = earlier ? `${grouped(earlier)} earlier, then ${told(first)}` : told(first);
  box.querySelector(".last").textContent = later ? `${told(last)}, then ${grouped(later)} later` : told(last);
  const outside = [
    ...(earlier ? [`The first bar: ${grouped(earlier)} before ${told(first)}, the earliest of ${told(earliest)}`] : []),
    ...(later ? [`The last bar: ${grouped(later)} after ${told(last)}, the latest of ${told(latest)}`] : []),
  ];
  canvas.title = outside.join("\n");
  for (const sentence of outside) canvas.setAttribute("aria-label", `${canvas.getAttribute("aria-label")} ${sentence}.`);

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
    context.fillStyle = colour("muted");
    for (const gap of [...(before ? [1] : []), ...(behind ? [end] : [])]) context.fillRect((gap + 0.5) * step, 0, 1, height);
    all.forEach((number, place) => column(place, number, colour("faint")));
    shown.forEach((number, place) => column(place, number, colour("article")));
  }

  const barAt = ({ clientX }) => {
    const { left, width } = canvas.getBoundingClientRect();
    return Math.max(0, Math.min(bars - 1, Math.floor(((clientX - left) / width) * bars)));
  };

  function choose(event) {
    const [from, to] = [start, barAt(event)].sort((one, other) => one - other);
    change({ time: [toIso(startOf(from)), toIso(endOf(to))] });
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = barAt(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!(event.buttons & 1)) start = null; // it went up where nothing was told of it
    if (start !== null) choose(event);
  });
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
