"""kg diff: which triples have come and gone."""

from __future__ import annotations

import sys

import click

from kg.cli import console, options

_FORMATS = ("text", "patch", "sparql")


@click.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default=_FORMATS[0],
    show_default=True,
    help="text: - and + before triples; patch: RDF Patch; sparql: SPARQL 1.1 Update.",
)
@click.option("--graph", metavar="IRI", help="The named graph that a patch or an update is for.")
@options.settings_options()
@options.jobs
def command(
    old: str,
    new: str,
    form: str,
    graph: str | None,
    given: options.Given,
    jobs: int | None,
) -> int:
    """Show the triples that are in OLD or NEW alone.

    OLD and NEW are graph files that kg export wrote, in any format that can be read back, or folders
    of articles. The difference is exact, as no graph has blank nodes; names of graphs are not
    compared. Exits 0 where they are the same, 1 where they differ.

    \b
    Examples:
      kg diff yesterday/graph.nt.gz today/graph.nt.gz
      kg diff exports/graph.ttl seeds --format sparql > update.ru
    """
    from kg.differing import difference
    from kg.errors import SettingsError
    from kg.iris import is_iri
    from kg.patching import PATCH_FORMATS

    if graph is not None and not is_iri(graph):
        raise SettingsError(f"graph {graph!r} is no absolute IRI; give one like https://example.org/graph")
    settings = options.merge_settings((old, new), given)
    with difference(old, new, settings=settings, jobs=jobs) as found:
        if not (found.removed or found.added):
            console.say("0 triples removed, 0 added.")
            return 0
        try:
            console.emit_parts(PATCH_FORMATS[form].write(found, graph))
        except console.ReaderGoneError:
            console.silence(sys.stdout)
        console.say(f"{console.plural(found.removed, 'triple')} removed, {found.added:,} added.")
    return 1
