"use strict";

/**
 * Returns a function that draws the names of nodes on the canvas: in the same size on the screen
 * however far one zooms, the most important first, and none across another.
 */
function makeLabels(surface, nodes, nameOf, { isShown, sizeOf }) {
  // `from`: the radius, in pixels on the screen, from which a node of the group shows its name.
  const STYLES = {
    topic: { pixels: 14, from: 0, columns: 22, lines: 2 },
    provider: { pixels: 12, from: 5, columns: 22, lines: 2 },
    story: { pixels: 12, from: 9, columns: 20, lines: 3 },
    article: { pixels: 11, from: 9, columns: 20, lines: 3 },
    stub: { pixels: 11, from: 9, columns: 20, lines: 3 },
  };
  const HEADLINE = { pixels: 13, columns: 30, lines: 2 };
  const FACE = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
  const LINE_HEIGHT = 1.15;
  const CELL = 160;

  const bySize = [...nodes].sort((one, other) => other.size - one.size);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const measured = new Map();

  // A Chinese or Japanese character takes the room of two Latin ones.
  const columns = (word) => [...word].reduce((sum, character) => sum + (character > "\u2e7f" ? 2 : 1), 0);

  function wrap(name, style) {
    const lines = [""];
    for (const word of name.split(/\s+/).flatMap((part) => pieces(part, style.columns))) {
      const line = lines[lines.length - 1];
      if (!line || columns(line) + columns(word) < style.columns) lines[lines.length - 1] = line ? `${line} ${word}` : word;
      else lines.push(word);
    }
    if (lines.length <= style.lines) return lines;
    return [...lines.slice(0, style.lines - 1), `${lines[style.lines - 1]}…`];
  }

  function pieces(word, limit) {
    if (columns(word) <= limit) return [word];
    const cut = [...word];
    const half = Math.ceil(cut.length / 2);
    return [...pieces(cut.slice(0, half).join(""), limit), ...pieces(cut.slice(half).join(""), limit)];
  }

  const fontOf = (pixels, strong) => `${strong ? "bold " : ""}${pixels}px ${FACE}`;

  function measure(context, name, style, strong) {
    const key = `${strong} ${style.pixels} ${style.columns} ${name}`;
    const known = measured.get(key);
    if (known) return known;
    const lines = wrap(name, style);
    context.font = fontOf(style.pixels, strong);
    const width = Math.max(...lines.map((line) => context.measureText(line).width));
    const label = { lines, width, height: lines.length * style.pixels * LINE_HEIGHT };
    measured.set(key, label);
    return label;
  }

  // Boxes already drawn in this frame, by the squares of the screen they touch.
  function board() {
    const squares = new Map();
    return (box) => {
      const keys = [];
      for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++)
        for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++) keys.push(`${x},${y}`);
      const free = keys.every((key) =>
        (squares.get(key) ?? []).every(
          (other) =>
            box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top,
        ),
      );
      if (free) keys.forEach((key) => squares.set(key, [...(squares.get(key) ?? []), box]));
      return free;
    };
  }

  function drawOne(context, label, style, box, scale, strong) {
    context.font = fontOf(style.pixels / scale, strong);
    context.lineWidth = 4 / scale;
    label.lines.forEach((line, row) => {
      const at = surface.toPlane({
        x: (box.left + box.right) / 2,
        y: box.top + row * style.pixels * LINE_HEIGHT,
      });
      context.strokeText(line, at.x, at.y);
      context.fillText(line, at.x, at.y);
    });
  }

  return function draw(context, chosen, beside, told) {
    const { scale } = surface.view();
    const { clientWidth: width, clientHeight: height } = context.canvas;
    const named = new Set([...chosen, ...beside]);
    const first = [...named].map((id) => byId.get(id));
    const rest = bySize.filter(
      (node) => sizeOf(node.id) * scale >= STYLES[node.group].from && isShown(node.id) && !named.has(node.id),
    );
    const isFree = board();
    Object.assign(context, {
      textAlign: "center",
      textBaseline: "top",
      lineJoin: "round",
      fillStyle: colour("text"),
      strokeStyle: colour("page"),
    });
    const drawNode = (node) => {
      const { x, y } = surface.toScreen(node);
      if (x < -CELL || x > width + CELL || y < -CELL || y > height + CELL) return;
      const style = STYLES[node.group];
      const strong = chosen.includes(node.id);
      const label = measure(context, nameOf(node.id), style, strong);
      // A name that fits into its node stands there, else below.
      const radius = sizeOf(node.id) * scale;
      const top = radius > (label.width + label.height) / 2 ? y - label.height / 2 : y + radius + 4;
      const box = { left: x - label.width / 2, right: x + label.width / 2, top, bottom: top + label.height };
      if (isFree(box)) drawOne(context, label, style, box, scale, strong);
    };
    const isTopic = ({ group }) => group === "topic";
    first.forEach(drawNode);
    rest.filter(isTopic).forEach(drawNode);
    for (const { story, x, y } of told) {
      const at = surface.toScreen({ x, y });
      if (at.x < -CELL || at.x > width + CELL || at.y < -CELL || at.y > height + CELL) continue;
      const label = measure(context, story.headline, HEADLINE, true);
      const box = { left: at.x - label.width / 2, right: at.x + label.width / 2, top: at.y - label.height, bottom: at.y };
      if (isFree(box)) drawOne(context, label, HEADLINE, box, scale, true);
    }
    rest.filter((node) => !isTopic(node)).forEach(drawNode);
  };
}
