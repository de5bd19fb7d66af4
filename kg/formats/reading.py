"""Files of graphs, of any format that can be read back."""

from __future__ import annotations

import errno
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from gzip import BadGzipFile
from typing import TYPE_CHECKING, Final

from kg.collector import collector_paused
from kg.compression import SUFFIX, reading
from kg.conform import check_graph
from kg.errors import FormatError, GraphFileError, KGError, OutputError, SourceError
from kg.files import SourceFile
from kg.formats.table import FORMATS, Format, format_of
from kg.frontmatter import read_yaml_text

if TYPE_CHECKING:
    import networkx as nx
    import pyoxigraph

_NO_GRAPH: Final = (
    KGError,
    ValueError,
    TypeError,
    AttributeError,
    KeyError,
    RecursionError,
    EOFError,
    BadGzipFile,
    zlib.error,
)
"""What comes of a file that does not hold what its name says."""


def _endings() -> str:
    *most, last = (row.suffix for row in FORMATS.values() if row.read)
    return f"{', '.join(most)} or {last}, or that and {SUFFIX}"


def find_format(path: str) -> Format:
    """Return the format that a file's name ends with.

    Raises
    ------
    FormatError
        Where it is none that can be read back.
    """
    row = format_of(path)
    if row is None:
        raise FormatError(f"cannot tell the format of {path}; its name must end with {_endings()}")
    return row


def graph_files(sources: Sequence[str]) -> tuple[str, ...]:
    """Return those of some sources that are graph files, as their names' endings say.

    Raises
    ------
    SourceError
        For a file that is no graph file, and that cannot be an article either.
    """
    found = tuple(source for source in sources if format_of(source))
    for source in sources:
        if source not in found and os.path.isfile(source) and not _may_be_article(source):
            raise SourceError(
                f"{source} is no article, as it has no front matter, and no graph file that can be read;"
                f" give a folder of articles, or a graph file whose name ends with {_endings()}"
            )
    return found


def _may_be_article(path: str) -> bool:
    source = read_yaml_text(SourceFile(path, path))
    return source.yaml is not None or bool(source.issues)


def syntax_of(row: Format) -> pyoxigraph.RdfFormat | None:
    """Return what pyoxigraph calls a format; ``None`` where it is not RDF."""
    from pyoxigraph import RdfFormat

    return RdfFormat.from_media_type(row.media_type)


@contextmanager
def failures_of(path: str) -> Iterator[None]:
    """Turn what reading a file of RDF fails with into one sentence.

    Raises
    ------
    GraphFileError
        Where it is not there, or not valid.
    OutputError
        Where there is no room for what it is turned into.
    """
    try:
        yield
    except SyntaxError as error:
        raise GraphFileError(f"{path} is not valid: {error.msg}") from error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            folder = tempfile.gettempdir()
            raise OutputError(
                f"cannot write to {folder}: {error.strerror}; make room, or set TMPDIR to another folder"
            ) from error
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise GraphFileError(f"cannot read {path}: {reason}; check the path") from error


def read_graph(path: str | os.PathLike[str]) -> nx.MultiDiGraph[str]:
    """Return the graph that a file written by this package holds.

    The same nodes, edges and attributes with their types, those of the graph itself included; not
    ``issues``, which are in ``report.json``.

    Parameters
    ----------
    path
        A file in one of the formats of RDF, or GraphML; its name's ending says which, and with
        ``.gz`` behind it that it is compressed.

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
    read = find_format(where).read
    assert read is not None  # else the format could not be told by the ending
    with failures_of(where), reading(where) as stream, collector_paused():
        try:
            graph = read(stream)
            check_graph(graph)
        except _NO_GRAPH as error:
            raise GraphFileError(f"{where} holds no coverage graph: {error}") from error
    return graph
