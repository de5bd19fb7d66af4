"use strict";

/**
 * Returns what shows a view: as bubbles while it has very many nodes, else node by node; each picture is made when it
 * is first needed.
 *
 * `choose` is called with the node that is clicked, or null; `change` with the part of a view that opens a bubble;
 * `free` returns the part of the stage that nothing covers.
 */
function makeStage(data, articles, { choose, change, free }) {
  const SURFACES = { canvas: makeCanvas, webgl: (...drawn) => makeWebgl(...drawn) ?? stepBack(...drawn) };
  const overview = makeOverview(data, articles);
  const open = (id) => (id === null ? choose(null) : change(overview.opening(id)));
  const PICTURES = {
    network: (container) => makePicture(data, container, { choose, free }, SURFACES[data.renderer]),
    overview: (container) => makePicture(overview.data, container, { choose: open, free }, makeCanvas),
  };
  const containers = Object.fromEntries(Object.keys(PICTURES).map((name) => [name, document.getElementById(name)]));
  const pictures = {};
  let seen = null;
  let chosen = null; // a node
  let look = null;
  let painted = null; // the look of the nodes now
  let note = "";

  function stepBack(...drawn) {
    note = "This browser has no WebGL2: nodes are drawn on a canvas, which takes longer.";
    return makeCanvas(...drawn);
  }

  // The bubbles of what is found, or null where all of it is drawn.
  function fold(view, found) {
    if (overview === null || view.draw === "all" || found.shown.size <= data.overview.whole) return null;
    const bubbles = overview.count(found.articles, view.hidden);
    return bubbles.shown.size ? bubbles : null;
  }

  function turnTo(name) {
    if (seen === name) return false;
    seen = name;
    for (const [other, container] of Object.entries(containers)) container.hidden = other !== name;
    pictures[name] ??= PICTURES[name](containers[name]);
    return true;
  }

  function showBubbles({ shown, sizes }) {
    pictures.overview.paint(new Map(), sizes);
    return pictures.overview.show(shown);
  }

  function showNodes(view, found) {
    paintNodes();
    return pictures.network.show(found.shown, !view.hidden.includes("story"));
  }

  function paintNodes() {
    if (look === painted || !pictures.network) return;
    painted = look;
    pictures.network.paint(look.colours, look.sizes);
  }

  /** Shows a view and what the filters found for it; returns what is to be told of it. */
  function show(view, found) {
    const bubbles = fold(view, found);
    const turned = turnTo(bubbles ? "overview" : "network");
    const isOther = bubbles ? showBubbles(bubbles) : showNodes(view, found);
    if (turned) pictures[seen].select(chosen);
    // What is left of a large graph may lie anywhere in it.
    if (turned || (isOther && overview !== null && !bubbles && view.draw === "overview")) pictures[seen].fit();
    return bubbles ? overview.tell(view.hidden) : "";
  }

  function paint(colours, sizes) {
    look = { colours, sizes };
    paintNodes();
  }

  return {
    show,
    paint,
    /** Returns what is to be told of how the view is drawn. */
    note: () => (seen === "network" ? note : ""),
    select(id) {
      chosen = id;
      pictures[seen].select(id);
    },
    fit: () => pictures[seen].fit(),
    image: () => pictures[seen].image(),
    focus: () => containers[seen].focus(),
    picture: () => pictures[seen],
    tallies: () => [...overview.counts()],
  };
}
