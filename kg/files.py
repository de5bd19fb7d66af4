"""Which files a source holds, and the paths they are known by."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from kg.errors import SourceError
from kg.text import printable

FRONT_MATTER_SUFFIXES: Final = (".md", ".markdown", ".txt", ".html")
YAML_SUFFIXES: Final = (".yaml", ".yml")
_SUFFIXES: Final = FRONT_MATTER_SUFFIXES + YAML_SUFFIXES
_PASSED_OVER: Final = frozenset(("_site", "node_modules"))


class SourceFile(NamedTuple):
    """One file to read.

    Attributes
    ----------
    path
        What it is called in the graph and in issues: relative to its source, with ``/``; behind
        the source's own name where there are several sources.
    location
        Where it is on this machine.
    """

    path: str
    location: str


def _is_walked(name: str) -> bool:
    return not name.startswith(".") and name not in _PASSED_OVER


def _has_suffix(name: str) -> bool:
    # A dot at the beginning marks a hidden file, not a suffix.
    return name.lower().endswith(_SUFFIXES, 1)


def _walk(start: str, links: list[str], entered: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the files below a folder with a suffix of ours; links are put aside."""
    folders = [(start, os.path.realpath(start))]
    while folders:
        folder, real = folders.pop()
        entered.add(real)
        try:
            entries = list(os.scandir(folder))
        except OSError:
            yield folder, real  # reading it fails as well, and reports it
            continue
        for entry in entries:
            if entry.is_symlink():
                links.append(entry.path)
            elif entry.is_dir():
                if _is_walked(entry.name):
                    folders.append((entry.path, os.path.join(real, entry.name)))
            elif _has_suffix(entry.name) and entry.is_file():
                yield entry.path, os.path.join(real, entry.name)


def _files_of(source: str) -> list[tuple[str, str]]:
    """Return the locations of a source's files, as they are reached and as they really are.

    Links come after what is there without them, so that each file has its own name, and each
    folder is entered once, so that links in a circle end. Links that leave the source are passed
    over.
    """
    root = os.path.realpath(source)
    if os.path.isfile(source):
        return [(source, root)]
    links: list[str] = []
    entered: set[str] = set()
    found = list(_walk(source, links, entered))
    while links:
        links.sort(reverse=True)
        link = links.pop()
        target = os.path.realpath(link)
        if os.path.commonpath((root, target)) != root:
            continue
        if os.path.isdir(target):
            if _is_walked(os.path.basename(link)) and target not in entered:
                found += _walk(link, links, entered)
        elif _has_suffix(os.path.basename(link)) and os.path.isfile(target):
            found.append((link, target))
    return found


def _labels(sources: Sequence[str]) -> list[str]:
    """Return the shortest ends of the sources' paths that tell them apart."""
    parts = [Path(os.path.realpath(source)).parts for source in sources]
    length = 1
    while len({part[-length:] for part in parts}) < len(parts):
        length += 1
    return ["/".join(part[-length:]).lstrip("/") for part in parts]


def path_text(path: str) -> str:
    """Return a path as text that any format can hold, different for different files."""
    if path.isascii() and path.isprintable() and "\\" not in path:
        return path
    text = os.fsencode(path.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return printable(text)


def source_list(source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> tuple[str, ...]:
    """Return one source, or several, as a list of paths."""
    sources = [source] if isinstance(source, str | os.PathLike) else source
    return tuple(os.fspath(item) for item in sources)


def find_files(sources: Iterable[str | os.PathLike[str]]) -> tuple[SourceFile, ...]:
    """Return the files of the sources, sorted by path, each once.

    Folders are walked; hidden ones, ``_site``, ``node_modules`` and links that leave the source
    are passed over.

    Raises
    ------
    SourceError
        Where a source does not exist or is neither file nor folder.
    """
    roots: dict[str, str] = {}
    for given in sources:
        source = os.fspath(given)
        if not os.path.exists(source):
            raise SourceError(f"no such source: {source}; give a folder of articles, or a file")
        if not (os.path.isdir(source) or os.path.isfile(source)):
            raise SourceError(
                f"{source} is neither a file nor a folder; give a folder of articles, or a file"
            )
        roots.setdefault(os.path.realpath(source), source)
    if not roots:
        raise SourceError("no source given; name a folder of articles, or a file")
    labels = _labels(list(roots.values()))
    files: dict[str, SourceFile] = {}
    for source, label in sorted(zip(roots.values(), labels, strict=True), key=lambda pair: pair[1]):
        is_file = os.path.isfile(source)
        prefix = "" if len(roots) == 1 else f"{label}/"
        start = len(os.path.join(source, ""))
        for location, real in _files_of(source):
            path = label if is_file else prefix + location[start:].replace(os.sep, "/")
            files.setdefault(real, SourceFile(path_text(path), location))
    return tuple(sorted(files.values()))
