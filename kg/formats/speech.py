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
        self._constant = ""
        self.add(block.start, subjects)

    def add(self, constant: str, column: Iterable[bytes] | None = None) -> None:
        """Add what all have in common, and behind it what each has of its own."""
        self._constant += constant
        if column is not None:
            if self._constant:
                self._parts.append(repeat(self._constant.encode()))
                self._constant = ""
            self._parts.append(column)

    def tell(self, around: Affixes, column: Sequence[bytes]) -> None:
        """Add the values of a property behind what was said before."""
        if self._block.separator is None:
            self.add("", self._subjects)
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
        self._separator = syntax.block.separator

    def _joined(self, around: Affixes, subject: bytes, texts: Iterable[bytes]) -> bytes:
        """Return several values of a property of a subject."""
        if self._separator is None:
            return b"".join((around.end.encode(), subject, around.start.encode())).join(texts)
        return around.between.encode().join(texts)

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
        start, opening, separator, end = self._syntax.block
        subject = term.encode()
        told = [
            b"".join((around.start.encode(), self._joined(around, subject, texts), around.end.encode()))
            for around, texts in pieces
        ]
        whole = (subject if separator is None else separator.encode()).join(told)
        return b"".join((start.encode(), subject, opening.encode(), whole, end.encode()))

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
        found, end = [], 0
        for place, values in zip(columns.places(row.name), column, strict=True):
            start, end = end, end + len(values)
            some = texts[start:end]
            found.append(some[0] if len(some) == 1 else self._joined(around, terms[place], some))
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
            told.add(f"{self._syntax.block.opening}{class_around.start}{class_.decode()}{class_around.end}")
            for around, column in before:
                told.tell(around, [column[place] for place in some.places])
            for row, around, column in zip(rows, arounds, texts, strict=True):
                if row.name in slices:
                    told.tell(around, column[slices[row.name]])
            for around, column in behind:
                told.tell(around, [column[place] for place in some.places])
            if rest:
                told.add("", [rest[place] for place in some.places])
            found.append((some.places, told.texts()))
        return found


class Related:
    """How a syntax says where the edges of nodes lead, of which many lead to few providers and topics."""

    def __init__(self, syntax: Syntax, nodes: Callable[[str, Iterable[str]], list[bytes]]) -> None:
        self._nodes = nodes
        separator = syntax.block.separator
        self._separator = None if separator is None else separator.encode()
        self._around = {
            name: [
                tuple(map(str.encode, syntax.around_terms(row.term, several=several)))
                for several in (False, True)
            ]
            for name, row in RELATIONS.items()
            if name != LINK
        }
        self._known: dict[str, bytes] = {}

    def _terms(self, kind: str, targets: Sequence[str]) -> list[bytes]:
        unknown = list(set(targets) - self._known.keys())
        self._known.update(zip(unknown, self._nodes(kind, unknown), strict=True))
        return list(map(self._known.__getitem__, targets))

    def texts(self, edges: Mapping[str, Edges], subjects: Sequence[bytes]) -> list[bytes]:
        """Return what is said of each node behind its attributes, by its edges that are no links."""
        texts = [b""] * len(subjects)
        for name, (one, several) in self._around.items():
            if name not in edges:
                continue
            terms = self._terms(RELATIONS[name].target, edges[name].targets)
            for place, some in edges[name].by_source():
                separator = subjects[place] if self._separator is None else self._separator
                if len(some) == 1:
                    told = (texts[place], separator, one[0], terms[some[0]], one[2])
                else:
                    start, between, end = several
                    if self._separator is None:
                        between = end + separator + start
                    joined = between.join(terms[some.start : some.stop])
                    told = (texts[place], separator, start, joined, end)
                texts[place] = b"".join(told)
        return texts
