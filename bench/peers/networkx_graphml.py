"""networkx's own GraphML writer: the same graph, read outside the clock."""

from __future__ import annotations

import networkx as nx

from bench.peers.clock import clocked, places, tell

if __name__ == "__main__":
    work = places()[1]
    graph = nx.read_graphml(work / "graph.graphml", force_multigraph=True)
    seconds, _ = clocked(lambda: nx.write_graphml(graph, work / "networkx.graphml"))
    tell(seconds, nodes=graph.number_of_nodes(), edges=graph.number_of_edges())
