"use strict";

/** How each part of a view stands in the address behind the "#": the parameter, and how it is read and written. */
const VIEW_PARTS = {
  words: { parameter: "q", ...textPart() },
  hidden: { parameter: "hide", ...listPart() },
  providers: { parameter: "provider", ...listPart() },
  topics: { parameter: "topic", ...listPart() },
  stories: { parameter: "story", ...listPart() },
  types: { parameter: "type", ...listPart() },
  quality: { parameter: "quality", ...boundsPart((text) => (/^\d+$/.test(text) ? Number(text) : null)) },
  time: {
    parameter: "time",
    ...boundsPart((text) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? text : null)),
  },
  draw: { parameter: "draw", ...choicePart(["overview", "all"]) },
  colour: { parameter: "colour", ...choicePart(LOOKS.colour) },
  size: { parameter: "size", ...choicePart(LOOKS.size) },
  node: { parameter: "node", read: ([id]) => id ?? null, write: (id) => (id === null ? [] : [id]) },
  table: { parameter: "table", read: ([sort]) => sort ?? null, write: (sort) => (sort === null ? [] : [sort]) },
};

function textPart() {
  return { read: ([text]) => text ?? "", write: (text) => (text ? [text] : []) };
}

// The first choice is the usual one, which an address need not name.
function choicePart(choices) {
  const [usual] = choices;
  return { read: ([name]) => (choices.includes(name) ? name : usual), write: (name) => (name === usual ? [] : [name]) };
}

function listPart() {
  return { read: (values) => values, write: (values) => values };
}

function boundsPart(parse) {
  return {
    read: ([text]) => {
      const [least, most] = (text ?? "").split("..").map(parse);
      return [least ?? null, most ?? null];
    },
    write: (bounds) => (bounds.every((bound) => bound === null) ? [] : [bounds.map((bound) => bound ?? "").join("..")]),
  };
}

/** Returns the view that an address's part behind the "#" stands for. */
function readView(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  return Object.fromEntries(
    Object.entries(VIEW_PARTS).map(([name, part]) => [name, part.read(parameters.getAll(part.parameter))]),
  );
}

/** Returns what stands for a view behind the "#", or nothing for the one that a page opens with. */
function writeView(view) {
  const parameters = new URLSearchParams();
  for (const [name, part] of Object.entries(VIEW_PARTS))
    for (const value of part.write(view[name])) parameters.append(part.parameter, value);
  return parameters.toString();
}
