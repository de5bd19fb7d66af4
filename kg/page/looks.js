"use strict";

/** What articles can be coloured by and what nodes can be sized by, the usual choice first; as the page offers them. */
const LOOKS = Object.fromEntries(
  ["colour", "size"].map((name) => [name, [...(document.getElementById(name)?.options ?? [])].map(({ value }) => value)]),
);

/**
 * Returns what a look makes of the nodes: `colours` and `sizes` by id, of those that do not look as usual, and the
 * legend of the colours.
 */
function makeLooks({ nodes, sources, nameOf, stories, storyOf }, articles) {
  // Of Okabe and Ito, and of viridis: people who are colour-blind can tell them apart.
  const DISTINCT = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442"];
  const OTHER = "#8a8f98";
  const RISING = ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"];
  const SMALLEST = 5;
  const LARGEST = 26;

  const distinct = (keyOf, labelOf, ordered) => {
    const colours = new Map(ordered.slice(0, DISTINCT.length).map((key, place) => [key, DISTINCT[place]]));
    const legend = [...colours].map(([key, colour]) => ({ colour, label: labelOf(key) }));
    if (ordered.length > DISTINCT.length || articles.some((article) => keyOf(article) === null))
      legend.push({ colour: OTHER, label: "others" });
    return { colours: new Map(articles.map((article) => [article.id, colours.get(keyOf(article)) ?? OTHER])), legend };
  };

  // Five parts of as many articles each, as far as equal values allow it.
  const rising = (valueOf, write) => {
    const values = articles.map(valueOf).filter((value) => value !== undefined).sort(compare);
    if (!values.length) return { colours: new Map(articles.map(({ id }) => [id, OTHER])), legend: [{ colour: OTHER, label: "not known" }] };
    const bounds = [...new Set(RISING.map((_, part) => values[Math.floor((part * values.length) / RISING.length)]))];
    const colourOf = (value) => RISING[bounds.findLastIndex((bound) => value >= bound)];
    const legend = bounds.map((bound) => ({ colour: colourOf(bound), label: `from ${write(bound)}` }));
    const known = values.length === articles.length;
    return {
      colours: new Map(articles.map((article) => [article.id, valueOf(article) === undefined ? OTHER : colourOf(valueOf(article))])),
      legend: known ? legend : [...legend, { colour: OTHER, label: "not known" }],
    };
  };

  function rarestTopics() {
    const rarity = (one, other) => sources("about", one).length - sources("about", other).length || compare(one, other);
    const rarest = new Map();
    for (const { id, topics } of articles)
      rarest.set(id, [...topics].sort(rarity)[0] ?? null);
    const counts = new Map();
    for (const topic of rarest.values()) if (topic !== null) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    const ordered = [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || compare(one, other));
    return distinct(({ id }) => rarest.get(id), nameOf, ordered);
  }

  const COLOURINGS = {
    kind: () => ({ colours: new Map(), legend: [] }),
    story: () => distinct(({ id }) => storyOf.get(id) ?? null, ({ headline }) => headline, stories),
    topic: rarestTopics,
    quality: () => rising(({ quality }) => quality, String),
    heat: () => rising(({ heat }) => heat, String),
    published: () => rising(({ published }) => published, (iso) => iso.replace("T", " ")),
  };

  // The area of a node is as its value; what has none is smallest.
  const scaled = (some, valueOf) => {
    const most = some.reduce((best, node) => Math.max(best, valueOf(node) ?? 0), 0);
    const size = (value) => SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(Math.max(0, value ?? 0) / (most || 1));
    return new Map(some.map((node) => [node.id, size(valueOf(node))]));
  };
  const SIZINGS = {
    links: () => new Map(),
    quality: () => scaled(articles, ({ quality }) => quality),
    heat: () => scaled(articles, ({ heat }) => heat),
    coverage: () => scaled(nodes.filter(({ group }) => COVERED_BY[group]), ({ id, group }) => sources(COVERED_BY[group], id).length),
  };

  return ({ colour, size }) => ({ ...COLOURINGS[colour](), sizes: SIZINGS[size]() });
}
