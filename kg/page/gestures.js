"use strict";

/**
 * Lets mouse, fingers and keys move a camera: one drags, two fingers or the wheel zoom, arrows and + and - do both.
 *
 * `click` and `point` are called with a place in the container's pixels and how near it has to be taken, in pixels;
 * `leave` when nothing is pointed at any more.
 */
function makeGestures(container, camera, { click, point, leave }) {
  const STILL = 6; // pixels that a click may move
  const NEAR = { mouse: 3, pen: 6, touch: 14 };
  const STEP = 60; // pixels
  const ZOOM = 1.25;
  const WHEEL = 0.0015; // of the logarithm of the scale, for each pixel
  const LINE = 16; // pixels that a wheel turned by a line stands for
  const PINCH = 8; // two fingers on a touchpad come as a wheel with the control key, in small steps
  const KEYS = {
    ArrowLeft: () => camera.pan(STEP, 0),
    ArrowRight: () => camera.pan(-STEP, 0),
    ArrowUp: () => camera.pan(0, STEP),
    ArrowDown: () => camera.pan(0, -STEP),
    "+": () => camera.zoom(ZOOM),
    "=": () => camera.zoom(ZOOM),
    "-": () => camera.zoom(1 / ZOOM),
  };
  const down = new Map(); // where each finger or button that is down is
  let start = null; // of what may be a click

  function placeOf({ clientX, clientY }) {
    const { left, top } = container.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  const distance = (one, other) => Math.hypot(one.x - other.x, one.y - other.y);
  const between = (one, other) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

  function drag(event) {
    const at = placeOf(event);
    const before = down.get(event.pointerId);
    const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
    down.set(event.pointerId, at);
    if (start && distance(start, at) <= STILL) return;
    start = null;
    const [from, to] = other ? [between(before, other), between(at, other)] : [before, at];
    camera.pan(to.x - from.x, to.y - from.y);
    if (other) camera.zoom(distance(at, other) / (distance(before, other) || 1), to);
  }

  const listeners = {
    pointerdown(event) {
      if (event.button !== 0) return;
      container.setPointerCapture(event.pointerId);
      down.set(event.pointerId, placeOf(event));
      start = down.size === 1 ? placeOf(event) : null;
    },
    pointermove(event) {
      if (!(event.buttons & 1)) down.delete(event.pointerId); // it went up beside another button
      if (down.has(event.pointerId)) drag(event);
      else point(placeOf(event), NEAR[event.pointerType] ?? NEAR.mouse);
    },
    pointerup(event) {
      if (!down.delete(event.pointerId) || !start) return;
      start = null;
      click(placeOf(event), NEAR[event.pointerType] ?? NEAR.mouse);
    },
    pointercancel(event) {
      down.delete(event.pointerId);
      start = null;
    },
    pointerleave: leave,
    wheel(event) {
      event.preventDefault();
      const steps = (event.deltaMode ? LINE : 1) * (event.ctrlKey ? PINCH : 1);
      camera.zoom(Math.exp(-event.deltaY * steps * WHEEL), placeOf(event));
    },
    keydown(event) {
      const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    },
  };

  container.style.touchAction = "none"; // the browser would scroll and zoom the page
  for (const [name, listener] of Object.entries(listeners)) container.addEventListener(name, listener, { passive: false });
}
