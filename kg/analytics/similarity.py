"""Which texts are nearly the same, without comparing each with each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from kg.errors import missing_library

if TYPE_CHECKING:
    from networkx.utils import UnionFind

_WORDS: Final = re.compile(r"\w+")

_SHINGLE: Final = 3
"""Words in a shingle."""

_PERMUTATIONS: Final = 128

_RECALL: Final = 0.999
"""With what probability two texts that are just similar enough are compared."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, case-folded: runs of letters, digits and ``_``.

    >>> words_of("The Latest: Reno Rodeo canceled")
    ('the', 'latest', 'reno', 'rodeo', 'canceled')
    """
    return tuple(_WORDS.findall(text.casefold()))


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


def bands(threshold: float) -> tuple[int, int]:
    """Return into how many bands of how many rows signatures are cut.

    Two sets of similarity ``j`` share a band with probability ``1 - (1 - j**rows)**bands``. Rows
    are as many as leave that high enough at the threshold: the more, the less is compared in vain.

    >>> bands(0.8)
    (25, 5)
    """
    for rows in range(16, 1, -1):
        count = _PERMUTATIONS // rows
        if 1 - (1 - threshold**rows) ** count >= _RECALL:
            return count, rows
    return _PERMUTATIONS, 1


def _signatures(sets: Iterable[frozenset[str]], seed: int) -> Any:
    """Return the MinHash signatures, one row a set."""
    try:
        import numpy as np
        from datasketch import MinHash
    except ImportError as error:
        raise missing_library("datasketch", "finding similar texts", "analytics") from error
    encoded = ([shingle.encode("utf-8", "surrogatepass") for shingle in each] for each in sets)
    hashed = MinHash.generator(encoded, num_perm=_PERMUTATIONS, seed=seed, hashfunc=crc32, scheme="affine32")
    return np.array([each.hashvalues for each in hashed], dtype=np.uint32).reshape(-1, _PERMUTATIONS)


def _buckets(signatures: Any, threshold: float) -> Iterator[list[int]]:
    """Yield the positions of signatures that have a band in common."""
    count, rows = bands(threshold)
    for band in range(count):
        joined = signatures[:, band * rows : (band + 1) * rows].tobytes()
        width = rows * signatures.itemsize
        found: dict[bytes, list[int]] = {}
        for position in range(len(signatures)):
            found.setdefault(joined[position * width : (position + 1) * width], []).append(position)
        yield from (bucket for bucket in found.values() if len(bucket) > 1)


class _Joining:
    """Sets that are joined where they are similar enough, each pair compared once at most."""

    def __init__(self, texts: Sequence[tuple[str, ...]], threshold: float, joined: UnionFind[int]) -> None:
        self._texts, self._threshold, self._joined = texts, threshold, joined
        self._sets: dict[int, frozenset[str]] = {}
        self._different: set[tuple[int, int]] = set()

    def join(self, bucket: Sequence[int]) -> None:
        """Join those of a bucket that are similar, and skip those that are joined already."""
        groups: dict[int, list[int]] = {}
        for position in bucket:
            for root, members in tuple(groups.items()):
                if self._joined[root] != self._joined[position] and any(
                    self._similar(member, position) for member in members
                ):
                    self._joined.union(root, position)
            merged = [position]
            for root in [root for root in groups if self._joined[root] == self._joined[position]]:
                merged += groups.pop(root)
            groups[self._joined[position]] = merged

    def _similar(self, first: int, second: int) -> bool:
        pair = (first, second) if first < second else (second, first)
        if pair in self._different:
            return False
        similar = jaccard(self._set(first), self._set(second)) >= self._threshold
        if not similar:
            self._different.add(pair)
        return similar

    def _set(self, position: int) -> frozenset[str]:
        if position not in self._sets:
            self._sets[position] = shingles(self._texts[position])
        return self._sets[position]


def similar_texts(
    texts: Iterable[tuple[str, ...]], *, threshold: float, seed: int
) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Return the groups of texts, given as words, that similarity joins.

    Two texts are joined where the Jaccard similarity of their sets of shingles is `threshold` or
    more; a group is what is joined by one or several steps. Candidates are found by MinHash and
    locality-sensitive hashing, and compared exactly: what is found is similar, and of the pairs
    that are just similar enough one in 1,000 may be missed.

    References
    ----------
    A. Z. Broder (1997): On the resemblance and containment of documents. J. Leskovec, A.
    Rajaraman, J. D. Ullman: Mining of massive datasets, chapter 3.
    """
    from networkx.utils import UnionFind

    distinct = sorted(set(texts))
    joined: UnionFind[int] = UnionFind(range(len(distinct)))
    joining = _Joining(distinct, threshold, joined)
    for bucket in _buckets(_signatures(map(shingles, distinct), seed), threshold):
        joining.join(bucket)
    groups: dict[int, list[tuple[str, ...]]] = {}
    for position, text in enumerate(distinct):
        groups.setdefault(joined[position], []).append(text)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)
