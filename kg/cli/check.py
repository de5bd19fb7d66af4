"""kg check: the problems in the data."""

from __future__ import annotations

import os

import click

from kg.assemble.graph import build_from_settings
from kg.cachefolder import CacheFolder
from kg.cli import console, options
from kg.report import issues_of, report_text


@click.command("check")
@options.sources
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="One problem a line, or the report as export writes it.",
)
@options.settings_options("site")
@options.jobs
@options.cache
def command(
    sources: tuple[str, ...], format_: str, given: options.Given, jobs: int | None, cache: CacheFolder | None
) -> int:
    """List the problems in the files of each SOURCE.

    Each with its place, severity, code and what became of it. Exit 1 when there are errors.

    \b
    Example:
      kg check seeds
    """
    settings = options.merge_settings(sources, given)
    with console.progress_bar() as progress:
        graph = build_from_settings(settings, jobs=jobs, cache=cache, progress=progress)
    console.say_trouble(cache)
    issues = issues_of(graph)
    if format_ == "json":
        console.emit_data(report_text(graph).rstrip("\n"))
    else:
        folder = _folder(settings.sources)
        for found in issues:
            where = os.path.join(folder, found.where)
            console.emit(f"{where}: {found.severity}: {found.message} [{found.code}]")
        counts = issues.by_severity.items()
        console.say(", ".join(console.plural(count, severity) for severity, count in counts) + ".")
    return 1 if issues.errors else 0


def _folder(sources: tuple[str, ...]) -> str:
    """Return what the issues' paths are relative to, so that an editor finds the places."""
    if len(sources) > 1:
        return ""  # each path begins with its source's own name
    return sources[0] if os.path.isdir(sources[0]) else os.path.dirname(sources[0])
