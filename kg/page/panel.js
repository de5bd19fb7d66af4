"use strict";

/** Returns a function that fills the panel with what is known of a node. */
function makePanel({ details, nameOf, targets, sources }, select) {
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

  function articleItem(id) {
    const { published_at: published } = details.get(id);
    const provider = targets("published_by", id).map(nameOf);
    const note = [...provider, ...(published ? [instant(published)] : [])].join(", ");
    return element("li", {}, nodeButton(id), text("small", note));
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
      list("Part of the story", targets("part_of", id), "ul", tag, "tags"),
      list("Related articles, best first", related, "ol", articleItem),
      list("Listed next to", listing, "ul", articleItem),
    ];
  }

  function providerDetails(id, record) {
    const articles = [...sources("published_by", id)].sort(newestFirst);
    return [text("p", record.domain), list(`Articles (${articles.length})`, articles, "ul", articleItem)];
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
    const articles = [...sources("part_of", id)].sort(newestFirst);
    const dates = [record.first_published_at, record.last_published_at].filter(Boolean).map(instant);
    const attention = record.attention === undefined ? "" : `Attention ${record.attention.toFixed(2)}`;
    return [
      text("p", [...new Set(dates)].join(" to ")),
      text("p", record.is_event ? `${attention}, an event` : attention),
      list(`Articles (${articles.length})`, articles, "ul", articleItem),
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
