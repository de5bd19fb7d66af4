"""The files of a corpus in a tenth of the memory that a tuple of them takes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from os import fsdecode, fsencode
from typing import Final, overload
from zlib import compress, decompress

import msgspec

from kg.files import SourceFile

_PART: Final = 128  # files packed together
_LEVEL: Final = 1  # of compression: the fastest


_Packed = tuple[str, bytes, bytes, bool]
"""A file; the names that a system gives its files need not be text."""


def _pack(files: Sequence[SourceFile]) -> bytes:
    rows = [(path, fsencode(location), stamp, settled) for path, location, stamp, settled in files]
    return compress(msgspec.msgpack.encode(rows), _LEVEL)


class FileList(Sequence[SourceFile]):
    """Files in their order, packed; quick to go through, and cut out in slices.

    Parameters
    ----------
    files
        The files, sorted by path as `kg.files.find_files` returns them.
    """

    def __init__(self, files: Sequence[SourceFile]) -> None:
        self._decode = msgspec.msgpack.Decoder(list[_Packed]).decode
        starts = range(0, len(files), _PART)
        self._length = len(files)
        # Copies: the originals would keep the memory around them from being given back.
        self._firsts = [files[start].path.encode("utf-8").decode("utf-8") for start in starts]
        self._parts = [_pack(files[start : start + _PART]) for start in starts]
        self._last: tuple[int, list[SourceFile]] = -1, []

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> SourceFile: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[SourceFile]: ...

    def __getitem__(self, index: int | slice) -> SourceFile | Sequence[SourceFile]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._length))]
        number = range(self._length)[index]
        return self._part(number // _PART)[number % _PART]

    def __iter__(self) -> Iterator[SourceFile]:
        for number in range(len(self._parts)):
            yield from self._part(number)

    def _part(self, number: int) -> list[SourceFile]:
        if self._last[0] != number:
            packed = self._decode(decompress(self._parts[number]))
            self._last = (
                number,
                [
                    SourceFile(path, fsdecode(location), stamp, settled)
                    for path, location, stamp, settled in packed
                ],
            )
        return self._last[1]

    def starting_before(self, path: str) -> list[SourceFile]:
        """Return the files among which one of that path would be."""
        number = bisect_right(self._firsts, path) - 1
        return self._part(number) if number >= 0 else []


class FilesByPath(Mapping[str, SourceFile]):
    """The files of a list, looked up by path."""

    def __init__(self, files: FileList) -> None:
        self._files = files

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[str]:
        return (file.path for file in self._files)

    def __getitem__(self, path: str) -> SourceFile:
        for file in self._files.starting_before(path):
            if file.path == path:
                return file
        raise KeyError(path)
