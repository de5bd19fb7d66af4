"""Which files a source holds, and the paths they are known by."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from operator import itemgetter
from pathlib import Path
from struct import Struct
from typing import Final, NamedTuple

from kg.collector import collector_paused
from kg.errors import SourceError
from kg.text import printable

FRONT_MATTER_SUFFIXES: Final = (".md", ".markdown", ".txt", ".html")
YAML_SUFFIXES: Final = (".yaml", ".yml")
_SUFFIXES: Final = FRONT_MATTER_SUFFIXES + YAML_SUFFIXES
_PASSED_OVER: Final = frozenset(("_site", "node_modules"))

_STAMP: Final = Struct("<QqqQ")
_STAMP_MASK: Final = 2**64 - 1
STAMP_SIZE: Final = _STAMP.size
"""Bytes of a stamp."""

SETTLING_TIME: Final = 3
"""Seconds that a file must have rested for its stamp to be believed.

File systems tell times apart by milliseconds, some by two seconds: what is written twice within
one step of that clock looks the same.
"""


class SourceFile(NamedTuple):
    """One file to read.

    Attributes
    ----------
    path
        What it is called in the graph and in issues: relative to its source, with ``/``; behind
        the source's own name where there are several sources.
    location
        Where it is on this machine.
    stamp
        Size, times of change and inode, packed; empty where they were not asked for or are not known.
    settled
        Whether a later change must give another stamp.
    """

    path: str
    location: str
    stamp: bytes = b""
    settled: bool = False


def _is_walked(name: str) -> bool:
    return not name.startswith(".") and name not in _PASSED_OVER


def _has_suffix(name: str) -> bool:
    # A dot at the beginning marks a hidden file, not a suffix.
    return name.lower().endswith(_SUFFIXES, 1)


def to_stamp(status: os.stat_result) -> bytes:
    """Return what tells one state of a file from another, without its content."""
    inode = status.st_ino & _STAMP_MASK
    return _STAMP.pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, inode)


_BY_DESCRIPTOR: Final = os.scandir in os.supports_fd


def _entries(folder: str, stack: ExitStack) -> list[os.DirEntry[str]]:
    """Return a folder's entries, which look at their files from there while `stack` is open.

    Otherwise the system would walk down from the root for every file.
    """
    if not _BY_DESCRIPTOR:
        return list(os.scandir(folder))
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    stack.callback(os.close, descriptor)
    return list(os.scandir(descriptor))


_Found = tuple[str, str, bytes, bool]
"""A file's location, where it really is, its stamp and whether that is settled."""


class _Walk:
    """A walk through one source.

    Attributes
    ----------
    rested
        When a file must have changed last to be settled, in nanoseconds since 1970; ``None``
        where nobody asks for stamps.
    links
        What is put aside: links, to be looked at after what is there without them.
    entered
        The folders that were entered, as they really are.
    """

    def __init__(self, rested: int | None) -> None:
        self.rested = rested
        self.links: list[str] = []
        self.entered: set[str] = set()

    def stamp(self, get_status: Callable[[], os.stat_result]) -> tuple[bytes, bool]:
        if self.rested is None:
            return b"", False
        try:
            status = get_status()
        except OSError:  # reading it fails as well, and reports it
            return b"", False
        modified, changed = status.st_mtime_ns, status.st_ctime_ns
        # The same as `to_stamp`, without asking for the times once more.
        stamp = _STAMP.pack(status.st_size, modified, changed, status.st_ino & _STAMP_MASK)
        return stamp, modified < self.rested and changed < self.rested

    def through(self, start: str) -> Iterator[_Found]:
        """Yield the files below a folder with a suffix of ours."""
        folders = [(start, os.path.realpath(start))]
        while folders:
            folder, real = folders.pop()
            self.entered.add(real)
            with ExitStack() as stack:
                try:
                    entries = _entries(folder, stack)
                except OSError:
                    yield folder, real, b"", False  # reading it fails as well, and reports it
                    continue
                here, inside = os.path.join(folder, ""), os.path.join(real, "")
                while entries:
                    entry = entries.pop()  # and not kept: it holds all that the system says of the file
                    name = entry.name
                    if entry.is_symlink():
                        self.links.append(here + name)
                    elif entry.is_dir():
                        if _is_walked(name):
                            folders.append((here + name, inside + name))
                    elif name.lower().endswith(_SUFFIXES, 1) and entry.is_file():
                        path = here + name
                        stamp, settled = self.stamp(entry.stat)
                        yield path, path if here == inside else inside + name, stamp, settled


def _files_of(source: str, rested: int | None) -> Iterator[_Found]:
    """Yield a source's files, as they are reached and as they really are.

    Links come after what is there without them, so that each file has its own name, and each
    folder is entered once, so that links in a circle end. Links that leave the source are passed
    over.
    """
    root = os.path.realpath(source)
    walk = _Walk(rested)
    if os.path.isfile(source):
        yield source, root, *walk.stamp(partial(os.stat, source))
        return
    yield from walk.through(source)
    while walk.links:
        walk.links.sort(reverse=True)
        link = walk.links.pop()
        target = os.path.realpath(link)
        if os.path.commonpath((root, target)) != root:
            continue
        if os.path.isdir(target):
            if _is_walked(os.path.basename(link)) and target not in walk.entered:
                yield from walk.through(link)
        elif _has_suffix(os.path.basename(link)) and os.path.isfile(target):
            yield link, target, *walk.stamp(partial(os.stat, target))


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


def find_files(sources: Iterable[str | os.PathLike[str]], *, stamped: bool = False) -> tuple[SourceFile, ...]:
    """Return the files of the sources, sorted by path, each once.

    Folders are walked; hidden ones, ``_site``, ``node_modules`` and links that leave the source
    are passed over.

    Parameters
    ----------
    stamped
        Whether to look at each file's size and times too, as the cache needs them.

    Raises
    ------
    SourceError
        Where a source does not exist or is neither file nor folder.
    """
    with collector_paused():
        return _find_files(sources, stamped)


def _find_files(sources: Iterable[str | os.PathLike[str]], stamped: bool) -> tuple[SourceFile, ...]:
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
    rested = time.time_ns() - SETTLING_TIME * 10**9 if stamped else None
    files: dict[str, SourceFile] = {}
    for source, label in sorted(zip(roots.values(), labels, strict=True), key=itemgetter(1)):
        is_file = os.path.isfile(source)
        prefix = "" if len(roots) == 1 else f"{label}/"
        start = len(os.path.join(source, ""))
        for location, real, stamp, settled in _files_of(source, rested):
            path = label if is_file else prefix + location[start:]
            if real not in files:
                files[real] = SourceFile(path_text(path.replace(os.sep, "/")), location, stamp, settled)
    return tuple(sorted(files.values(), key=itemgetter(0)))
