"""What each node and link adds to a file, made apart from all others.

A file has sections, which grow row by row, and a frame around them, which is known when all rows
are: so that rows can be turned into text in any process, and the texts of those that have not
changed be taken from the file before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kg.census import Census
from kg.ids import link_id
from kg.model import LINK
from kg.rows import Row

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
    separator: str = ""
    before: str = ""
    between: str = ""
    after: str = ""
    ending: str = ""


class LinkText(NamedTuple):
    """What a link adds to its source's text in one section: `short` inside it, `long` behind it."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What the frame of a file has to know when all rows are there.

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
        """What the file begins with, whatever the rows; its only section, where it has one, follows."""

    @property
    def sections(self) -> Sequence[Section]:
        """The sections of the file."""

    @property
    def links(self) -> Section | None:
        """The section in which links have texts; ``None`` where they have none."""

    @property
    def images(self) -> bool:
        """Whether images have texts."""

    def node(self, row: Row) -> Sequence[str]:
        """Return what a row adds to each section, leaving out the links among its edges."""

    def link(self, source: str, target: str, values: Mapping[str, Any], key: str) -> LinkText:
        """Return what a link adds to the section of links; `key` is its id."""

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the file's parts behind its head in order: text, or a section that is to be put here."""


def links_text(section: Section, links: Sequence[LinkText]) -> str:
    """Return what takes the place of the end of a node's text when the texts of links join it."""
    short = section.between.join([link.short for link in links])
    return f"{section.before}{short}{section.after}{''.join([link.long for link in links])}"


def row_texts(renderer: Renderer, row: Row) -> Sequence[str]:
    """Return what a row with its links adds to each section."""
    texts = renderer.node(row)
    section = renderer.links
    if section is None:
        return texts
    source, _, edges = row
    links = [
        renderer.link(source, target, values, link_id(source, LINK, target))
        for relation, target, values in edges
        if relation == LINK
    ]
    if not links:
        return texts
    whole = list(texts)
    own = whole[section.number]
    whole[section.number] = own[: len(own) - len(section.ending)] + links_text(section, links)
    return whole
