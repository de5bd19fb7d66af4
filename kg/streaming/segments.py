"""The texts of a bucket's articles, one after the other."""

from __future__ import annotations

import os
from array import array
from hashlib import sha256
from typing import BinaryIO, Final, TypeVar
from zlib import crc32

import msgspec

Content = TypeVar("Content")

_HELD: Final = 2**20  # bytes of a segment that are held before they are written
_NUMBER: Final = "Q"
_CHECK_SIZE: Final = 8

LAYOUT: Final = "layout"
"""The name of the file that holds a `Layout`."""


class Layout(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where the texts are in the segments of a bucket.

    Attributes
    ----------
    articles
        The ids, sorted.
    ends
        By segment, the byte behind the text of each article, as an array of 64-bit numbers.
    checks
        By segment, the CRC-32 of its bytes.
    """

    articles: list[str]
    ends: list[bytes]
    checks: list[int]


def to_numbers(data: bytes) -> array[int]:
    """Return the numbers that bytes hold."""
    numbers = array(_NUMBER)
    numbers.frombytes(data)
    return numbers


class Segments:
    """The files of one bucket: a segment for each section of each format, and what goes with them.

    Parameters
    ----------
    folder
        Where they are.
    bucket
        Whose they are.
    """

    def __init__(self, folder: str, bucket: int) -> None:
        self._start = os.path.join(folder, f"texts-{bucket}-")

    def path(self, segment: int) -> str:
        """Return where a segment is."""
        return f"{self._start}{segment}"

    def exist(self) -> bool:
        """Tell whether the bucket has any articles."""
        return os.path.exists(self._start + LAYOUT)

    def write(self, name: str, content: msgspec.Struct) -> None:
        """Write what goes with the segments."""
        data = msgspec.msgpack.encode(content)
        with open(self._start + name, "wb") as stream:
            stream.write(sha256(data).digest()[:_CHECK_SIZE] + data)

    def read(self, name: str, kind: type[Content]) -> Content:
        """Return what goes with the segments.

        Raises
        ------
        OSError, ValueError
            Where it is not there, or not what was written.
        """
        with open(self._start + name, "rb") as stream:
            check, data = stream.read(_CHECK_SIZE), stream.read()
        if sha256(data).digest()[:_CHECK_SIZE] != check:
            raise ValueError(f"{self._start}{name} is damaged")
        return msgspec.msgpack.decode(data, type=kind)

    def texts(self, segment: int, check: int) -> memoryview:
        """Return the bytes of a segment.

        Raises
        ------
        OSError, ValueError
            Where they are not there, or not what was written.
        """
        with open(self.path(segment), "rb") as stream:
            data = stream.read()
        if crc32(data) != check:
            raise ValueError(f"{self.path(segment)} is damaged")
        return memoryview(data)


class SegmentWriter:
    """A segment that is written, article by article.

    Attributes
    ----------
    ends
        The byte behind the text of each article.
    check
        The CRC-32 of what is written.
    """

    def __init__(self, path: str) -> None:
        self._stream: BinaryIO = open(path, "wb", buffering=0)  # noqa: SIM115
        self._held: list[bytes | memoryview] = []
        self._size = self._end = self.check = 0
        self.ends = array(_NUMBER)

    def add(self, text: bytes | memoryview) -> None:
        """Add an article's text."""
        self._held.append(text)
        self._size += len(text)
        self._end += len(text)
        self.ends.append(self._end)
        if self._size >= _HELD:
            self._write()

    def _write(self) -> None:
        data = b"".join(self._held)
        self.check = crc32(data, self.check)
        view = memoryview(data)
        while view:
            view = view[self._stream.write(view) :]
        self._held.clear()
        self._size = 0

    def close(self) -> None:
        """Write what is left."""
        try:
            self._write()
        finally:
            self._stream.close()
