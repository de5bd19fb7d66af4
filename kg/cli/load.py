"""kg load: a graph into an empty triple store."""

from __future__ import annotations

import click

from kg.cli import console, options, storing


@click.command("load")
@click.argument("address", metavar="ENDPOINT")
@click.argument("graph")
@storing.store_options
@options.settings_options("base", "title", "licence", "language", "site")
def command(
    address: str,
    graph: str,
    store: str,
    named_graph: str | None,
    query_url: str | None,
    update_url: str | None,
    graph_store_url: str | None,
    timeout: float,
    base: str | None,
    title: str | None,
    licence: str | None,
    language: str | None,
    site: str | None,
) -> None:
    """Load GRAPH into the triple store at ENDPOINT, where its named graphs must be empty.

    GRAPH is a graph file that kg export wrote, or a folder of articles. kg sync brings a store up to
    date that holds it already.

    \b
    Example:
      kg load http://localhost:7878 exports/graph.ttl
    """
    from kg.syncing import load

    settings = options.merge_settings(
        (graph,), base=base, title=title, licence=licence, language=language, site=site
    )
    with (
        storing.open_endpoint(address, store, query_url, update_url, graph_store_url, timeout) as endpoint,
        console.progress_bar() as progress,
    ):
        done = load(endpoint, graph, graph=named_graph, settings=settings, progress=progress)
    storing.say_done(done)
