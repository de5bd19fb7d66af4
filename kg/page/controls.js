"use strict";

/** Makes the filters work; `change` is called with what of the view has changed. Returns what shows a view in them. */
function makeControls({ nameOf, storyOf }, articles, change) {
  const OPTIONS = 40;
  const byId = (id) => document.getElementById(id);
  const form = byId("filters");
  const search = byId("search");
  const LABELS = { stories: (id) => storyOf.get(id).headline, types: (type) => type };
  let view = null;
  let found = null;

  search.addEventListener("input", () => change({ words: search.value }));

  for (const box of form.querySelectorAll("input[name=kind]"))
    box.addEventListener("change", () => {
      const hidden = [...form.querySelectorAll("input[name=kind]:not(:checked)")].map(({ value }) => value);
      change({ hidden });
    });

  // How a bound is read of its field, null where it is none, and how it is shown there.
  const BOUNDS = {
    quality: { read: (text) => (/^\d+$/.test(text) ? Number(text) : null), write: String },
    time: { read: toMinute, write: (iso) => iso.replace("T", " ") },
  };
  const bounds = Object.entries(BOUNDS).map(([name, how]) => {
    const inputs = [byId(`${name}-least`), byId(`${name}-most`)];
    const read = (input) => how.read(input.value.trim());
    for (const [place, input] of inputs.entries())
      input.addEventListener("change", () => {
        const wrong = input.value.trim() !== "" && read(input) === null;
        input.setAttribute("aria-invalid", String(wrong));
        if (!wrong) change({ [name]: view[name].with(place, read(input)) });
      });
    return { name, inputs, how };
  });

  /** Returns a date, or a date and a time, as the data has it; null where a text is none. */
  function toMinute(text) {
    const [, date, time] = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d))?$/.exec(text) ?? [];
    const iso = `${date}T${time ?? "00:00"}`;
    return date && !Number.isNaN(Date.parse(`${iso}Z`)) ? iso : null;
  }

  byId("clear").addEventListener("click", () => {
    for (const input of form.querySelectorAll("input[type=search]")) input.value = "";
    change(EVERYTHING);
  });

  const facets = FACETS.map((facet) => ({
    facet,
    choices: [...new Set(articles.flatMap((article) => article[facet]))],
    section: byId(facet),
    list: byId(facet).querySelector("ul"),
    wanted: byId(facet).querySelector("input[type=search]"),
    more: byId(facet).querySelector(".more"),
  }));
  for (const part of facets) part.wanted?.addEventListener("input", () => draw(part));

  // Those chosen come first, then those with most articles.
  function draw({ facet, choices, section, list, wanted, more }) {
    section.hidden = !choices.length;
    const chosen = new Set(view[facet]);
    const counts = found.counts[facet];
    const labelOf = LABELS[facet] ?? nameOf;
    const looked = fold(wanted?.value ?? "");
    const ordered = choices
      .filter((value) => chosen.has(value) || !looked || fold(labelOf(value)).includes(looked))
      .map((value) => ({ value, label: labelOf(value), count: counts.get(value) ?? 0, first: chosen.has(value) }))
      .sort((one, other) => other.first - one.first || other.count - one.count || (one.label < other.label ? -1 : 1));
    const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
    list.replaceChildren(...ordered.slice(0, OPTIONS).map((choice) => option(facet, choice)));
    if (focused !== null) [...list.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
    const left = ordered.length - OPTIONS;
    more.hidden = left <= 0;
    more.textContent = left > 0 ? `${grouped(left)} more; type to find them` : "";
  }

  function option(facet, { value, label, count, first }) {
    const box = element("input", { type: "checkbox", value, checked: first });
    box.addEventListener("change", () => {
      const rest = view[facet].filter((other) => other !== value);
      change({ [facet]: box.checked ? [...rest, value] : rest });
    });
    const number = element("span", { className: "count" }, grouped(count));
    const item = element("li", { className: count ? "" : "none" });
    item.append(element("label", {}, box, text("span", label || value), number));
    return item;
  }

  return function show(next, applied) {
    [view, found] = [next, applied];
    if (search.value !== view.words) search.value = view.words;
    for (const box of form.querySelectorAll("input[name=kind]")) box.checked = !view.hidden.includes(box.value);
    for (const { name, inputs, how } of bounds)
      for (const [place, input] of inputs.entries()) {
        const bound = view[name][place];
        input.value = bound === null ? "" : how.write(bound);
        input.removeAttribute("aria-invalid");
      }
    facets.forEach(draw);
  };
}
