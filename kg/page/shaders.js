"use strict";

/** How WebGL numbers the shapes of nodes. */
const SHAPES = ["dot", "square", "diamond", "triangle"];

/** What all shaders know: the middle and half the size of the window, and its scale, in its own pixels. */
const WINDOW = `#version 300 es
precision highp float;
uniform vec2 middle;
uniform vec2 window;
uniform float scale;
vec4 toWindow(vec2 place) {
  return vec4((place - middle) * scale / window * vec2(1.0, -1.0), 0.0, 1.0);
}
`;

/**
 * Each node is a square, in which its shape is drawn by the distance from its outline; each edge a strip along a line
 * or a curve, and each arrow a triangle. Corners are told apart by the number of the vertex.
 */
const SHADERS = {
  nodes: {
    attributes: { place: 2, size: 1, width: 1, shape: 1, fill: 4, border: 4, number: 1 },
    vertex: `${WINDOW}
uniform uint selected;
uniform vec4 strong;
in vec2 place;
in float size;
in float width;
in float shape;
in vec4 fill;
in vec4 border;
in uint number;
out vec2 from;
flat out float radius;
flat out float rim;
flat out float form;
flat out vec4 inner;
flat out vec4 outer;
void main() {
  bool marked = number == selected;
  radius = max(size * scale, 0.8);
  rim = marked ? max(4.0, 4.0 * scale) : width * scale;
  form = shape;
  inner = fill;
  outer = marked ? strong : border;
  float reach = 1.2 * radius + rim + 1.0;
  from = reach * vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - reach;
  gl_Position = toWindow(place + from / scale);
}`,
    fragment: `#version 300 es
precision highp float;
in vec2 from;
flat in float radius;
flat in float rim;
flat in float form;
flat in vec4 inner;
flat in vec4 outer;
out vec4 colour;
float outside() {
  vec2 p = abs(from);
  if (form < 0.5) return length(from) - radius;
  if (form < 1.5) return max(p.x, p.y) - radius;
  if (form < 2.5) return (p.x + p.y - radius) * 0.7071;
  return max(from.y - 0.98 * radius, 0.866 * p.x - 0.5 * (from.y + 1.012 * radius));
}
void main() {
  float away = outside();
  float cover = clamp(0.5 + rim / 2.0 - away, 0.0, 1.0);
  if (cover == 0.0) discard;
  vec4 mixed = mix(inner, outer, clamp(0.5 + away + rim / 2.0, 0.0, 1.0) * min(rim, 1.0));
  colour = vec4(mixed.rgb, 1.0) * mixed.a * cover;
}`,
  },
  lines: {
    attributes: { start: 2, end: 2, radius: 1, bend: 1, joined: 2 },
    vertex: `${WINDOW}
uniform float segments;
uniform float thickness;
uniform float head;
uniform vec4 paint;
uniform vec4 strong;
uniform uvec2 marked;
in vec2 start;
in vec2 end;
in float radius;
in float bend;
in uvec2 joined;
out float along;
out float across;
flat out float breadth;
flat out vec4 tint;
void main() {
  vec2 way = end - start;
  float far = max(length(way), 1e-6);
  vec2 ahead = way / far;
  vec2 aside = vec2(-ahead.y, ahead.x);
  float t = float(gl_VertexID >> 1) / segments;
  if (head > 0.0) t *= max(0.0, 1.0 - (radius + head * 0.7) / far);
  float bow = 2.0 * bend * far;
  vec2 at = start + way * t + aside * bow * t * (1.0 - t);
  vec2 heading = normalize(ahead + aside * bow / far * (1.0 - 2.0 * t));
  bool strongly = any(equal(joined, marked.xx)) || any(equal(joined, marked.yy));
  float wide = thickness * scale * (strongly ? 1.5 : 1.0);
  breadth = max(wide, 1.0) / 2.0;
  tint = strongly ? strong : paint * min(1.0, wide);
  across = (breadth + 0.5) * float((gl_VertexID & 1) * 2 - 1);
  along = t * far;
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
    attributes: { start: 2, end: 2, radius: 1, bend: 1, joined: 2 },
    vertex: `${WINDOW}
uniform float head;
uniform vec4 paint;
uniform vec4 strong;
uniform uvec2 marked;
in vec2 start;
in vec2 end;
in float radius;
in float bend;
in uvec2 joined;
flat out vec4 tint;
void main() {
  vec2 way = end - start;
  vec2 ahead = way / max(length(way), 1e-6);
  vec2 heading = normalize(ahead - 2.0 * bend * vec2(-ahead.y, ahead.x));
  vec2 tip = end - heading * radius;
  vec2 side = vec2(-heading.y, heading.x) * head * 0.4 * float(gl_VertexID - 1);
  tint = any(equal(joined, marked.xx)) || any(equal(joined, marked.yy)) ? strong : paint;
  gl_Position = toWindow(gl_VertexID == 1 ? tip : tip - heading * head + side);
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

/** Returns the program of each of the shaders, with the places of its uniforms; null where the driver takes one not. */
function makePrograms(gl) {
  function compile(kind, source) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    return shader;
  }

  function link({ attributes, vertex, fragment }) {
    const program = gl.createProgram();
    gl.attachShader(program, compile(gl.VERTEX_SHADER, vertex));
    gl.attachShader(program, compile(gl.FRAGMENT_SHADER, fragment));
    Object.keys(attributes).forEach((name, place) => gl.bindAttribLocation(program, place, name));
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
      const { name: uniform } = gl.getActiveUniform(program, i);
      uniforms.set(uniform, gl.getUniformLocation(program, uniform));
    }
    programs[name] = { program, uniforms };
  }
  return programs;
}
