"""Arguments and options that several commands take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

import click

from kg.cachefolder import DEFAULT_FOLDER, CacheFolder
from kg.drawing import AUTO, RENDERERS
from kg.settings import FILE, Settings, make_settings, read_settings

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

sources: Final[Decorator] = click.argument("sources", nargs=-1, metavar="[SOURCE]...")

jobs: Final[Decorator] = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that work side by side; as many as there are cores by default.",
)


renderer: Final[Decorator] = click.option(
    "--renderer",
    type=click.Choice(list(RENDERERS)),
    default=AUTO,
    show_default=True,
    help=f"What draws the map. {'; '.join(f'{name}: {meaning}' for name, meaning in RENDERERS.items())}.",
)


def _without_cache(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    context.meta["kg.no_cache"] = value


def _to_folder(context: click.Context, _parameter: click.Parameter, value: str) -> CacheFolder | None:
    if not value:
        raise click.BadParameter("the name of a folder is needed; or --no-cache")
    return None if context.meta.get("kg.no_cache") else CacheFolder(value)


cache_folder: Final[Decorator] = click.option(
    "--cache",
    metavar="DIR",
    default=DEFAULT_FOLDER,
    show_default=True,
    callback=_to_folder,
    help="Where what was read and written is kept, so that next time only what has changed is.",
)

_no_cache: Final[Decorator] = click.option(
    "--no-cache",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_without_cache,
    help="Read every file, and keep nothing.",
)


def cache(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the cache; the command gets a `CacheFolder`, or ``None`` for none."""
    return cache_folder(_no_cache(function))


_SETTINGS: Final = {
    "base": ("IRI", "What the ids are appended to in RDF."),
    "title": ("TEXT", "The graph's name."),
    "licence": ("URL", "The licence of the data."),
    "language": ("TAG", "The corpus's language, as in en or de-CH."),
    "publisher": ("URL", "What stands for who publishes the graph."),
    "homepage": ("URL", "The page about the graph."),
    "dumps": ("URL", "Where a file of the graph is published; several times for several files."),
    "site": ("URL", "What relative URLs are resolved against."),
}


def gathered(name: str, parts: Mapping[str, Decorator]) -> Decorator:
    """Return a decorator that adds options and gives a command their values as one mapping.

    Parameters
    ----------
    name
        What the command calls the mapping.
    parts
        What adds each option, by the name of its value.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def called(*arguments: Any, **values: Any) -> Any:
            return function(*arguments, **{name: {part: values.pop(part) for part in parts}}, **values)

        decorated: Callable[..., Any] = called
        for add in reversed(list(parts.values())):
            decorated = add(decorated)
        return decorated

    return decorate


Given = Mapping[str, Any]
"""The settings that a command was given, by name; ``None`` for what it was not."""


def _setting(name: str) -> Decorator:
    metavar, text = _SETTINGS[name]
    if name == "dumps":

        def given(_context: click.Context, _option: click.Parameter, urls: tuple[str, ...]) -> Any:
            return urls or None

        return click.option("--dump", name, multiple=True, callback=given, metavar=metavar, help=text)
    return click.option(f"--{name}", metavar=metavar, help=text)


def settings_options(*names: str) -> Decorator:
    """Return a decorator that adds the options for these settings; all where none are named."""
    return gathered(
        "given",
        {name: _setting(name) for name in names or _SETTINGS},
    )


def merge_settings(sources: tuple[str, ...], given: Given) -> Settings:
    """Return kg.toml's settings with the command line's on top.

    Raises
    ------
    click.UsageError
        Where neither names a source.
    """
    file = read_settings()
    values = {name: getattr(file, name) if given.get(name) is None else given[name] for name in _SETTINGS}
    settings = make_settings(sources or file.sources, **values)
    if not settings.sources:
        raise click.UsageError(f"no SOURCE given, and no sources in {FILE}; name a folder of articles")
    return settings


_ANSWERS: Final = ("table", "csv", "json")

answer_format: Final[Decorator] = click.option(
    "--format",
    "form",
    type=click.Choice(_ANSWERS),
    default=_ANSWERS[0],
    show_default=True,
    help="Of the answer.",
)
