"""What is said of subjects as text, whatever the syntax: one by one, and column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, Final

from kg.columns import Columns, Edges, flattened
from kg.formats.syntax import Affixes, Block, Piece, Syntax
from kg.formats.texts import encoded
from kg.model import BY_OWNER, LINK, RELATIONS, Attribute
from kg.valuetypes import ValueType

_NOTHING: Final = repeat(b"")


class _Parts:
    """What the texts of many subjects consist of: what all have in common, and columns.

    Parameters
    ----------
    block
        What stands around what is said of each.
    subjects
        The subjects' terms.
    """

    def __init__(self, block: Block, subjects: Sequence[bytes]) -> None:
        self._block, self._subjects = block, subjects
        self._parts: list[Iterable[bytes]] = []
        self._constant = b""
        self.add(block.start, subjects)

    def add(self, constant: bytes, column: Iterable[bytes] | None = None) -> None:
        """Add what all have in common, and behind it what each has of its own."""
        self._constant += constant
        if column is not None:
            if self._constant:
                self._parts.append(repeat(self._constant))
                self._constant = b""
            self._parts.append(column)

    def tell(self, around: Affixes, column: Sequence[bytes]) -> None:
        """Add the values of a property behind what was said before."""
        if self._block.separator is None:
            self.add(b"", self._subjects)
        else:
            self.add(self._block.separator)
        self.add(around.start, column)
        self.add(around.end)

    def texts(self) -> Iterator[bytes]:
        """Return the texts."""
        self.add(self._block.end, _NOTHING)
        return map(b"".join, zip(*self._parts, strict=False))


class Speech:
    """How a syntax says something of subjects, which are told by their terms.

    Parameters
    ----------
    language
        That of translatable texts, where they have one.
    """

    def __init__(self, syntax: Syntax, language: str | None = None) -> None:
        self._syntax = syntax
        self._language = language

    def terms(self, curie: str, terms: Sequence[str]) -> Piece:
        """Return what tells the terms a property leads to."""
        return self._syntax.around_terms(curie, several=len(terms) > 1), encoded(terms)

    def type(self, *curies: str) -> Piece:
        """Return what tells the classes of a subject."""
        return self.terms("rdf:type", list(map(self._syntax.name, curies)))

    def values(self, curie: str, type_: ValueType, values: Sequence[Any]) -> Piece:
        """Return what tells the values of a property."""
        return self._syntax.around_values(curie, type_, None), self._syntax.texts(type_, values)

    def text(self, term: str, pieces: Sequence[Piece]) -> bytes:
        """Return the text of one subject."""
        block, subject = self._syntax.block, term.encode()
        told = [
            around.start + block.between(around, subject).join(texts) + around.end for around, texts in pieces
        ]
        whole = block.before(subject).join(told)
        return b"".join((block.start, subject, block.opening, whole, block.end))

    def _column(
        self, row: Attribute, around: Affixes, columns: Columns, terms: Sequence[bytes]
    ) -> list[bytes]:
        """Return the text of an attribute's values, of those subjects that have it, group by group."""
        column = columns.values[row.name]
        if not row.many:
            return self._syntax.texts(row.values, column)
        texts = self._syntax.texts(row.values, flattened(column))
        if len(texts) == len(column):
            return texts
        block, found, end = self._syntax.block, list[bytes](), 0
        for place, values in zip(columns.places(row.name), column, strict=True):
            start, end = end, end + len(values)
            some = texts[start:end]
            joined = some[0] if len(some) == 1 else block.between(around, terms[place]).join(some)
            found.append(joined)
        return found

    def tell(
        self,
        columns: Columns,
        terms: Sequence[bytes],
        *,
        before: Sequence[Piece] = (),
        behind: Sequence[Piece] = (),
        rest: Sequence[bytes] = (),
    ) -> list[tuple[Sequence[int], Iterator[bytes]]]:
        """Return the texts of subjects whose attributes the columns hold, some at a time, with their places.

        Parameters
        ----------
        terms
            The subjects.
        before, behind
            What each leads to by properties that are told before and behind the attributes, a term
            a subject.
        rest
            What more is said of each, with what separates it; or nothing.
        """
        rows = [row for row in BY_OWNER[columns.owner] if row.name in columns.values]
        arounds = [
            self._syntax.around_values(row.term, row.values, self._language if row.translatable else None)
            for row in rows
        ]
        texts = [self._column(row, around, columns, terms) for row, around in zip(rows, arounds, strict=True)]
        found = []
        for some, slices in columns.groups():
            told = _Parts(self._syntax.block, [terms[place] for place in some.places])
            class_around, (class_,) = self.type(some.class_)
            told.add(self._syntax.block.opening + class_around.start + class_ + class_around.end)
            for around, column in before:
                told.tell(around, [column[place] for place in some.places])
            for row, around, column in zip(rows, arounds, texts, strict=True):
                if row.name in slices:
                    told.tell(around, column[slices[row.name]])
            for around, column in behind:
                told.tell(around, [column[place] for place in some.places])
            if rest:
                told.add(b"", [rest[place] for place in some.places])
            found.append((some.places, told.texts()))
        return found


class Related:
    """How a syntax says where the edges of nodes lead, of which many lead to few providers and topics."""

    def __init__(self, syntax: Syntax, nodes: Callable[[str, Iterable[str]], list[bytes]]) -> None:
        self._syntax = syntax
        self._nodes = nodes
        self._known: dict[str, bytes] = {}

    def _terms(self, kind: str, targets: Sequence[str]) -> list[bytes]:
        unknown = list(set(targets) - self._known.keys())
        self._known.update(zip(unknown, self._nodes(kind, unknown), strict=True))
        return list(map(self._known.__getitem__, targets))

    def texts(self, edges: Mapping[str, Edges], subjects: Sequence[bytes]) -> list[bytes]:
        """Return what is said of each node behind its attributes, by its edges that are no links."""
        texts = [b""] * len(subjects)
        block = self._syntax.block
        for name, relation in RELATIONS.items():
            if name == LINK or name not in edges:
                continue
            one, several = [self._syntax.around_terms(relation.term, several=more) for more in (False, True)]
            terms = self._terms(relation.target, edges[name].targets)
            for place, some in edges[name].by_source():
                subject = subjects[place]
                if len(some) == 1:
                    told = one.start + terms[some[0]] + one.end
                else:
                    joined = block.between(several, subject).join(terms[some.start : some.stop])
                    told = several.start + joined + several.end
                texts[place] += block.before(subject) + told
        return texts
