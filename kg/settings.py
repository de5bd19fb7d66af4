"""Settings: what kg.toml or the caller says of a graph, checked."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from kg.errors import SettingsError
from kg.model import BASE, LANGUAGE_TAG, NAME, sorted_unique
from kg.text import repair

FILE: Final = "kg.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a graph is called, whose it is, and how its addresses are made.

    Attributes
    ----------
    sources
        Folders and files to read.
    base
        The IRI that the ids are appended to; ends with ``/`` or ``#``.
    title
        The graph's name.
    licence
        The URL of the licence of the data; ``None`` for none.
    language
        The BCP 47 tag of the corpus's language; ``None`` where it is mixed or unknown.
    publisher
        The URL that stands for who publishes the graph; ``None`` for nobody.
    homepage
        The URL of the page about the graph; ``None`` for none.
    dumps
        The URLs that its files are published at, sorted.
    site
        The address that relative URLs are resolved against; ``None`` leaves them out.
    """

    sources: tuple[str, ...] = ()
    base: str = BASE
    title: str = NAME
    licence: str | None = None
    language: str | None = None
    publisher: str | None = None
    homepage: str | None = None
    dumps: tuple[str, ...] = ()
    site: str | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """All but the sources as text, for what is kept and depends on them."""
        return tuple(repr(getattr(self, row.name)) for row in fields(self) if row.name != "sources")


def check_base(base: str) -> str:
    """Return a base IRI as ids are appended to it, or raise `SettingsError`."""
    from kg.urls import clean_url

    ended = base if base.endswith(("/", "#")) else f"{base}/"
    if clean_url(ended) != ended:
        raise SettingsError(f"base {base!r} is not an http(s) IRI; set one like {BASE}")
    return ended


def check_title(title: str) -> str:
    """Return a title as text of the graph, or raise `SettingsError`."""
    repaired, _ = repair(title)
    if not repaired:
        raise SettingsError("title is empty; give the graph a name, or leave the setting out")
    return repaired


def check_url(name: str) -> Callable[[str], str]:
    """Return what checks the URL that a setting holds."""

    def check(url: str) -> str:
        from kg.urls import clean_url

        cleaned = clean_url(url) if isinstance(url, str) else None
        if cleaned is None:
            raise SettingsError(f"{name} {url!r} is not an http(s) URL; give one like https://example.com/")
        return cleaned

    return check


def check_language(language: str) -> str:
    """Return a language tag in lower case, as RDF compares them, or raise `SettingsError`."""
    if not LANGUAGE_TAG.match(language.lower()):
        raise SettingsError(f"language {language!r} is no BCP 47 tag; give one like en or de-CH")
    return language.lower()


def check_dumps(urls: str | Iterable[str]) -> tuple[str, ...]:
    """Return the URLs of files, or of one, sorted, each once, or raise `SettingsError`."""
    listed = [urls] if isinstance(urls, str) else list(urls)
    return sorted_unique(map(check_url("dump"), listed))


_CHECKS: Final[dict[str, Callable[[Any], Any]]] = {
    "base": check_base,
    "title": check_title,
    "licence": check_url("licence"),
    "language": check_language,
    "publisher": check_url("publisher"),
    "homepage": check_url("homepage"),
    "dumps": check_dumps,
    "site": check_url("site"),
}


def make_settings(
    sources: tuple[str, ...] = (),
    *,
    base: str | None = None,
    title: str | None = None,
    licence: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    homepage: str | None = None,
    dumps: str | Iterable[str] | None = None,
    site: str | None = None,
) -> Settings:
    """Return checked settings; ``None`` takes the default.

    Parameters
    ----------
    sources
        Folders and files to read.
    base
        The IRI that the ids are appended to; ``https://example.org/kg/`` without one.
    title
        The graph's name.
    licence
        The URL of the data's licence.
    language
        The BCP 47 tag of the corpus's language.
    publisher, homepage
        The URLs that stand for who publishes the graph, and of the page about it.
    dumps
        The URLs that its files are published at, or one.
    site
        The address that relative URLs are resolved against; without one they are left out.

    Raises
    ------
    SettingsError
        For a value that makes no sense.

    Examples
    --------
    >>> make_settings(("seeds",), base="https://data.example/coverage").base
    'https://data.example/coverage/'
    """
    given = {
        "base": base,
        "title": title,
        "licence": licence,
        "language": language,
        "publisher": publisher,
        "homepage": homepage,
        "dumps": dumps,
        "site": site,
    }
    default = Settings()  # which needs no check, nor what checks load
    checked: dict[str, Any] = {}
    for name, value in given.items():
        if name != "dumps" and not (value is None or isinstance(value, str)):
            raise SettingsError(f"{name} must be text, not {value!r}")
        if value is not None and value != getattr(default, name):
            checked[name] = _CHECKS[name](value)
    return Settings(sources, **checked)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _source_list(value: Any, folder: Path, where: str) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not _is_list(names):
        raise SettingsError(f"{where}: sources must be a list of folders")
    return tuple(os.path.relpath(folder / name) for name in names)


def read_settings(path: str | os.PathLike[str] = FILE) -> Settings:
    """Return the settings of a kg.toml; the defaults where there is no such file.

    Folders in it are relative to it.

    Raises
    ------
    SettingsError
        Where the file cannot be read, and for what makes no sense in it.
    """
    where = os.fspath(path)
    try:
        with open(path, "rb") as stream:
            table = tomllib.load(stream)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsError(f"cannot read {where}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{where} is not valid TOML: {error}") from error
    sources = _source_list(table.pop("sources", []), Path(path).parent, where)
    known = [field.name for field in fields(Settings)]
    for name, value in table.items():
        if name not in _CHECKS:
            raise SettingsError(f"{where}: unknown setting {name!r}; choose from {', '.join(known)}")
        if name == "dumps":
            if not (isinstance(value, str) or _is_list(value)):
                raise SettingsError(f"{where}: dumps must be a list of URLs")
        elif not isinstance(value, str):
            raise SettingsError(f"{where}: {name} must be text in quotes")
    try:
        return make_settings(sources, **table)
    except SettingsError as error:
        raise SettingsError(f"{where}: {error}") from error
