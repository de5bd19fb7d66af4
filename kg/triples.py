"""A graph's triples as lines of N-Triples, each in one spelling, whatever file they are in.

Two triples are equal where their lines are. There are no blank nodes, whose names mean nothing
outside their file.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from kg.compression import reading
from kg.errors import GraphFileError
from kg.formats.ntriples import quoted, write_ntriples
from kg.formats.reading import failures_of, read_graph, syntax_of
from kg.formats.table import FORMATS, format_of
from kg.model import expand
from kg.settings import Settings
from kg.streaming.export import write_corpus

if TYPE_CHECKING:
    import pyoxigraph

_AT_ONCE: Final = 2**22  # bytes of lines that are read at once
_STRING: Final = expand("xsd:string")
_IRI: Final = rb'<[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|^`\\]*>'
_OUR_SPELLING: Final = re.compile(
    rb"%(iri)s %(iri)s (?:%(iri)s|"
    rb'"(?:[^"\\\n\r\t]|\\["\\nrt])*"(?:@[a-z0-9\-]+|\^\^(?!<%(string)s>)%(iri)s)?) \.\n\Z'
    % {b"iri": _IRI, b"string": re.escape(_STRING.encode("ascii"))}
)
_N_TRIPLES: Final = FORMATS["ntriples"]


def _term(term: Any) -> str:
    from pyoxigraph import Literal, NamedNode

    if isinstance(term, NamedNode):
        return f"<{term.value}>"
    if not isinstance(term, Literal):
        raise GraphFileError(
            "it holds a blank node or a triple term, which have no name outside their file; name its nodes"
        )
    if term.direction is not None:
        raise GraphFileError("it holds a text with a direction, so it was not written by kg")
    if term.language:
        return f"{quoted(term.value)}@{term.language.lower()}"
    datatype = term.datatype.value
    return quoted(term.value) if datatype == _STRING else f"{quoted(term.value)}^^<{datatype}>"


def to_line(triple: pyoxigraph.Triple | pyoxigraph.Quad) -> bytes:
    """Return a triple as a line of N-Triples.

    Raises
    ------
    GraphFileError
        Where it has a blank node.
    """
    terms = (triple.subject, triple.predicate, triple.object)
    return f"{' '.join(map(_term, terms))} .\n".encode()


def _respelled(lines: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    """Yield the triples of lines that are not spelled as ours."""
    from pyoxigraph import RdfFormat, parse

    numbered = list(lines)
    try:
        for quad in parse(b"".join([line for _, line in numbered]), RdfFormat.N_TRIPLES):
            yield to_line(quad)
    except SyntaxError:
        for number, line in numbered:
            try:
                list(parse(line, RdfFormat.N_TRIPLES))
            except SyntaxError as error:
                raise GraphFileError(f"line {number:,} is not valid: {error.msg}") from error
        raise


def _read(file: BinaryIO) -> Iterator[list[bytes]]:
    number = 1
    while some := file.readlines(_AT_ONCE):
        lines = [line for line in some if _OUR_SPELLING.match(line)]
        if len(lines) < len(some):
            others = ((at, line) for at, line in enumerate(some, number) if not _OUR_SPELLING.match(line))
            lines += _respelled(others)
        b"".join(lines).decode("utf-8")
        number += len(some)
        yield lines


@contextmanager
def _as_ntriples(path: str, settings: Settings | None) -> Iterator[BinaryIO]:
    """Yield a graph's N-Triples: a file of them itself, or what any other source is turned into."""
    from pyoxigraph import RdfFormat, parse, serialize

    row = format_of(path)
    if row is _N_TRIPLES:
        with reading(path) as file:
            yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        lines = os.path.join(folder, _N_TRIPLES.file)
        if row is None:
            told = write_corpus(replace(settings or Settings(), sources=(path,)), folder, ["ntriples"])
            if not told.counts["articles"]:
                raise GraphFileError(f"{path} holds no article; check the path")
        elif syntax := syntax_of(row):
            with reading(path) as file:
                serialize((quad.triple for quad in parse(file, syntax)), lines, RdfFormat.N_TRIPLES)
        else:
            write_ntriples(read_graph(path), lines)
        with open(lines, "rb") as file:
            yield file


def read_lines(path: str | os.PathLike[str], settings: Settings | None = None) -> Iterator[list[bytes]]:
    """Yield the triples of a graph file, or of a folder of articles, some lines at a time.

    A triple that is there twice may come twice.

    Parameters
    ----------
    settings
        How the graph of a folder is made; the defaults where there are none.

    Raises
    ------
    GraphFileError
        Where the file cannot be read, or holds blank nodes.
    SourceError
        Where the folder does not exist.
    """
    where = os.fspath(path)
    with failures_of(where), _as_ntriples(where, settings) as file:
        try:
            yield from _read(file)
        except GraphFileError as error:
            raise GraphFileError(f"{where}: {error}") from error
