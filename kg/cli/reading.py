"""What a command's SOURCEs hold, as one graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cachefolder import CacheFolder
from kg.cli import console

if TYPE_CHECKING:
    import networkx as nx

    from kg.settings import Settings


def read_sources(settings: Settings, jobs: int | None, cache: CacheFolder | None) -> nx.MultiDiGraph[str]:
    """Return the graph of the sources, or that of the one file that holds a graph."""
    from kg.assemble.graph import build_from_settings
    from kg.formats.reading import graph_files, read_graph

    files = graph_files(settings.sources)
    if files and len(settings.sources) > 1:
        raise click.UsageError("a graph file is read alone; leave the other sources out")
    if files:
        return read_graph(files[0])
    with console.progress_bar() as progress:
        graph = build_from_settings(settings, jobs=jobs, cache=cache, progress=progress)
    console.say_trouble(cache)
    return graph
