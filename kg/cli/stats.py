"""kg stats: what is in a corpus, at a glance."""

from __future__ import annotations

from collections.abc import Sequence

import click

from kg.assemble.graph import build_from_settings
from kg.cachefolder import CacheFolder
from kg.cli import console, options
from kg.statistics import Share, describe


@click.command("stats")
@options.sources
@click.option(
    "--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="Rows per list."
)
@options.settings_options("site")
@options.jobs
@options.cache
def command(
    sources: tuple[str, ...], top: int, given: options.Given, jobs: int | None, cache: CacheFolder | None
) -> None:
    """Show what is in the files of each SOURCE: counts, dates, providers, topics.

    \b
    Example:
      kg stats seeds
    """
    settings = options.merge_settings(sources, given)
    with console.progress_bar() as progress:
        graph = build_from_settings(settings, jobs=jobs, cache=cache, progress=progress)
    console.say_trouble(cache)
    found = describe(graph)
    rows = [(name, f"{count:,}") for name, count in found.counts.items()]
    console.emit("Counts\n" + console.table(rows, right=[1]))
    if found.first and found.last:
        first, last = console.minute(found.first), console.minute(found.last)
        console.emit(f"\nPublished\n  {first} to {last} UTC")
    for title, shares, limit in (
        ("Providers", found.providers, top),
        ("Topics", found.topics, top),
        ("Types", found.types, top),
        ("Articles with", found.complete, len(found.complete)),
    ):
        console.emit(_section(title, shares, limit))


def _section(title: str, shares: Sequence[Share], limit: int) -> str:
    rows = [(share.name, f"{share.articles:,}", f"{share.share:.1%}") for share in shares[:limit]]
    more = f"\n  … and {len(shares) - limit:,} more" if len(shares) > limit else ""
    return f"\n{title}\n" + (console.table(rows, right=[1, 2]) or "  none") + more
