"use strict";

/** The relation in which articles are with what they cover, or who published them, by its kind. */
const COVERED_BY = { provider: "published_by", topic: "about", story: "part_of" };

/** Returns what the page holds: its nodes and edges, what is known of each node, and who is next to whom. */
function readCoverage(element) {
  const { renderer, nodes: columns, edges: pairs, overview, options } = JSON.parse(element.textContent);
  const ids = columns.id;
  const nodes = ids.map((id, i) => ({
    id,
    group: columns.group[i],
    size: columns.size[i],
    x: columns.x[i],
    y: columns.y[i],
    story: columns.story[i],
  }));
  const details = new Map(ids.map((id, i) => [id, { ...columns.details[i], group: columns.group[i] }]));
  const edges = [];
  const beside = new Map();
  const neighbours = { targets: {}, sources: {} };

  // Edges come by relation, as numbers of nodes, two by two.
  for (const [relation, ends] of Object.entries(pairs))
    for (let i = 0; i < ends.length; i += 2) {
      const [from, to] = [ids[ends[i]], ids[ends[i + 1]]];
      const key = ends[i] * ids.length + ends[i + 1];
      const parallel = beside.get(key) ?? 0;
      beside.set(key, parallel + 1);
      edges.push({ id: edges.length, from, to, relation, parallel });
      add("targets", relation, from, to);
      add("sources", relation, to, from);
    }

  function add(side, relation, from, to) {
    const byNode = (neighbours[side][relation] ??= new Map());
    if (!byNode.has(from)) byNode.set(from, []);
    byNode.get(from).push(to);
  }

  const around = (id) => Object.values(neighbours).flatMap((side) => Object.values(side).flatMap((byNode) => byNode.get(id) ?? []));

  return {
    nodes,
    edges,
    details,
    renderer,
    overview,
    options,
    nameOf: (id) => details.get(id).title ?? details.get(id).name ?? details.get(id).headline ?? id,
    /** Returns whatever an edge joins with a node, each once. */
    neighbours: (id) => [...new Set(around(id))],
    /** Returns where the edges of a relation lead from a node, in their order. */
    targets: (relation, id) => neighbours.targets[relation]?.get(id) ?? [],
    /** Returns where the edges of a relation come from that lead to a node, in their order. */
    sources: (relation, id) => neighbours.sources[relation]?.get(id) ?? [],
  };
}
