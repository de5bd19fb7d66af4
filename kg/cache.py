"""The records of files that were read before, so that only changed ones are read again."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, overload

from kg.cachefolder import CacheFolder, NewFile, pack_name
from kg.files import SourceFile
from kg.fingerprint import record_fingerprint
from kg.mentions import FileRecord, unpack
from kg.packfile import PackReader, PackWriter, entry_size

Stale = tuple[SourceFile, bytes | None]
"""A file to look into, and the digest its content had when it was last read."""

Fresh = tuple[bytes | None, bytes | None]
"""A file's digest, ``None`` where it cannot be read, and its packed record, ``None`` where the
digest is the one that was known."""

_NONE: Final = -1


class RecordCache:
    """The records of one set of sources, in one pack of a cache folder.

    A record is believed where its file's stamp is the one it had, settled then and now, or else
    where the file's content has the same digest. A new pack is only written where something has
    changed, and takes the old one's place at the end.

    Parameters
    ----------
    folder
        Where the pack is kept.
    sources
        The folders and files that are read.
    site
        The address that relative URLs are resolved against.
    """

    def __init__(self, folder: CacheFolder, sources: Iterable[str], site: str | None) -> None:
        self.folder = folder
        self.name = pack_name(sources, site)

    def records(
        self,
        files: Sequence[SourceFile],
        refresh: Callable[[Sequence[Stale]], Iterable[Fresh]],
    ) -> Iterator[FileRecord]:
        """Yield the records of files, in their order.

        Parameters
        ----------
        files
            The files with their stamps; those that are sorted by path are found again.
        refresh
            Looks into files whose record cannot be believed, in their order.
        """
        run = _Run(self, files)
        try:
            fresh = iter(refresh(run.stale))
            for number, file in enumerate(files):
                digest, packed = next(fresh) if run.stale.has(number) else (None, None)
                record = run.keep(number, file) if packed is None and run.rows[number] != _NONE else None
                if record is None:
                    if packed is None:  # what was kept is damaged
                        ((digest, packed),) = refresh([(file, None)])
                    assert packed is not None
                    run.add(number, file, digest, packed)
                    record = unpack(packed)
                yield record
            next(fresh, None)  # lets go of the processes
            run.finish()
        finally:
            run.close()


class _StaleFiles(Sequence[Stale]):
    """The files whose stamps do not say that they are what they were, by their numbers."""

    def __init__(self, files: Sequence[SourceFile], rows: Sequence[int], old: PackReader) -> None:
        self._files, self._rows, self._old = files, rows, old
        self._flags = bytearray(len(files))
        self._numbers = array("Q")
        stamp_of = old.stamp
        for number, (file, row) in enumerate(zip(files, rows, strict=True)):
            if row == _NONE or not file.settled or stamp_of(row) != file.stamp:
                self._flags[number] = 1
                self._numbers.append(number)

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Stale: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Stale]: ...

    def __getitem__(self, index: int | slice) -> Stale | Sequence[Stale]:
        if isinstance(index, slice):
            return [self._stale(number) for number in self._numbers[index]]
        return self._stale(self._numbers[index])

    def _stale(self, number: int) -> Stale:
        row = self._rows[number]
        return self._files[number], None if row == _NONE else self._old.digest(row)

    def has(self, number: int) -> bool:
        """Tell whether a file is one of them."""
        return bool(self._flags[number])


class _Run:
    """One run over the files: the old pack, and the new one from the first change on."""

    def __init__(self, cache: RecordCache, files: Sequence[SourceFile]) -> None:
        self._folder, self._name = cache.folder, cache.name
        self._files = files
        self._fingerprint = record_fingerprint()
        self._old = PackReader(cache.folder.locate(cache.name), self._fingerprint or "")
        self._new: PackWriter | None = None
        self._file: NewFile | None = None
        self._given_up = False
        self.rows = array("q", self._match())
        self.stale = _StaleFiles(files, self.rows, self._old)

    def _match(self) -> Iterator[int]:
        """Yield the row in the old pack of each file; both are sorted by path."""
        paths = self._old.take_paths()
        row, known = 0, next(paths, None)
        for file in self._files:
            path = file.path
            while known is not None and known < path:
                row, known = row + 1, next(paths, None)
            yield row if known == path else _NONE

    def keep(self, number: int, file: SourceFile) -> FileRecord | None:
        """Return the record that is kept of a file, or ``None`` where it is damaged."""
        data = self._old.record(self.rows[number])
        if data is None:
            return None
        try:
            record = unpack(data)
        except ValueError:
            return None
        if record.path != file.path:
            return None
        if self.stale.has(number) and file.settled and self._new is None:
            self._begin(number)  # for its stamp
        if self._new is not None:
            self._copy(number, file, data)
        return record

    def add(self, number: int, file: SourceFile, digest: bytes | None, packed: bytes) -> None:
        """Take over the new record of a file; of one that could not be read nothing is kept."""
        had = self.rows[number]
        self.rows[number] = _NONE
        if digest is None:
            return
        if self._new is None and (had != _NONE or self._fits(self._old.size, file.path, packed)):
            self._begin(number)
        if self._new is not None:
            self._write(file.path, digest, file.stamp if file.settled else b"", packed)

    def _fits(self, size: int, path: str, data: bytes) -> bool:
        return size + entry_size(path, data) <= self._folder.bound

    def _begin(self, number: int) -> None:
        """Begin a new pack with what is kept of the files before this one."""
        if self._given_up or self._fingerprint is None:
            return
        try:
            self._file = self._folder.create(self._name)
            self._new = PackWriter(self._file.stream, self._fingerprint)
        except (OSError, ValueError) as error:
            self._give_up(error)
            return
        for before, file in enumerate(islice(self._files, number)):
            if self.rows[before] != _NONE:
                self._copy(before, file, self._old.unchecked(self.rows[before]))

    def _copy(self, number: int, file: SourceFile, data: bytes) -> None:
        row, old = self.rows[number], self._old
        stamp = file.stamp if file.settled else old.stamp(row)
        self._write(file.path, old.digest(row), stamp, data, old.check(row))

    def _write(self, path: str, digest: bytes, stamp: bytes, data: bytes, check: bytes | None = None) -> None:
        if self._new is None or not self._fits(self._new.size, path, data):
            return
        try:
            self._new.add(path, digest, stamp, data, check)
        except OSError as error:
            self._give_up(error)

    def _give_up(self, error: OSError | ValueError) -> None:
        """Do without a new pack; the old one stays."""
        self._folder.report(error)
        self._given_up = True
        self._new = None
        self._discard()

    def finish(self) -> None:
        """Put the new pack in place, or take note that the old one was of use."""
        if self._new is None and sum(row != _NONE for row in self.rows) < self._old.count:
            self._begin(len(self.rows))
        self._old.close()  # some systems replace no file that is open
        if self._new is None or self._file is None:
            self._folder.touch(self._name)
            return
        try:
            self._new.finish()
            self._file.commit()
        except OSError as error:
            self._give_up(error)

    def _discard(self) -> None:
        if self._file is not None:
            self._file.discard()
            self._file = None

    def close(self) -> None:
        """Leave nothing open."""
        self._discard()
        self._old.close()
