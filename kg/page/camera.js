"use strict";

/**
 * Returns what tells which part of the plane a window shows: a point in its middle, and a scale in pixels for each
 * unit. `changed` is called whenever that is another one.
 */
function makeCamera(container, changed) {
  const SMALLEST = 0.001;
  const LARGEST = 20;
  let view = { x: 0, y: 0, scale: 1 };

  const middle = () => ({ x: container.clientWidth / 2, y: container.clientHeight / 2 });

  function moveTo({ x, y, scale }) {
    view = { x, y, scale: Math.min(LARGEST, Math.max(SMALLEST, scale)) };
    changed();
  }

  function toScreen({ x, y }) {
    const { x: right, y: down } = middle();
    return { x: (x - view.x) * view.scale + right, y: (y - view.y) * view.scale + down };
  }

  function toPlane({ x, y }) {
    const { x: right, y: down } = middle();
    return { x: (x - right) / view.scale + view.x, y: (y - down) / view.scale + view.y };
  }

  /** Moves what is shown by so many pixels. */
  const pan = (right, down) => moveTo({ ...view, x: view.x - right / view.scale, y: view.y - down / view.scale });

  /** Zooms by a factor, so that what is at a point of the window stays there. */
  function zoom(factor, at = middle()) {
    const before = toPlane(at);
    moveTo({ ...view, scale: view.scale * factor });
    const after = toPlane(at);
    moveTo({ ...view, x: view.x + before.x - after.x, y: view.y + before.y - after.y });
  }

  return { view: () => ({ ...view }), moveTo, toScreen, toPlane, pan, zoom };
}
