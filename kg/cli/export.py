"""kg export: the main job."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

import click

from kg.cachefolder import CacheFolder
from kg.cli import console, options
from kg.cli.exporting import Export
from kg.cli.watching import watch_sources
from kg.collector import collector_paused
from kg.files import SourceFile, find_files
from kg.settings import Settings


class _FormatOption(click.Option):
    """Names the formats in its help only, as the table of formats takes long to load."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from kg.formats.table import DEFAULT_FORMATS, FORMATS

        formats = "; ".join(f"{name}: {row.meaning}" for name, row in FORMATS.items())
        self.help = (
            f"What to write, with commas or repeated ({','.join(DEFAULT_FORMATS)} by default);"
            f" with .gz behind it, compressed. {formats}."
        )
        return super().get_help_record(ctx)


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    names = tuple(name.strip() for value in values for name in value.split(",") if name.strip())
    if values and not names:
        from kg.formats.table import FORMATS

        raise click.UsageError(f"no FORMAT given; choose from {', '.join(FORMATS)}")
    return names


def _streamed(names: tuple[str, ...]) -> tuple[str, ...]:
    from kg.streaming.export import DEFAULT_FORMATS, check_streamed

    return check_streamed(names or DEFAULT_FORMATS)


def _find_files(settings: Settings, *, stamped: bool, packed: bool) -> Sequence[SourceFile]:
    files = find_files(settings.sources, stamped=stamped)
    if not packed:
        return files
    from kg.streaming.filelist import FileList

    return FileList(files)


@click.command("export")
@options.sources
@click.option("-o", "--output", default="exports", show_default=True, metavar="DIR", help="Where to write.")
@click.option("-f", "--format", "formats", multiple=True, metavar="FORMAT", cls=_FormatOption)
@click.option(
    "--gzip", "compressed", is_flag=True, help="Compress what is written: graph.ttl.gz; not the page."
)
@options.renderer
@click.option(
    "--with-analytics",
    is_flag=True,
    help="Add stories, which articles are part of them, and measures of articles, providers, topics and"
    " stories, with the defaults of kg analyze; holds the whole graph in memory.",
)
@options.settings_options()
@options.jobs
@options.cache
@click.option("--strict", is_flag=True, help="Exit 1 when the data has errors; the files are written.")
@click.option(
    "--stream",
    is_flag=True,
    help="Hold little in memory, for a million articles and more: any format but html, by default ntriples.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Go on, and write again whenever a source or kg.toml changes, until Ctrl-C.",
)
def command(
    sources: tuple[str, ...],
    output: str,
    formats: tuple[str, ...],
    compressed: bool,
    renderer: str,
    with_analytics: bool,
    jobs: int | None,
    cache: CacheFolder | None,
    strict: bool,
    stream: bool,
    watch: bool,
    given: options.Given,
) -> int:
    """Read articles from each SOURCE and write their graph.

    Writes one file per format and report.json; where nothing has changed since, it only says so.
    Messages go to stderr.

    \b
    Example:
      kg export seeds -o exports -f turtle,graphml
    """
    started = time.perf_counter()
    if stream and with_analytics:
        raise click.UsageError(
            "--stream holds little in memory, and --with-analytics the whole graph; leave one of them out"
        )
    names = _split(formats)
    chosen = _streamed(names) if stream else names
    export = Export(output, chosen, compressed, jobs, cache, with_analytics, renderer)
    read_settings = partial(options.merge_settings, sources, given)
    if watch:
        outcome = watch_sources(export, read_settings)
    else:
        settings = read_settings()
        with collector_paused():
            files = _find_files(settings, stamped=cache is not None, packed=stream)
            with console.progress_bar() as progress:
                outcome = export.run(settings, files, started=started, progress=progress)
        export.say(outcome, settings)
    return 1 if strict and outcome.summary.errors else 0
