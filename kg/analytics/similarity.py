"""Which texts are nearly the same, without comparing each with each."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final
from unicodedata import category

_WORDS: Final = re.compile(r"\w+")

_SHINGLE: Final = 3
"""Words in a shingle."""

_BITS: Final = 512
"""Bits of a sketch, a power of two."""


_SIGNS: Final = re.compile(r"[^\w\s]")


def _space_or_mark(match: re.Match[str]) -> str:
    sign = match.group()
    return sign if category(sign).startswith("M") else " "


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, case-folded: runs of letters, with their marks, digits and ``_``.

    >>> words_of("The Latest: Reno Rodeo canceled")
    ('the', 'latest', 'reno', 'rodeo', 'canceled')
    """
    folded = text.casefold()
    if folded.isascii():
        return tuple(_WORDS.findall(folded))
    return tuple(_SIGNS.sub(_space_or_mark, folded).split())


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Return all runs of three words; of fewer words, what there is."""
    if not words:
        return frozenset()
    last = max(1, len(words) - _SHINGLE + 1)
    return frozenset(" ".join(words[start : start + _SHINGLE]) for start in range(last))


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Return what two sets have in common over what either has, 0 to 1; 0 for two empty sets."""
    both = len(first & second)
    return both / (len(first) + len(second) - both) if both else 0.0


@cache
def least_common(elements: int, threshold: float) -> int:
    """Return how much two sets must have in common to be as similar as that.

    Parameters
    ----------
    elements
        How many elements they have, those in common counted twice; from 2.
    threshold
        Their Jaccard similarity at the least, above 0, at most 1.

    >>> least_common(20, 0.8), least_common(20, 1.0)
    (9, 10)
    """
    least = max(1, int(elements * threshold / (1 + threshold)))
    # What is left out by a rounded bound would be lost; so it is asked as `jaccard` reckons.
    while least > 1 and (least - 1) / (elements - least + 1) >= threshold:
        least -= 1
    while least / (elements - least) < threshold:
        least += 1
    return least


def _smallest(size: int, threshold: float) -> int:
    """Return how many elements a set has at the least that is similar to a larger one."""
    smallest = max(1, int(size * threshold))
    while smallest / size < threshold:
        smallest += 1
    return smallest


class _Counts:
    """In how many texts each shingle is; some are counted together, so that it may be in fewer."""

    def __init__(self, texts: Sequence[tuple[str, ...]]) -> None:
        places = 1 << sum(map(len, texts)).bit_length()
        self._mask = places - 1
        self._counts = array("I", bytes(places * array("I").itemsize))
        for text in texts:
            for shingle in shingles(text):
                self._counts[hash(shingle) & self._mask] += 1

    def of(self, shingle: str) -> int:
        return self._counts[hash(shingle) & self._mask]


class _Groups:
    """Positions that are joined, each with the label of its group."""

    def __init__(self, size: int) -> None:
        self.labels = list(range(size))
        self._members = [[position] for position in range(size)]

    def join(self, one: int, other: int) -> None:
        """Make one group of two: the smaller one gets the label of the larger one."""
        groups = self.labels[one], self.labels[other]
        lost, kept = sorted(groups, key=lambda group: len(self._members[group]))
        for member in self._members[lost]:
            self.labels[member] = kept
        self._members[kept] += self._members[lost]
        self._members[lost] = []

    def __iter__(self) -> Iterator[list[int]]:
        return (sorted(members) for members in self._members if members)


Shape = tuple[int, int]
"""How many shingles a text has, and how many of them are rarer than a certain one."""


class _Joining:
    """Texts that are joined where they are similar enough, given from few shingles to many."""

    def __init__(self, texts: Sequence[tuple[str, ...]], threshold: float) -> None:
        self.groups = _Groups(len(texts))
        self._texts, self._threshold = texts, threshold
        self._counts = _Counts(texts)
        self._sketches = [0] * len(texts)
        self._sets: dict[int, frozenset[str]] = {}
        self._found: dict[str, dict[Shape, dict[int, list[int]]]] = {}
        """By a shingle and its shape the texts that have it among their rarest, by their group."""

    def add(self, position: int) -> None:
        """Join a text to those before it that are similar."""
        found = shingles(self._texts[position])
        size, smallest = len(found), _smallest(len(found), self._threshold)
        ordered = sorted(found, key=lambda shingle: (self._counts.of(shingle), shingle))
        self._sketches[position] = _sketch(found)
        different: set[int] = set()
        for rank, shingle in enumerate(ordered[: size - smallest + 1]):
            for shape in tuple(self._found.get(shingle, ())):
                if shape[0] < smallest:
                    del self._found[shingle][shape]  # too small for all that follow as well
                else:
                    self._compare(position, (size, rank), shape, self._found[shingle][shape], different)
        label = self.groups.labels[position]
        for rank, shingle in enumerate(ordered[: size - least_common(2 * size, self._threshold) + 1]):
            if self._counts.of(shingle) > 1:
                by_group = self._found.setdefault(shingle, {}).setdefault((size, rank), {})
                by_group.setdefault(label, []).append(position)

    def _compare(
        self, position: int, own: Shape, shape: Shape, by_group: dict[int, list[int]], different: set[int]
    ) -> None:
        """Join a text to those similar ones that have a shingle in common with it.

        Parameters
        ----------
        own, shape
            The shingle's shape in the text, and in the others.
        different
            Those that are known not to be similar; more of them are added.
        """
        (size, rank), (other_size, other_rank) = own, shape
        least = least_common(size + other_size, self._threshold)
        if min(size - rank, other_size - other_rank) < least:
            return
        labels, sketches, sketch = self.groups.labels, self._sketches, self._sketches[position]
        for label in [label for label, members in by_group.items() if labels[members[0]] != label]:
            moved = by_group.pop(label)
            by_group.setdefault(labels[moved[0]], []).extend(moved)
        most = size + other_size - 2 * least
        for members in by_group.values():
            if labels[members[0]] != labels[position]:  # which a group joined just now may have changed
                for other in members:
                    near = (sketches[other] ^ sketch).bit_count() <= most
                    if near and self._similar(position, other, different):
                        self.groups.join(position, other)
                        break

    def _similar(self, position: int, other: int, different: set[int]) -> bool:
        if other in different:
            return False
        similar = jaccard(self._set(position), self._set(other)) >= self._threshold
        if not similar:
            different.add(other)
        return similar

    def _set(self, position: int) -> frozenset[str]:
        if position not in self._sets:
            self._sets[position] = shingles(self._texts[position])
        return self._sets[position]


def _sketch(found: Iterable[str]) -> int:
    """Return a number in which sets differ in no more bits than in elements."""
    sketch = 0
    for shingle in found:
        sketch ^= 1 << (hash(shingle) % _BITS)
    return sketch


def similar_texts(
    texts: Iterable[tuple[str, ...]], *, threshold: float
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the groups of texts, given as words, that similarity joins.

    Two texts are joined where the Jaccard similarity of their sets of shingles is `threshold` or
    more; a group is what is joined by one or several steps. None is missed. Not compared are two
    texts that are of one group already, that have none of their rarest shingles in common (of so
    many that similar ones must share one), or whose sketches differ too much.

    References
    ----------
    C. Xiao, W. Wang, X. Lin, J. X. Yu (2008): Efficient similarity joins for near duplicate
    detection. E. F. O. Sandes, G. L. M. Teodoro, A. C. M. A. Melo (2020): Bitmap filter: speeding
    up exact set similarity joins with bitwise operations.
    """
    distinct = sorted(set(texts))
    sizes = [len(shingles(text)) for text in distinct]
    joining = _Joining(distinct, threshold)
    for position in sorted(range(len(distinct)), key=lambda position: (sizes[position], position)):
        if sizes[position]:
            joining.add(position)
    groups = sorted(group for group in joining.groups if len(group) > 1)
    return tuple(tuple(distinct[position] for position in group) for group in groups)
