"""What the texts of articles were made of, so that those of unchanged articles can be used again."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import msgspec

from kg.streaming.segments import LAYOUT, Layout, Segments, to_numbers
from kg.streaming.spools import Link

MEMO: Final = "memo"
"""The name of the file that holds a `Memo`."""

_KEY_SIZE: Final = 16
_PARTS: Final = 8  # of a segment at most
_USED: Final = 0.75  # of the bytes of all segments at least

NodeTies = tuple[str, tuple[str, ...]]
"""The page's style of an article, and what it is joined to but for links, its provider first."""


class TiedArticles(msgspec.Struct, array_like=True, gc=False):
    """What the articles of a bucket are joined to, in their order."""

    articles: list[str]
    ties: list[NodeTies]


class Memo(TiedArticles, array_like=True, gc=False):
    """What the texts of a bucket were made of, and what else came of it.

    Attributes
    ----------
    keys
        A digest over the mentions of each article.
    marks
        Format by format, the mark of each article's node, as an array of 64-bit numbers.
    findings
        By article, what was found, packed.
    links
        By article, the links that lead to it.
    """

    keys: bytes
    marks: list[bytes]
    findings: dict[str, bytes]
    links: dict[str, list[Link]]


class Made(NamedTuple):
    """What follows from the mentions of one article.

    Attributes
    ----------
    texts
        Its text in each segment.
    marks
        Format by format, its mark.
    ties
        What it is joined to but for links.
    findings
        What was found, packed; empty for nothing.
    links
        The links that lead to it.
    """

    texts: Sequence[bytes | memoryview]
    marks: Sequence[int]
    ties: NodeTies
    findings: bytes
    links: Sequence[Link]


def key_of(mentions: Iterable[bytes]) -> bytes:
    """Return what stands for the packed mentions of an article, in whatever order they are."""
    return blake2b(b"".join(sorted(mentions)), digest_size=_KEY_SIZE).digest()


class MemoWriter:
    """A memo that is gathered, article by article."""

    def __init__(self, formats: int) -> None:
        self._memo = Memo([], [], b"", [], {}, {})
        self._keys = bytearray()
        self._marks = [array("Q") for _ in range(formats)]

    def add(self, article: str, key: bytes, made: Made) -> None:
        """Add what is to be kept of an article."""
        memo = self._memo
        memo.articles.append(article)
        memo.ties.append(made.ties)
        self._keys += key
        for column, mark in zip(self._marks, made.marks, strict=True):
            column.append(mark)
        if made.findings:
            memo.findings[article] = made.findings
        if made.links:
            memo.links[article] = list(made.links)

    def write(self, segments: Segments) -> None:
        """Write all of it beside the segments."""
        self._memo.keys = bytes(self._keys)
        self._memo.marks = [column.tobytes() for column in self._marks]
        segments.write(MEMO, self._memo)


class EarlierTexts:
    """The texts of a bucket as an earlier run made them.

    Parameters
    ----------
    segments
        The files of that run.

    Attributes
    ----------
    scattered
        Whether the texts are in so many parts, or so many of them are out of date, that they
        had better be written anew.

    Raises
    ------
    OSError, ValueError
        Where they are not there, or not what was written.
    """

    def __init__(self, segments: Segments) -> None:
        layout, memo = segments.read(LAYOUT, Layout), segments.read(MEMO, Memo)
        self.segments = segments
        self.parts = layout.parts
        self._rows = {article: row for row, article in enumerate(layout.articles)}
        self._memo = memo
        self._marks = [to_numbers(column) for column in memo.marks]
        self._starts = [to_numbers(column) for column in layout.starts]
        self._ends = [to_numbers(column) for column in layout.ends]
        self._texts = [segments.texts(number, parts) for number, parts in enumerate(layout.parts)]
        size = sum(map(len, self._texts))
        used = sum(map(sum, self._ends)) - sum(map(sum, self._starts))
        self.scattered = used < size * _USED or any(len(parts) >= _PARTS for parts in self.parts)

    def find(self, article: str, key: bytes) -> int | None:
        """Return the row of an article whose mentions are what they were, or ``None``."""
        row = self._rows.get(article)
        if row is None or self._memo.keys[row * _KEY_SIZE : (row + 1) * _KEY_SIZE] != key:
            return None
        return row

    def places(self, row: int) -> list[tuple[int, int]]:
        """Return where the texts of an article are, segment by segment."""
        return [(starts[row], ends[row]) for starts, ends in zip(self._starts, self._ends, strict=True)]

    def made(self, row: int) -> Made:
        """Return what was made of an article."""
        memo = self._memo
        article = memo.articles[row]
        return Made(
            [texts[start:end] for texts, (start, end) in zip(self._texts, self.places(row), strict=True)],
            [column[row] for column in self._marks],
            memo.ties[row],
            memo.findings.get(article, b""),
            memo.links.get(article, ()),
        )


def earlier_texts(folder: str | None, bucket: int) -> EarlierTexts | None:
    """Return the texts of a bucket that an earlier run left in a folder; ``None`` in any doubt."""
    if folder is None:
        return None
    try:
        return EarlierTexts(Segments(folder, bucket))
    except (OSError, ValueError):
        return None
