"use strict";

/**
 * Returns a function that draws what makes a story visible: a surface behind its articles, which it
 * returns with its headline's place, for those whose articles are shown.
 */
function makeHalos({ stories }, isShown, sizeOf) {
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

  return function draw(context, placeOf) {
    Object.assign(context, { lineJoin: "round", lineCap: "round", fillStyle: colour("halo"), strokeStyle: colour("halo") });
    const drawn = [];
    for (const story of large) {
      const shown = story.articles.filter(isShown);
      if (shown.length < LEAST) continue;
      const corners = hull(shown.map(placeOf));
      context.lineWidth = 2 * (PADDING + Math.max(...shown.map(sizeOf)));
      context.beginPath();
      for (const { x, y } of corners) context.lineTo(x, y);
      context.closePath();
      context.stroke();
      context.fill();
      const [top] = corners.reduce((best, { y }) => (y < best[0] ? [y] : best), [Infinity]);
      const middle = corners.reduce((sum, { x }) => sum + x, 0) / corners.length;
      drawn.push({ story, x: middle, y: top - context.lineWidth / 2 });
    }
    return drawn;
  };
}
