"""What kg sync and kg load have in common: which store, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli import console

if TYPE_CHECKING:
    from kg.endpoint import Endpoint
    from kg.syncing import Synced

STORES: Final = ("oxigraph", "virtuoso", "fuseki", "graphdb")
"""The keys of `kg.endpoint.STORES`, which takes long to load."""


def store_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say where a store has its services."""
    for decorate in (
        click.option(
            "--timeout",
            type=click.FloatRange(min=1),
            default=120.0,
            show_default=True,
            metavar="SECONDS",
            help="How long the store may keep silent.",
        ),
        click.option("--graph-store-url", metavar="URL", help="Where it has its graph store."),
        click.option("--update-url", metavar="URL", help="Where it takes updates."),
        click.option("--query-url", metavar="URL", help="Where it takes queries."),
        click.option(
            "--graph",
            "named_graph",
            metavar="IRI",
            help="The named graph for all triples; by default BASE/graph/data and BASE/graph/description.",
        ),
        click.option(
            "--store",
            type=click.Choice(STORES),
            default=STORES[0],
            show_default=True,
            help="What the store is, which says where behind ENDPOINT its services are.",
        ),
    ):
        function = decorate(function)
    return function


def open_endpoint(
    address: str,
    store: str,
    query_url: str | None,
    update_url: str | None,
    graph_store_url: str | None,
    timeout: float,
) -> Endpoint:
    """Return the services of a store."""
    from kg import endpoint

    return endpoint.Endpoint(
        address,
        endpoint.STORES[store],
        query=query_url,
        update=update_url,
        graph_store=graph_store_url,
        timeout=timeout,
    )


def say_done(done: Iterable[Synced], *, dry_run: bool = False) -> None:
    """Say what was done, or would be."""
    for row in done:
        after = row.before - row.removed + row.added
        verb = "would be " if dry_run else ""
        removed = console.plural(row.removed, "triple")
        console.say(
            f"<{row.graph}>: {removed} {verb}removed, {row.added:,} {verb}added;"
            f" {row.before:,} before, {after:,} after."
        )
