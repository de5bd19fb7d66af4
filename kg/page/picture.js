"use strict";

/**
 * Makes the picture of the coverage on a canvas, by vis-network.
 *
 * `choose` is called with the node that is clicked, or null; `free` returns the width and height of the
 * part of the container that nothing covers, in pixels. Returns what shows a set of nodes and
 * selects one.
 */
function makePicture(data, container, { choose, free }) {
  const LARGEST_SCALE = 2;
  const MARGIN = 0.07;
  const DASHED_EDGES = 2000;

  // A dash costs four times the line; the legend shows what is drawn.
  const many = data.edges.length > DASHED_EDGES;
  document.body.classList.toggle("many", many);

  let palette = getComputedStyle(document.documentElement);
  const colour = (name) => palette.getPropertyValue(`--${name}`).trim();

  function nodeStyle(shape, fill, edge) {
    const usual = { background: colour(fill), border: colour(edge) };
    const chosen = { background: colour(fill), border: colour("text") };
    return {
      shape,
      color: { ...usual, highlight: chosen, hover: chosen },
      borderWidth: 1.2,
      borderWidthSelected: 4,
    };
  }

  function nodeStyles() {
    return {
      article: nodeStyle("dot", "article", "article-edge"),
      stub: { ...nodeStyle("dot", "page", "article"), borderWidth: 2 },
      provider: nodeStyle("square", "provider", "provider-edge"),
      topic: nodeStyle("diamond", "topic", "topic-edge"),
      story: nodeStyle("triangle", "story", "story-edge"),
    };
  }

  function edgeStyle(name, width, opacity, extra) {
    const chosen = colour("text");
    return { color: { color: colour(name), highlight: chosen, hover: chosen, opacity }, width, ...extra };
  }

  function styledEdges() {
    const arrows = { to: { enabled: true, scaleFactor: 0.4 } };
    const faint = Math.min(1, 18 / Math.sqrt(data.edges.length));
    const styles = {
      related_to: edgeStyle("article", 1.6, Math.min(1, 2 * faint), { arrows }),
      published_by: edgeStyle("published", 1.2, faint, { dashes: many ? false : [2, 3] }),
      about: edgeStyle("about", 0.8, faint, {}),
      broader: edgeStyle("topic", 3, 1, { arrows, dashes: [9, 5] }),
      part_of: edgeStyle("story", 1, Math.min(1, 2 * faint), {}),
    };
    const curved = (parallel) => ({ enabled: true, type: "curvedCW", roundness: 0.15 * parallel });
    return data.edges.map(({ parallel, ...edge }) => ({
      ...edge,
      ...styles[edge.relation],
      ...(parallel ? { smooth: curved(parallel) } : {}),
    }));
  }

  // The picture is wider than high; in a window that is higher than wide it stands up.
  function placedNodes() {
    if (container.clientWidth >= container.clientHeight) return data.nodes;
    return data.nodes.map((node) => ({ ...node, x: node.y, y: node.x }));
  }

  const sizes = new Map(data.nodes.map(({ id, size }) => [id, size]));
  let shown = new Set(sizes.keys());

  const nodes = new vis.DataSet(placedNodes());
  const edges = new vis.DataSet(styledEdges());
  const network = new vis.Network(container, { nodes, edges }, {
    ...data.options,
    edges: { ...data.options.edges, selectionWidth: 0.6, hoverWidth: 0.4 },
    groups: nodeStyles(),
    layout: { improvedLayout: false },
    interaction: {
      ...data.options.interaction,
      hover: true,
      hideEdgesOnZoom: data.options.interaction.hideEdgesOnDrag,
      keyboard: { enabled: true, bindToWindow: false },
    },
  });

  // The library's own fit leaves room for labels that are not drawn at that size.
  function fit() {
    network.setSize("100%", "100%"); // it would notice later that the room beside it has changed
    const all = network.getPositions();
    const places = (shown.size ? [...shown] : Object.keys(all)).map((id) => all[id]);
    const span = (axis) => {
      const values = places.map((place) => place[axis]);
      return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
    };
    const [left, right] = span("x");
    const [top, bottom] = span("y");
    const scale = Math.min(
      LARGEST_SCALE,
      (container.clientWidth * (1 - 2 * MARGIN)) / (right - left),
      (container.clientHeight * (1 - 2 * MARGIN)) / (bottom - top),
    );
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: false });
  }

  function repaint() {
    palette = getComputedStyle(document.documentElement);
    network.setOptions({ groups: nodeStyles() });
    edges.update(styledEdges());
  }

  // Brings a node that is outside the window, or behind the panel, into the free part of it.
  function reveal(id) {
    const whole = container.getBoundingClientRect();
    const { width, height } = free();
    const position = network.getPosition(id);
    const { x, y } = network.canvasToDOM(position);
    if (x > 0 && x < width && y > 0 && y < height) return;
    const offset = { x: (width - whole.width) / 2, y: (height - whole.height) / 2 };
    network.moveTo({ position, offset, animation: false });
  }

  // An edge is there where both its ends are.
  function show(next) {
    const turned = data.nodes.filter(({ id }) => next.has(id) !== shown.has(id));
    shown = next;
    if (!turned.length) return;
    const gone = (id) => !shown.has(id);
    nodes.update(turned.map(({ id }) => ({ id, hidden: gone(id) })));
    const ends = new Set(turned.map(({ id }) => id));
    const moved = data.edges.filter(({ from, to }) => ends.has(from) || ends.has(to));
    edges.update(moved.map(({ id, from, to }) => ({ id, hidden: gone(from) || gone(to) })));
  }

  function select(id) {
    if (id === null) return network.unselectAll();
    network.selectNodes([id]);
    reveal(id);
  }

  let hovered = null;
  const drawLabels = makeLabels(network, data.nodes, data.nameOf, colour, (id) => shown.has(id));
  const chosen = () => [...new Set([...network.getSelectedNodes(), ...(hovered === null ? [] : [hovered])])];

  // The neighbours of what one points at are ringed and named, as far as there is room.
  function drawNeighbours(context) {
    if (hovered === null) return [];
    const beside = [...new Set(network.getConnectedNodes(hovered))].filter((id) => id !== hovered && shown.has(id));
    const places = network.getPositions(beside);
    Object.assign(context, { strokeStyle: colour("text"), lineWidth: 2 / network.getScale() });
    for (const id of beside) {
      context.beginPath();
      context.arc(places[id].x, places[id].y, sizes.get(id) + 3 / network.getScale(), 0, 2 * Math.PI);
      context.stroke();
    }
    return beside;
  }

  const drawHalos = makeHalos(data, (id) => shown.has(id));
  let told = [];

  network.on("beforeDrawing", (context) => {
    const places = network.getPositions();
    told = drawHalos(context, (id) => places[id], colour);
  });
  network.on("hoverNode", (event) => (hovered = event.node));
  network.on("blurNode", () => (hovered = null));
  network.on("afterDrawing", (context) => drawLabels(context, chosen(), drawNeighbours(context), told));
  network.on("click", (event) => choose(event.nodes[0] ?? null));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

  /** Returns the picture as it is seen, on the page's own colour. */
  function image() {
    const drawn = container.querySelector("canvas");
    const copy = Object.assign(document.createElement("canvas"), { width: drawn.width, height: drawn.height });
    const context = copy.getContext("2d");
    context.fillStyle = colour("page");
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(drawn, 0, 0);
    return copy;
  }

  return { network, nodes, edges, show, select, fit, image };
}
