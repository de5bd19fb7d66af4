"""The table of formats, and what works on all of them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kg.collector import collector_paused
from kg.conform import check_graph
from kg.errors import FormatError, GraphFileError, KGError
from kg.formats.atomic import atomic_files, new_folder, remove_leftovers
from kg.formats.graphml import graphml_renderer, read_graphml
from kg.formats.html import html_renderer
from kg.formats.ntriples import ntriples_renderer
from kg.formats.rdf_reader import read_rdf
from kg.formats.rendering import MakeRenderer, Output, write_rows
from kg.formats.turtle import turtle_renderer
from kg.progress import Progress
from kg.report import report_text
from kg.rows import to_rows

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Format:
    """One format that the graph is written in.

    Attributes
    ----------
    file
        The name of the file that `export` writes.
    meaning
        One line for the help and the reference page.
    make_renderer
        Makes what turns the rows of a graph into text.
    read
        Reads such a file back; ``None`` where a format cannot be read back.
    ties
        Whether its frame has to know who is next to whom, which takes memory.
    """

    file: str
    meaning: str
    make_renderer: MakeRenderer
    read: Callable[[str], nx.MultiDiGraph[str]] | None = None
    ties: bool = False

    @property
    def suffix(self) -> str:
        """What the names of its files end with."""
        return os.path.splitext(self.file)[1]


FORMATS: Final[dict[str, Format]] = {
    "turtle": Format(
        "graph.ttl",
        "RDF for people to read",
        turtle_renderer,
        partial(read_rdf, media_type="text/turtle"),
    ),
    "ntriples": Format(
        "graph.nt",
        "RDF to load in bulk",
        ntriples_renderer,
        partial(read_rdf, media_type="application/n-triples"),
    ),
    "graphml": Format("graph.graphml", "for graph tools", graphml_renderer, read_graphml),
    "html": Format("graph.html", "an interactive map for the browser", html_renderer, ties=True),
}

DEFAULT_FORMATS: Final = ("turtle", "graphml", "html")
REPORT_FILE: Final = "report.json"
WORK_PREFIX: Final = ".kg-export-"
"""What the names of folders begin with that exports put things aside in, beside their outputs."""

_PARALLEL_FROM: Final = 1000  # nodes; below it, starting processes costs more than it saves


class Written(NamedTuple):
    """A file that was written, and its size in bytes."""

    path: str
    size: int


def check_formats(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names of formats, each once, or raise `FormatError`."""
    checked = tuple(dict.fromkeys(names))
    for name in checked:
        if name not in FORMATS:
            raise FormatError(f"unknown format {name!r}; choose one of {', '.join(sorted(FORMATS))}")
    return checked


def export(
    graph: nx.MultiDiGraph[str],
    directory: str | os.PathLike[str],
    *,
    formats: Iterable[str] = DEFAULT_FORMATS,
    jobs: int | None = 1,
    progress: Progress | None = None,
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
        Keys of `FORMATS`.
    jobs
        Processes that write side by side; ``None`` for one per core. The files are the same.
    progress
        Called with a stage's name, how much of it is done, and how much there is.

    Returns
    -------
    The files written, with their sizes in bytes; the report comes last.

    Raises
    ------
    FormatError
        For an unknown format.
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
    with collector_paused():
        check_graph(graph)
        if progress:
            progress("writing", 0, len(names))
        with open_outputs(directory, names) as (outputs, report):
            few = len(graph) < _PARALLEL_FROM
            write_rows(outputs, graph.graph, to_rows(graph), jobs=1 if few else jobs)
            report.write(report_text(graph).encode("utf-8"))
        if progress:
            progress("writing", len(names), len(names))
    return files_written(directory, names)


def _paths(directory: str | os.PathLike[str], names: Sequence[str]) -> list[str]:
    return [os.path.join(directory, file) for file in (*(FORMATS[name].file for name in names), REPORT_FILE)]


def files_written(directory: str | os.PathLike[str], names: Sequence[str]) -> tuple[Written, ...]:
    """Return what an export of these formats has written; the report comes last."""
    return tuple(Written(path, os.path.getsize(path)) for path in _paths(directory, names))


@contextmanager
def open_outputs(
    directory: str | os.PathLike[str], names: Sequence[str]
) -> Iterator[tuple[list[Output], BinaryIO]]:
    """Open the files of an export, and that of its report; they take their places when the block ends."""
    files_or_folders = "|".join(re.escape(row.file) for row in FORMATS.values())
    remove_leftovers(
        directory,
        re.compile(rf"\.(?:{files_or_folders}|{re.escape(REPORT_FILE)})\.\w+\.tmp|{WORK_PREFIX}\w+"),
    )
    with new_folder(directory), atomic_files() as files:
        *opened, report = [files.open(path) for path in _paths(directory, names)]
        rows = [FORMATS[name] for name in names]
        yield (
            [Output(row.make_renderer, file, row.ties) for row, file in zip(rows, opened, strict=True)],
            report,
        )


def read_graph(path: str | os.PathLike[str]) -> nx.MultiDiGraph[str]:
    """Return the graph that a file written by this package holds.

    The same nodes, edges, attributes with their types, ``name``, ``base``, ``language``,
    ``licence`` and ``images``; not ``issues``, which are in ``report.json``.

    Parameters
    ----------
    path
        A Turtle, N-Triples or GraphML file; its name's ending says which.

    Raises
    ------
    FormatError
        Where the name's ending is not that of a format that can be read.
    GraphFileError
        Where the file is not there, is broken, or holds no coverage graph.

    Examples
    --------
    >>> import kg
    >>> kg.read_graph("exports/graph.ttl").number_of_nodes()
    35
    """
    where = os.fspath(path)
    readers = {row.suffix: row.read for row in FORMATS.values() if row.read}
    suffix = os.path.splitext(where)[1].lower()
    if suffix not in readers:
        raise FormatError(f"cannot tell the format of {where}; its name must end with {' or '.join(readers)}")
    try:
        with open(where, "rb"):
            pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise GraphFileError(f"cannot read {where}: {reason}; check the path") from error
    try:
        graph = readers[suffix](where)
        check_graph(graph)
    except (KGError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise GraphFileError(f"{where} holds no coverage graph: {error}") from error
    return graph
