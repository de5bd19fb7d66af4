"use strict";

/**
 * Draws nodes and edges on a canvas, by vis-network: one of the surfaces a picture is drawn on.
 *
 * `told` is told of what happens: `hover` and `click` get the id of a node or null, `before` and `after` the
 * context of each frame, in the units of the plane. A surface has
 *
 * - `view` and `moveTo`: what is in the middle of the window, and the scale in pixels for each unit;
 * - `toScreen` and `toPlane`: from the plane to the container's pixels and back;
 * - `show`: draws the nodes of a set of ids, and the edges between them;
 * - `paint`: gives nodes another colour, and sizes; by id, those that are not in it look as usual;
 * - `select`: marks a node, or none; `selected` returns it;
 * - `redraw`: draws anew when the theme or the room has changed;
 * - `drawn`: returns what is drawn, for tests; `image`: a canvas with the picture as it is.
 */
function makeCanvas({ nodes: placed, edges: joined, options }, container, told) {
  const DASHED_EDGES = 2000;

  function nodeStyle({ shape, fill, border, width }) {
    const usual = { background: colour(fill), border: colour(border) };
    const chosen = { background: colour(fill), border: colour("text") };
    return { shape, color: { ...usual, highlight: chosen, hover: chosen }, borderWidth: width, borderWidthSelected: 4 };
  }

  const nodeStyles = () => mapped(NODE_STYLES, nodeStyle);

  // A dash costs four times the line; the legend shows what is drawn.
  function edgeStyle(style) {
    const many = lines.length > DASHED_EDGES;
    const chosen = colour("text");
    return {
      color: { color: colour(style.colour), highlight: chosen, hover: chosen, opacity: edgeOpacity(style, lines.length) },
      width: style.width,
      arrows: { to: { enabled: style.arrow, scaleFactor: 0.4 } },
      dashes: style.dash !== null && (!many || style.arrow) ? style.dash : false,
    };
  }

  function styledEdges() {
    const styles = mapped(EDGE_STYLES, edgeStyle);
    const curved = (parallel) => ({ enabled: true, type: "curvedCW", roundness: BEND * parallel });
    return lines.map(({ parallel, ...edge }) => ({
      ...edge,
      ...styles[edge.relation],
      ...(parallel ? { smooth: curved(parallel) } : {}),
    }));
  }

  let held = new Set(); // what the library knows: all that was shown since something was that it did not know
  let lines = []; // the edges between these
  let shown = held;
  let look = { colours: new Map(), sizes: new Map() };
  const touched = new Set(); // what has a colour or a size of its own does not follow its group any more
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, {
    ...options,
    edges: { ...options.edges, selectionWidth: 0.6, hoverWidth: 0.4 },
    groups: nodeStyles(),
    layout: { improvedLayout: false },
    interaction: {
      ...options.interaction,
      hover: true,
      hideEdgesOnZoom: options.interaction.hideEdgesOnDrag,
      keyboard: { enabled: true, bindToWindow: false },
    },
  });

  // The library draws nodes in the order in which it got to know them.
  function hold(next) {
    held = shown = next;
    lines = joined.filter(({ from, to }) => held.has(from) && held.has(to));
    document.body.classList.toggle("many", lines.length > DASHED_EDGES);
    edges.clear();
    nodes.clear();
    nodes.add(placed.filter(({ id }) => held.has(id)));
    edges.add(styledEdges());
    repaint();
  }

  // An edge is there where both its ends are.
  function show(next) {
    if (![...next].every((id) => held.has(id))) return hold(next);
    const turned = placed.filter(({ id }) => next.has(id) !== shown.has(id));
    shown = next;
    if (!turned.length) return;
    const gone = (id) => !shown.has(id);
    nodes.update(turned.map(({ id }) => ({ id, hidden: gone(id) })));
    const ends = new Set(turned.map(({ id }) => id));
    const moved = lines.filter(({ from, to }) => ends.has(from) || ends.has(to));
    edges.update(moved.map(({ id, from, to }) => ({ id, hidden: gone(from) || gone(to) })));
  }

  function lookOf({ id, group, size: usual }, styles) {
    const { color } = styles[group];
    const background = look.colours.get(id);
    const size = look.sizes.get(id) ?? usual;
    if (background === undefined) return { id, size, color };
    const chosen = { background, border: color.highlight.border };
    return { id, size, color: { background, border: background, highlight: chosen, hover: chosen } };
  }

  function paint(colours, sizes) {
    for (const id of [...look.colours.keys(), ...look.sizes.keys(), ...colours.keys(), ...sizes.keys()]) touched.add(id);
    look = { colours, sizes };
    repaint();
  }

  function repaint() {
    const styles = nodeStyles();
    nodes.update(placed.filter(({ id }) => touched.has(id) && held.has(id)).map((node) => lookOf(node, styles)));
  }

  function redraw() {
    network.setSize("100%", "100%"); // it would notice later that the room beside it has changed
    network.setOptions({ groups: nodeStyles() });
    edges.update(styledEdges());
    repaint();
  }

  network.on("beforeDrawing", told.before);
  network.on("afterDrawing", told.after);
  network.on("hoverNode", ({ node }) => told.hover(node));
  network.on("blurNode", () => told.hover(null));
  network.on("click", (event) => told.click(event.nodes[0] ?? null));

  return {
    show,
    paint,
    redraw,
    view: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
    moveTo: ({ x, y, scale }) => network.moveTo({ position: { x, y }, scale, animation: false }),
    toScreen: network.canvasToDOM.bind(network),
    toPlane: network.DOMtoCanvas.bind(network),
    select: (id) => (id === null ? network.unselectAll() : network.selectNodes([id])),
    selected: () => network.getSelectedNodes()[0] ?? null,
    drawn() {
      const all = network.body;
      const there = ({ options: { hidden } }) => !hidden;
      const drawn = Object.values(all.edges).filter(there);
      return {
        renderer: "canvas",
        nodes: Object.values(all.nodes)
          .filter(there)
          .map(({ id, x, y, options: { size, color } }) => ({ id, x, y, size, colour: color.background })),
        edges: drawn.map(({ id }) => [joined[id].from, joined[id].to, joined[id].relation]),
        bends: drawn.map(({ options: { smooth } }) => (smooth.enabled ? smooth.roundness : 0)),
      };
    },
    image: () => container.querySelector("canvas"),
  };
}
