"""kg export: the main job."""

from __future__ import annotations

import time

import click

from kg.assemble.graph import build_from_settings
from kg.cli import console, options
from kg.collector import collector_paused
from kg.errors import CODES
from kg.formats.table import DEFAULT_FORMATS, FORMATS, Written, check_formats, exporting, files_written
from kg.model import BASE
from kg.report import Issues, count_graph, issues_of

_FORMATS = "; ".join(f"{name}: {row.meaning}" for name, row in FORMATS.items())


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command("export")
@options.sources
@click.option("-o", "--output", default="exports", show_default=True, metavar="DIR", help="Where to write.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help=f"What to write, with commas or repeated ({','.join(DEFAULT_FORMATS)} by default). {_FORMATS}.",
)
@options.settings_options("base", "title", "licence", "language", "site")
@options.jobs
@click.option("--strict", is_flag=True, help="Exit 1 when the data has errors; the files are written.")
def command(
    sources: tuple[str, ...],
    output: str,
    formats: tuple[str, ...],
    jobs: int | None,
    strict: bool,
    base: str | None,
    title: str | None,
    licence: str | None,
    language: str | None,
    site: str | None,
) -> int:
    """Read articles from each SOURCE and write their graph.

    Writes one file per format and report.json. Messages go to stderr.

    \b
    Example:
      kg export seeds -o exports -f turtle,graphml
    """
    started = time.perf_counter()
    names = check_formats(_split(formats) if formats else DEFAULT_FORMATS)
    if not names:
        raise click.UsageError(f"no FORMAT given; choose from {', '.join(FORMATS)}")
    settings = options.merge_settings(
        sources, base=base, title=title, licence=licence, language=language, site=site
    )
    with console.progress_bar() as progress, collector_paused():
        with exporting(output, names, jobs=jobs) as write:
            graph = build_from_settings(settings, jobs=jobs, progress=progress)
            write(graph)
        written = files_written(output, names)
    _say_counts(count_graph(graph), issues_of(graph))
    _say_files(written)
    if settings.base == BASE:
        console.say(f"Ids begin with {BASE}; set your own with --base IRI or base in kg.toml.")
    console.say(f"Done in {time.perf_counter() - started:.1f} s.")
    return 1 if strict and issues_of(graph).errors else 0


def _say_counts(counts: dict[str, int], issues: Issues) -> None:
    intake = issues.intake
    stubs = f" ({console.plural(counts['stubs'], 'stub')})"
    links = sum(counts[name] for name in ("published_by", "about", "related_to", "broader"))
    console.say(
        f"Read {console.plural(intake.files, 'file')}:"
        f" {console.plural(counts['articles'], 'article')}{stubs},"
        f" {console.plural(counts['providers'], 'provider')}, {console.plural(counts['topics'], 'topic')},"
        f" {console.plural(links, 'link')}."
    )
    if intake.passed_over:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in sorted(intake.passed_over.items()))
        console.say(f"Passed over, as they are not for this graph: {kinds}.")
    if not counts["articles"]:
        console.say("No article was found: a file needs a title and a webUrl in its front matter.")
    if issues:
        console.say("Problems (kg check lists them with their places):")
        rows = [(CODES[c].severity, c, f"{n:,}", CODES[c].consequence) for c, n in issues.by_code.items()]
        console.say(console.table(rows, right=[2]))


def _say_files(written: tuple[Written, ...]) -> None:
    console.say("Wrote:")
    console.say(console.table([(file.path, console.size(file.size)) for file in written], right=[1]))
