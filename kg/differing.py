"""Which triples one graph has and another has not, in bounded memory.

Lines are shared out to buckets on disk by what they say, so that equal ones meet in a bucket that
fits in memory.
"""

from __future__ import annotations

import heapq
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple
from zlib import crc32

from kg.errors import OutputError
from kg.pool import map_ahead
from kg.settings import Settings
from kg.triples import read_lines

_BUCKET: Final = 2**25  # bytes of lines that are compared at once
_MOST: Final = 256  # buckets, of which each is two open files in the end
_GROWTH: Final = 12  # how much larger than a compressed file, or one of another format, its lines are
_HELD: Final = 2**19  # bytes of one bucket that are held before they are written

OLD: Final = "old"
NEW: Final = "new"
_REMOVED: Final = "removed"
_ADDED: Final = "added"


class Change(NamedTuple):
    """A triple that is in one of two graphs.

    Attributes
    ----------
    line
        The triple as a line of N-Triples, its end included.
    added
        Whether it is in the new one.
    """

    line: bytes
    added: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """The triples that are in one of two graphs.

    Attributes
    ----------
    removed
        How many are in the old one alone.
    added
        How many are in the new one alone.
    """

    removed: int
    added: int
    _folder: str
    _buckets: int

    def changes(self) -> Iterator[Change]:
        """Yield them sorted, what is removed before what is added."""
        with ExitStack() as stack:

            def read(kind: str, bucket: int) -> Iterator[Change]:
                file = stack.enter_context(open(_path(self._folder, kind, bucket), "rb"))
                return (Change(line, kind == _ADDED) for line in file)

            kinds = (_REMOVED, _ADDED)
            yield from heapq.merge(*(read(kind, n) for kind in kinds for n in range(self._buckets)))


def _path(folder: str, kind: str, bucket: int) -> str:
    return os.path.join(folder, f"{kind}-{bucket}")


class _Counts(NamedTuple):
    removed: int
    added: int


def _share_out(folder: str, buckets: int, settings: Settings | None, side: tuple[str, str]) -> None:
    """Put the lines of one graph into buckets."""
    kind, path = side
    waiting: defaultdict[int, list[bytes]] = defaultdict(list)
    sizes: defaultdict[int, int] = defaultdict(int)

    def write(bucket: int) -> None:
        with open(_path(folder, kind, bucket), "ab") as file:
            file.write(b"".join(waiting.pop(bucket, ())))
        sizes[bucket] = 0

    for lines in read_lines(path, settings):
        for line in lines:
            bucket = crc32(line) % buckets
            waiting[bucket].append(line)
            sizes[bucket] += len(line)
            if sizes[bucket] >= _HELD:
                write(bucket)
    for bucket in range(buckets):
        write(bucket)


def _compare(folder: str, bucket: int) -> _Counts:
    """Put what differs in a bucket beside it, sorted."""
    found = []
    for kind in (OLD, NEW):
        path = _path(folder, kind, bucket)
        with open(path, "rb") as file:
            found.append(set(file))
        os.unlink(path)
    old, new = found
    for kind, lines in ((_REMOVED, old - new), (_ADDED, new - old)):
        with open(_path(folder, kind, bucket), "wb") as file:
            file.writelines(sorted(lines))
    return _Counts(len(old - new), len(new - old))


def _size(path: str) -> int:
    """Return about how many bytes the lines of a graph have."""
    try:
        if os.path.isdir(path):
            return sum(entry.stat().st_size for entry in os.scandir(path))
        return os.path.getsize(path) * (1 if path.endswith(".nt") else _GROWTH)
    except OSError:  # reading it says so
        return 0


@contextmanager
def difference(
    old: str | os.PathLike[str],
    new: str | os.PathLike[str],
    *,
    settings: Settings | None = None,
    jobs: int | None = 1,
) -> Iterator[Difference]:
    """Yield the triples that are in one of two graphs, while the block lasts.

    Parameters
    ----------
    old, new
        Graph files of any format that can be read back, or folders of articles.
    settings
        How the graph of a folder is made, as `kg.make_settings` returns them.
    jobs
        Processes that work side by side; ``None`` for one per core. The outcome is the same.

    Raises
    ------
    GraphFileError, SourceError
        Where one of them cannot be read.
    OutputError
        Where there is no room for what does not fit in memory: about the size of both as
        N-Triples, in the system's folder of temporary files.

    Examples
    --------
    >>> import kg
    >>> with kg.difference("exports/graph.ttl", "seeds") as found:
    ...     found.removed, found.added
    (0, 0)
    """
    paths = os.fspath(old), os.fspath(new)
    buckets = min(_MOST, 1 + max(map(_size, paths)) // _BUCKET)
    with tempfile.TemporaryDirectory() as folder:
        try:
            sides = zip((OLD, NEW), paths, strict=True)
            for _ in map_ahead(partial(_share_out, folder, buckets, settings), sides, jobs):
                pass
            counts = list(map_ahead(partial(_compare, folder), range(buckets), jobs))
        except OSError as error:
            raise OutputError(
                f"cannot write to {folder}: {error.strerror}; make room, or set TMPDIR to another folder"
            ) from error
        removed, added = (sum(column) for column in zip(*counts, strict=True))
        yield Difference(removed, added, folder, buckets)
