"""kg sync: a triple store brought up to date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from kg.cli import console, options, storing


@click.command("sync")
@click.argument("address", metavar="ENDPOINT")
@click.argument("graph")
@storing.named_graph
@storing.store_options
@options.settings_options()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
def command(
    address: str,
    graph: str,
    named_graph: str | None,
    services: Mapping[str, Any],
    given: options.Given,
    dry_run: bool,
) -> None:
    """Bring the triple store at ENDPOINT to the state of GRAPH.

    GRAPH is a graph file that kg export wrote, or a folder of articles. What differs is removed and
    added, and nothing else is touched than the graph's own named graphs. An empty one is loaded as a
    whole. A sync that was interrupted, run again, ends in the same state. A name and a password are
    taken from KG_SPARQL_USER and KG_SPARQL_PASSWORD, or from ~/.netrc.

    \b
    Examples:
      kg sync http://localhost:7878 exports/graph.ttl
      kg sync http://localhost:8890 exports/graph.nq.gz --store virtuoso --dry-run
    """
    from kg.syncing import sync

    settings = options.merge_settings((graph,), given)
    with (
        storing.open_endpoint(address, services) as endpoint,
        console.progress_bar() as progress,
    ):
        done = sync(endpoint, graph, graph=named_graph, settings=settings, dry_run=dry_run, progress=progress)
    storing.say_done(done, dry_run=dry_run)
