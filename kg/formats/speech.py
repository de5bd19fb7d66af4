"""What is said of subjects as text, whatever the syntax: one by one, and column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from typing import Any

from kg.columns import Columns, Edges, flattened
from kg.formats.syntax import Affixes, Piece, Syntax
from kg.formats.texts import encoded
from kg.model import BY_OWNER, LINK, RELATIONS, Attribute, Relation
from kg.valuetypes import ValueType


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

    def _texts(
        self,
        subjects: Sequence[bytes],
        opening: bytes,
        told: Iterable[tuple[Affixes, Sequence[bytes]]],
        rest: Sequence[bytes],
    ) -> Iterator[bytes]:
        """Return the text of each subject: what all have in common between columns of what each has."""
        block = self._syntax.block
        parts: list[Iterable[bytes]] = [repeat(block.start), subjects]
        constant = opening
        for around, column in told:
            if block.separator is None:
                parts += (repeat(constant), subjects, repeat(around.start), column)
            else:
                parts += (repeat(constant + block.separator + around.start), column)
            constant = around.end
        parts += (repeat(constant), rest, repeat(block.end)) if rest else (repeat(constant + block.end),)
        return map(b"".join, zip(*parts, strict=False))

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
        block, left = self._syntax.block, iter(texts)
        return [
            next(left) if count == 1 else block.between(around, terms[place]).join(islice(left, count))
            for place, count in zip(columns.places(row.name), map(len, column), strict=True)
        ]

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
        class_around = self._syntax.around_terms("rdf:type", several=False)
        found = []
        for some in columns.alike:
            class_ = self._syntax.name(some.class_).encode()
            told = [
                *[(around, [column[place] for place in some.places]) for around, column in before],
                *[
                    (around, column[some.slices[row.name]])
                    for row, around, column in zip(rows, arounds, texts, strict=True)
                    if row.name in some.slices
                ],
                *[(around, [column[place] for place in some.places]) for around, column in behind],
            ]
            subjects = [terms[place] for place in some.places]
            more = [rest[place] for place in some.places] if rest else ()
            head = b"".join((self._syntax.block.opening, class_around.start, class_, class_around.end))
            found.append((some.places, self._texts(subjects, head, told, more)))
        return found


class Related:
    """How a syntax says where the edges of nodes lead, of which many lead to few providers and topics."""

    def __init__(self, syntax: Syntax, nodes: Callable[[str, Iterable[str]], list[bytes]]) -> None:
        self._syntax = syntax
        self._nodes = nodes
        self._terms: dict[str, bytes] = {}
        self._alone: dict[str, dict[str, bytes]] = {name: {} for name in RELATIONS}

    def _learn(self, name: str, relation: Relation, targets: Sequence[str]) -> None:
        """Note the terms of targets, and what is said of a node that leads to one target alone.

        Where each triple names its subject, that is behind it, and said for each target.
        """
        known = self._alone[name]
        unknown = list(set(targets) - known.keys())
        terms = self._nodes(relation.target, unknown)
        self._terms.update(zip(unknown, terms, strict=True))
        around = self._syntax.around_terms(relation.term, several=False)
        start = (self._syntax.block.separator or b"") + around.start
        known.update(zip(unknown, [start + term + around.end for term in terms], strict=True))

    def texts(self, edges: Mapping[str, Edges], subjects: Sequence[bytes]) -> list[bytes]:
        """Return what is said of each node behind its attributes, by its edges that are no links."""
        texts = [b""] * len(subjects)
        separator = self._syntax.block.separator
        for name, relation in RELATIONS.items():
            if name == LINK or name not in edges:
                continue
            sources, targets, _ = edges[name]
            self._learn(name, relation, targets)
            told: Iterable[bytes] = map(self._alone[name].__getitem__, targets)
            if separator is None:
                told = map(bytes.__add__, map(subjects.__getitem__, sources), told)
            elif len(set(sources)) < len(sources):
                sources, told = self._joined(relation, edges[name], list(told))
            for place, text in zip(sources, told, strict=True):
                texts[place] += text
        return texts

    def _joined(
        self, relation: Relation, edges: Edges, alone: Sequence[bytes]
    ) -> tuple[list[int], list[bytes]]:
        """Return which nodes edges leave, each once, and what is said of each by all of its edges."""
        start, between, end = self._syntax.around_terms(relation.term, several=True)
        start = (self._syntax.block.separator or b"") + start
        terms = list(map(self._terms.__getitem__, edges.targets))
        sources, told = list[int](), list[bytes]()
        for place, some in edges.by_source():
            sources.append(place)
            several = len(some) > 1
            told.append(
                start + between.join(terms[some.start : some.stop]) + end if several else alone[some.start]
            )
        return sources, told
