"use strict";

/**
 * What is asked of articles, by the name of each filter: a function of what was chosen, which returns
 * the test of one article, or null where everything passes.
 */
const FILTERS = {
  words: (words) => {
    const wanted = fold(words).split(/\s+/).filter(Boolean);
    return wanted.length ? ({ text }) => wanted.every((word) => text.includes(word)) : null;
  },
  providers: (chosen) => anyOf(chosen, ({ providers }) => providers),
  topics: (chosen) => anyOf(chosen, ({ topics }) => topics),
  stories: (chosen) => anyOf(chosen, ({ stories }) => stories),
  types: (chosen) => anyOf(chosen, ({ types }) => types),
  quality: (bounds) => between(bounds, ({ quality }) => quality),
  time: (bounds) => between(bounds, ({ published }) => published),
};

/** Filters whose choices are lists, each choice with a count. */
const FACETS = ["stories", "topics", "providers", "types"];

/** The view that shows everything. Bounds are included; null is none. Times are UTC, to the minute. */
const EVERYTHING = Object.freeze({
  words: "",
  hidden: [],
  providers: [],
  topics: [],
  stories: [],
  types: [],
  quality: [null, null],
  time: [null, null],
});

/** Returns a text as texts are compared: without case and accents. */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function anyOf(chosen, valuesOf) {
  if (!chosen.length) return null;
  const wanted = new Set(chosen);
  return (article) => valuesOf(article).some((value) => wanted.has(value));
}

function between([least, most], valueOf) {
  if (least === null && most === null) return null;
  return (article) => {
    const value = valueOf(article);
    return value !== undefined && (least === null || value >= least) && (most === null || value <= most);
  };
}

/** Returns what tells which nodes a view shows. */
function makeFilters({ nodes, details, nameOf, targets, sources, storyOf }) {
  const isArticle = ({ group }) => group === "article" || group === "stub";
  const articles = nodes.filter(isArticle).map(({ id, group }) => {
    const { type, quality, heat, published_at: published } = details.get(id);
    const [providers, topics] = [targets("published_by", id), targets("about", id)];
    return {
      id,
      group,
      name: nameOf(id),
      providers,
      topics,
      // A story is known by its earliest article, by which it is named in `kg analyze` too.
      stories: storyOf.has(id) ? [storyOf.get(id).articles[0]] : [],
      types: type === undefined ? [] : [type],
      quality,
      heat,
      published: published?.slice(0, 16),
      text: fold([id, ...providers, ...topics].map(nameOf).join("\n")),
    };
  });
  const others = nodes.filter((node) => !isArticle(node)).map(({ id, group }) => ({ id, group, text: fold(nameOf(id)) }));

  /**
   * Returns what a view shows: `shown`, the ids of all nodes; `articles`, those that are shown;
   * `passing`, also those of hidden kinds; `counts`, by facet and choice how many articles there are
   * with it when all other filters apply.
   */
  function apply(view) {
    const tests = Object.entries(FILTERS).map(([name, make]) => [name, make(view[name])]).filter(([, test]) => test);
    const hidden = new Set(view.hidden);
    const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
    const passing = [];
    for (const article of articles) {
      const failed = tests.filter(([, test]) => !test(article)).map(([name]) => name);
      if (!failed.length) passing.push(article);
      for (const facet of FACETS)
        if (failed.every((name) => name === facet))
          for (const value of article[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
    }
    const passed = new Set(passing.map(({ id }) => id));
    // A provider or topic that is looked for by its name is found, also where no article is.
    const named = tests.length === 1 && tests[0][0] === "words" ? tests[0][1] : () => false;
    const kept = others.filter(
      (node) =>
        !hidden.has(node.group) &&
        (!tests.length || named(node) || sources(COVERED_BY[node.group], node.id).some((id) => passed.has(id))),
    );
    const seen = passing.filter(({ group }) => !hidden.has(group));
    return { shown: new Set([...seen, ...kept].map(({ id }) => id)), articles: seen, passing, counts };
  }

  return { apply, articles };
}
