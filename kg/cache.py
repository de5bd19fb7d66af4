"""The records of files that were read before, so that only changed ones are read again."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from kg.cachefolder import CacheFolder, NewFile, pack_name
from kg.files import SourceFile
from kg.fingerprint import record_fingerprint
from kg.packfile import Entry, PackReader, PackWriter, entry_size


class Known(NamedTuple):
    """What is kept of a file.

    Attributes
    ----------
    digest
        That of the content which was read.
    entry
        Where the record is.
    unchanged
        Whether the file's stamp says that it is what it was.
    """

    digest: bytes
    entry: Entry
    unchanged: bool


class Fresh(NamedTuple):
    """What was found when a file was looked into.

    Attributes
    ----------
    number
        The file's, among those that were looked at together.
    digest
        That of its content; ``None`` where it cannot be read.
    packed
        Its record; ``None`` where what is kept is still right.
    """

    number: int
    digest: bytes | None
    packed: bytes | None


_NONE: Final = -1
_AT_ONCE: Final = 512  # files whose records are copied together


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


class CacheRun:
    """One run over files: the old pack, and the new one from the first change on.

    Parameters
    ----------
    cache
        Where the records are kept.
    files
        The files with their stamps; those that are sorted by path are found again.

    Attributes
    ----------
    path
        Where the old pack is.
    """

    def __init__(self, cache: RecordCache, files: Sequence[SourceFile]) -> None:
        self._folder, self._name = cache.folder, cache.name
        self._files = files
        self._fingerprint = record_fingerprint()
        self.path = cache.folder.locate(cache.name)
        self._old = PackReader(self.path, self._fingerprint or "")
        self._new: PackWriter | None = None
        self._file: NewFile | None = None
        self._given_up = False
        self._rows = array("q", self._match())

    def _match(self) -> Iterator[int]:
        """Yield the row in the old pack of each file; both are sorted by path."""
        paths = self._old.take_paths()
        row, known = 0, next(paths, None)
        for file in self._files:
            path = file.path
            while known is not None and known < path:
                row, known = row + 1, next(paths, None)
            yield row if known == path else _NONE

    def known(self, start: int, files: Sequence[SourceFile]) -> list[Known | None]:
        """Return what is kept of some files, of which the first has this number."""
        old, found = self._old, list[Known | None]()
        for row, file in zip(self._rows[start : start + len(files)], files, strict=True):
            if row == _NONE:
                found.append(None)
            else:
                unchanged = file.settled and old.stamp(row) == file.stamp
                found.append(Known(old.digest(row), old.entry(row), unchanged))
        return found

    def take(self, start: int, files: Sequence[SourceFile], fresh: Sequence[Fresh]) -> None:
        """Take over what was found in some files; it comes in the order of the files.

        Parameters
        ----------
        fresh
            Of the files that were looked into.
        """
        done = 0
        for number, digest, packed in fresh:
            self._keep(start + done, files[done:number])
            if packed is None:
                self._restamp(start + number, files[number])
            else:
                self._add(start + number, files[number], digest, packed)
            done = number + 1
        self._keep(start + done, files[done:])

    def _keep(self, start: int, files: Sequence[SourceFile]) -> None:
        """Copy the records of files that are what they were, those together that are neighbours."""
        rows, done = self._rows, 0
        while done < len(files) and self._new is not None:
            first, row = done, rows[start + done]
            done += 1
            if row == _NONE:
                continue
            while done < len(files) and rows[start + done] == row + done - first:
                done += 1
            self._copy_rows(files[first:done], row)

    def _copy_rows(self, files: Sequence[SourceFile], row: int) -> None:
        """Copy the records of files that are in neighbouring rows, from this one on."""
        if self._new is None:
            return
        paths = [file.path for file in files]
        size = self._old.size_of(row, len(files)) + sum(entry_size(path, b"") for path in paths)
        data = self._old.unchecked(row, len(files))
        if len(data) < self._old.size_of(row, len(files)) or self._new.size + size > self._folder.bound:
            for number, file in enumerate(files):
                self._copy(file, row + number, self._old.stamp(row + number))
            return
        try:
            self._new.copy(paths, data, self._old.columns(row, len(files)))
        except OSError as error:
            self._give_up(error)

    def _restamp(self, number: int, file: SourceFile) -> None:
        """Copy the record of a file whose content is what it was, with its new stamp."""
        if file.settled and self._new is None:
            self._begin(number)
        row = self._rows[number]
        self._copy(file, row, file.stamp if file.settled else self._old.stamp(row))

    def _add(self, number: int, file: SourceFile, digest: bytes | None, packed: bytes) -> None:
        """Take over the new record of a file; of one that could not be read nothing is kept."""
        had = self._rows[number]
        self._rows[number] = _NONE
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
        for start in range(0, number, _AT_ONCE):
            self._keep(start, self._files[start : min(start + _AT_ONCE, number)])

    def _copy(self, file: SourceFile, row: int, stamp: bytes) -> None:
        old = self._old
        self._write(file.path, old.digest(row), stamp, old.unchecked(row), old.check(row))

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
        if self._new is None and sum(row != _NONE for row in self._rows) < self._old.count:
            self._begin(len(self._rows))
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
