"""What the texts of articles were made of, so that those of unchanged articles can be used again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple, TypeVar

import msgspec

from kg.census import Shape
from kg.streaming.segments import LAYOUT, Layout, Segments, to_bytes, to_numbers
from kg.streaming.spools import Link

Item = TypeVar("Item")

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
    shapes
        The shapes that articles have.
    shape_numbers
        The place of each article's among them, as an array of 64-bit numbers.
    findings
        By article, what was found, packed.
    links
        By article, the links that lead to it.
    """

    keys: bytes
    shapes: list[Shape]
    shape_numbers: bytes
    findings: dict[str, bytes]
    links: dict[str, list[Link]]


class Made(NamedTuple):
    """What follows from the mentions of one article, besides its texts.

    Attributes
    ----------
    ties
        What it is joined to but for links.
    shape
        What of it is counted.
    findings
        What was found, packed; empty for nothing.
    links
        The links that lead to it.
    """

    ties: NodeTies
    shape: Shape
    findings: bytes
    links: list[Link]


NEW: Final = -1
"""What stands for the row of an article that earlier texts do not have."""


def key_of(mentions: Sequence[msgspec.Raw]) -> bytes:
    """Return what stands for the packed mentions of an article, in whatever order they are."""
    data = mentions[0] if len(mentions) == 1 else b"".join(sorted(map(bytes, mentions)))
    return sha256(data).digest()[:_KEY_SIZE]


class EarlierTexts:
    """The texts of a bucket as an earlier run made them.

    Parameters
    ----------
    segments
        The files of that run.

    Attributes
    ----------
    memo
        What they were made of.
    starts, ends
        Segment by segment, the first byte of the text of each article and the one behind it.
    parts
        Segment by segment, the files.
    scattered
        Whether the texts are in so many parts, or so many of them are out of date, that they
        had better be written anew.

    Raises
    ------
    OSError, ValueError
        Where they are not there, or not what was written.
    """

    def __init__(self, segments: Segments) -> None:
        layout, self.memo = segments.read(LAYOUT, Layout), segments.read(MEMO, Memo)
        self.segments = segments
        self.parts = layout.parts
        self.starts = [to_numbers(column) for column in layout.starts]
        self.ends = [to_numbers(column) for column in layout.ends]
        self._rows = {article: row for row, article in enumerate(layout.articles)}
        self._texts = [segments.texts(number, parts) for number, parts in enumerate(layout.parts)]
        size = sum(map(len, self._texts))
        used = sum(map(sum, self.ends)) - sum(map(sum, self.starts))
        self.scattered = used < size * _USED or any(len(parts) >= _PARTS for parts in self.parts)

    def find(self, article: str, key: bytes) -> int:
        """Return the row of an article whose mentions are what they were, or `NEW`."""
        row = self._rows.get(article, NEW)
        if row != NEW and self.memo.keys[row * _KEY_SIZE : (row + 1) * _KEY_SIZE] != key:
            return NEW
        return row

    def texts(self, row: int) -> list[memoryview]:
        """Return the text of an article in each segment."""
        return [
            texts[starts[row] : ends[row]]
            for texts, starts, ends in zip(self._texts, self.starts, self.ends, strict=True)
        ]


def merged(rows: Iterable[int], earlier: Sequence[Item], new: Iterable[Item]) -> list[Item]:
    """Return a column: of each row the earlier item, and where it is `NEW` the next new one."""
    following = iter(new)
    return [earlier[row] if row != NEW else next(following) for row in rows]


def merge_memo(
    articles: list[str],
    keys: Sequence[bytes],
    rows: Sequence[int],
    earlier: EarlierTexts | None,
    new: Sequence[Made],
) -> Memo:
    """Return the memo of a bucket.

    Parameters
    ----------
    articles
        The ids, sorted.
    keys
        What stands for the mentions of each.
    rows
        The row of each in the earlier texts, or `NEW`.
    new
        What was made of those that are new, in their order.
    """
    old = earlier.memo if earlier else Memo([], [], b"", [], b"", {}, {})
    known = {shape: number for number, shape in enumerate(old.shapes)}
    numbers = merged(
        rows, to_numbers(old.shape_numbers), [known.setdefault(made.shape, len(known)) for made in new]
    )
    shapes = list(known)
    places: dict[int, int] = {}  # anew, as no article may have some of the old shapes any more
    shape_numbers = to_bytes([places.setdefault(number, len(places)) for number in numbers])
    findings, links = {}, {}
    following = iter(new)
    for article, row in zip(articles, rows, strict=True):
        if row == NEW:
            made = next(following)
            if made.findings:
                findings[article] = made.findings
            if made.links:
                links[article] = made.links
        else:
            if article in old.findings:
                findings[article] = old.findings[article]
            if article in old.links:
                links[article] = old.links[article]
    ties = merged(rows, old.ties, [made.ties for made in new])
    return Memo(articles, ties, b"".join(keys), [shapes[n] for n in places], shape_numbers, findings, links)


def earlier_texts(folder: str | None, bucket: int) -> EarlierTexts | None:
    """Return the texts of a bucket that an earlier run left in a folder; ``None`` in any doubt."""
    if folder is None:
        return None
    try:
        return EarlierTexts(Segments(folder, bucket))
    except (OSError, ValueError):
        return None
