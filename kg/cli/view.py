"""kg view: the map of the coverage in the browser."""

from __future__ import annotations

import os
import webbrowser
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import click

from kg.cachefolder import CacheFolder
from kg.cli import console, options
from kg.cli.reading import read_sources
from kg.errors import OutputError


def _new_page() -> Path:
    """Return where the page will be: in a folder of its own that no other user can read."""
    try:
        return Path(mkdtemp(prefix="kg-view-")) / "graph.html"
    except OSError as error:
        raise OutputError(f"cannot make a folder in {gettempdir()}: {error.strerror}") from error


@click.command("view")
@options.sources
@options.renderer
@options.settings_options("site")
@options.jobs
@options.cache
def command(
    sources: tuple[str, ...],
    renderer: str,
    given: options.Given,
    jobs: int | None,
    cache: CacheFolder | None,
) -> None:
    """Show the map of the coverage in each SOURCE in the browser.

    A SOURCE is a folder of articles, or one graph file that kg export wrote. The page is one file that needs
    no network; it stays in the folder for temporary files, and its path is written to stdout. To keep a page,
    use kg export -f html.

    \b
    Examples:
      kg view seeds
      kg view exports/graph.ttl
    """
    from kg.formats.html import write_html

    graph = read_sources(options.merge_settings(sources, given), jobs, cache)
    page = _new_page()
    try:
        write_html(graph, page, renderer=renderer)
    except BaseException:
        os.rmdir(page.parent)
        raise
    console.emit(str(page))
    if not webbrowser.open(page.as_uri()):
        console.say("There is no browser to open it in; open the file yourself.")
