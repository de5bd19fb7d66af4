"use strict";

/** Returns what makes stories visible: a surface behind the articles of each that are shown, and its headline's place. */
function makeHalos({ stories }, placeOf, isShown, sizeOf) {
  const PADDING = 26;
  const LEAST = 3; // articles
  const large = stories.filter(({ articles }) => articles.length >= LEAST);

  const cross = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

  // Andrew's monotone chain.
  function hull(points) {
    const sorted = [...points].sort((one, other) => one.x - other.x || one.y - other.y);
    const half = (some) => {
      const chain = [];
      for (const point of some) {
        while (chain.length > 1 && cross(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
        chain.push(point);
      }
      return chain.slice(0, -1);
    };
    return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
  }

  let found = [];

  /** Finds the surfaces anew: what is shown has changed, or how large it is. */
  function find() {
    found = [];
    for (const story of large) {
      const shown = story.articles.filter(isShown);
      if (shown.length < LEAST) continue;
      const corners = hull(shown.map(placeOf));
      const lineWidth = 2 * (PADDING + Math.max(...shown.map(sizeOf)));
      const top = corners.reduce((best, { y }) => Math.min(best, y), Infinity);
      const middle = corners.reduce((sum, { x }) => sum + x, 0) / corners.length;
      found.push({ corners, lineWidth, headline: { story, x: middle, y: top - lineWidth / 2 } });
    }
  }

  /** Draws them; returns the stories with the places of their headlines. */
  function draw(context) {
    Object.assign(context, { lineJoin: "round", lineCap: "round", fillStyle: colour("halo"), strokeStyle: colour("halo") });
    for (const { corners, lineWidth } of found) {
      context.lineWidth = lineWidth;
      context.beginPath();
      for (const { x, y } of corners) context.lineTo(x, y);
      context.closePath();
      context.stroke();
      context.fill();
    }
    return found.map(({ headline }) => headline);
  }

  return { find, draw };
}
