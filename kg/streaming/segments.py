"""The texts of the articles of a bucket, one after the other, and where each of them ends."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence
from typing import BinaryIO, Final

import msgspec

_HELD: Final = 2**20  # bytes of a segment that are held before they are written
_END: Final = "Q"


class SegmentIndex(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the segments of a bucket hold.

    Attributes
    ----------
    articles
        The ids, sorted.
    ends
        By segment, the byte behind the text of each article, as an array of 64-bit numbers.
    """

    articles: list[str]
    ends: list[bytes]

    def ends_of(self, segment: int) -> Sequence[int]:
        """Return where the text of each article ends in a segment."""
        found = array(_END)
        found.frombytes(self.ends[segment])
        return found


class Segments:
    """The segments of one bucket: one for each section of each format.

    Parameters
    ----------
    folder
        Where they are.
    bucket
        Whose they are.
    """

    def __init__(self, folder: str, bucket: int) -> None:
        self._start = os.path.join(folder, f"segment-{bucket}-")

    def path(self, segment: int) -> str:
        """Return where a segment is."""
        return f"{self._start}{segment}"

    def exist(self) -> bool:
        """Tell whether the bucket has any articles."""
        return os.path.exists(f"{self._start}index")

    def write_index(self, articles: list[str], ends: Sequence[array[int]]) -> None:
        """Write what the segments hold."""
        index = SegmentIndex(articles, [column.tobytes() for column in ends])
        with open(f"{self._start}index", "wb") as stream:
            stream.write(msgspec.msgpack.encode(index))

    def read_index(self) -> SegmentIndex:
        """Return what the segments hold."""
        with open(f"{self._start}index", "rb") as stream:
            return msgspec.msgpack.decode(stream.read(), type=SegmentIndex)


class SegmentWriter:
    """A segment that is written, article by article."""

    def __init__(self, path: str) -> None:
        self._stream: BinaryIO = open(path, "wb", buffering=0)  # noqa: SIM115
        self._held: list[bytes] = []
        self._size = self._end = 0
        self.ends = array(_END)

    def add(self, text: str) -> None:
        """Add an article's text."""
        data = text.encode("utf-8")
        self._held.append(data)
        self._size += len(data)
        self._end += len(data)
        self.ends.append(self._end)
        if self._size >= _HELD:
            self._write()

    def _write(self) -> None:
        view = memoryview(b"".join(self._held))
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
