"""kg load: a graph into an empty triple store."""

from __future__ import annotations

import click

from kg.cli import console, storing


@click.command("load")
@click.argument("address", metavar="ENDPOINT")
@click.argument("graph")
@storing.store_options
def command(
    address: str,
    graph: str,
    store: str,
    named_graph: str | None,
    query_url: str | None,
    update_url: str | None,
    graph_store_url: str | None,
    timeout: float,
) -> None:
    """Load GRAPH into the triple store at ENDPOINT, where its named graphs must be empty.

    GRAPH is a graph file that kg export wrote, or a folder of articles. kg sync brings a store up to
    date that holds it already.

    \b
    Example:
      kg load http://localhost:7878 exports/graph.ttl
    """
    from kg.syncing import load

    name = storing.check_graph(named_graph)
    with (
        storing.open_endpoint(address, store, query_url, update_url, graph_store_url, timeout) as endpoint,
        console.progress_bar() as progress,
    ):
        done = load(endpoint, graph, graph=name, progress=progress)
    storing.say_done(done)
