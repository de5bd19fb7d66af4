"use strict";

/** How WebGL numbers the shapes of nodes. */
const SHAPES = ["dot", "square", "diamond", "triangle"];

/** What the textures hold that shaders read, row by row: how WebGL calls it. */
const TEXTURES = {
  places: { format: "RGBA32F", part: "RGBA", type: "FLOAT", each: 4, values: Float32Array }, // x, y, radius, border's width
  shapes: { format: "R8UI", part: "RED_INTEGER", type: "UNSIGNED_BYTE", each: 1, values: Uint8Array },
  fills: { format: "RGBA8", part: "RGBA", type: "UNSIGNED_BYTE", each: 4, values: Uint8Array },
  borders: { format: "RGBA8", part: "RGBA", type: "UNSIGNED_BYTE", each: 4, values: Uint8Array },
  ends: { format: "RGBA32UI", part: "RGBA_INTEGER", type: "UNSIGNED_INT", each: 4, values: Uint32Array }, // from, to, parallel
};
const ROW = 2048; // as long as any WebGL2 allows

/**
 * What all vertex shaders know: the middle and half the size of the window, and its scale, in its own pixels; and the
 * node or edge they draw a corner of, each of which has as many vertices as the others.
 *
 * Tables in textures, rather than a buffer for each instance: without a graphics card each instance takes as long as
 * a drawing of its own.
 */
const COMMON = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
precision highp usampler2D;
uniform vec2 middle;
uniform vec2 window;
uniform float scale;
uniform vec4 strong;
uniform sampler2D places;
vec4 toWindow(vec2 place) {
  return vec4((place - middle) * scale / window * vec2(1.0, -1.0), 0.0, 1.0);
}
ivec2 cell(int number) {
  return ivec2(number & ${ROW - 1}, number >> ${Math.log2(ROW)});
}
`;

const EDGE = `${COMMON}
uniform usampler2D ends;
uniform int first;
uniform float head;
uniform vec4 paint;
uniform uvec2 marked;
flat out vec4 tint;
struct Edge { vec2 start; vec2 way; float far; vec2 ahead; vec2 aside; float radius; float bend; bool strongly; };
Edge edge(int number) {
  uvec4 joined = texelFetch(ends, cell(first + number), 0);
  vec2 start = texelFetch(places, cell(int(joined.x)), 0).xy;
  vec4 end = texelFetch(places, cell(int(joined.y)), 0);
  vec2 way = end.xy - start;
  float far = max(length(way), 1e-6);
  vec2 ahead = way / far;
  bool strongly = any(equal(joined.xy, marked.xx)) || any(equal(joined.xy, marked.yy));
  return Edge(start, way, far, ahead, vec2(-ahead.y, ahead.x), end.z, ${BEND} * float(joined.z), strongly);
}
`;

/**
 * Each node is a square, in which its shape is drawn by the distance from its outline; each edge a strip along a line
 * or a curve, and each arrow a triangle. Squares and the parts of strips are two triangles each.
 */
const SHADERS = {
  nodes: {
    vertex: `${COMMON}
uniform usampler2D shapes;
uniform sampler2D fills;
uniform sampler2D borders;
uniform uint selected;
out vec2 from;
flat out float radius;
flat out float rim;
flat out uint shape;
flat out vec4 fill;
flat out vec4 border;
void main() {
  int number = gl_VertexID / 6;
  int corner = gl_VertexID % 6;
  vec4 place = texelFetch(places, cell(number), 0);
  bool marked = uint(number) == selected;
  radius = max(place.z * scale, 0.8);
  rim = marked ? max(4.0, 4.0 * scale) : place.w * scale;
  shape = texelFetch(shapes, cell(number), 0).r;
  fill = texelFetch(fills, cell(number), 0);
  border = marked ? strong : texelFetch(borders, cell(number), 0);
  float reach = 1.2 * radius + rim + 1.0;
  from = reach * vec2(corner & 1, corner == 2 || corner > 3) * 2.0 - reach;
  gl_Position = toWindow(place.xy + from / scale);
}`,
    fragment: `#version 300 es
precision highp float;
precision highp int;
in vec2 from;
flat in float radius;
flat in float rim;
flat in uint shape;
flat in vec4 fill;
flat in vec4 border;
out vec4 colour;
float outside() {
  vec2 p = abs(from);
  if (shape == 0u) return length(from) - radius;
  if (shape == 1u) return max(p.x, p.y) - radius;
  if (shape == 2u) return (p.x + p.y - radius) * 0.7071;
  return max(from.y - 0.98 * radius, 0.866 * p.x - 0.5 * (from.y + 1.012 * radius));
}
void main() {
  float away = outside();
  float cover = clamp(0.5 + rim / 2.0 - away, 0.0, 1.0);
  if (cover == 0.0) discard;
  vec4 mixed = mix(fill, border, clamp(0.5 + away + rim / 2.0, 0.0, 1.0) * min(rim, 1.0));
  colour = vec4(mixed.rgb, 1.0) * mixed.a * cover;
}`,
  },
  lines: {
    vertex: `${EDGE}
uniform int parts;
uniform float thickness;
out float along;
out float across;
flat out float breadth;
void main() {
  int corner = gl_VertexID % 6;
  int part = gl_VertexID / 6 % parts;
  Edge e = edge(gl_VertexID / (6 * parts));
  float t = float(part + (corner & 1)) / float(parts);
  if (head > 0.0) t *= max(0.0, 1.0 - (e.radius + head * 0.7) / e.far);
  vec2 at = e.start + e.way * t + e.aside * 2.0 * e.bend * e.far * t * (1.0 - t);
  vec2 heading = normalize(e.ahead + e.aside * 2.0 * e.bend * (1.0 - 2.0 * t));
  float wide = thickness * scale * (e.strongly ? 1.5 : 1.0);
  breadth = max(wide, 1.0) / 2.0;
  tint = e.strongly ? strong : paint * min(1.0, wide);
  across = (breadth + 0.5) * (corner == 2 || corner > 3 ? 1.0 : -1.0);
  along = t * e.far;
  gl_Position = toWindow(at + vec2(-heading.y, heading.x) * across / scale);
}`,
    fragment: `#version 300 es
precision highp float;
uniform vec2 dash;
uniform float scale;
in float along;
in float across;
flat in float breadth;
flat in vec4 tint;
out vec4 colour;
void main() {
  if (dash.x > 0.0 && dash.y * scale > 1.0 && mod(along, dash.x + dash.y) > dash.x) discard;
  colour = tint * clamp(breadth + 0.5 - abs(across), 0.0, 1.0);
}`,
  },
  heads: {
    vertex: `${EDGE}
void main() {
  int corner = gl_VertexID % 3;
  Edge e = edge(gl_VertexID / 3);
  vec2 heading = normalize(e.ahead - 2.0 * e.bend * e.aside);
  vec2 tip = e.start + e.way - heading * e.radius;
  vec2 side = vec2(-heading.y, heading.x) * head * 0.4 * float(corner - 1);
  tint = e.strongly ? strong : paint;
  gl_Position = toWindow(corner == 1 ? tip : tip - heading * head + side);
}`,
    fragment: `#version 300 es
precision highp float;
flat in vec4 tint;
out vec4 colour;
void main() {
  colour = tint;
}`,
  },
};

/** Returns the programs of the shaders, each with its uniforms' places; null where the driver does not take them. */
function makePrograms(gl) {
  function compile(kind, source) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    return shader;
  }

  function link({ vertex, fragment }) {
    const program = gl.createProgram();
    gl.attachShader(program, compile(gl.VERTEX_SHADER, vertex));
    gl.attachShader(program, compile(gl.FRAGMENT_SHADER, fragment));
    gl.linkProgram(program);
    return program;
  }

  const programs = {};
  for (const [name, shaders] of Object.entries(SHADERS)) {
    const program = link(shaders);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
    const uniforms = new Map();
    const count = gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS);
    for (let i = 0; i < count; i++) {
      const { name: uniform, type } = gl.getActiveUniform(program, i);
      uniforms.set(uniform, { place: gl.getUniformLocation(program, uniform), type });
    }
    programs[name] = { program, uniforms };
  }
  return programs;
}
