"use strict";

/**
 * Returns what a large graph opens on: its stories, topics and providers as bubbles, each known by what the filters
 * know it by; and what tells how many of the articles that are shown each has. Null where all is drawn at once.
 */
function makeOverview({ nodes, options, nameOf, overview, stories }, articles) {
  if (overview === null) return null;
  const FACET_OF = { topic: "topics", provider: "providers", story: "stories" };
  const SMALLEST = 0.1; // of its own radius, when few of its articles are shown
  const firstOf = new Map(stories.map(({ number, articles: [first] }) => [number, first]));
  const names = new Map(stories.map(({ articles: [first], headline }) => [first, headline]));
  const bubbles = overview.key.map((key, place) => ({
    id: overview.group[place] === "story" ? firstOf.get(key) : nodes[key].id,
    group: overview.group[place],
    facet: FACET_OF[overview.group[place]],
    total: overview.count[place],
    size: overview.size[place],
    x: overview.x[place],
    y: overview.y[place],
  }));
  const byId = new Map(bubbles.map((bubble) => [bubble.id, bubble]));
  const totals = Object.fromEntries(Object.values(FACET_OF).map((facet) => [facet, new Set(articles.flatMap((article) => article[facet])).size]));
  let counts = new Map();
  let outside = 0; // articles without a bubble

  /** Returns which bubbles that are not of a hidden kind have any of these articles, and how large they are. */
  function count(some, hidden) {
    counts = new Map();
    outside = 0;
    const facets = Object.entries(FACET_OF).filter(([group]) => !hidden.includes(group));
    for (const article of some) {
      const own = facets.flatMap(([, facet]) => article[facet].filter((id) => byId.has(id)));
      for (const id of own) counts.set(id, (counts.get(id) ?? 0) + 1);
      if (!own.length) outside++;
    }
    const sizes = new Map();
    for (const [id, number] of counts) {
      const { size, total } = byId.get(id);
      sizes.set(id, size * Math.max(SMALLEST, Math.sqrt(number / total)));
    }
    return { shown: new Set(counts.keys()), sizes };
  }

  const tally = (id) => grouped(counts.get(id) ?? 0);

  /** Tells how many of what the filters can choose have a bubble now, and how many articles are in none. */
  function tell(hidden) {
    const plural = { topic: "topics", story: "stories", provider: "providers" };
    const some = Object.entries(FACET_OF)
      .filter(([group, facet]) => totals[facet] && !hidden.includes(group))
      .map(([group, facet]) => `${grouped(bubbles.filter((bubble) => bubble.facet === facet && counts.has(bubble.id)).length)} of ${grouped(totals[facet])} ${plural[group]}`);
    const rest = outside ? ` ${grouped(outside)} articles are in none of these: search, filter, or draw every node.` : "";
    return `Folded into ${some.join(", ")}: click one to open it.${rest}`;
  }

  return {
    data: {
      nodes: bubbles,
      edges: [],
      options,
      stories: [],
      nameOf: (id) => (names.has(id) ? `${tally(id)} articles: ${names.get(id)}` : `${nameOf(id)} (${tally(id)})`),
      neighbours: () => [],
    },
    count,
    tell,
    counts: () => counts,
    /** Returns the part of a view that opens a bubble. */
    opening: (id) => ({ [byId.get(id).facet]: [id], node: id }),
  };
}
