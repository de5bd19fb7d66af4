"""The table of formats."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kg.compression import SUFFIX, is_compressed, plain_name
from kg.errors import FormatError
from kg.formats.graphml import graphml_renderer, read_graphml
from kg.formats.html import drawn_by, html_renderer
from kg.formats.jsonld import jsonld_renderer
from kg.formats.mediatypes import MEDIA_TYPES
from kg.formats.nquads import nquads_renderer
from kg.formats.ntriples import ntriples_renderer
from kg.formats.rdf_reader import read_rdf
from kg.formats.rdfxml import rdfxml_renderer
from kg.formats.rendering import MakeRenderer
from kg.formats.trig import trig_renderer
from kg.formats.turtle import turtle_renderer

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
        Makes what turns the nodes of a graph into text.
    read
        Reads such a file back; ``None`` where a format cannot be read back.
    ties
        Whether its frame has to know who is next to whom, which takes memory.
    compressible
        Whether what reads such files takes them compressed as well.
    drawn_by
        Returns `make_renderer` for a map that a renderer of this name draws; ``None`` where it is no map.
    """

    file: str
    meaning: str
    make_renderer: MakeRenderer
    read: Callable[[BinaryIO], nx.MultiDiGraph[str]] | None = None
    ties: bool = False
    compressible: bool = True
    drawn_by: Callable[[str], MakeRenderer] | None = None

    @property
    def suffix(self) -> str:
        """What the names of its files end with."""
        return os.path.splitext(self.file)[1]

    @property
    def media_type(self) -> str:
        """What the web calls it."""
        return MEDIA_TYPES[self.suffix]

    def maker(self, renderer: str) -> MakeRenderer:
        """Return what makes its renderer; a map is drawn by the one of this name."""
        return self.drawn_by(renderer) if self.drawn_by else self.make_renderer


def _rdf(file: str, meaning: str, make_renderer: MakeRenderer) -> Format:
    media_type = MEDIA_TYPES[os.path.splitext(file)[1]]
    return Format(file, meaning, make_renderer, partial(read_rdf, media_type=media_type))


FORMATS: Final[dict[str, Format]] = {
    "turtle": _rdf("graph.ttl", "RDF for people to read", turtle_renderer),
    "ntriples": _rdf("graph.nt", "RDF to load in bulk", ntriples_renderer),
    "nquads": _rdf("graph.nq", "RDF to load in bulk, in named graphs", nquads_renderer),
    "trig": _rdf("graph.trig", "RDF for people to read, in named graphs", trig_renderer),
    "jsonld": _rdf("graph.jsonld", "RDF for programs that read JSON", jsonld_renderer),
    "rdfxml": _rdf("graph.rdf", "RDF for tools that read nothing else", rdfxml_renderer),
    "graphml": Format("graph.graphml", "for graph tools", graphml_renderer, read_graphml),
    "html": Format(
        "graph.html",
        "an interactive map for the browser",
        html_renderer,
        ties=True,
        compressible=False,
        drawn_by=drawn_by,
    ),
}

DEFAULT_FORMATS: Final = ("turtle", "graphml", "html")


class Chosen(NamedTuple):
    """A format as it is asked for.

    Attributes
    ----------
    format
        Its row in `FORMATS`.
    compressed
        Whether the file is compressed.
    """

    format: Format
    compressed: bool

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.format.file + SUFFIX * self.compressed


def choose(name: str) -> Chosen:
    """Return the format that a checked name means."""
    return Chosen(FORMATS[plain_name(name)], is_compressed(name))


def check_formats(names: Iterable[str], *, compressed: bool = False) -> tuple[str, ...]:
    """Return the names of formats, each once, or raise `FormatError`.

    Parameters
    ----------
    compressed
        Whether to have ``.gz`` behind all of them that can be compressed.
    """
    checked = []
    for name in names:
        row = FORMATS.get(plain_name(name))
        if row is None:
            raise FormatError(f"unknown format {name!r}; choose one of {', '.join(sorted(FORMATS))}")
        if is_compressed(name) and not row.compressible:
            raise FormatError(
                f"{plain_name(name)} is not compressed, as it is {row.meaning}; leave {SUFFIX} out"
            )
        packed = is_compressed(name) or (compressed and row.compressible)
        checked.append(plain_name(name) + SUFFIX * packed)
    return tuple(dict.fromkeys(checked))


def format_of(path: str) -> Format | None:
    """Return the format that a file's name ends with, of those that can be read back."""
    suffix = os.path.splitext(plain_name(path))[1].lower()
    return next((row for row in FORMATS.values() if row.read and row.suffix == suffix), None)
