"use strict";

/**
 * Draws nodes and edges by WebGL2, for very many of them: a surface as `canvas.js` describes it; null where the
 * browser has no WebGL2.
 */
function makeWebgl({ nodes: placed, edges: joined, options }, container, told) {
  const SLOW = 40; // ms for a frame, from which on edges are left out as long as something moves
  const REST = 120; // ms
  const TIMED = 2; // frames: the first takes longer, as the driver gets ready
  const layer = () => {
    const canvas = document.createElement("canvas");
    Object.assign(canvas.style, { position: "absolute", inset: "0", width: "100%", height: "100%" });
    return canvas;
  };
  const [under, middle, over] = [layer(), layer(), layer()];
  const gl = middle.getContext("webgl2", { alpha: true, antialias: false, depth: false });
  let scene = gl && makeScene(gl);
  if (!scene) return null;
  container.append(under, middle, over);

  let shown = new Set();
  let look = { colours: new Map(), sizes: new Map() };
  let drawn = null; // what is drawn: nodes, edges, and their columns; null where it is to be found anew
  let find = null; // finds the node at a place
  let selected = null;
  let pointed = null;
  let slow = false;
  let moving = 0; // a timer, while something moves
  let asked = 0; // a frame

  const camera = makeCamera(container, () => {
    if (slow) {
      clearTimeout(moving);
      moving = setTimeout(() => {
        moving = 0;
        ask();
      }, REST);
    }
    ask();
  });

  function ask() {
    asked ||= requestAnimationFrame(frame);
  }

  function change(part) {
    part();
    drawn = find = null;
    ask();
  }

  const once = (make) => {
    const known = new Map();
    return (key) => known.get(key) ?? known.set(key, make(key)).get(key);
  };

  function gather() {
    if (drawn) return drawn;
    const usual = once((group) => {
      const { shape, fill, border, width } = NODE_STYLES[group];
      return { shape, width, fill: colour(fill), border: colour(border) };
    });
    const lookOf = ({ id, group, size }) => {
      const own = look.colours.get(id);
      return { ...usual(group), size: look.sizes.get(id) ?? size, ...(own && { fill: own, border: own }) };
    };
    const nodes = placed.filter(({ id }) => shown.has(id));
    const edges = joined.filter(({ from, to }) => shown.has(from) && shown.has(to));
    const numberOf = new Map(nodes.map(({ id }, number) => [id, number]));
    const columns = nodeColumns(nodes, lookOf);
    const layers = Object.entries(Object.groupBy(edges, ({ relation }) => relation)).map(([relation, some]) => {
      const style = EDGE_STYLES[relation];
      return {
        edges: edgeColumns(some, numberOf, columns.columns),
        style: { ...style, colour: colour(style.colour) },
        opacity: edgeOpacity(style, edges.length),
      };
    });
    drawn = { nodes, edges, numberOf, columns, layers, isLoaded: false, timed: 0 };
    return drawn;
  }

  function finder() {
    const { nodes, columns } = gather();
    const { place, size } = columns.columns;
    return makeGrid(Float32Array.from({ length: 3 * nodes.length }, (_, i) => (i % 3 < 2 ? place.values[2 * Math.floor(i / 3) + (i % 3)] : size.values[Math.floor(i / 3)])));
  }

  function nodeAt(at, near) {
    find ??= finder();
    const { x, y } = camera.toPlane(at);
    const number = find(x, y, near / camera.view().scale);
    return number === null ? null : drawn.nodes[number].id;
  }

  function point(id) {
    if (id === pointed) return;
    pointed = id;
    container.style.cursor = id === null ? "" : "pointer";
    told.hover(id);
    ask();
  }

  // In the units of the plane, on a canvas without anything on it.
  function paper(canvas, ratio) {
    const context = canvas.getContext("2d");
    const { x, y, scale } = camera.view();
    const { clientWidth: width, clientHeight: height } = container;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (width / 2 - x * scale), ratio * (height / 2 - y * scale));
    return context;
  }

  function frame() {
    cancelAnimationFrame(asked);
    asked = 0;
    const { clientWidth, clientHeight } = container;
    if (!clientWidth || !clientHeight) return;
    const ratio = devicePixelRatio;
    for (const canvas of [under, middle, over]) {
      const [width, height] = [Math.round(clientWidth * ratio), Math.round(clientHeight * ratio)];
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    }
    told.before(paper(under, ratio));
    if (!gl.isContextLost()) drawScene(ratio);
    told.after(paper(over, ratio));
  }

  function drawScene(ratio) {
    const { columns, layers, numberOf, isLoaded } = gather();
    if (!isLoaded) scene.load(columns, layers);
    const { x, y, scale } = camera.view();
    const started = performance.now();
    scene.draw({ x, y, scale: scale * ratio }, {
      selected: numberOf.get(selected),
      pointed: numberOf.get(pointed),
      strong: colour("text"),
      edges: !moving,
    });
    drawn.isLoaded = true;
    if (!moving && options.interaction.hideEdgesOnDrag && drawn.timed++ < TIMED) time(gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), started);
  }

  function time(fence, started) {
    const isDone = gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.UNSIGNALED;
    slow = performance.now() - started > SLOW;
    if (isDone || slow) gl.deleteSync(fence);
    else setTimeout(() => time(fence, started));
  }

  middle.addEventListener("webglcontextlost", (event) => event.preventDefault());
  middle.addEventListener("webglcontextrestored", () => change(() => (scene = makeScene(gl))));
  new ResizeObserver(ask).observe(container);
  makeGestures(container, camera, {
    click: (at, near) => told.click(nodeAt(at, near)),
    point: (at, near) => point(nodeAt(at, near)),
    leave: () => point(null),
  });

  const { view, moveTo, toScreen, toPlane } = camera;
  return {
    view,
    moveTo,
    toScreen,
    toPlane,
    show: (next) => change(() => (shown = next)),
    paint: (colours, sizes) => change(() => (look = { colours, sizes })),
    redraw: () => change(() => {}),
    select(id) {
      selected = id;
      ask();
    },
    selected: () => selected,
    drawn() {
      const { nodes, edges, columns, layers } = gather();
      const { size, fill } = columns.columns;
      const toHex = (bytes) => `#${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
      return {
        renderer: "webgl",
        nodes: nodes.map(({ id, x, y }, i) => ({ id, x, y, size: size.values[i], colour: toHex(fill.values.slice(4 * i, 4 * i + 3)) })),
        edges: edges.map(({ from, to, relation }) => [from, to, relation]),
        bends: layers.flatMap(({ edges: { columns: { bend } } }) => [...bend.values]),
      };
    },
    image() {
      frame();
      const copy = Object.assign(document.createElement("canvas"), { width: over.width, height: over.height });
      for (const canvas of [under, middle, over]) copy.getContext("2d").drawImage(canvas, 0, 0);
      return copy;
    },
  };
}
