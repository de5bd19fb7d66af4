"use strict";

(() => {
  const data = unpack(JSON.parse(document.getElementById("data").textContent));
  if (!data.nodes.length) return;

  const LARGEST_SCALE = 2;
  const MARGIN = 0.07;
  const DASHED_EDGES = 2000;

  // A dash costs four times the line; the legend shows what is drawn.
  const many = data.edges.length > DASHED_EDGES;
  document.body.classList.toggle("many", many);

  const container = document.getElementById("network");
  const panel = document.getElementById("panel");
  const { details } = data;
  const nameOf = (id) => details.get(id).title ?? details.get(id).name ?? details.get(id).headline ?? id;
  const show = makePanel(data, details, nameOf, select);

  let palette = getComputedStyle(document.documentElement);
  const colour = (name) => palette.getPropertyValue(`--${name}`).trim();

  // The page holds nodes by column, and edges as numbers of nodes, two by two.
  function unpack({ nodes: columns, edges: pairs, options }) {
    const { id: ids, group: groups } = columns;
    const nodes = ids.map((id, i) => ({ id, group: groups[i], size: columns.size[i], x: columns.x[i], y: columns.y[i] }));
    const details = new Map(ids.map((id, i) => [id, { ...columns.details[i], group: groups[i] }]));
    const edges = [];
    const joined = new Map();
    for (const [relation, ends] of Object.entries(pairs))
      for (let i = 0; i < ends.length; i += 2) {
        const edge = { id: edges.length, from: ids[ends[i]], to: ids[ends[i + 1]], relation };
        const key = ends[i] * ids.length + ends[i + 1];
        const beside = joined.get(key) ?? 0;
        joined.set(key, beside + 1);
        if (beside) edge.smooth = { enabled: true, type: "curvedCW", roundness: 0.15 * beside };
        edges.push(edge);
      }
    return { nodes, details, edges, options };
  }

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
    return data.edges.map((edge) => ({ ...edge, ...styles[edge.relation] }));
  }

  // The picture is wider than high; in a window that is higher than wide it stands up.
  function placedNodes() {
    if (container.clientWidth >= container.clientHeight) return data.nodes;
    return data.nodes.map((node) => ({ ...node, x: node.y, y: node.x }));
  }

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
    const places = Object.values(network.getPositions());
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
    const cover = panel.getBoundingClientRect();
    const beside = cover.width < whole.width;
    const width = beside ? whole.width - cover.width : whole.width;
    const height = beside ? whole.height : whole.height - cover.height;
    const position = network.getPosition(id);
    const { x, y } = network.canvasToDOM(position);
    if (x > 0 && x < width && y > 0 && y < height) return;
    const offset = { x: (width - whole.width) / 2, y: (height - whole.height) / 2 };
    network.moveTo({ position, offset, animation: false });
  }

  function select(id) {
    network.selectNodes([id]);
    show(id);
    panel.hidden = false;
    panel.scrollTop = 0;
    reveal(id);
  }

  function close() {
    if (panel.contains(document.activeElement)) container.focus();
    panel.hidden = true;
    network.unselectAll();
  }

  const drawLabels = makeLabels(network, data.nodes, nameOf, colour);
  let hovered = null;
  const chosen = () => [...new Set([...network.getSelectedNodes(), ...(hovered === null ? [] : [hovered])])];

  network.on("hoverNode", (event) => (hovered = event.node));
  network.on("blurNode", () => (hovered = null));
  network.on("afterDrawing", (context) => drawLabels(context, chosen()));
  network.on("click", (event) => (event.nodes.length ? select(event.nodes[0]) : close()));
  document.getElementById("close").addEventListener("click", close);
  document.getElementById("fit").addEventListener("click", fit);
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  fit();

  window.coverage = { network, nodes, edges, select };
})();
