"""Many files, read by several processes, each of which gathers what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from os import fsdecode, fsencode
from typing import Final, Generic, TypeVar

import msgspec

from kg.cache import CacheRun, Fresh, RecordCache
from kg.collector import collector_paused
from kg.files import SourceFile
from kg.frontmatter import Source, read_changed_text, read_yaml_text
from kg.mentions import FileRecord, pack, unpack
from kg.packfile import Entries
from kg.pool import count_jobs, map_ahead
from kg.progress import Progress
from kg.read import to_record
from kg.recall import Known

Part = TypeVar("Part")

Gather = Callable[[Iterable[FileRecord]], Part]
"""Makes one part of the records of some files, in their order; a function that other processes
can import.
"""

_FEW: Final = 128  # files in a chunk at least
_MANY: Final = 512  # files in a chunk at most: what is gathered of more at once is smaller
_AT_ONCE: Final = 16  # files whose texts are held together
_PARALLEL_FROM: Final = 4  # chunks of the fewest files; below it, processes cost more than they save

_Chunk = tuple[list[tuple[str, bytes, bytes, bool]], list[Known | None]]
"""Some files, and what is kept of each; the names that a system gives its files need not be text."""

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Chunk).decode


def _pack_chunk(files: Sequence[SourceFile], known: Sequence[Known | None]) -> bytes:
    """Return files in the form that takes the least time to hand to another process."""
    return _encode(([(path, fsencode(at), stamp, settled) for path, at, stamp, settled in files], known))


def _unpack_chunk(data: bytes) -> tuple[list[SourceFile], list[Known | None]]:
    files, known = _decode(data)
    return [SourceFile(path, fsdecode(at), stamp, settled) for path, at, stamp, settled in files], known


@dataclass(frozen=True, slots=True)
class _Reader(Generic[Part]):
    """Reads some files at a time, in any process.

    Attributes
    ----------
    gather
        What is made of the records.
    site
        The address that relative URLs are resolved against.
    packs
        Where the records are that are kept; ``None`` where none are.
    """

    gather: Gather[Part]
    site: str | None
    packs: tuple[str, ...] | None

    def __call__(self, chunk: bytes) -> tuple[Part, list[Fresh]]:
        files, known = _unpack_chunk(chunk)
        fresh: list[Fresh] = []
        with collector_paused():
            if self.packs is None:
                return self.gather(self._records(files)), fresh
            with ExitStack() as stack:
                kept = [stack.enter_context(closing(Entries(pack))) for pack in self.packs]
                return self.gather(self._with_kept(files, known, kept, fresh)), fresh

    def _records(self, files: Sequence[SourceFile]) -> Iterator[FileRecord]:
        for start in range(0, len(files), _AT_ONCE):
            # Turns of the system and of the parser: in each its code and tables are at hand.
            sources = [read_yaml_text(file) for file in files[start : start + _AT_ONCE]]
            yield from [to_record(source, self.site) for source in sources]

    def _with_kept(
        self,
        files: Sequence[SourceFile],
        known: Sequence[Known | None],
        kept: Sequence[Entries],
        fresh: list[Fresh],
    ) -> Iterator[FileRecord]:
        """Yield the records of files, and take note of those that were looked into."""
        for start in range(0, len(files), _AT_ONCE):
            stop = start + _AT_ONCE
            looks = [
                _look(file, before, kept)
                for file, before in zip(files[start:stop], known[start:stop], strict=True)
            ]
            for number, look in enumerate(looks, start):
                if isinstance(look, FileRecord):
                    yield look
                    continue
                digest, seen = look
                record = seen if isinstance(seen, FileRecord) else to_record(seen, self.site)
                fresh.append(Fresh(number, digest, None if record is seen else pack(record)))
                yield record


def _look(
    file: SourceFile, known: Known | None, kept: Sequence[Entries]
) -> FileRecord | tuple[bytes | None, FileRecord | Source]:
    """Return a file's record where its stamp says that it is right; else look into the file.

    Then it is the digest of the content, and the record where that is still right, or the YAML.
    """
    record = _recall(file, known, kept)
    if known is None or record is None:
        digest, source = read_changed_text(file, None)
    elif known.unchanged:
        return record
    else:
        digest, source = read_changed_text(file, known.digest)
        if source is None:
            return digest, record
    assert source is not None  # nothing was known that it could be equal to
    return digest, source


def _recall(file: SourceFile, known: Known | None, kept: Sequence[Entries]) -> FileRecord | None:
    """Return the record that is kept of a file, or ``None`` where there is none, or a damaged one."""
    data = kept[known.pack].read(known.entry) if known else None
    if data is None:
        return None
    try:
        record = unpack(data)
    except ValueError:
        return None
    return record if record.path == file.path else None


def gather_files(
    files: Sequence[SourceFile],
    gather: Gather[Part],
    *,
    site: str | None = None,
    jobs: int | None = 1,
    cache: RecordCache | None = None,
    progress: Progress | None = None,
) -> Generator[Part, None, None]:
    """Yield what is gathered of the files, some at a time, in their order.

    Parameters
    ----------
    gather
        Makes a part of what some files say.
    jobs
        Processes that read side by side; ``None`` for one per core. Few files are read in one.
    cache
        What was read before; files that are as they were then are not read again. It works with
        the files' stamps.
    progress
        Called after each few files.
    """
    wanted = count_jobs(jobs)
    if len(files) < _FEW * _PARALLEL_FROM:
        wanted = 1
    size = max(_FEW, min(_MANY, len(files) // (wanted * 16)))
    with _cache_run(cache, files) as run:

        def chunks() -> Iterator[bytes]:
            for start in range(0, len(files), size):
                some = files[start : start + size]
                yield _pack_chunk(some, run.known(start, start + len(some)) if run else ())

        reader = _Reader(gather, site, run.paths if run else None)
        if progress:
            progress("reading", 0, len(files))
        for number, (part, fresh) in enumerate(map_ahead(reader, chunks(), wanted)):
            start = number * size
            if run:
                run.take(start, files[start : start + size], fresh)
            yield part
            if progress:
                progress("reading", min(start + size, len(files)), len(files))
        if run:
            run.finish()


@contextmanager
def _cache_run(cache: RecordCache | None, files: Sequence[SourceFile]) -> Iterator[CacheRun | None]:
    if cache is None:
        yield None
        return
    run = CacheRun(cache, files)
    try:
        yield run
    finally:
        run.close()


def _pack_all(records: Iterable[FileRecord]) -> list[bytes]:
    return [pack(record) for record in records]


def read_files(
    files: Sequence[SourceFile],
    *,
    site: str | None = None,
    jobs: int | None = 1,
    cache: RecordCache | None = None,
    progress: Progress | None = None,
) -> Generator[FileRecord, None, None]:
    """Yield what the files say, in their order, whatever the number of processes; see `gather_files`."""
    with closing(
        gather_files(files, _pack_all, site=site, jobs=jobs, cache=cache, progress=progress)
    ) as parts:
        for part in parts:
            yield from map(unpack, part)
