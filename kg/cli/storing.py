"""What kg sync and kg load have in common: which store, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli import console, options

if TYPE_CHECKING:
    from kg.endpoint import Endpoint
    from kg.syncing import Synced

STORES: Final = ("oxigraph", "virtuoso", "fuseki", "graphdb")
"""The keys of `kg.endpoint.STORES`, which takes long to load."""


store_options: Final = options.gathered(
    "services",
    {
        "store": click.option(
            "--store",
            type=click.Choice(STORES),
            default=STORES[0],
            show_default=True,
            help="What the store is, which says where behind ENDPOINT its services are.",
        ),
        "query": click.option("--query-url", "query", metavar="URL", help="Where it takes queries."),
        "update": click.option("--update-url", "update", metavar="URL", help="Where it takes updates."),
        "graph_store": click.option(
            "--graph-store-url", "graph_store", metavar="URL", help="Where it has its graph store."
        ),
        "timeout": click.option(
            "--timeout",
            type=click.FloatRange(min=1),
            default=120.0,
            show_default=True,
            metavar="SECONDS",
            help="How long the store may keep silent.",
        ),
    },
)
"""Adds the options that say where a store has its services, which `open_endpoint` takes."""

named_graph: Final = click.option(
    "--graph",
    "named_graph",
    metavar="IRI",
    help="The named graph for all triples; by default BASE/graph/data and BASE/graph/description.",
)


def open_endpoint(address: str, services: Mapping[str, Any]) -> Endpoint:
    """Return the services of a store."""
    from kg.endpoint import STORES as KINDS
    from kg.endpoint import Endpoint

    rest = {name: value for name, value in services.items() if name != "store"}
    return Endpoint(address, KINDS[services["store"]], **rest)


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
