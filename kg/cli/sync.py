"""kg sync: a triple store brought up to date."""

from __future__ import annotations

import click

from kg.cli import console, options, storing


@click.command("sync")
@click.argument("address", metavar="ENDPOINT")
@click.argument("graph")
@storing.store_options
@options.settings_options("base", "title", "licence", "language", "site")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
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

    settings = options.merge_settings(
        (graph,), base=base, title=title, licence=licence, language=language, site=site
    )
    with (
        storing.open_endpoint(address, store, query_url, update_url, graph_store_url, timeout) as endpoint,
        console.progress_bar() as progress,
    ):
        done = sync(endpoint, graph, graph=named_graph, settings=settings, dry_run=dry_run, progress=progress)
    storing.say_done(done, dry_run=dry_run)
