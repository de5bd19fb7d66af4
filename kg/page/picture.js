"use strict";

/**
 * Makes the picture of the coverage: what a surface draws, and names, stories and neighbours around it.
 *
 * `choose` is called with the node that is clicked, or null; `free` returns the width and height of the part of
 * the container that nothing covers, in pixels; `makeSurface` makes what the nodes are drawn on (`canvas.js` says
 * what it has to do).
 */
function makePicture(data, container, { choose, free }, makeSurface) {
  const LARGEST_SCALE = 2;
  const MARGIN = 0.07;

  // The picture is wider than high; in a window that is higher than wide it stands up.
  const stands = container.clientWidth < container.clientHeight;
  const nodes = stands ? data.nodes.map((node) => ({ ...node, x: node.y, y: node.x })) : data.nodes;
  const places = new Map(nodes.map((node) => [node.id, node]));
  const isShown = (id) => shown.has(id);
  let shown = new Set();
  let told = false; // whether stories are
  let selection = null;
  let sizes = new Map();
  let hovered = null;
  let headlines = [];
  const sizeOf = (id) => sizes.get(id) ?? places.get(id).size;

  const halos = makeHalos(data, (id) => places.get(id), isShown, sizeOf);
  const surface = makeSurface({ ...data, nodes }, container, {
    hover: (id) => (hovered = id),
    click: choose,
    before: (context) => (headlines = told ? halos.draw(context) : []),
    after: (context) => drawLabels(context, chosen(), drawNeighbours(context), headlines),
  });
  const drawLabels = makeLabels(surface, nodes, data.nameOf, { isShown, sizeOf });

  const chosen = () => [...new Set([surface.selected(), hovered])].filter((id) => id !== null && isShown(id));

  // The neighbours of what one points at are ringed and named, as far as there is room.
  function drawNeighbours(context) {
    if (hovered === null) return [];
    const beside = data.neighbours(hovered).filter((id) => id !== hovered && isShown(id));
    const pixel = 1 / surface.view().scale;
    Object.assign(context, { strokeStyle: colour("text"), lineWidth: 2 * pixel });
    for (const id of beside) {
      const { x, y } = places.get(id);
      context.beginPath();
      context.arc(x, y, sizeOf(id) + 3 * pixel, 0, 2 * Math.PI);
      context.stroke();
    }
    return beside;
  }

  function span(axis) {
    const values = (shown.size ? [...shown] : [...places.keys()]).map((id) => places.get(id)[axis]);
    return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  }

  /** Shows all that is shown, as large as the room allows. */
  function fit() {
    surface.redraw();
    const [left, right] = span("x");
    const [top, bottom] = span("y");
    const scale = Math.min(
      LARGEST_SCALE,
      (container.clientWidth * (1 - 2 * MARGIN)) / (right - left),
      (container.clientHeight * (1 - 2 * MARGIN)) / (bottom - top),
    );
    surface.moveTo({ x: (left + right) / 2, y: (top + bottom) / 2, scale });
  }

  // Brings a node that is outside the window, or behind the panel, into the free part of it.
  function reveal(id) {
    const { width, height } = free();
    const at = surface.toScreen(places.get(id));
    if (at.x > 0 && at.x < width && at.y > 0 && at.y < height) return;
    const { scale } = surface.view();
    const { x, y } = places.get(id);
    const { clientWidth, clientHeight } = container;
    surface.moveTo({ x: x + (clientWidth - width) / 2 / scale, y: y + (clientHeight - height) / 2 / scale, scale });
  }

  /** Shows the nodes of a set of ids, and the stories they tell or not; returns whether the nodes are others. */
  function show(next, withStories = false) {
    const isOther = next.size !== shown.size || ![...next].every(isShown);
    told = withStories;
    if (isOther) {
      shown = next;
      hovered = null;
      halos.find();
      surface.show(next);
    }
    mark();
    return isOther;
  }

  const mark = () => surface.select(selection !== null && isShown(selection) ? selection : null);

  function paint(colours, resized) {
    sizes = resized;
    halos.find();
    surface.paint(colours, resized);
  }

  function select(id) {
    selection = id;
    mark();
    if (id !== null && isShown(id)) reveal(id);
  }

  /** Returns the picture as it is seen, on the page's own colour. */
  function image() {
    const drawn = surface.image();
    const copy = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
    const context = copy.getContext("2d");
    context.fillStyle = colour("page");
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(drawn, 0, 0);
    return copy;
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", surface.redraw);

  const { drawn, selected, view: camera } = surface;
  const at = (id) => surface.toScreen(places.get(id));
  return { show, select, paint, fit, image, drawn, selected, pointed: () => hovered, camera, at };
}
