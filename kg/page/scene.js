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

/** Returns numbers as they are put into a buffer: an array of a kind, of which `each` belong to one node or edge. */
const columnsOf = (Kind, each, count) => ({ values: new Kind(each * count), each });

/**
 * Returns nodes as columns of what the shaders ask of each. `lookOf` returns a node's radius, border, shape, and the
 * colours of both.
 */
function nodeColumns(nodes, lookOf) {
  const count = nodes.length;
  const columns = {
    place: columnsOf(Float32Array, 2, count),
    size: columnsOf(Float32Array, 1, count),
    width: columnsOf(Float32Array, 1, count),
    shape: columnsOf(Float32Array, 1, count),
    fill: columnsOf(Uint8Array, 4, count),
    border: columnsOf(Uint8Array, 4, count),
    number: columnsOf(Uint32Array, 1, count),
  };
  nodes.forEach((node, i) => {
    const { size, width, shape, fill, border } = lookOf(node);
    columns.place.values.set([node.x, node.y], 2 * i);
    columns.size.values[i] = size;
    columns.width.values[i] = width;
    columns.shape.values[i] = SHAPES.indexOf(shape);
    columns.fill.values.set(toBytes(fill), 4 * i);
    columns.border.values.set(toBytes(border), 4 * i);
    columns.number.values[i] = i;
  });
  return { count, columns };
}

/** Returns edges as columns of what the shaders ask of each; `numberOf` is a node's place among `nodes`. */
function edgeColumns(edges, numberOf, { place, size }) {
  const count = edges.length;
  const columns = {
    start: columnsOf(Float32Array, 2, count),
    end: columnsOf(Float32Array, 2, count),
    radius: columnsOf(Float32Array, 1, count),
    bend: columnsOf(Float32Array, 1, count),
    joined: columnsOf(Uint32Array, 2, count),
  };
  edges.forEach(({ from, to, parallel }, i) => {
    const [start, end] = [numberOf.get(from), numberOf.get(to)];
    columns.start.values.set([place.values[2 * start], place.values[2 * start + 1]], 2 * i);
    columns.end.values.set([place.values[2 * end], place.values[2 * end + 1]], 2 * i);
    columns.radius.values[i] = size.values[end];
    columns.bend.values[i] = 0.15 * parallel;
    columns.joined.values.set([start, end], 2 * i);
  });
  return { count, columns };
}

/** Returns what draws nodes and edges by WebGL2; null where the driver cannot. */
function makeScene(gl) {
  const NONE = 0xffffffff;
  const CURVE = 12; // straight parts
  const HEAD = 9; // units of the plane
  const programs = makePrograms(gl);
  if (!programs) return null;
  let batches = []; // each of them nodes, or edges of one style, drawn in this order

  // A buffer for each column, as one program reads it.
  function upload({ count, columns }, name) {
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    const buffers = Object.keys(SHADERS[name].attributes).map((attribute, place) => {
      const { values, each } = columns[attribute];
      const buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(place);
      if (values instanceof Uint32Array) gl.vertexAttribIPointer(place, each, gl.UNSIGNED_INT, 0, 0);
      else if (values instanceof Uint8Array) gl.vertexAttribPointer(place, each, gl.UNSIGNED_BYTE, true, 0, 0);
      else gl.vertexAttribPointer(place, each, gl.FLOAT, false, 0, 0);
      gl.vertexAttribDivisor(place, 1);
      return buffer;
    });
    return { array, buffers, count };
  }

  function forget() {
    for (const { array, buffers } of batches) {
      gl.deleteVertexArray(array);
      buffers.forEach((buffer) => gl.deleteBuffer(buffer));
    }
    batches = [];
  }

  function edgeBatches({ edges, style, opacity }) {
    const [red, green, blue] = toBytes(style.colour).map((part) => (part / 255) * opacity);
    const uniforms = {
      paint: [red, green, blue, opacity],
      thickness: style.width,
      dash: style.dash ?? [0, 0],
      head: style.arrow ? HEAD : 0,
    };
    const lines = { ...upload(edges, "lines"), name: "lines", isEdge: true };
    const parts = edges.columns.bend.values.some((bend) => bend > 0) ? CURVE : 1;
    const drawn = [{ ...lines, mode: gl.TRIANGLE_STRIP, corners: 2 * (parts + 1), uniforms: { ...uniforms, segments: parts } }];
    if (style.arrow)
      drawn.push({ ...upload(edges, "heads"), name: "heads", isEdge: true, mode: gl.TRIANGLES, corners: 3, uniforms });
    return drawn;
  }

  /** Takes what is drawn from now on: nodes as `nodeColumns` returns them, and edges with their styles, below them. */
  function load(nodes, layers) {
    forget();
    batches = layers.filter(({ edges }) => edges.count).flatMap(edgeBatches);
    if (nodes.count) batches.push({ ...upload(nodes, "nodes"), name: "nodes", mode: gl.TRIANGLE_STRIP, corners: 4, uniforms: {} });
  }

  const setters = {
    vec2: (place, value) => gl.uniform2fv(place, value),
    vec4: (place, value) => gl.uniform4fv(place, value),
    float: (place, value) => gl.uniform1f(place, value),
    uint: (place, value) => gl.uniform1ui(place, value),
    uvec2: (place, value) => gl.uniform2uiv(place, value),
  };
  const KINDS = {
    middle: "vec2", window: "vec2", scale: "float", selected: "uint", strong: "vec4", marked: "uvec2",
    segments: "float", thickness: "float", head: "float", paint: "vec4", dash: "vec2",
  };

  /**
   * Draws: `view` is the middle of the window and its scale in the canvas' own pixels, `selected` and `pointed` numbers
   * of nodes or null, `strong` the colour that marks them, `edges` whether there are any.
   */
  function draw(view, { selected, pointed, strong, edges }) {
    const { width, height } = gl.canvas;
    gl.viewport(0, 0, width, height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    const common = {
      middle: [view.x, view.y],
      window: [width / 2, height / 2],
      scale: view.scale,
      strong: toBytes(strong).map((part) => part / 255),
      selected: selected ?? NONE,
      marked: [selected ?? NONE, pointed ?? NONE],
    };
    for (const { name, array, count, mode, corners, uniforms: own, isEdge } of batches) {
      if (isEdge && !edges) continue;
      const { program, uniforms } = programs[name];
      gl.useProgram(program);
      for (const [uniform, place] of uniforms) setters[KINDS[uniform]](place, own[uniform] ?? common[uniform]);
      gl.bindVertexArray(array);
      gl.drawArraysInstanced(mode, 0, corners, count);
    }
  }

  return { load, draw };
}
