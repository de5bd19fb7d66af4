"""Which record that is kept is a file's, and whether the file is still what it was made of."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.files import SourceFile
from kg.packfile import Entry, PackReader


class Known(NamedTuple):
    """What is kept of a file.

    Attributes
    ----------
    digest
        That of the content which was read.
    pack
        The number of the pack that the record is in.
    entry
        Where it is there.
    unchanged
        Whether the file's stamp says that it is what it was.
    """

    digest: bytes
    pack: int
    entry: Entry
    unchanged: bool


class Row(NamedTuple):
    """A row of a pack."""

    pack: PackReader
    number: int


_NONE: Final = -1


class Recall:
    """What packs hold of files, matched once; a later pack wins over an earlier one.

    Parameters
    ----------
    packs
        The packs, each sorted by path.
    files
        The files with their stamps; those that are sorted by path are found again.

    Attributes
    ----------
    used
        Pack by pack, how many of its records are of one of the files.
    unchanged
        How many files are what they were when their record was made.
    """

    def __init__(self, packs: Sequence[PackReader], files: Iterable[SourceFile]) -> None:
        self._packs = packs
        self.used = [0 for _ in packs]
        self.unchanged = 0
        self._unchanged = bytearray()
        self._rows = array("q", self._match(files))

    def _match(self, files: Iterable[SourceFile]) -> Iterator[int]:
        """Yield for each file the row in a pack and the pack's number, as one number."""
        packs = self._packs
        paths = [pack.take_paths() for pack in packs]
        heads = [next(left, None) for left in paths]
        rows = [0 for _ in packs]
        filled = [number for number, head in enumerate(heads) if head is not None]
        for path, _, stamp, settled in files:
            found, unchanged = _NONE, False
            for number in filled:
                head = heads[number]
                while head is not None and head < path:
                    rows[number] += 1
                    head = heads[number] = next(paths[number], None)
                if head == path and not unchanged:
                    unchanged = settled and packs[number].stamp(rows[number]) == stamp
                    found = rows[number] * len(packs) + number
            if found != _NONE:
                self.used[found % len(packs)] += 1
                self.unchanged += unchanged
            self._unchanged.append(unchanged)
            yield found

    def row(self, file: int) -> Row | None:
        """Return where the record of the file with this number is."""
        found = self._rows[file]
        if found == _NONE:
            return None
        number, pack = divmod(found, len(self._packs))
        return Row(self._packs[pack], number)

    def forget(self, file: int) -> None:
        """Have no record of the file with this number any more."""
        self._rows[file] = _NONE

    def known(self, start: int, stop: int) -> list[Known | None]:
        """Return what is kept of neighbouring files."""
        packs, found = self._packs, list[Known | None]()
        for place, unchanged in zip(self._rows[start:stop], self._unchanged[start:stop], strict=True):
            if place == _NONE:
                found.append(None)
            else:
                row, number = divmod(place, len(packs))
                pack = packs[number]
                found.append(Known(pack.digest(row), number, pack.entry(row), bool(unchanged)))
        return found

    def run(self, start: int, stop: int) -> int:
        """Return how many files from this one on, up to another, have records that are neighbours."""
        rows, step = self._rows, len(self._packs)
        count = 1
        while start + count < stop and rows[start + count] == rows[start] + count * step:
            count += 1
        return count
