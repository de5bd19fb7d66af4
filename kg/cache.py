"""The records of files that were read before, so that only changed ones are read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from kg.cachefolder import CacheFolder, NewFile, pack_names
from kg.files import SourceFile
from kg.fingerprint import record_fingerprint
from kg.packfile import PackReader, PackWriter, entry_size
from kg.recall import Known, Recall, Row


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


_AT_ONCE: Final = 512  # files whose records are copied together
_SMALL: Final = 2**22  # bytes of a pack that is written anew rather than added to
_FEW: Final = 8  # one record in so many may be out of date, or in the pack of additions


class RecordCache:
    """The records of one set of sources, in two packs of a cache folder.

    A record is believed where its file's stamp is the one it had, settled then and now, or else
    where the file's content has the same digest. Where few files have changed, their records are
    written to the second pack, of additions; else all are written to the first. A new pack is
    only written where something has changed, and takes the old one's place at the end.

    Parameters
    ----------
    folder
        Where the packs are kept.
    sources
        The folders and files that are read.
    site
        The address that relative URLs are resolved against.
    """

    def __init__(self, folder: CacheFolder, sources: Iterable[str], site: str | None) -> None:
        self.folder = folder
        self.names = pack_names(sources, site)


class CacheRun:
    """One run over files: the old packs, and the new one from the first change on.

    Parameters
    ----------
    cache
        Where the records are kept.
    files
        The files with their stamps; those that are sorted by path are found again.

    Attributes
    ----------
    paths
        Where the old packs are.
    """

    def __init__(self, cache: RecordCache, files: Sequence[SourceFile]) -> None:
        self._folder, self._names = cache.folder, cache.names
        self._files = files
        self._fingerprint = record_fingerprint()
        self.paths = tuple(map(cache.folder.locate, cache.names))
        self._packs = [PackReader(path, self._fingerprint or "") for path in self.paths]
        self._recall = Recall(self._packs, files)
        self._whole = self._is_whole()
        self._new: PackWriter | None = None
        self._file: NewFile | None = None
        self._given_up = False

    def _is_whole(self) -> bool:
        """Tell whether a new pack would have the records of all files."""
        first, recall = self._packs[0], self._recall
        if first.size < _SMALL:
            return True
        outdated = max(len(self._files) - recall.unchanged + recall.used[1], first.count - recall.used[0])
        return outdated * _FEW > first.count

    def known(self, start: int, stop: int) -> list[Known | None]:
        """Return what is kept of the files with these numbers."""
        return self._recall.known(start, stop)

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
        done = 0
        while done < len(files) and self._new is not None:
            row = self._recall.row(start + done)
            count = self._recall.run(start + done, start + len(files)) if row else 1
            if row and (self._whole or row.pack is not self._packs[0]):
                self._copy_rows(files[done : done + count], row)
            done += count

    def _copy_rows(self, files: Sequence[SourceFile], first: Row) -> None:
        """Copy the records of files that are in neighbouring rows, from this one on."""
        if self._new is None:
            return
        pack, row = first
        paths = [file.path for file in files]
        size = pack.size_of(row, len(files)) + sum(entry_size(path, b"") for path in paths)
        data = pack.unchecked(row, len(files))
        if len(data) < pack.size_of(row, len(files)) or self._size + size > self._folder.bound:
            for number, file in enumerate(files, row):
                self._copy(file, Row(pack, number), pack.stamp(number))
            return
        try:
            self._new.copy(paths, data, pack.columns(row, len(files)))
        except OSError as error:
            self._give_up(error)

    @property
    def _size(self) -> int:
        """The bytes of all records that there will be, as far as is known."""
        first, added = [pack.size for pack in self._packs]
        if self._new is None:
            return first + added
        return self._new.size if self._whole else first + self._new.size

    def _restamp(self, number: int, file: SourceFile) -> None:
        """Copy the record of a file whose content is what it was, with its new stamp."""
        if file.settled and self._new is None:
            self._begin(number)
        row = self._recall.row(number)
        assert row is not None  # else there were nothing that is still right
        self._copy(file, row, file.stamp if file.settled else row.pack.stamp(row.number))

    def _add(self, number: int, file: SourceFile, digest: bytes | None, packed: bytes) -> None:
        """Take over the new record of a file; of one that could not be read nothing is kept."""
        had = self._recall.row(number)
        self._recall.forget(number)
        if digest is None:
            return
        if self._new is None and (had or self._fits(file.path, packed)):
            self._begin(number)
        if self._new is not None:
            self._write(file.path, digest, file.stamp if file.settled else b"", packed)

    def _fits(self, path: str, data: bytes) -> bool:
        return self._size + entry_size(path, data) <= self._folder.bound

    def _begin(self, number: int) -> None:
        """Begin a new pack with what is kept of the files before this one."""
        if self._given_up or self._fingerprint is None:
            return
        try:
            self._file = self._folder.create(self._names[not self._whole])
            self._new = PackWriter(self._file.stream, self._fingerprint)
        except (OSError, ValueError) as error:
            self._give_up(error)
            return
        for start in range(0, number, _AT_ONCE):
            self._keep(start, self._files[start : min(start + _AT_ONCE, number)])

    def _copy(self, file: SourceFile, row: Row, stamp: bytes) -> None:
        pack, number = row
        self._write(file.path, pack.digest(number), stamp, pack.unchecked(number), pack.check(number))

    def _write(self, path: str, digest: bytes, stamp: bytes, data: bytes, check: bytes | None = None) -> None:
        if self._new is None or not self._fits(path, data):
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
        """Put the new pack in place, or take note that the old ones were of use."""
        if self._new is None and self._whole and self._recall.used[0] < self._packs[0].count:
            self._begin(len(self._files))
        for pack in self._packs:
            pack.close()  # some systems replace no file that is open
        for name in self._names:
            self._folder.touch(name)
        if self._new is None or self._file is None:
            return
        try:
            self._new.finish()
            self._file.commit()
        except OSError as error:
            self._give_up(error)
            return
        if self._whole:
            self._folder.remove(self._names[1])

    def _discard(self) -> None:
        if self._file is not None:
            self._file.discard()
            self._file = None

    def close(self) -> None:
        """Leave nothing open."""
        self._discard()
        for pack in self._packs:
            pack.close()
