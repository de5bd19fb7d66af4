"""The texts of a bucket's articles, one after the other."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from hashlib import sha256
from shutil import copyfile
from typing import BinaryIO, Final, TypeVar
from zlib import crc32

import msgspec

Content = TypeVar("Content")

_HELD: Final = 2**20  # bytes of a segment that are held before they are written
_NUMBER: Final = "Q"
_CHECK_SIZE: Final = 8

LAYOUT: Final = "layout"
"""The name of the file that holds a `Layout`."""


class Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file of a segment: its bytes, and the CRC-32 of them."""

    size: int
    check: int


class Layout(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Where the texts are in the segments of a bucket.

    Attributes
    ----------
    articles
        The ids, sorted.
    starts, ends
        By segment, the first byte of the text of each article and the one behind it, as arrays
        of 64-bit numbers.
    parts
        By segment, the files it consists of, one behind the other.
    """

    articles: list[str]
    starts: list[bytes]
    ends: list[bytes]
    parts: list[list[Part]]


def to_numbers(data: bytes) -> array[int]:
    """Return the numbers that bytes hold."""
    numbers = array(_NUMBER)
    numbers.frombytes(data)
    return numbers


def to_bytes(numbers: Iterable[int]) -> bytes:
    """Return bytes that hold numbers, as `to_numbers` reads them."""
    return array(_NUMBER, numbers).tobytes()


def write_checked(path: str, content: object) -> None:
    """Write a file that holds what msgspec can encode, and a check of it."""
    data = msgspec.msgpack.encode(content)
    with open(path, "wb") as stream:
        stream.write(sha256(data).digest()[:_CHECK_SIZE] + data)


def read_checked(path: str, kind: type[Content], *, checked: bool = True) -> Content:
    """Return what a file holds.

    Parameters
    ----------
    checked
        Whether it may not be what was written.

    Raises
    ------
    OSError, ValueError
        Where it is not there, or not what was written.
    """
    with open(path, "rb") as stream:
        check, data = stream.read(_CHECK_SIZE), stream.read()
    if checked and sha256(data).digest()[:_CHECK_SIZE] != check:
        raise ValueError(f"{path} is damaged")
    return msgspec.msgpack.decode(data, type=kind)


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

    def path(self, segment: int, part: int) -> str:
        """Return where a part of a segment is."""
        return f"{self._start}{segment}-{part}"

    def exist(self) -> bool:
        """Tell whether the bucket has any articles."""
        return os.path.exists(self._start + LAYOUT)

    def write(self, name: str, content: msgspec.Struct) -> None:
        """Write what goes with the segments."""
        write_checked(self._start + name, content)

    def read(self, name: str, kind: type[Content], *, checked: bool = True) -> Content:
        """Return what goes with the segments; see `read_checked`."""
        return read_checked(self._start + name, kind, checked=checked)

    def texts(self, segment: int, parts: Sequence[Part], *, checked: bool = True) -> memoryview:
        """Return the bytes of a segment.

        Parameters
        ----------
        checked
            Whether they may not be what was written.

        Raises
        ------
        OSError, ValueError
            Where they are not there, or not what was written.
        """
        found = []
        for number, part in enumerate(parts):
            with open(self.path(segment, number), "rb") as stream:
                data = stream.read()
            if checked and crc32(data) != part.check:
                raise ValueError(f"{self.path(segment, number)} is damaged")
            found.append(data)
        return memoryview(found[0] if len(found) == 1 else b"".join(found))

    def take(self, other: Segments, segment: int, parts: int) -> None:
        """Have the parts of a segment of another run as well; they are not written to any more."""
        for number in range(parts):
            source, target = other.path(segment, number), self.path(segment, number)
            try:
                os.link(source, target)
            except OSError:  # not every system can
                copyfile(source, target)


class SegmentWriter:
    """The last part of a segment, which is written article by article.

    Parameters
    ----------
    segments, number
        The segment.
    before
        The parts that are there already.

    Attributes
    ----------
    starts, ends
        The first byte of each text that was added and the one behind it.
    """

    def __init__(self, segments: Segments, number: int, before: Sequence[Part] = ()) -> None:
        self._before = list(before)
        self._path = segments.path(number, len(before))
        self._stream: BinaryIO = open(self._path, "wb", buffering=0)  # noqa: SIM115
        self._held: list[bytes | memoryview] = []
        self._waiting = self._size = self._check = 0
        self._end = sum(part.size for part in before)
        self.starts, self.ends = array(_NUMBER), array(_NUMBER)

    def add(self, text: bytes | memoryview) -> None:
        """Add an article's text."""
        self._held.append(text)
        self._waiting += len(text)
        self.starts.append(self._end)
        self._end += len(text)
        self.ends.append(self._end)
        if self._waiting >= _HELD:
            self._write()

    def _write(self) -> None:
        data = b"".join(self._held)
        self._check = crc32(data, self._check)
        self._size += len(data)
        view = memoryview(data)
        while view:
            view = view[self._stream.write(view) :]
        self._held.clear()
        self._waiting = 0

    def close(self) -> None:
        """Write what is left."""
        try:
            self._write()
        finally:
            self._stream.close()
        if self._before and not self._size:
            os.unlink(self._path)

    @property
    def parts(self) -> list[Part]:
        """All parts of the segment, when this one is closed."""
        own = [] if self._before and not self._size else [Part(self._size, self._check)]
        return [*self._before, *own]
