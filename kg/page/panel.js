"use strict";

/** Returns a function that fills the panel with what is known of a node. */
function makePanel(data, details, nameOf, select) {
  const LIST_LIMIT = 100;
  const GROUP_NAMES = {
    article: "Article",
    stub: "Article only listed by others",
    provider: "Provider",
    topic: "Topic",
    story: "Story",
  };

  const { targets, sources } = index(data.edges);

  // What is linked to what: relation -> node id -> ids, in the order of the edges.
  function index(edges) {
    const found = { targets: {}, sources: {} };
    const add = (side, relation, from, to) => {
      const byNode = (found[side][relation] ??= new Map());
      if (!byNode.has(from)) byNode.set(from, []);
      byNode.get(from).push(to);
    };
    for (const edge of edges) {
      add("targets", edge.relation, edge.from, edge.to);
      add("sources", edge.relation, edge.to, edge.from);
    }
    return found;
  }

  const linked = (side, relation, id) => side[relation]?.get(id) ?? [];
  const instant = (iso) => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
  const newestFirst = (one, other) =>
    (details.get(other).published_at ?? "").localeCompare(details.get(one).published_at ?? "");

  function element(tag, properties, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  // A title may run in any direction, whatever the page's language.
  const text = (tag, value, properties) =>
    value ? element(tag, { textContent: value, dir: "auto", ...properties }) : null;

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
    const provider = linked(targets, "published_by", id).map(nameOf);
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
    const related = linked(targets, "related_to", id);
    const listing = linked(sources, "related_to", id).filter((other) => !related.includes(other));
    const when = record.published_at;
    return [
      element(
        "p",
        { className: "source" },
        ...linked(targets, "published_by", id).flatMap((provider) => [nodeButton(provider), " "]),
        when ? element("time", { dateTime: when }, instant(when)) : "without a date",
      ),
      text("p", record.excerpt),
      link(record.url),
      list("Topics", linked(targets, "about", id), "ul", tag, "tags"),
      list("Part of the story", linked(targets, "part_of", id), "ul", tag, "tags"),
      list("Related articles, best first", related, "ol", articleItem),
      list("Listed next to", listing, "ul", articleItem),
    ];
  }

  function providerDetails(id, record) {
    const articles = [...linked(sources, "published_by", id)].sort(newestFirst);
    return [text("p", record.domain), list(`Articles (${articles.length})`, articles, "ul", articleItem)];
  }

  function topicDetails(id, record) {
    const articles = [...linked(sources, "about", id)].sort(newestFirst);
    return [
      text("p", record.description),
      list("Broader topics", linked(targets, "broader", id), "ul", tag, "tags"),
      list("Narrower topics", linked(sources, "broader", id), "ul", tag, "tags"),
      list(`Articles (${articles.length})`, articles, "ul", articleItem),
    ];
  }

  function storyDetails(id, record) {
    const articles = [...linked(sources, "part_of", id)].sort(newestFirst);
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
