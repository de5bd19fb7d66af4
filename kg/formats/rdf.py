"""The graph as RDF: which triples say what it holds, whatever syntax they are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.columns import Edges, Link, Node, Table
from kg.formats.description import describe
from kg.formats.sections import LinkText, Section, Whole
from kg.formats.speech import Related, Speech
from kg.formats.syntax import Attributes, Syntax, base_of
from kg.formats.texts import is_plain
from kg.model import IMAGE, LINK, RELATIONS
from kg.urls import encode_key
from kg.valuetypes import VALUE_TYPES
from kg.vocabulary import SCHEME


class RdfRenderer:
    """Turns nodes and links into triples of one syntax.

    Parameters
    ----------
    syntax
        The syntax.
    attributes
        Those of the graph itself.
    """

    images = True

    def __init__(self, syntax: Syntax, attributes: Attributes) -> None:
        self._syntax = syntax
        self._speech = Speech(syntax, attributes.get("language"))
        self._related = Related(syntax, self._nodes)
        self._ends = [syntax.around_terms(f"kg:{end}", several=False) for end in ("from", "to")]
        self._linked = syntax.around_terms(RELATIONS[LINK].term, several=True)
        self.head = syntax.head
        self.links = syntax.section(self._linked)
        self.sections = (self.links,)

    def _nodes(self, kind: str, nodes: Iterable[str]) -> list[bytes]:
        """Return the terms of nodes of a kind."""
        keys = [node[len(kind) + 1 :] for node in nodes]
        return self._syntax.locals(kind, keys if is_plain("".join(keys)) else list(map(encode_key, keys)))

    def nodes(self, table: Table[Node], edges: Mapping[str, Edges]) -> Sequence[Sequence[bytes]]:
        """Return nodes with the plain triples of their edges that are no links, and images."""
        terms = [b""] * len(table.items)
        for columns in table.columns:
            owned = [place for some in columns.alike for place in some.places]
            ids = [table.items[place][0] for place in owned]
            own = self._syntax.iris(ids) if columns.owner == IMAGE else self._nodes(columns.owner, ids)
            for place, term in zip(owned, own, strict=True):
                terms[place] = term
        related = self._related.texts(edges, terms)
        texts = terms[:]
        around, scheme = self._speech.terms("skos:inScheme", [self._syntax.local("topics", "")])
        for columns in table.columns:
            behind = [(around, [*scheme] * len(terms))] if columns.owner == "topic" else []
            for places, told in self._speech.tell(columns, terms, behind=behind, rest=related):
                for place, text in zip(places, told, strict=True):
                    texts[place] = text
        return (texts,)

    def link_texts(self, table: Table[Link]) -> Sequence[LinkText]:
        """Return links' triples, the plain one first; each is a resource because it has attributes."""
        relation = RELATIONS[LINK]
        sources = self._nodes(relation.source, [link.source for link in table.items])
        targets = self._nodes(relation.target, [link.target for link in table.items])
        terms = self._syntax.locals("link", [link.key for link in table.items])
        before = list(zip(self._ends, (sources, targets), strict=True))
        texts = [LinkText(b"", b"")] * len(table.items)
        for columns in table.columns:
            for places, told in self._speech.tell(columns, terms, before=before):
                for place, text in zip(places, told, strict=True):
                    short = self._syntax.short(sources[place], self._linked, targets[place])
                    texts[place] = LinkText(short, text)
        return texts

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the triples, and what tells of the whole."""
        yield self.links
        scheme = self._speech.text(self._syntax.local("topics", ""), [self._speech.type(SCHEME)])
        yield self._syntax.end(scheme.decode(), b"".join(self._description(whole)).decode())

    def _description(self, whole: Whole) -> Iterator[bytes]:
        """Yield the text of each subject that describes the dataset."""
        syntax = self._syntax.description
        speech = Speech(syntax)
        attributes = {**whole.attributes, "base": base_of(whole.attributes)}
        for key, classes, statements in describe(attributes, whole.census):
            pieces = [speech.type(*classes)] if classes else []
            for curie, type_, values in statements:
                if type_ is None:
                    terms = [syntax.local("dataset", part) for part in values]
                    pieces.append(speech.terms(curie, terms))
                else:
                    pieces.append(speech.values(curie, VALUE_TYPES[type_], values))
            yield speech.text(syntax.local("dataset", key), pieces)
