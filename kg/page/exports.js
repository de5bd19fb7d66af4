"use strict";

/** Returns what saves what is shown, by the ending of the file. */
function makeExports({ edges, details, nameOf }, stage) {
  const COLUMNS = ["id", "title", "provider", "published_at", "type", "quality", "heat", "topics", "url"];
  const name = document.title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "coverage";

  function save(ending, blob) {
    const address = URL.createObjectURL(blob);
    element("a", { href: address, download: `${name}.${ending}` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000); // when it has surely been read
  }

  // A spreadsheet would take a text that begins so for a formula, and run it.
  const asText = (value) => (/^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value);
  const field = (value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const write = (value) => field(typeof value === "number" ? String(value) : asText(value ?? ""));

  function toRow({ id, providers, topics }) {
    const names = { id, provider: providers.map(nameOf).join("; "), topics: topics.map(nameOf).join("; ") };
    const known = { ...details.get(id), ...names };
    return COLUMNS.map((column) => write(known[column])).join(",");
  }

  function toGraph({ shown }) {
    const nodes = [...shown].map((id) => {
      const { group, ...known } = details.get(id);
      return { id, kind: group === "stub" ? "article" : group, stub: group === "stub", ...known };
    });
    const links = edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
    return { nodes, edges: links.map(({ from, to, relation }) => ({ source: from, target: to, relation })) };
  }

  return {
    csv: ({ articles }) => save("csv", new Blob([[COLUMNS.join(","), ...articles.map(toRow), ""].join("\r\n")], { type: "text/csv" })),
    json: (found) => save("json", new Blob([JSON.stringify(toGraph(found), null, 1)], { type: "application/json" })),
    png: () => stage.image().toBlob((blob) => save("png", blob)),
  };
}
