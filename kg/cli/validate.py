"""kg validate: whether a graph file is as it must be."""

from __future__ import annotations

import json
import os
from dataclasses import asdict

import click

from kg.cli import console, options


@click.command("validate")
@click.argument("graph")
@click.option(
    "--source", "sources", multiple=True, metavar="DIR", help="What the graph was made of, to be told places."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="One problem a line, or a list of objects.",
)
@options.settings_options("site")
@options.jobs
def command(graph: str, sources: tuple[str, ...], form: str, given: options.Given, jobs: int | None) -> int:
    """Check the graph file GRAPH by the shapes of the vocabulary (SHACL).

    Also found are links that lead nowhere, nodes that nothing leads to, and counts that are wrong.
    Each problem is told with its node and shape and, with --source, where in the files it comes
    from. Exit 1 when there are errors.

    \b
    Example:
      kg validate exports/graph.ttl --source seeds
    """
    from kg.validating import validate

    found = validate(graph, source=sources or None, site=given["site"], jobs=jobs)
    if form == "json":
        console.emit_data(
            json.dumps([asdict(violation) for violation in found], indent=1, ensure_ascii=False)
        )
    else:
        folder = sources[0] if len(sources) == 1 and os.path.isdir(sources[0]) else ""
        for violation in found:
            where = f"{os.path.join(folder, violation.where)}: " if violation.where else ""
            console.emit(
                f"{where}{violation.severity}: {violation.node} {violation.message} [{violation.rule}]"
            )
    errors = sum(violation.severity == "error" for violation in found)
    warnings = len(found) - errors
    console.say(f"{console.plural(errors, 'error')}, {console.plural(warnings, 'warning')}.")
    return 1 if errors else 0
