"""The folder that keeps what can be made again, and may be removed at any time."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from typing import BinaryIO, Final, NamedTuple

DEFAULT_FOLDER: Final = ".kg-cache"
SIZE_BOUND: Final = 2 * 2**30
"""Bytes that all packs and texts of a folder may take together."""

_NOTE_BOUND: Final = 256  # notes of some kilobytes each
LEFTOVER_AGE: Final = 24 * 60 * 60
"""Seconds after which no run can be writing a file any more."""

_BUFFER: Final = 2**20

_TAG: Final = "CACHEDIR.TAG"
_TAG_TEXT: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds what kg has read and written, and can be removed at any time.\n"
    "# For what this file is, see https://bford.info/cachedir/\n"
)
_IGNORE: Final = ".gitignore"
_IGNORE_TEXT: Final = "*\n"
_MARKS: Final = {_TAG: _TAG_TEXT, _IGNORE: _IGNORE_TEXT}

_NAME: Final = re.compile(
    r"records-[0-9a-f]{32}(?:-added)?\.pack|export-[0-9a-f]{32}\.json|texts-[0-9a-f]{32}-[0-9a-f]{16}"
)
_TEMPORARY: Final = re.compile(rf"\.(?:{_NAME.pattern})(?:\.[0-9a-f]{{16}})?\.tmp")


def _key(sources: Iterable[str], *facts: str | None) -> str:
    """Return what names a set of sources, whatever their order, with what goes with them."""
    real = sorted(os.fsencode(os.path.realpath(source)) for source in sources)
    rest = [b"" if fact is None else b"=" + os.fsencode(fact) for fact in facts]
    return sha256(b"\0".join([*real, b"", *rest])).hexdigest()[:32]


def pack_names(sources: Iterable[str], site: str | None) -> tuple[str, str]:
    """Return the names of the packs of some sources' records, which depend on the site as well.

    The second is of what was added to the first.
    """
    key = _key(sources, site)
    return f"records-{key}.pack", f"records-{key}-added.pack"


def note_name(sources: Iterable[str], *facts: str | None) -> str:
    """Return the name of the note on an export of some sources, with all else that was asked for."""
    return f"export-{_key(sources, *facts)}.json"


def texts_name(sources: Iterable[str], *facts: str | None) -> str:
    """Return what the names of folders with the texts of some sources' articles begin with."""
    return f"texts-{_key(sources, *facts)}"


class Entry(NamedTuple):
    """A file or folder that is kg's own; `used` is when, in nanoseconds since 1970."""

    path: str
    size: int
    used: int


class CacheFolder:
    """One folder of packs, notes and texts, which is made when something is first kept in it.

    Nothing here raises for what the folder is or holds: a run goes on without it.

    Parameters
    ----------
    path
        Where it is.
    bound
        Bytes that all packs and texts may take together.

    Attributes
    ----------
    trouble
        One sentence about why nothing could be kept; ``None`` while there is nothing to say.
    """

    def __init__(self, path: str | os.PathLike[str], *, bound: int = SIZE_BOUND) -> None:
        self.path = os.fspath(path)
        self.bound = bound
        self.trouble: str | None = None

    def locate(self, name: str) -> str:
        """Return the path of a file in the folder."""
        return os.path.join(self.path, name)

    def report(self, error: OSError | ValueError) -> None:
        """Take note that nothing could be kept."""
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        self.trouble = f"nothing can be kept in the cache folder {self.path}: {reason}"

    def _make(self) -> None:
        folder, name = os.path.split(os.path.abspath(self.path))
        if not os.path.exists(folder):
            os.makedirs(folder, exist_ok=True)
        try:
            os.mkdir(os.path.join(folder, name))
        except FileExistsError:
            return  # perhaps somebody's own, which needs none of our marks
        for mark, text in _MARKS.items():
            with open(self.locate(mark), "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)

    def create(self, name: str) -> NewFile:
        """Open a file that will have this name once it is complete.

        Raises
        ------
        OSError, ValueError
            Where it cannot be written.
        """
        self._make()
        return NewFile(self, name)

    def create_folder(self, name: str) -> NewFolder:
        """Make a folder whose name will begin with this once it is complete.

        Raises
        ------
        OSError, ValueError
            Where it cannot be made.
        """
        self._make()
        return NewFolder(self, name)

    def touch(self, name: str) -> None:
        """Remember that a file was of use now."""
        with suppress(OSError, ValueError):
            os.utime(self.locate(name))

    def remove(self, name: str) -> None:
        """Remove a file that is of no use any more."""
        with suppress(OSError, ValueError):
            os.unlink(self.locate(name))

    def touch_texts(self, name: str) -> None:
        """Remember that the texts whose folder's name begins so were of use now."""
        for entry in self.texts(name):
            with suppress(OSError):
                os.utime(entry.path)

    def _entries(self, pattern: re.Pattern[str]) -> list[Entry]:
        """Return the files and folders in it whose names follow a pattern, the least recently used first."""
        entries = []
        with suppress(OSError, ValueError), os.scandir(self.path) as found:
            for entry in found:
                if pattern.fullmatch(entry.name):
                    with suppress(OSError):  # another run has removed it
                        status = entry.stat(follow_symlinks=False)
                        size = _folder_size(entry.path) if entry.is_dir() else status.st_size
                        entries.append(Entry(entry.path, size, status.st_mtime_ns))
        return sorted(entries, key=lambda entry: (entry.used, entry.path))

    def packs(self) -> list[Entry]:
        """Return the packs, the least recently used first."""
        return [entry for entry in self._entries(_NAME) if entry.path.endswith(".pack")]

    def texts(self, name: str = "") -> list[Entry]:
        """Return the folders of texts whose names begin so, the least recently used first."""
        start = self.locate(name or "texts-")
        return [entry for entry in self._entries(_NAME) if entry.path.startswith(start)]

    def tidy(self, keep: str) -> None:
        """Remove what killed runs left, and what is beyond the bounds; the file `keep` stays.

        Texts go first, as they can be made of what is in the packs.
        """
        before = time.time_ns() - LEFTOVER_AGE * 10**9
        too_many = [entry for entry in self._entries(_TEMPORARY) if entry.used < before]
        packs, texts = self.packs(), self.texts()
        notes = [entry for entry in self._entries(_NAME) if entry.path.endswith(".json")]
        size = sum(entry.size for entry in (*texts, *packs))
        for entry in (*texts, *packs):
            if size > self.bound and entry.path != self.locate(keep):
                too_many.append(entry)
                size -= entry.size
        _remove([*too_many, *notes[:-_NOTE_BOUND]])

    def clear(self) -> list[Entry]:
        """Remove all that kg made in the folder, and the folder if it is empty then.

        Returns
        -------
        What was removed.
        """
        removed = _remove([*self._entries(_NAME), *self._entries(_TEMPORARY)])
        for mark, text in _MARKS.items():
            with suppress(OSError, ValueError):
                with open(self.locate(mark), encoding="utf-8") as stream:
                    ours = stream.read(len(text) + 1) == text
                if ours:
                    removed += _remove([Entry(self.locate(mark), len(text), 0)])
        with suppress(OSError, ValueError):
            os.rmdir(self.path)
        return removed


class NewFile:
    """A file that is written beside its place, and takes it once it is complete."""

    def __init__(self, folder: CacheFolder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._temporary = folder.locate(f".{name}.{os.urandom(8).hex()}.tmp")
        self.stream: BinaryIO = open(self._temporary, "xb", buffering=_BUFFER)  # noqa: SIM115

    def commit(self) -> None:
        """Put the file in its place; raises `OSError` where that cannot be."""
        self.stream.close()
        os.replace(self._temporary, self._folder.locate(self._name))
        self._folder.tidy(self._name)

    def discard(self) -> None:
        """Leave nothing behind, unless the file is in its place."""
        with suppress(OSError):
            self.stream.close()
        with suppress(OSError):
            os.unlink(self._temporary)


class NewFolder:
    """A folder that is filled beside its place, and takes it once it is complete.

    Attributes
    ----------
    path
        Where it is meanwhile.
    """

    def __init__(self, folder: CacheFolder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._final = f"{name}-{os.urandom(8).hex()}"
        self.path = folder.locate(f".{self._final}.tmp")
        os.mkdir(self.path)

    def commit(self) -> None:
        """Put the folder in its place, unless it is too large; raises `OSError` where that cannot be.

        Those that were there by its name go.
        """
        before = self._folder.texts(self._name)
        room = self._folder.bound - sum(entry.size for entry in self._folder.packs())
        if _folder_size(self.path) <= room:
            os.replace(self.path, self._folder.locate(self._final))
        _remove(before)
        self._folder.tidy(self._final)

    def discard(self) -> None:
        """Leave nothing behind, unless the folder is in its place."""
        shutil.rmtree(self.path, ignore_errors=True)


def _folder_size(path: str) -> int:
    """Return the bytes of the files in a folder, not looking into folders in it."""
    with os.scandir(path) as found:
        return sum(entry.stat(follow_symlinks=False).st_size for entry in found)


def _remove(entries: list[Entry]) -> list[Entry]:
    removed = []
    for entry in entries:
        with suppress(OSError):  # another run was first, or it is neither file nor folder
            if os.path.isdir(entry.path) and not os.path.islink(entry.path):
                shutil.rmtree(entry.path)
            else:
                os.unlink(entry.path)
            removed.append(entry)
    return removed
