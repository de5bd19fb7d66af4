"use strict";

/** How nodes look, by group: `fill` and `border` name colours of the style sheet, `width` is the border's. */
const NODE_STYLES = {
  article: { shape: "dot", fill: "article", border: "article-edge", width: 1.2 },
  stub: { shape: "dot", fill: "page", border: "article", width: 2 },
  provider: { shape: "square", fill: "provider", border: "provider-edge", width: 1.2 },
  topic: { shape: "diamond", fill: "topic", border: "topic-edge", width: 1.2 },
  story: { shape: "triangle", fill: "story", border: "story-edge", width: 1.2 },
};

/** How edges look, by relation; `opacity` is how strong they remain beside many others. */
const EDGE_STYLES = {
  related_to: { colour: "article", width: 1.6, opacity: 2, arrow: true, dash: null },
  published_by: { colour: "published", width: 1.2, opacity: 1, arrow: false, dash: [2, 3] },
  about: { colour: "about", width: 0.8, opacity: 1, arrow: false, dash: null },
  broader: { colour: "topic", width: 3, opacity: Infinity, arrow: true, dash: [9, 5] },
  part_of: { colour: "story", width: 1, opacity: 2, arrow: false, dash: null },
};

/** How far a curve leaves the straight line for each edge beside it, as a share of its length. */
const BEND = 0.15;

/** Returns the opacity of an edge among so many, from 0 to 1. */
const edgeOpacity = ({ opacity }, count) => Math.min(1, (opacity * 18) / Math.sqrt(count || 1));

/** Returns a colour of the style sheet as it is now, in light or dark. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Returns a table with each value changed. */
const mapped = (table, change) => Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
