"""What each node and link adds to a file, in UTF-8, made apart from all others.

A file has sections, which grow node by node, and a frame around them, which is known when all nodes
are: so that nodes can be turned into text in any process, and the texts of those that have not
changed be taken from the file before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kg.census import Census
from kg.columns import Batch, Edges, Link, Node, Table

if TYPE_CHECKING:
    from kg.page.ties import Ties


class Section(NamedTuple):
    """A part of a file that holds the texts of nodes, each followed by those of its links.

    Attributes
    ----------
    number
        Its place among the sections of the format, from 0.
    separator
        What each text begins with; the first one's is left out.
    before, between, after
        What stands before the short texts of a node's links, between them, and behind them,
        before their long texts.
    ending
        What each node's text ends with where it has no links; with links, the above takes its place.
    """

    number: int = 0
    separator: bytes = b""
    before: bytes = b""
    between: bytes = b""
    after: bytes = b""
    ending: bytes = b""


class LinkText(NamedTuple):
    """What a link adds to its source's text in one section: `short` inside it, `long` behind it."""

    short: bytes
    long: bytes


@dataclass(frozen=True, slots=True)
class Whole:
    """What the frame of a file has to know when all nodes are there.

    Attributes
    ----------
    attributes
        Those of the graph itself, without its issues.
    census
        What it holds.
    ties
        Who is next to whom, for a format that asks for it.
    """

    attributes: Mapping[str, Any]
    census: Census
    ties: Ties | None = None


class Renderer(Protocol):
    """Turns nodes and links of one graph into texts of one format."""

    @property
    def head(self) -> str:
        """What the file begins with, whatever the nodes; its only section, where it has one, follows."""

    @property
    def sections(self) -> Sequence[Section]:
        """The sections of the file."""

    @property
    def links(self) -> Section | None:
        """The section in which links have texts; ``None`` where they have none."""

    @property
    def images(self) -> bool:
        """Whether images have texts."""

    def nodes(self, table: Table[Node], edges: Mapping[str, Edges]) -> Sequence[Sequence[bytes]]:
        """Return what each node or image adds to each section, with its edges but those that are links."""

    def link_texts(self, table: Table[Link]) -> Sequence[LinkText]:
        """Return what each link adds to the section of links."""

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the file's parts behind its head in order: text, or a section that is to be put here."""


def links_text(section: Section, links: Sequence[LinkText]) -> bytes:
    """Return what takes the place of the end of a node's text when the texts of links join it."""
    short = section.between.join([link.short for link in links])
    return b"".join((section.before, short, section.after, *[link.long for link in links]))


def section_texts(renderer: Renderer, batch: Batch) -> Sequence[Sequence[bytes]]:
    """Return what each node or image of a batch, with its links, adds to each section."""
    texts, section = renderer.nodes(batch.nodes, batch.edges), renderer.links
    if section is None or not batch.linking:
        return texts
    told = zip(batch.linking, renderer.link_texts(batch.links), strict=True)
    whole = list(texts[section.number])
    for place, some in groupby(told, key=itemgetter(0)):
        own = whole[place]
        joined = links_text(section, [text for _, text in some])
        whole[place] = own[: len(own) - len(section.ending)] + joined
    return [*texts[: section.number], whole, *texts[section.number + 1 :]]
