"""kg check: the problems in the data."""

from __future__ import annotations

import json

import click

from kg.assemble.graph import build_from_settings
from kg.cli import console, options
from kg.report import issues_of, to_report


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
def command(sources: tuple[str, ...], format_: str, site: str | None, jobs: int | None) -> int:
    """List the problems in the files of each SOURCE.

    Each with its place, severity, code and what became of it. Exit 1 when there are errors.

    \b
    Example:
      kg check seeds
    """
    settings = options.merge_settings(sources, site=site)
    with console.progress_bar() as progress:
        graph = build_from_settings(settings, jobs=jobs, progress=progress)
    issues = issues_of(graph)
    if format_ == "json":
        click.echo(json.dumps(to_report(graph), ensure_ascii=False, indent=2))
    else:
        for found in issues:
            click.echo(f"{found.where}: {found.severity}: {found.message} [{found.code}]")
        severities = (
            ("error", issues.errors),
            *((s, sum(i.severity == s for i in issues)) for s in ("warning", "note")),
        )
        console.say(", ".join(console.plural(count, severity) for severity, count in severities) + ".")
    return 1 if issues.errors else 0
