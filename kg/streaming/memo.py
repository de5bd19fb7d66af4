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

    Raises
    ------
    OSError, ValueError
        Where they are not there, or not what was written.
    """

    def __init__(self, segments: Segments) -> None:
        layout, memo = segments.read(LAYOUT, Layout), segments.read(MEMO, Memo)
        self._rows = {article: row for row, article in enumerate(layout.articles)}
        self._memo = memo
        self._marks = [to_numbers(column) for column in memo.marks]
        self._ends = [to_numbers(column) for column in layout.ends]
        self._texts = [segments.texts(number, check) for number, check in enumerate(layout.checks)]

    def find(self, article: str, key: bytes) -> Made | None:
        """Return what was made of an article, where its mentions are what they were."""
        memo, row = self._memo, self._rows.get(article)
        if row is None or memo.keys[row * _KEY_SIZE : (row + 1) * _KEY_SIZE] != key:
            return None
        return Made(
            [
                texts[ends[row - 1] if row else 0 : ends[row]]
                for texts, ends in zip(self._texts, self._ends, strict=True)
            ],
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
