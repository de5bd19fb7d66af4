"""Exports without a graph: what the command does, and `kg.stream`."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Sequence
from typing import Final

from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
from kg.collector import collector_paused
from kg.drawing import AUTO
from kg.errors import FormatError
from kg.files import SourceFile, find_files, source_list
from kg.formats.exporting import WORK_PREFIX, Written, files_written, open_outputs
from kg.formats.table import FORMATS, check_formats, choose
from kg.progress import Progress
from kg.report import json_text, report_of
from kg.settings import Settings, make_settings
from kg.streaming.corpus import CorpusWriter, Told
from kg.streaming.kept import TextCache

DEFAULT_FORMATS: Final = ("ntriples",)


def check_streamed(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of formats, each once, or raise `FormatError` where one takes more memory."""
    checked = check_formats(names)
    for name in checked:
        if choose(name).format.ties:
            choice = ", ".join(sorted(other for other, row in FORMATS.items() if not row.ties))
            raise FormatError(
                f"{name} needs all nodes in memory and cannot be streamed; choose from {choice}"
            )
    return checked


def write_corpus(
    settings: Settings,
    directory: str | os.PathLike[str],
    names: Sequence[str],
    *,
    files: Sequence[SourceFile] | None = None,
    jobs: int | None = 1,
    cache: CacheFolder | None = None,
    progress: Progress | None = None,
    renderer: str = AUTO,
) -> Told:
    """Read the sources that settings name and write their graph in some formats.

    Parameters
    ----------
    names
        Names of formats, as `kg.formats.table.check_formats` returns them.
    files
        The files of the sources, where they were looked at already; with a cache, stamped.
    renderer
        What draws the map, a key of `kg.drawing.RENDERERS`.

    Returns
    -------
    What is to be said of the corpus.
    """
    with collector_paused(), open_outputs(directory, names, renderer) as (outputs, report):
        if files is None:
            files = find_files(settings.sources, stamped=cache is not None)
        records = RecordCache(cache, settings.sources, settings.site) if cache else None
        texts = TextCache(cache, settings, [choose(name).format.file for name in names]) if cache else None
        kept = texts.begin() if texts else None
        told = None
        if cache and texts and kept:
            try:
                writer = CorpusWriter(settings, kept, jobs, progress)
                told = writer.write(files, outputs, records=records, texts=texts)
            except OSError as error:  # its disk is full, or somebody has removed it: do without
                cache.report(error)
            finally:
                texts.close()
        if told is None:
            with tempfile.TemporaryDirectory(prefix=WORK_PREFIX, dir=directory) as folder:
                told = CorpusWriter(settings, folder, jobs, progress).write(files, outputs, records=records)
        text = json_text(report_of(settings.title, told.counts, told.issues))
        report.write(text.encode("utf-8"))
    return told


def stream(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    directory: str | os.PathLike[str],
    *,
    formats: Iterable[str] = DEFAULT_FORMATS,
    jobs: int | None = 1,
    cache: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    base: str | None = None,
    title: str | None = None,
    licence: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    homepage: str | None = None,
    dumps: str | Iterable[str] | None = None,
    site: str | None = None,
) -> tuple[Written, ...]:
    """Read a folder of articles and write its graph, without holding it in memory.

    The files are those that `kg.export` writes of `kg.build`'s graph, byte for byte. What does
    not fit in memory is put into a hidden folder in `directory` or, with a cache, in the cache's:
    it takes about as much room as what is read and written.

    Parameters
    ----------
    source
        A folder, a file, or several of them.
    directory
        The folder to write into, which is made where it is not there.
    formats
        Formats that need no ties: see `Format.ties`.
    jobs
        Processes that work side by side; ``None`` for one per core. The files are the same.
    cache
        As for `kg.build`.
    progress
        Called with a stage's name, how much of it is done, and how much there is.
    base, title, licence, language, publisher, homepage, dumps, site
        As for `kg.build`.

    Returns
    -------
    The files written, with their sizes in bytes; ``report.json`` comes last.

    Raises
    ------
    FormatError
        For a format that is unknown or cannot be streamed.
    SourceError
        Where a source does not exist.
    SettingsError
        For a setting that makes no sense.
    OutputError
        Where a file cannot be written.

    Examples
    --------
    >>> import kg, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = kg.stream("seeds", folder)
    ...     [os.path.basename(file.path) for file in written]
    ['graph.nt', 'report.json']
    """
    names = check_streamed((formats,) if isinstance(formats, str) else formats)
    settings = make_settings(
        source_list(source),
        base=base,
        title=title,
        licence=licence,
        language=language,
        publisher=publisher,
        homepage=homepage,
        dumps=dumps,
        site=site,
    )
    folder = None if cache is None else CacheFolder(cache)
    write_corpus(settings, directory, names, jobs=jobs, cache=folder, progress=progress)
    return files_written(directory, names)
