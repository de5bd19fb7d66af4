"use strict";

/** Makes the table of the articles that are shown; returns what fills it. */
function makeTable({ nameOf }, select, change) {
  const ROWS = 200;
  const COLUMNS = new Map([
    ["title", ({ name }) => name],
    ["provider", ({ providers }) => providers.map(nameOf).join(", ")],
    ["published", ({ published }) => published],
    ["type", ({ types }) => types[0]],
    ["quality", ({ quality }) => quality],
    ["heat", ({ heat }) => heat],
  ]);
  const SHOWN = { published: (value) => (value === undefined ? "" : value.replace("T", " ")) };
  const box = document.getElementById("table");
  const body = box.querySelector("tbody");
  const more = box.querySelector(".more");
  const [language] = Intl.Collator.supportedLocalesOf(document.documentElement.lang.match(/^[a-z]{2,3}\b/) ?? []);
  const collator = new Intl.Collator(language ?? "en", { numeric: true });
  let rows = [];
  let drawn = 0;

  const sortOf = (sort) => ({ column: sort.replace(/^-/, ""), down: sort.startsWith("-") });

  for (const button of box.querySelectorAll("th button"))
    button.addEventListener("click", () => {
      const { column, down } = sortOf(box.dataset.sort);
      const { name } = button;
      change({ table: column === name && !down ? `-${name}` : name });
    });

  // What has no value comes last, whichever way the rows are sorted.
  function compare(valueOf, down) {
    return (one, other) => {
      const [a, b] = [valueOf(one), valueOf(other)];
      if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
      const order = typeof a === "number" ? a - b : collator.compare(a, b);
      return (down ? -order : order) || (one.id < other.id ? -1 : 1);
    };
  }

  function row(article) {
    const cells = [...COLUMNS].map(([name, valueOf]) => {
      const value = valueOf(article);
      const shown = SHOWN[name] ? SHOWN[name](value) : String(value ?? "");
      return element(name === "title" ? "th" : "td", { className: name }, text("span", shown, {}));
    });
    cells[0].scope = "row";
    const made = element("tr", { tabIndex: -1 }, ...cells);
    made.dataset.id = article.id;
    return made;
  }

  function draw(count) {
    const next = rows.slice(drawn, drawn + count).map(row);
    body.append(...next);
    drawn += next.length;
    more.hidden = drawn >= rows.length;
    more.textContent = `Show ${grouped(Math.min(ROWS, rows.length - drawn))} more of ${grouped(rows.length)}`;
  }

  function focus(next) {
    if (!next) return;
    for (const other of body.querySelectorAll("tr[tabindex='0']")) other.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  const MOVES = {
    ArrowDown: (at) => at.nextElementSibling,
    ArrowUp: (at) => at.previousElementSibling,
    Home: () => body.firstElementChild,
    End: () => body.lastElementChild,
  };

  body.addEventListener("keydown", (event) => {
    const at = event.target.closest("tr");
    if (event.key === "Enter" || event.key === " ") select(at.dataset.id);
    else if (MOVES[event.key]) focus(MOVES[event.key](at));
    else return;
    event.preventDefault();
  });
  body.addEventListener("click", (event) => {
    const at = event.target.closest("tr");
    focus(at);
    select(at.dataset.id);
  });
  more.addEventListener("click", () => draw(ROWS));

  return function show(view, { articles }) {
    box.hidden = view.table === null;
    if (box.hidden) return;
    let { column, down } = sortOf(view.table);
    if (!COLUMNS.has(column)) [column, down] = ["title", false];
    box.dataset.sort = `${down ? "-" : ""}${column}`;
    for (const head of box.querySelectorAll("thead th")) {
      const sorted = head.querySelector("button").name === column;
      if (sorted) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    const ordered = [...articles].sort(compare(COLUMNS.get(column), down));
    if (ordered.length === rows.length && ordered.every(({ id }, place) => id === rows[place].id)) return;
    rows = ordered;
    drawn = 0;
    body.replaceChildren();
    draw(ROWS);
    if (body.firstElementChild) body.firstElementChild.tabIndex = 0;
  };
}
