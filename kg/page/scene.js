"use strict";

/** Returns a colour of a style sheet as red, green, blue and opacity, from 0 to 255. */
const toBytes = (() => {
  const known = new Map();
  let context = null;
  return (colour) => {
    if (!known.has(colour)) {
      context ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      known.set(colour, [...context.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
})();

/** Returns a table of so many rows, as the texture of that name holds it. */
function makeTexels(name, count) {
  const { each, values } = TEXTURES[name];
  return new values(each * ROW * Math.max(1, Math.ceil(count / ROW)));
}

/** Returns what the shaders ask of nodes; `lookOf` returns a node's radius, shape, border's width, and both colours. */
function nodeTexels(nodes, lookOf) {
  const [places, shapes, fills, borders] = ["places", "shapes", "fills", "borders"].map((name) => makeTexels(name, nodes.length));
  nodes.forEach((node, i) => {
    const { size, width, shape, fill, border } = lookOf(node);
    places.set([node.x, node.y, size, width], 4 * i);
    shapes[i] = SHAPES.indexOf(shape);
    fills.set(toBytes(fill), 4 * i);
    borders.set(toBytes(border), 4 * i);
  });
  return { places, shapes, fills, borders };
}

/** Returns what the shaders ask of edges; `numberOf` is a node's place among the nodes. */
function edgeTexels(edges, numberOf) {
  const ends = makeTexels("ends", edges.length);
  edges.forEach(({ from, to, parallel }, i) => ends.set([numberOf.get(from), numberOf.get(to), parallel], 4 * i));
  return { ends };
}

/** Returns what draws nodes and edges by WebGL2; null where the driver cannot. */
function makeScene(gl) {
  const NONE = 0xffffffff;
  const CURVE = 12; // straight parts
  const HEAD = 9; // units of the plane
  const programs = makePrograms(gl);
  if (!programs) return null;
  const units = Object.fromEntries(Object.keys(TEXTURES).map((name, unit) => [name, unit]));
  const SETTERS = {
    [gl.FLOAT]: "uniform1f",
    [gl.FLOAT_VEC2]: "uniform2fv",
    [gl.FLOAT_VEC4]: "uniform4fv",
    [gl.INT]: "uniform1i",
    [gl.UNSIGNED_INT]: "uniform1ui",
    [gl.UNSIGNED_INT_VEC2]: "uniform2uiv",
    [gl.SAMPLER_2D]: "uniform1i",
    [gl.UNSIGNED_INT_SAMPLER_2D]: "uniform1i",
  };
  let batches = []; // drawn in this order

  for (const unit of Object.values(units)) {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
  }

  function upload(name, texels) {
    const { format, part, type, each } = TEXTURES[name];
    gl.activeTexture(gl.TEXTURE0 + units[name]);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl[format], ROW, texels.length / each / ROW, 0, gl[part], gl[type], texels);
  }

  function edgeBatches({ first, count, isCurved, style, opacity }) {
    const parts = isCurved ? CURVE : 1;
    const uniforms = {
      first,
      parts,
      paint: toBytes(style.colour).map((byte, i) => (i < 3 ? byte / 255 : 1) * opacity),
      thickness: style.width,
      dash: style.dash ?? [0, 0],
      head: style.arrow ? HEAD : 0,
    };
    const lines = { name: "lines", vertices: 6 * parts * count, uniforms };
    return style.arrow ? [lines, { name: "heads", vertices: 3 * count, uniforms }] : [lines];
  }

  /**
   * Takes what is drawn from now on: so many nodes, edges in layers below them, and the texels of both. A layer is
   * `count` edges of one style from the `first` on.
   */
  function load(texels, nodes, layers) {
    for (const [name, values] of Object.entries(texels)) upload(name, values);
    batches = [...layers.flatMap(edgeBatches), { name: "nodes", vertices: 6 * nodes, uniforms: {} }];
  }

  /**
   * Draws: `view` is the middle of the window and its scale in the canvas' own pixels, `selected` and `pointed` numbers
   * of nodes or undefined, `strong` the colour that marks them, `edges` whether there are any.
   */
  function draw(view, { selected = NONE, pointed = NONE, strong, edges }) {
    const { width, height } = gl.canvas;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const common = {
      ...units,
      middle: [view.x, view.y],
      window: [width / 2, height / 2],
      scale: view.scale,
      strong: toBytes(strong).map((byte) => byte / 255),
      selected,
      marked: [selected, pointed],
    };
    for (const { name, vertices, uniforms: own } of batches) {
      if (name !== "nodes" && !edges) continue;
      const { program, uniforms } = programs[name];
      gl.useProgram(program);
      for (const [uniform, { place, type }] of uniforms) gl[SETTERS[type]](place, own[uniform] ?? common[uniform]);
      gl.drawArrays(gl.TRIANGLES, 0, vertices);
    }
  }

  return { load, draw };
}
