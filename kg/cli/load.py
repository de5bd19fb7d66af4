"""kg load: a graph into an empty triple store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from kg.cli import console, options, storing


@click.command("load")
@click.argument("address", metavar="ENDPOINT")
@click.argument("graph")
@storing.named_graph
@storing.store_options
@options.settings_options()
def command(
    address: str,
    graph: str,
    named_graph: str | None,
    services: Mapping[str, Any],
    given: options.Given,
) -> None:
    """Load GRAPH into the triple store at ENDPOINT, where its named graphs must be empty.

    GRAPH is a graph file that kg export wrote, or a folder of articles. kg sync brings a store up to
    date that holds it already.

    \b
    Example:
      kg load http://localhost:7878 exports/graph.ttl
    """
    from kg.syncing import load

    settings = options.merge_settings((graph,), given)
    with (
        storing.open_endpoint(address, services) as endpoint,
        console.progress_bar() as progress,
    ):
        done = load(endpoint, graph, graph=named_graph, settings=settings, progress=progress)
    storing.say_done(done)
