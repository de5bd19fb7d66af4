"""kg ontology: what the graph's terms mean, and what it must be like."""

from __future__ import annotations

import click

from kg.cli import console

_NAMES = ("ontology", "shapes", "context")


@click.command("ontology")
@click.argument("name", type=click.Choice(_NAMES), default=_NAMES[0], metavar="[NAME]")
def command(name: str) -> None:
    """Print the vocabulary of the graph.

    NAME is ontology (the default: the classes and properties that are kg's own, in Turtle), shapes
    (what a graph must be like, as SHACL in Turtle) or context (what the names in graph.jsonld mean).

    \b
    Example:
      kg ontology shapes > shapes.ttl
    """
    from kg.schemas import schema_text

    console.emit_data(schema_text(name).removesuffix("\n"))
