"use strict";

/**
 * Returns a function that finds the node at a place: of those that cover it the last, else the nearest that is not
 * further away than `near`; its number, or null.
 *
 * `places` holds the places of so many nodes as `TEXTURES` has them, in the order in which they are drawn.
 */
function makeGrid(places, count) {
  const STRIDE = TEXTURES.places.each;
  const EACH = 2; // squares for each node
  if (!count) return () => null;

  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < STRIDE * count; i += STRIDE) {
    left = Math.min(left, places[i] - places[i + 2]);
    right = Math.max(right, places[i] + places[i + 2]);
    top = Math.min(top, places[i + 1] - places[i + 2]);
    bottom = Math.max(bottom, places[i + 1] + places[i + 2]);
  }
  const side = Math.sqrt(((right - left) * (bottom - top)) / (EACH * count));
  const columns = Math.ceil((right - left) / side);
  const rows = Math.ceil((bottom - top) / side);

  const clamp = (value, limit) => Math.min(limit - 1, Math.max(0, Math.floor(value)));

  // Calls with each square that the box around a place touches.
  function squares(x, y, reach, call) {
    const [first, last] = [clamp((x - reach - left) / side, columns), clamp((x + reach - left) / side, columns)];
    const end = clamp((y + reach - top) / side, rows);
    for (let row = clamp((y - reach - top) / side, rows); row <= end; row++)
      for (let column = first; column <= last; column++) call(row * columns + column);
  }

  // The numbers of the nodes of each square stand behind those of the square before.
  const starts = new Uint32Array(columns * rows + 1);
  const each = (call) => {
    for (let node = 0; node < count; node++)
      squares(places[node * STRIDE], places[node * STRIDE + 1], places[node * STRIDE + 2], (square) => call(square, node));
  };
  each((square) => starts[square + 1]++);
  for (let square = 0; square < columns * rows; square++) starts[square + 1] += starts[square];
  const members = new Uint32Array(starts[columns * rows]);
  const next = starts.slice();
  each((square, node) => (members[next[square]++] = node));

  return function find(x, y, near) {
    let [best, least] = [null, near];
    squares(x, y, near, (square) => {
      for (let i = starts[square]; i < starts[square + 1]; i++) {
        const at = members[i] * STRIDE;
        const away = Math.max(0, Math.hypot(places[at] - x, places[at + 1] - y) - places[at + 2]);
        if (away < least || (away === least && (best === null || members[i] > best))) [best, least] = [members[i], away];
      }
    });
    return best;
  };
}
