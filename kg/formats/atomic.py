"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from shutil import rmtree
from typing import BinaryIO, Final

from kg.cachefolder import LEFTOVER_AGE
from kg.errors import OutputError

_BUFFER: Final = 2**17  # bytes: the texts of some hundred nodes
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _mode(path: str) -> int:
    """Return the permissions a file at `path` has, or would have if it were created now."""
    if os.path.exists(path):
        return stat.S_IMODE(os.stat(path).st_mode)
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask


def _failure(path: str, error: OSError | ValueError) -> OutputError:
    reason = (error.strerror or error) if isinstance(error, OSError) else error
    full = isinstance(error, OSError) and error.errno in _FULL
    advice = "free some space and try again" if full else "choose another place"
    return OutputError(f"cannot write {path}: {reason}; {advice}")


def _sync_folder(folder: str) -> None:
    """Make the renames in a folder survive a crash, where the system can."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(slots=True)
class AtomicFiles:
    """Files that are written beside their targets, to take their places together."""

    _pending: list[tuple[BinaryIO, str, str]] = field(default_factory=list)

    def open(self, path: str | os.PathLike[str]) -> BinaryIO:
        """Open a file that will be at `path`; where it is meanwhile, its own name says.

        A link is followed; what is no regular file (a pipe, a terminal) is written to directly.
        """
        given = os.fspath(path)
        try:
            target = os.path.realpath(given)
            if os.path.isdir(given):
                raise IsADirectoryError(0, "it is a folder")
            if os.path.exists(given) and not os.path.isfile(given):
                stream = open(given, "wb", _BUFFER)  # noqa: SIM115
                self._pending.append((stream, given, given))
                return stream
            folder, name = os.path.split(target)
            descriptor, temporary = tempfile.mkstemp(prefix=f".{name}.", suffix=".tmp", dir=folder)
            os.close(descriptor)
            stream = open(temporary, "wb", _BUFFER)  # noqa: SIM115
            self._pending.append((stream, temporary, target))
        except (OSError, ValueError) as error:
            raise _failure(given, error) from error
        return stream

    @property
    def last(self) -> str:
        """The path of the file that was opened last."""
        return self._pending[-1][2] if self._pending else "the output"

    def commit(self) -> None:
        """Put every file in its place; none, where one of them cannot be finished."""
        for stream, temporary, target in self._pending:
            try:
                stream.flush()
                if temporary != target:
                    os.chmod(temporary, _mode(target))  # only now: it may be one that nobody can write to
                    os.fsync(stream.fileno())
                stream.close()
            except OSError as error:
                raise _failure(target, error) from error
        for _, temporary, target in self._pending:
            if temporary == target:
                continue
            try:
                os.replace(temporary, target)
            except OSError as error:
                raise _failure(target, error) from error
        for folder in {
            os.path.dirname(target) for _, temporary, target in self._pending if temporary != target
        }:
            _sync_folder(folder)

    def discard(self) -> None:
        """Remove what was written and is not in its place."""
        for stream, temporary, target in self._pending:
            with suppress(OSError):  # the failure that led here is the one to report
                stream.close()
            if temporary != target and os.path.exists(temporary):
                os.unlink(temporary)


@contextmanager
def atomic_files() -> Iterator[AtomicFiles]:
    """Yield files that take their places when the block ends, and vanish when it fails.

    Raises
    ------
    OutputError
        Where a file cannot be written.
    """
    files = AtomicFiles()
    try:
        yield files
        files.commit()
    except OSError as error:
        raise _failure(error.filename or "the output", error) from error
    finally:
        files.discard()


def check_place(path: str | os.PathLike[str]) -> None:
    """Raise `OutputError` where no file could be written now; what is there stays as it is."""
    given = os.fspath(path)
    if os.path.exists(given) and not os.path.isfile(given) and not os.path.isdir(given):
        # To open a pipe would be the beginning for who reads it.
        if not os.access(given, os.W_OK):
            raise _failure(given, PermissionError(errno.EACCES, os.strerror(errno.EACCES)))
        return
    files = AtomicFiles()
    try:
        files.open(given)
    finally:
        files.discard()


def remove_leftovers(directory: str | os.PathLike[str], names: re.Pattern[str]) -> None:
    """Remove what killed runs left in a folder under these names, and is so old that none can be at it."""
    before = time.time() - LEFTOVER_AGE
    with suppress(OSError), os.scandir(directory) as found:
        for entry in found:
            if not names.fullmatch(entry.name) or entry.stat(follow_symlinks=False).st_mtime >= before:
                continue
            if entry.is_dir(follow_symlinks=False):
                rmtree(entry.path, ignore_errors=True)
            else:
                os.unlink(entry.path)


@contextmanager
def new_folder(path: str | os.PathLike[str]) -> Iterator[None]:
    """Make a folder, and those above it, unless it is there; where the block fails they go again.

    Raises
    ------
    OutputError
        Where a folder cannot be made.
    """
    made: list[str] = []
    missing = os.path.abspath(path)
    while not os.path.lexists(missing):
        made.append(missing)
        missing = os.path.dirname(missing)
    try:
        os.makedirs(path, exist_ok=True)
        yield
    except OSError as error:
        _remove_empty(made)
        raise OutputError(
            f"cannot make the folder {os.fspath(path)}: {error.strerror}; choose another place"
        ) from error
    except BaseException:
        _remove_empty(made)
        raise


def _remove_empty(folders: Iterable[str]) -> None:
    with suppress(OSError):
        for folder in folders:
            os.rmdir(folder)
