"""A pack: the packed records of many files in one, each with a check of its own.

A first line names the format and what the records depend on; the records follow, one after the
other; then the index, column by column: paths, digests, stamps, checks, lengths; then where the
index begins, how many entries it has, how long its paths are, and the index's own check. Nothing
in a pack is believed before its check is seen to be right.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from itertools import accumulate, islice
from struct import Struct
from typing import BinaryIO, Final, NamedTuple

from kg.files import STAMP_SIZE

_DIGEST_SIZE: Final = 32
_CHECK_SIZE: Final = 8
_LENGTH: Final = "I"  # of an array: a record has some megabytes at most
_TRAILER: Final = Struct(f"<QQQ{_CHECK_SIZE}s")
_BLOCK: Final = 2**20  # bytes read at once
_NO_STAMP: Final = bytes(STAMP_SIZE)
_ENTRY_SIZE: Final = 1 + _DIGEST_SIZE + STAMP_SIZE + _CHECK_SIZE + array(_LENGTH).itemsize


def _first_line(fingerprint: str) -> bytes:
    return f"kg records 1 {fingerprint}\n".encode("ascii")


def entry_size(path: str, data: bytes) -> int:
    """Return how many bytes a file's record takes in a pack."""
    return len(data) + len(path.encode("utf-8")) + _ENTRY_SIZE


Columns = tuple[bytes, bytes, bytes, "array[int]"]
"""The digests, stamps, checks and lengths of some records."""


class Entry(NamedTuple):
    """Where a record is in a pack: its first byte, how many there are, and what they are checked with."""

    offset: int
    length: int
    check: bytes


class Entries:
    """The records of a pack, read by their entries whatever has become of the pack meanwhile.

    Parameters
    ----------
    path
        Where the pack is.
    """

    def __init__(self, path: str) -> None:
        self._block, self._start = b"", 0
        self._stream: BinaryIO | None = None
        with suppress(OSError, ValueError):
            self._stream = open(path, "rb", buffering=0)  # noqa: SIM115

    def read(self, entry: Entry) -> bytes | None:
        """Return the bytes of a record; ``None`` where they are not what was written."""
        offset, length, check = entry
        start = offset - self._start
        if start < 0 or start + length > len(self._block):
            if self._stream is None:
                return None
            try:
                self._stream.seek(offset)
                self._block = self._stream.read(max(length, _BLOCK))
            except OSError:
                self._block = b""
            self._start, start = offset, 0
        data = self._block[start : start + length]
        return data if sha256(data).digest()[:_CHECK_SIZE] == check else None

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()


class PackReader:
    """A pack that is read; an empty one where there is none, or none that can be believed.

    Parameters
    ----------
    path
        Where it is.
    fingerprint
        What its records must depend on.

    Attributes
    ----------
    count
        How many records it has.
    size
        Its bytes.
    """

    def __init__(self, path: str, fingerprint: str) -> None:
        self.count = self.size = 0
        self._paths = self._digests = self._stamps = self._checks = b""
        self._offsets, self._lengths = array("Q"), array(_LENGTH)
        self._block, self._block_start = b"", 0
        self._stream: BinaryIO | None = None
        try:
            self._stream = open(path, "rb", buffering=0)  # noqa: SIM115
            self._load(self._stream, _first_line(fingerprint))
        except (OSError, ValueError):
            self.count = 0

    def _load(self, stream: BinaryIO, first_line: bytes) -> None:
        self.size = stream.seek(0, 2)
        end = self.size - _TRAILER.size
        if end < 0 or _read(stream, 0, len(first_line)) != first_line:
            raise ValueError
        start, count, paths_size, check = _TRAILER.unpack(_read(stream, end, _TRAILER.size))
        sizes = (
            paths_size,
            *(count * size for size in (_DIGEST_SIZE, STAMP_SIZE, _CHECK_SIZE, self._lengths.itemsize)),
        )
        if start + sum(sizes) != end:
            raise ValueError
        digest = sha256()
        columns = []
        for size in sizes:
            columns.append(_read(stream, start, size))
            digest.update(columns[-1])
            start += size
        if digest.digest()[:_CHECK_SIZE] != check:
            raise ValueError
        self._paths, self._digests, self._stamps, self._checks, lengths = columns
        self._lengths.frombytes(lengths)
        self._offsets.extend(accumulate(self._lengths, initial=len(first_line)))
        self.count = count

    def take_paths(self) -> Iterator[str]:
        """Yield the paths of the files in the pack, in the order they were in; once."""
        paths, self._paths = BytesIO(self._paths), b""
        return (line[:-1].decode("utf-8", "replace") for line in islice(paths, self.count))

    def digest(self, row: int) -> bytes:
        """Return the digest of the content that a row's record was made of."""
        return self._digests[row * _DIGEST_SIZE : (row + 1) * _DIGEST_SIZE]

    def stamp(self, row: int) -> bytes:
        """Return the stamp of a row's file, zeros where none was settled."""
        return self._stamps[row * STAMP_SIZE : (row + 1) * STAMP_SIZE]

    def check(self, row: int) -> bytes:
        """Return what the record's bytes are checked with."""
        return self._checks[row * _CHECK_SIZE : (row + 1) * _CHECK_SIZE]

    def size_of(self, row: int, count: int) -> int:
        """Return how many bytes the records of neighbouring rows have."""
        return self._offsets[row + count] - self._offsets[row]

    def columns(self, row: int, count: int) -> Columns:
        """Return what the index says of neighbouring rows."""
        sized = ((self._digests, _DIGEST_SIZE), (self._stamps, STAMP_SIZE), (self._checks, _CHECK_SIZE))
        digests, stamps, checks = (data[row * size : (row + count) * size] for data, size in sized)
        return digests, stamps, checks, self._lengths[row : row + count]

    def unchecked(self, row: int, count: int = 1) -> bytes:
        """Return the bytes where the records of neighbouring rows are; fewer where the pack has lost some."""
        start = self._offsets[row] - self._block_start
        length = self.size_of(row, count)
        if start < 0 or start + length > len(self._block):
            assert self._stream is not None
            try:
                self._stream.seek(self._offsets[row])
                self._block = self._stream.read(max(length, _BLOCK))
            except OSError:
                self._block = b""
            self._block_start, start = self._offsets[row], 0
        return self._block[start : start + length]

    def entry(self, row: int) -> Entry:
        """Return where a row's record is, for a process of its own."""
        return Entry(self._offsets[row], self._lengths[row], self.check(row))

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()


def _read(stream: BinaryIO, start: int, size: int) -> bytes:
    stream.seek(start)
    data = stream.read(size)
    if len(data) != size:
        raise ValueError
    return data


class PackWriter:
    """A pack that is written, entry by entry.

    The index is held by column until the end: a row a file would take four times the memory.

    Parameters
    ----------
    stream
        Where to.
    fingerprint
        What its records depend on.

    Attributes
    ----------
    size
        Bytes that it will have.
    """

    def __init__(self, stream: BinaryIO, fingerprint: str) -> None:
        self._stream = stream
        self._paths, self._digests, self._stamps, self._checks = (bytearray() for _ in range(4))
        self._lengths = array(_LENGTH)
        self._end = stream.write(_first_line(fingerprint))
        self.size = self._end + _TRAILER.size

    def add(self, path: str, digest: bytes, stamp: bytes, data: bytes, check: bytes | None = None) -> None:
        """Add a file's record; no stamp where it is not settled, the check where it is known."""
        name = path.encode("utf-8")
        self._stream.write(data)
        self._paths += name + b"\n"
        self._digests += digest
        self._stamps += stamp or _NO_STAMP
        self._checks += check or sha256(data).digest()[:_CHECK_SIZE]
        self._lengths.append(len(data))
        self._end += len(data)
        self.size += len(data) + len(name) + _ENTRY_SIZE

    def copy(self, paths: Sequence[str], data: bytes, columns: Columns) -> None:
        """Add the records of files, which are in neighbouring rows of another pack."""
        digests, stamps, checks, lengths = columns
        names = "".join([f"{path}\n" for path in paths]).encode("utf-8")
        self._stream.write(data)
        self._paths += names
        self._digests += digests
        self._stamps += stamps
        self._checks += checks
        self._lengths += lengths
        self._end += len(data)
        self.size += len(data) + len(names) + len(paths) * (_ENTRY_SIZE - 1)

    def finish(self) -> None:
        """Write the index and the trailer."""
        digest = sha256()
        for column in (self._paths, self._digests, self._stamps, self._checks, self._lengths):
            self._stream.write(column)
            digest.update(column)
        check = digest.digest()[:_CHECK_SIZE]
        self._stream.write(_TRAILER.pack(self._end, len(self._lengths), len(self._paths), check))
