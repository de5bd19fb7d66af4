"""A coverage graph as triples, one object each, as one writes it in an afternoon.

``python -m bench.peers.triples SOURCE WORK rdflib|pyoxigraph turtle|ntriples`` starts where kg's
writers start: from the graph, which is read outside the clock.
"""

from __future__ import annotations

import pickle
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import networkx as nx

from bench.check import PROPERTIES, RDF_TYPE, RELATIONS, iri
from bench.peers.clock import clocked, places, tell
from bench.peers.rows import BASE, CLASSES, DATATYPES, IRIS
from bench.peers.syntaxes import MEDIA_TYPES

_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f]")
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"


def clean(url: str) -> str:
    """Return a URL that libraries take for an IRI."""
    return quote(_CONTROLS.sub("", url).replace("\t", ""), safe="%/:?#[]@!$&'()*+,;=~")


@dataclass(frozen=True, slots=True)
class Library:
    """How a library makes terms, and writes triples.

    Attributes
    ----------
    node
        Makes a term of an IRI.
    literal
        Makes one of a value and the IRI of its datatype, ``None`` for text.
    write
        Writes triples to a path in one of the syntaxes ``turtle`` and ``ntriples``.
    """

    node: Callable[[str], Any]
    literal: Callable[[Any, str | None], Any]
    write: Callable[[Iterator[Any], Path, str], None]


def _rdflib() -> Library:
    from rdflib import Graph, Literal, URIRef

    def write(found: Iterator[Any], path: Path, syntax: str) -> None:
        graph = Graph()
        for triple in found:
            graph.add(triple)
        graph.serialize(path, format=MEDIA_TYPES[syntax])

    def literal(value: Any, datatype: str | None) -> Any:
        return Literal(value, datatype=None if datatype is None else URIRef(datatype))

    return Library(URIRef, literal, write)


def _pyoxigraph() -> Library:
    from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

    def write(found: Iterator[Any], path: Path, syntax: str) -> None:
        format_ = RdfFormat.from_media_type(MEDIA_TYPES[syntax])
        prefixes = {"schema": "https://schema.org/", "kg": "https://example.org/kg/ns#"}
        serialize((Triple(*terms) for terms in found), path, format_, prefixes=prefixes)

    def literal(value: Any, datatype: str | None) -> Any:
        if datatype is None:
            return Literal(value)
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return Literal(text, datatype=NamedNode(datatype))

    return Library(NamedNode, literal, write)


LIBRARIES: Final[dict[str, Callable[[], Library]]] = {"rdflib": _rdflib, "pyoxigraph": _pyoxigraph}


def triples(graph: nx.MultiDiGraph[str], library: Library) -> Iterator[tuple[Any, Any, Any]]:
    """Yield the triples of a graph whose lists are lists, and whose dates are text."""
    node = library.node

    @cache
    def term(name: str) -> Any:
        return node(iri(name))

    def resource(name: str) -> Any:
        return node(BASE + name.replace(":", "/", 1))

    def values(subject: Any, kind: str, data: Mapping[str, Any]) -> Iterator[tuple[Any, Any, Any]]:
        for name, value in data.items():
            if name == "kind":
                continue
            for one in value if isinstance(value, list) else (value,):
                datatype = _XSD + DATATYPES[name] if name in DATATYPES else None
                target = node(clean(one)) if name in IRIS else library.literal(one, datatype)
                yield subject, term(PROPERTIES[kind][name]), target

    type_ = node(RDF_TYPE)
    for name, data in graph.nodes(data=True):
        yield resource(name), type_, node(CLASSES.get(data.get("type", ""), CLASSES[data["kind"]]))
        yield from values(resource(name), data["kind"], data)
        if data["kind"] == "topic":
            yield resource(name), term("skos:inScheme"), node(f"{BASE}topics")
    for source, target, relation, data in graph.edges(keys=True, data=True):
        yield resource(source), term(RELATIONS[relation]), resource(target)
        if data:
            link = node(f"{BASE}link/{sha256(f'{source} {target}'.encode()).hexdigest()[:16]}")
            yield link, type_, node(CLASSES["link"])
            yield link, term("kg:from"), resource(source)
            yield link, term("kg:to"), resource(target)
            yield from values(link, "link", data)
    integer = f"{_XSD}integer"
    for url, (width, height) in graph.graph["images"].items():
        yield node(url), type_, node(CLASSES["image"])
        yield node(url), term("schema:width"), library.literal(width, integer)
        yield node(url), term("schema:height"), library.literal(height, integer)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return list(value) if isinstance(value, tuple) else value


def _read(path: Path) -> nx.MultiDiGraph[str]:
    """Return the graph that kg built, with values as `triples` takes them."""
    with path.open("rb") as stream:
        graph: nx.MultiDiGraph[str] = pickle.load(stream)  # noqa: S301 - written by the harness
    for _, data in graph.nodes(data=True):
        data.update({name: _plain(value) for name, value in data.items()})
    for *_, data in graph.edges(data=True):
        data.update({name: _plain(value) for name, value in data.items()})
    return graph


if __name__ == "__main__":
    work, name, syntax = places()[1], *sys.argv[3:]
    graph, library = _read(work / "graph.pickle"), LIBRARIES[name]()
    path = work / f"triples-{name}-{syntax}.out"
    seconds, _ = clocked(lambda: library.write(triples(graph, library), path, syntax))
    tell(seconds)
