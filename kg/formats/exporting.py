"""A graph to files in several formats, and its report beside them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kg.collector import collector_paused
from kg.compression import SUFFIX
from kg.conform import check_structure, checked_batches
from kg.drawing import AUTO, check_renderer
from kg.formats.atomic import atomic_files, new_folder, remove_leftovers
from kg.formats.rendering import Output, write_batches
from kg.formats.table import DEFAULT_FORMATS, FORMATS, check_formats, choose
from kg.progress import Progress
from kg.report import report_text

if TYPE_CHECKING:
    import networkx as nx

REPORT_FILE: Final = "report.json"
WORK_PREFIX: Final = ".kg-export-"
"""What the names of folders begin with that exports put things aside in, beside their outputs."""

_PARALLEL_FROM: Final = 1000  # nodes; below it, starting processes costs more than it saves


class Written(NamedTuple):
    """A file that was written, and its size in bytes."""

    path: str
    size: int


def export(
    graph: nx.MultiDiGraph[str],
    directory: str | os.PathLike[str],
    *,
    formats: Iterable[str] = DEFAULT_FORMATS,
    jobs: int | None = 1,
    progress: Progress | None = None,
    renderer: str = AUTO,
) -> tuple[Written, ...]:
    """Write the graph in several formats, and ``report.json``, into a folder.

    All files are written beside their places first, and take them when all are written.

    Parameters
    ----------
    graph
        A graph of the model, as `kg.build` makes it.
    directory
        The folder, which is made where it is not there.
    formats
        Keys of `FORMATS`; with ``.gz`` behind them the files are compressed.
    jobs
        Processes that write side by side; ``None`` for one per core. The files are the same.
    progress
        Called with a stage's name, how much of it is done, and how much there is.
    renderer
        What draws the map, as for `kg.write_html`.

    Returns
    -------
    The files written, with their sizes in bytes; the report comes last.

    Raises
    ------
    FormatError
        For an unknown format.
    SettingsError
        For an unknown renderer.
    GraphError
        Where the graph does not follow the model.
    OutputError
        Where a file cannot be written.

    Examples
    --------
    >>> import kg, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = kg.export(kg.build("seeds"), folder, formats=["turtle"])
    ...     [os.path.basename(file.path) for file in written]
    ['graph.ttl', 'report.json']
    """
    names = check_formats((formats,) if isinstance(formats, str) else formats)
    check_renderer(renderer)
    with collector_paused():
        check_structure(graph)
        if progress:
            progress("writing", 0, len(names))
        with open_outputs(directory, names, renderer) as (outputs, report):
            few = len(graph) < _PARALLEL_FROM
            write_batches(outputs, graph.graph, checked_batches(graph), jobs=1 if few else jobs)
            report.write(report_text(graph).encode("utf-8"))
        if progress:
            progress("writing", len(names), len(names))
    return files_written(directory, names)


def _paths(directory: str | os.PathLike[str], names: Sequence[str]) -> list[str]:
    return [os.path.join(directory, file) for file in (*(choose(name).file for name in names), REPORT_FILE)]


def files_written(directory: str | os.PathLike[str], names: Sequence[str]) -> tuple[Written, ...]:
    """Return what an export of these formats has written; the report comes last."""
    return tuple(Written(path, os.path.getsize(path)) for path in _paths(directory, names))


@contextmanager
def open_outputs(
    directory: str | os.PathLike[str], names: Sequence[str], renderer: str = AUTO
) -> Iterator[tuple[list[Output], BinaryIO]]:
    """Open the files of an export, and that of its report; they take their places when the block ends."""
    files_or_folders = "|".join(re.escape(row.file) for row in FORMATS.values())
    remove_leftovers(
        directory,
        re.compile(
            rf"\.(?:(?:{files_or_folders})(?:{SUFFIX})?|{re.escape(REPORT_FILE)})\.\w+\.tmp|{WORK_PREFIX}\w+"
        ),
    )
    with new_folder(directory), atomic_files() as files:
        *opened, report = [files.open(path) for path in _paths(directory, names)]
        yield (
            [
                Output(row.maker(renderer), file, row.ties, compressed)
                for (row, compressed), file in zip(map(choose, names), opened, strict=True)
            ],
            report,
        )
