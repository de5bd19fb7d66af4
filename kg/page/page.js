"use strict";

(() => {
  const data = readCoverage(document.getElementById("data"));
  if (!data.nodes.length) return;

  const LARGEST_SCALE = 2;
  const MARGIN = 0.07;
  const DASHED_EDGES = 2000;
  const WIDE = "(min-width: 900px)";

  // A dash costs four times the line; the legend shows what is drawn.
  const many = data.edges.length > DASHED_EDGES;
  document.body.classList.toggle("many", many);

  const byId = (id) => document.getElementById(id);
  const container = byId("network");
  const panel = byId("panel");
  const showDetails = makePanel(data, (id) => change({ node: id }));

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

  byId("filters").hidden = !matchMedia(WIDE).matches;

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
    const places = (found.shown.size ? [...found.shown] : Object.keys(all)).map((id) => all[id]);
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
    const width = beside ? cover.left - whole.left : whole.width;
    const height = beside ? whole.height : cover.top - whole.top;
    const position = network.getPosition(id);
    const { x, y } = network.canvasToDOM(position);
    if (x > 0 && x < width && y > 0 && y < height) return;
    const offset = { x: (width - whole.width) / 2, y: (height - whole.height) / 2 };
    network.moveTo({ position, offset, animation: false });
  }

  const filters = makeFilters(data);
  const showControls = makeControls(data, filters.articles, change);
  const showTimeline = makeTimeline(filters.articles, change);
  const showTable = makeTable(data, (id) => change({ node: id }), change);
  const parts = { article: "articles", stub: "articles only listed", provider: "providers", topic: "topics", story: "stories" };
  const totals = countGroups(data.nodes.map(({ id }) => id));

  let view = { ...EVERYTHING, node: null, table: null };
  let found = { shown: new Set(data.nodes.map(({ id }) => id)) };

  function countGroups(ids) {
    const counts = {};
    for (const id of ids) counts[data.details.get(id).group] = (counts[data.details.get(id).group] ?? 0) + 1;
    return counts;
  }

  // Nodes that come or go are told to the picture; an edge is there where both its ends are.
  function draw(shown, before) {
    const gone = (id) => !shown.has(id);
    const turned = data.nodes.filter(({ id }) => shown.has(id) !== before.has(id));
    if (!turned.length) return;
    nodes.update(turned.map(({ id }) => ({ id, hidden: gone(id) })));
    const ends = new Set(turned.map(({ id }) => id));
    const moved = data.edges.filter(({ from, to }) => ends.has(from) || ends.has(to));
    edges.update(moved.map(({ id, from, to }) => ({ id, hidden: gone(from) || gone(to) })));
  }

  function tellCounts(shown) {
    const counts = countGroups(shown);
    const some = Object.entries(totals).map(([group, total]) => `${grouped(counts[group] ?? 0)} of ${grouped(total)} ${parts[group]}`);
    byId("shown").replaceChildren(
      element("strong", {}, `${grouped(shown.size)} of ${grouped(data.nodes.length)} shown`),
      some.join(", "),
    );
  }

  function showNode(id) {
    panel.hidden = id === null;
    if (id === null) return network.unselectAll();
    network.selectNodes([id]);
    showDetails(id);
    panel.scrollTop = 0;
    reveal(id);
  }

  /** Shows a view; `message` tells what of it this page cannot show. */
  function show(next, message = "") {
    const [before, previous] = [found.shown, view];
    view = next;
    found = filters.apply(view);
    draw(found.shown, before);
    tellCounts(found.shown);
    showControls(view, found);
    showTimeline(view, found);
    showTable(view, found);
    byId("as-table").setAttribute("aria-pressed", String(view.table !== null));
    if (view.node !== previous.node) showNode(view.node);
    byId("message").textContent = message;
  }

  function change(part) {
    show({ ...view, ...part });
    const hash = writeView(view);
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }

  // What an address asks for that is not on this page is told, and left out.
  function showAddress() {
    const asked = readView(location.hash);
    const unknown = [...asked.providers, ...asked.topics, ...(asked.node === null ? [] : [asked.node])].filter(
      (id) => !data.details.has(id),
    );
    const known = (ids) => ids.filter((id) => data.details.has(id));
    const node = data.details.has(asked.node) ? asked.node : null;
    const message = unknown.length ? `This page has no ${unknown.join(", ")}.` : "";
    show({ ...asked, node, providers: known(asked.providers), topics: known(asked.topics) }, message);
  }

  function close() {
    if (panel.contains(document.activeElement)) container.focus();
    change({ node: null });
  }

  const drawLabels = makeLabels(network, data.nodes, data.nameOf, colour, (id) => found.shown.has(id));
  let hovered = null;
  const chosen = () => [...new Set([...network.getSelectedNodes(), ...(hovered === null ? [] : [hovered])])];

  network.on("hoverNode", (event) => (hovered = event.node));
  network.on("blurNode", () => (hovered = null));
  network.on("afterDrawing", (context) => drawLabels(context, chosen()));
  network.on("click", (event) => (event.nodes.length ? change({ node: event.nodes[0] }) : close()));
  byId("close").addEventListener("click", close);
  byId("fit").addEventListener("click", fit);
  byId("as-table").addEventListener("click", () => change({ table: view.table === null ? "title" : null }));
  byId("as-filters").addEventListener("click", () => {
    byId("filters").hidden = !byId("filters").hidden;
    byId("as-filters").setAttribute("aria-expanded", String(!byId("filters").hidden));
  });
  byId("as-filters").setAttribute("aria-expanded", String(!byId("filters").hidden));
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  window.addEventListener("hashchange", showAddress);
  showAddress();
  fit();

  window.coverage = { network, nodes, edges, view: () => view, found: () => found };
})();
