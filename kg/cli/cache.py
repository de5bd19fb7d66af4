"""kg cache: what is kept of earlier runs."""

from __future__ import annotations

import click

from kg.cachefolder import CacheFolder
from kg.cli import console, options


@click.group("cache")
def command() -> None:
    """Show or remove what is kept of earlier runs.

    A cache folder can be removed at any time: the next run reads everything and makes it anew.
    """


@command.command("info")
@options.cache_folder
def info(cache: CacheFolder) -> None:
    """Show what a cache folder holds."""
    packs, texts = cache.packs(), cache.texts()
    rows = [
        ("folder", cache.path),
        ("packs", f"{len(packs):,}"),
        ("texts", f"{len(texts):,}"),
        ("size", console.size(sum(entry.size for entry in (*packs, *texts)))),
        ("bound", console.size(cache.bound)),
    ]
    console.emit(console.table(rows))


@command.command("clear")
@options.cache_folder
def clear(cache: CacheFolder) -> None:
    """Remove what kg keeps in a cache folder, and the folder when it is empty then."""
    removed = cache.clear()
    freed = console.size(sum(entry.size for entry in removed))
    console.say(f"Removed {console.plural(len(removed), 'entry', 'entries')} of {cache.path}; {freed} freed.")
