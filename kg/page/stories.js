"use strict";

/**
 * Returns the stories that articles tell together, those of most articles first, and which one each
 * article tells. All figures are those of `kg.analytics.stories`.
 */
function makeStories({ nodes, details, edges, nameOf, targets }) {
  const EVENT = 3; // the least attention, and the least providers
  const published = (id) => details.get(id).published_at ?? "\uffff";
  const members = new Map();
  const own = new Map();
  for (const { id, group, story } of nodes) {
    if (story < 0) continue;
    if (group === "story") own.set(story, id);
    else if (members.has(story)) members.get(story).push(id);
    else members.set(story, [id]);
  }
  const numberOf = new Map(nodes.map(({ id, story }) => [id, story]));
  const pairs = new Map();
  for (const { from, to, relation } of edges) {
    const story = numberOf.get(from);
    if (relation !== "related_to" || from === to || story < 0 || story !== numberOf.get(to)) continue;
    if (!pairs.has(story)) pairs.set(story, new Set());
    pairs.get(story).add(from < to ? `${from}\0${to}` : `${to}\0${from}`);
  }

  const stories = [...members].map(([number, articles]) => {
    articles.sort((one, other) => compare(published(one), published(other)) || compare(one, other));
    const best = articles.reduce((a, b) => ((details.get(b).quality ?? -1) > (details.get(a).quality ?? -1) ? b : a));
    const providers = [...new Set(articles.flatMap((id) => targets("published_by", id)))].sort(compare);
    const attention = (2 * (pairs.get(number)?.size ?? 0)) / articles.length;
    const dates = articles.map((id) => details.get(id).published_at).filter((date) => date !== undefined);
    return {
      number,
      articles,
      providers,
      attention,
      node: own.get(number) ?? null,
      headline: own.has(number) ? nameOf(own.get(number)) : nameOf(best),
      first: dates[0] ?? null,
      last: dates.at(-1) ?? null,
      isEvent: attention >= EVENT && providers.length >= EVENT,
    };
  });
  stories.sort((one, other) => other.articles.length - one.articles.length || compare(one.articles[0], other.articles[0]));
  const storyOf = new Map(stories.flatMap((story) => story.articles.map((id) => [id, story])));
  return { stories, storyOf };
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
