"""Items put aside on disk, in buckets that are small enough to be held in memory one at a time."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from struct import Struct
from typing import Any, Final, Generic, TypeVar, cast

import msgspec

Item = TypeVar("Item")

_MOST: Final = 512  # items of one bucket that are held before they are written
_LENGTH: Final = Struct(">I")


class Spool(Generic[Item]):
    """Items of one type in numbered buckets, in the order in which a process added them.

    A bucket has a file for each process that adds to it; no file is open between two calls.

    Parameters
    ----------
    folder
        Where the files are.
    kind
        The type of the items, as msgspec knows it.

    Attributes
    ----------
    folder
        Where the files are.
    """

    def __init__(self, folder: str, kind: Any) -> None:
        self.folder = folder
        self._encode = msgspec.msgpack.Encoder().encode
        self._items: Any = list[kind]
        self._waiting: defaultdict[int, list[Item]] = defaultdict(list)

    def make(self) -> None:
        """Make the folder."""
        os.makedirs(self.folder, exist_ok=True)

    def add(self, bucket: int, item: Item) -> None:
        """Put an item into a bucket."""
        waiting = self._waiting[bucket]
        waiting.append(item)
        if len(waiting) == _MOST:
            self._write(bucket)

    def flush(self) -> None:
        """Write what is still held, so that it can be read."""
        for bucket in list(self._waiting):
            self._write(bucket)

    def _write(self, bucket: int) -> None:
        data = self._encode(self._waiting.pop(bucket))
        with open(os.path.join(self.folder, f"{bucket}-{os.getpid()}"), "ab") as stream:
            stream.write(_LENGTH.pack(len(data)) + data)

    def buckets(self) -> list[int]:
        """Return the numbers of the buckets that hold something."""
        return sorted({int(name.partition("-")[0]) for name in os.listdir(self.folder)})

    def read(self, bucket: int) -> Iterator[Item]:
        """Yield what was put into a bucket."""
        decode = msgspec.msgpack.Decoder(self._items).decode
        for path in self._files(bucket):
            with open(path, "rb") as stream:
                while head := stream.read(_LENGTH.size):
                    block = stream.read(*_LENGTH.unpack(head))
                    yield from cast("list[Item]", decode(block))

    def remove(self, bucket: int) -> None:
        """Forget what a bucket holds."""
        for path in self._files(bucket):
            os.unlink(path)

    def _files(self, bucket: int) -> list[str]:
        start = f"{bucket}-"
        return [os.path.join(self.folder, name) for name in os.listdir(self.folder) if name.startswith(start)]
