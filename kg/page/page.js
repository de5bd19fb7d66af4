"use strict";

(() => {
  const read = readCoverage(document.getElementById("data"));
  if (!read.nodes.length) return;
  const data = { ...read, ...makeStories(read) };

  const WIDE = "(min-width: 900px)";
  const REST = 150; // ms

  const byId = (id) => document.getElementById(id);
  const panel = byId("panel");
  const showDetails = makePanel(data, (id) => change({ node: id }), change);

  byId("filters").hidden = !matchMedia(WIDE).matches;

  const filters = makeFilters(data);
  const choose = (id) => (id === null ? close() : change({ node: id }));
  const stage = makeStage(data, filters.articles, { choose, change, free });
  const showControls = makeControls(data, filters.articles, change);
  const showTimeline = makeTimeline(filters.articles, change);
  const showTable = makeTable(data, (id) => change({ node: id }), change);
  const parts = { article: "articles", stub: "articles only listed", provider: "providers", topic: "topics", story: "stories" };
  const totals = countGroups(data.nodes.map(({ id }) => id));

  const looks = makeLooks(data, filters.articles);
  let view = readView("");
  let found = null;
  let changed = -Infinity;
  let writing = 0;
  let address = "";

  // The panel lies beside the picture, or below it.
  function free() {
    const whole = byId("stage").getBoundingClientRect();
    const cover = panel.getBoundingClientRect();
    const beside = cover.width < whole.width;
    return {
      width: beside ? Math.min(whole.width, cover.left - whole.left) : whole.width,
      height: beside ? whole.height : cover.top - whole.top,
    };
  }

  function countGroups(ids) {
    const counts = {};
    for (const id of ids) counts[data.details.get(id).group] = (counts[data.details.get(id).group] ?? 0) + 1;
    return counts;
  }

  function tellCounts(shown, more) {
    const counts = countGroups(shown);
    const some = Object.entries(totals).map(([group, total]) => `${grouped(counts[group] ?? 0)} of ${grouped(total)} ${parts[group]}`);
    byId("shown").replaceChildren(
      element("strong", {}, `${grouped(shown.size)} of ${grouped(data.nodes.length)} shown`),
      [more || some.join(", "), stage.note()].filter(Boolean).join(". "),
    );
  }

  function showNode(id) {
    panel.hidden = id === null;
    if (id !== null) {
      showDetails(id);
      panel.scrollTop = 0;
    }
    stage.select(id);
  }

  function showLook(next) {
    const { colours, sizes, legend } = looks(next);
    stage.paint(colours, sizes);
    for (const name of Object.keys(LOOKS)) byId(name).value = next[name];
    byId("colours").hidden = !legend.length;
    byId("colours").replaceChildren(
      ...legend.map(({ colour, label }) => {
        const dot = element("span", { className: "dot" });
        dot.style.background = colour;
        return element("li", {}, dot, text("span", label));
      }),
    );
  }

  /** Shows a view; `message` tells what of it this page cannot show. */
  function show(next, message = "") {
    const previous = view;
    view = next;
    found = filters.apply(view);
    const more = stage.show(view, found);
    if (view.colour !== previous.colour || view.size !== previous.size) showLook(view);
    tellCounts(found.shown, more);
    byId("looks").hidden = more !== ""; // bubbles have their kind's colour, and their size is a count
    showControls(view, found);
    showTimeline(view, found);
    showTable(view, found);
    byId("as-table").setAttribute("aria-pressed", String(view.table !== null));
    byId("draw")?.setAttribute("aria-pressed", String(view.draw === "all"));
    if (view.node !== previous.node) showNode(view.node);
    byId("message").textContent = message;
  }

  function writeAddress() {
    if (location.hash !== address) return; // another one is asked for meanwhile
    const hash = writeView(view);
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    address = location.hash;
  }

  // No browser lets an address be rewritten very often: while one drags or types, it is when that rests.
  function change(part) {
    show({ ...view, ...part });
    if (location.protocol === "about:") return; // a notebook's frame, whose address nothing may rewrite
    clearTimeout(writing);
    const now = performance.now();
    if (now - changed > REST) writeAddress();
    else writing = setTimeout(writeAddress, REST);
    changed = now;
  }

  // What an address asks for that is not on this page is told, and left out.
  function showAddress() {
    address = location.hash;
    const asked = readView(address);
    const isKnown = (id) => data.details.has(id);
    const isOf = (group) => (id) => data.details.get(id)?.group === group;
    const [isProvider, isTopic] = [isOf("provider"), isOf("topic")];
    const isStory = (id) => data.storyOf.get(id)?.articles[0] === id;
    const isType = (type) => filters.articles.some(({ types }) => types.includes(type));
    const unknown = [
      ...asked.providers.filter((id) => !isProvider(id)),
      ...asked.topics.filter((id) => !isTopic(id)),
      ...(asked.node === null || isKnown(asked.node) ? [] : [asked.node]),
      ...asked.stories.filter((id) => !isStory(id)).map((id) => `story of ${id}`),
      ...asked.types.filter((type) => !isType(type)).map((type) => `type ${type}`),
    ];
    const node = isKnown(asked.node) ? asked.node : null;
    const message = unknown.length ? `This page has no ${unknown.join(", ")}.` : "";
    const [providers, topics] = [asked.providers.filter(isProvider), asked.topics.filter(isTopic)];
    const [stories, types] = [asked.stories.filter(isStory), asked.types.filter(isType)];
    show({ ...asked, node, providers, topics, stories, types }, message);
  }

  function close() {
    if (panel.contains(document.activeElement)) stage.focus();
    change({ node: null });
  }

  byId("close").addEventListener("click", close);
  byId("fit").addEventListener("click", stage.fit);
  byId("draw")?.addEventListener("click", () => change({ draw: view.draw === "all" ? "overview" : "all" }));
  for (const [name, save] of Object.entries(makeExports(data, stage)))
    byId(`save-${name}`).addEventListener("click", () => save(found));
  for (const name of Object.keys(LOOKS))
    byId(name).addEventListener("change", ({ target }) => change({ [name]: target.value }));
  byId("as-table").addEventListener("click", () => change({ table: view.table === null ? "title" : null }));
  byId("as-filters").addEventListener("click", () => {
    byId("filters").hidden = !byId("filters").hidden;
    byId("as-filters").setAttribute("aria-expanded", String(!byId("filters").hidden));
  });
  byId("as-filters").setAttribute("aria-expanded", String(!byId("filters").hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    byId("save").open = false;
    close();
  });
  window.addEventListener("hashchange", showAddress);
  showAddress();

  window.coverage = { picture: stage.picture, tallies: stage.tallies, stories: data.stories, view: () => view, found: () => found };
})();
