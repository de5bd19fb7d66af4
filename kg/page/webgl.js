"use strict";

/**
 * Draws nodes and edges by WebGL2, for very many of them: a surface as `canvas.js` describes it; null where the
 * browser has no WebGL2.
 */
function makeWebgl({ nodes: placed, edges: joined, options }, container, told) {
  const SLOW = 40; // ms for a frame, from which on edges are left out as long as something moves
  const REST = 250; // ms, less than a hand rests while it drags
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
  let drawn = null; // what is drawn: nodes, edges, and what the shaders read; null where it is to be found anew
  let find = null; // finds the node at a place
  let selected = null;
  let pointed = null;
  let slow = false;
  let moving = 0; // a timer, while something moves
  let asked = 0; // a frame
  let stale = true; // whether nodes and edges look otherwise than when they were drawn

  const camera = makeCamera(container, () => {
    if (slow) {
      clearTimeout(moving);
      moving = setTimeout(() => {
        moving = 0;
        renew();
      }, REST);
    }
    renew();
  });

  function ask() {
    asked ||= requestAnimationFrame(frame);
  }

  function renew() {
    stale = true;
    ask();
  }

  function change(part) {
    part();
    drawn = find = null;
    renew();
  }

  function gather() {
    if (drawn) return drawn;
    const usual = mapped(NODE_STYLES, ({ fill, border, ...style }) => ({ ...style, fill: colour(fill), border: colour(border) }));
    const lookOf = ({ id, group, size }) => {
      const own = look.colours.get(id);
      return { ...usual[group], size: look.sizes.get(id) ?? size, ...(own && { fill: own, border: own }) };
    };
    const nodes = placed.filter(({ id }) => shown.has(id));
    const numberOf = new Map(nodes.map(({ id }, number) => [id, number]));
    const edges = [];
    const layers = [];
    const between = joined.filter(({ from, to }) => shown.has(from) && shown.has(to));
    const alike = new Map();
    for (const edge of between) {
      const key = `${edge.relation} ${edge.parallel > 0}`;
      if (!alike.has(key)) alike.set(key, []);
      alike.get(key).push(edge);
    }
    for (const some of alike.values()) {
      const [{ relation, parallel }] = some;
      const style = EDGE_STYLES[relation];
      layers.push({
        first: edges.length,
        count: some.length,
        isCurved: parallel > 0,
        style: { ...style, colour: colour(style.colour) },
        opacity: edgeOpacity(style, between.length),
      });
      for (const edge of some) edges.push(edge);
    }
    const texels = { ...nodeTexels(nodes, lookOf), ...edgeTexels(edges, numberOf) };
    drawn = { nodes, edges, numberOf, layers, texels, isLoaded: false, timed: 0 };
    return drawn;
  }

  function nodeAt(at, near) {
    const { nodes, texels } = gather();
    find ??= makeGrid(texels.places, nodes.length);
    const { x, y } = camera.toPlane(at);
    const number = find(x, y, near / camera.view().scale);
    return number === null ? null : nodes[number].id;
  }

  function point(id) {
    if (id === pointed) return;
    pointed = id;
    container.style.cursor = id === null ? "" : "pointer";
    told.hover(id);
    if (slow) ask(); // its neighbours are ringed above; its edges would take too long
    else renew();
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

  const room = () => ({
    width: Math.round(container.clientWidth * devicePixelRatio),
    height: Math.round(container.clientHeight * devicePixelRatio),
  });
  const isSized = () => over.width === room().width && over.height === room().height;

  function frame() {
    cancelAnimationFrame(asked);
    asked = 0;
    if (container.hidden) return;
    const ratio = devicePixelRatio;
    if (!isSized()) {
      for (const canvas of [under, middle, over]) Object.assign(canvas, room());
      stale = true;
    }
    told.before(paper(under, ratio));
    if (stale && scene && !gl.isContextLost()) drawScene(ratio);
    stale = false;
    told.after(paper(over, ratio));
  }

  function drawScene(ratio) {
    const { nodes, layers, texels, numberOf, isLoaded } = gather();
    if (!isLoaded) scene.load(texels, nodes.length, layers);
    const { x, y, scale } = camera.view();
    const started = performance.now();
    scene.draw({ x, y, scale: scale * ratio }, {
      selected: numberOf.get(selected),
      pointed: slow ? undefined : numberOf.get(pointed),
      strong: colour("text"),
      edges: !moving,
    });
    drawn.isLoaded = true;
    if (!moving && options.interaction.hideEdgesOnDrag && drawn.timed++ < TIMED) time(gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0), started);
  }

  function time(fence, started) {
    if (gl.isContextLost()) return;
    const isDone = gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.UNSIGNALED;
    slow = performance.now() - started > SLOW;
    if (isDone || slow) gl.deleteSync(fence);
    else setTimeout(() => time(fence, started));
  }

  middle.addEventListener("webglcontextlost", (event) => event.preventDefault());
  middle.addEventListener("webglcontextrestored", () => change(() => (scene = makeScene(gl))));
  new ResizeObserver(() => isSized() || renew()).observe(container);
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
    show: (next) => change(() => ([shown, pointed] = [next, null])),
    paint: (colours, sizes) => change(() => (look = { colours, sizes })),
    redraw: () => change(() => {}),
    select(id) {
      selected = id;
      renew();
    },
    selected: () => selected,
    drawn() {
      const { nodes, edges, texels } = gather();
      const toHex = (bytes) => `#${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
      return {
        renderer: "webgl",
        nodes: nodes.map(({ id }, i) => {
          const [x, y, size] = texels.places.slice(4 * i, 4 * i + 3);
          return { id, x, y, size, colour: toHex(texels.fills.slice(4 * i, 4 * i + 3)) };
        }),
        edges: edges.map(({ from, to, relation }) => [from, to, relation]),
        bends: edges.map((_, i) => BEND * texels.ends[4 * i + 2]),
      };
    },
    image() {
      clearTimeout(moving);
      moving = 0;
      stale = true;
      frame();
      const copy = Object.assign(document.createElement("canvas"), { width: over.width, height: over.height });
      for (const canvas of [under, middle, over]) copy.getContext("2d").drawImage(canvas, 0, 0);
      return copy;
    },
  };
}
