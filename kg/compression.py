"""Files that are compressed by gzip, which the end of their name says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

SUFFIX: Final = ".gz"

_LEVEL: Final = 6  # gzip's own; 9 takes twice as long for one byte in a hundred
_BUFFER: Final = 2**17


def is_compressed(name: str | os.PathLike[str]) -> bool:
    """Tell whether a name says that its file is compressed.

    >>> is_compressed("graph.ttl.gz"), is_compressed("graph.ttl")
    (True, False)
    """
    return os.fspath(name).lower().endswith(SUFFIX)


def plain_name(name: str) -> str:
    """Return a name without what says that its file is compressed."""
    return name[: -len(SUFFIX)] if is_compressed(name) else name


@contextmanager
def compressing(stream: BinaryIO, compressed: bool) -> Iterator[BinaryIO]:
    """Yield what writes to a stream, compressed or not; it stays open.

    The bytes depend on what is written alone: neither time nor name stands in them.
    """
    if not compressed:
        yield stream
        return
    from gzip import GzipFile
    from io import BufferedWriter, RawIOBase

    packed = GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=stream, mtime=0)
    with packed, BufferedWriter(cast("RawIOBase", packed), _BUFFER) as buffered:
        yield buffered


@contextmanager
def reading(path: str) -> Iterator[BinaryIO]:
    """Yield what reads a file, compressed or not.

    Raises
    ------
    OSError, ValueError
        Where it cannot be opened.
    """
    with open(path, "rb") as stream:
        if not is_compressed(path):
            yield stream
            return
        from gzip import GzipFile

        with GzipFile(fileobj=stream) as packed:
            yield cast("BinaryIO", packed)
