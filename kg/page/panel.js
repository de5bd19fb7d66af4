"use strict";

/** Returns a function that fills the panel with what is known of a node. */
function makePanel({ details, nameOf, targets, sources, stories, storyOf }, select, change) {
  const LIST_LIMIT = 100;
  const GROUP_NAMES = {
    article: "Article",
    stub: "Article only listed by others",
    provider: "Provider",
    topic: "Topic",
    story: "Story",
  };

  const newestFirst = (one, other) =>
    (details.get(other).published_at ?? "").localeCompare(details.get(one).published_at ?? "");

  function nodeButton(id) {
    return text("button", nameOf(id), { type: "button", className: "node", onclick: () => select(id) });
  }

  function link(address) {
    let url;
    try {
      url = new URL(address);
    } catch {
      return null;
    }
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    const anchor = { href: url.href, target: "_blank", rel: "noopener noreferrer" };
    return element("p", {}, element("a", anchor, `Read it at ${url.host}`));
  }

  // Each in an element of its own, so that none turns the others around.
  function note(parts) {
    if (!parts.length) return null;
    return element("small", {}, ...parts.flatMap((part, place) => [place ? ", " : null, text("span", part)]));
  }

  function articleItem(id) {
    const { published_at: published } = details.get(id);
    const providers = targets("published_by", id).map(nameOf);
    return element("li", {}, nodeButton(id), note([...providers, ...(published ? [instant(published)] : [])]));
  }

  function list(heading, ids, tag, item, className = "") {
    if (!ids.length) return null;
    const items = element(tag, { className }, ...ids.slice(0, LIST_LIMIT).map(item));
    const section = element("section", {}, element("h3", {}, heading), items);
    if (ids.length > LIST_LIMIT) {
      const more = element("button", { type: "button" }, `Show all ${ids.length}`);
      more.onclick = () => {
        more.remove();
        items.append(...ids.slice(LIST_LIMIT).map(item));
      };
      section.append(more);
    }
    return section;
  }

  const tag = (id) => element("li", {}, nodeButton(id));

  function articleDetails(id, record) {
    const related = targets("related_to", id);
    const listing = sources("related_to", id).filter((other) => !related.includes(other));
    const when = record.published_at;
    return [
      element(
        "p",
        { className: "source" },
        ...targets("published_by", id).flatMap((provider) => [nodeButton(provider), " "]),
        when ? element("time", { dateTime: when }, instant(when)) : "without a date",
      ),
      text("p", record.excerpt),
      link(record.url),
      list("Topics", targets("about", id), "ul", tag, "tags"),
      storySection(storyOf.get(id)),
      list("Part of the story", targets("part_of", id), "ul", tag, "tags"),
      list("Related articles, best first", related, "ol", articleItem),
      list("Listed next to", listing, "ul", articleItem),
    ];
  }

  /** Returns how long after the first date of a story something was. */
  function lag(minutes) {
    if (minutes === 0) return "first";
    const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
    const parts = days ? [`${days} d`, `${hours} h`] : [...(hours ? [`${hours} h`] : []), `${rest} min`];
    return `${parts.join(" ")} later`;
  }

  // Dates are to the minute, so that several can be first.
  function storySection(story) {
    if (!story) return null;
    const item = (id) => {
      const { published_at: published } = details.get(id);
      const provider = targets("published_by", id).map(nameOf);
      const after = published ? lag(Math.floor((Date.parse(published) - Date.parse(story.first)) / 60_000)) : "without a date";
      return element("li", {}, nodeButton(id), note([...provider, after]));
    };
    const section = list("Who was first on this story", story.articles, "ul", item, "first");
    const only = element("button", { type: "button" }, "Show only this story");
    only.onclick = () => change({ stories: [story.articles[0]] });
    section.append(element("p", {}, only));
    return section;
  }

  function storyItem(story) {
    const button = text("button", story.headline, { type: "button", className: "node" });
    button.onclick = () => change({ stories: [story.articles[0]] });
    return element("li", {}, button, text("small", `${story.articles.length} articles`));
  }

  /** Returns the topics that only one provider has articles about, which an article of it is about. */
  function ownTopics(provider, articles) {
    const topics = new Set(articles.flatMap((id) => targets("about", id)));
    const isOwn = (topic) => sources("about", topic).every((id) => targets("published_by", id).includes(provider));
    return [...topics].filter(isOwn);
  }

  function providerDetails(id, record) {
    const articles = [...sources("published_by", id)].sort(newestFirst);
    const covered = stories.filter(({ providers }) => providers.includes(id));
    const shared = new Map();
    for (const story of covered)
      for (const other of story.providers) if (other !== id) shared.set(other, [...(shared.get(other) ?? []), story]);
    const ordered = [...shared].sort((one, other) => other[1].length - one[1].length || compare(one[0], other[0]));
    const sharedItem = ([other, common]) => {
      const count = `${common.length} ${common.length === 1 ? "story" : "stories"}`;
      const button = element("button", { type: "button" }, `Show ${count} of both`);
      button.onclick = () => change({ stories: common.map((story) => story.articles[0]) });
      return element("li", {}, nodeButton(other), element("p", {}, button));
    };
    const alone = covered.filter(({ providers }) => providers.length === 1);
    return [
      text("p", record.domain),
      list("Topics that only this provider covers", ownTopics(id, articles), "ul", tag, "tags"),
      list("Stories that only this provider covers", alone, "ul", storyItem),
      list("Stories it shares with", ordered, "ul", sharedItem, "shared"),
      list(`Articles (${articles.length})`, articles, "ul", articleItem),
    ];
  }

  function topicDetails(id, record) {
    const articles = [...sources("about", id)].sort(newestFirst);
    return [
      text("p", record.description),
      list("Broader topics", targets("broader", id), "ul", tag, "tags"),
      list("Narrower topics", sources("broader", id), "ul", tag, "tags"),
      list(`Articles (${articles.length})`, articles, "ul", articleItem),
    ];
  }

  function storyDetails(id, record) {
    const [member] = sources("part_of", id);
    const dates = [record.first_published_at, record.last_published_at].filter(Boolean).map(instant);
    const attention = record.attention === undefined ? "" : `Attention ${record.attention.toFixed(2)}`;
    return [
      text("p", [...new Set(dates)].join(" to ")),
      text("p", record.is_event ? `${attention}, an event` : attention),
      storySection(storyOf.get(member)),
    ];
  }

  const DETAILS = {
    article: articleDetails,
    stub: articleDetails,
    provider: providerDetails,
    topic: topicDetails,
    story: storyDetails,
  };

  return function show(id) {
    const record = details.get(id);
    const parts = [
      element("p", { className: `kind ${record.group}` }, GROUP_NAMES[record.group]),
      text("h2", nameOf(id)),
      ...DETAILS[record.group](id, record),
    ];
    document.getElementById("details").replaceChildren(...parts.filter((part) => part !== null));
  };
}
