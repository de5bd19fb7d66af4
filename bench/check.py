"""Compare what was written with the graph that must have come out.

Reads the outputs with networkx and pyoxigraph, never with `kg`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import networkx as nx

Items = dict[str, dict[str, Any]]
"""Nodes, edges and images by their ids, each with its attributes as plain values."""

LISTS: Final = frozenset(
    (
        "alternative_titles",
        "alternative_names",
        "images",
        "tags",
        "authors",
        "sources",
        "keywords",
        "hashtags",
    )
)
_BASE: Final = "https://example.org/kg/"
_PREFIXES: Final = {
    "dcterms:": "http://purl.org/dc/terms/",
    "kg:": "https://example.org/kg/ns#",
    "rdfs:": "http://www.w3.org/2000/01/rdf-schema#",
    "schema:": "https://schema.org/",
    "skos:": "http://www.w3.org/2004/02/skos/core#",
}
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PROPERTIES: Final = {
    "article": {
        "label": "rdfs:label", "title": "schema:headline", "alternative_titles": "schema:alternativeHeadline",
        "excerpt": "schema:abstract", "url": "schema:url", "original_url": "kg:originalUrl",
        "published_at": "schema:datePublished", "modified_at": "schema:dateModified", "type": "kg:type",
        "category": "schema:articleSection", "quality": "kg:quality", "heat": "kg:heat",
        "featured": "kg:featured", "amp_url": "kg:ampUrl", "amp_cache_url": "kg:ampCacheUrl",
        "image": "kg:leadImage", "images": "schema:image", "tags": "schema:keywords",
        "authors": "schema:author", "sources": "dcterms:source", "stub": "kg:stub",
    },
    "provider": {
        "label": "rdfs:label", "name": "schema:name", "alternative_names": "schema:alternateName",
        "domain": "kg:domain", "logo": "schema:logo",
    },
    "topic": {
        "label": "rdfs:label", "name": "skos:prefLabel", "alternative_names": "skos:altLabel",
        "description": "skos:definition", "keywords": "schema:keywords", "hashtags": "kg:hashtag",
        "in_taxonomy": "kg:inTaxonomy",
    },
    "link": {
        "position": "schema:position", "listed_in": "dcterms:source", "observed_title": "kg:observedTitle",
        "observed_quality": "kg:observedQuality", "observed_at": "kg:observedAt",
    },
}  # fmt: skip
RELATIONS: Final = {
    "published_by": "schema:publisher",
    "about": "schema:about",
    "related_to": "kg:relatedTo",
    "broader": "skos:broader",
}


def iri(name: str) -> str:
    """Return the IRI of a prefixed name."""
    prefix, colon, local = name.partition(":")
    return _PREFIXES[prefix + colon] + local


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC).isoformat()[:19]}Z"
    return list(value) if isinstance(value, tuple) else value


def edge_key(source: str, relation: str, target: str) -> str:
    """Return what an edge is called in `Items`."""
    return f"{source} {relation} {target}"


def read_expected(path: Path) -> tuple[dict[str, Any], Items]:
    """Return the summary and the items of an ``expected.jsonl``."""
    items: Items = {}
    with path.open(encoding="utf-8") as stream:
        summary: dict[str, Any] = json.loads(next(stream))
        for line in stream:
            item = json.loads(line)
            kind = next(iter(item))
            name = item.pop(kind)
            items[f"{kind} {edge_key(*name) if kind == 'edge' else name}"] = item
    return summary, items


def graph_items(graph: nx.MultiDiGraph[str]) -> Items:
    """Return the items of a coverage graph in memory."""
    items = {f"node {n}": {k: _plain(v) for k, v in data.items()} for n, data in graph.nodes(data=True)}
    for source, target, relation, data in graph.edges(keys=True, data=True):
        items[f"edge {edge_key(source, relation, target)}"] = {k: _plain(v) for k, v in data.items()}
    for url, size in graph.graph.get("images", {}).items():
        items[f"image {url}"] = {"size": list(size)}
    return items


def read_graphml(path: Path) -> Items:
    """Return the items of a GraphML file, as networkx reads it."""
    import networkx as nx

    read: Any = nx.read_graphml(path, force_multigraph=True)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(images=json.loads(read.graph.get("images", "{}")))
    for node, data in read.nodes(data=True):
        graph.add_node(node, **_decoded(data))
    for source, target, data in read.edges(data=True):
        attributes = _decoded(data)
        relation = attributes.pop("label")
        graph.add_edge(source, target, key=relation, **attributes)
    if graph.number_of_edges() != read.number_of_edges():
        raise ValueError(f"{path}: two edges have the same ends and relation")
    return graph_items(graph)


def _decoded(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if name in LISTS else value for name, value in data.items() if name != "id"
    }


def differences(expected: Items, found: Items) -> Iterator[str]:
    """Yield in words what is missing, too many or different."""
    for key, attributes in expected.items():
        other = found.get(key)
        if other is None:
            yield f"missing: {key}"
        elif other != attributes:
            for name in sorted({*attributes, *other}):
                if attributes.get(name) != other.get(name):
                    yield (f"{key}: {name} must be {attributes.get(name)!r}, is {other.get(name)!r}")
    for key in found:
        if key not in expected:
            yield f"too many: {key}"


def expected_triples(items: Items) -> Counter[tuple[str, str]]:
    """Return how many triples there must be of each kind of subject and property."""
    triples: Counter[tuple[str, str]] = Counter()
    for key, item in items.items():
        what, _, name = key.partition(" ")
        if what == "image":
            triples["image", RDF_TYPE] += 1
            triples["image", iri("schema:width")] += 1
            triples["image", iri("schema:height")] += 1
            continue
        if what == "node":
            kind = item["kind"]
            triples[kind, RDF_TYPE] += 1
            if kind == "topic":
                triples[kind, iri("skos:inScheme")] += 1
        else:
            source, relation, _ = name.split(" ")
            triples[source.partition(":")[0], iri(RELATIONS[relation])] += 1
            if relation != "related_to":
                continue
            kind = "link"
            for fixed in (RDF_TYPE, iri("kg:from"), iri("kg:to")):
                triples[kind, fixed] += 1
        for attribute, value in item.items():
            if attribute != "kind":
                count = len(value) if isinstance(value, list) else 1
                triples[kind, iri(PROPERTIES[kind][attribute])] += count
    for item in items.values():  # an image without a size is an image all the same
        for url in {*item.get("images", ()), item.get("logo")} - {None}:
            if f"image {url}" not in items:
                raise ValueError(f"an image without a size is not expected: {url}")
    return triples


def count_triples(path: Path) -> Counter[tuple[str, str]]:
    """Return how many triples a Turtle or N-Triples file has of each kind of subject and property.

    The description of the dataset is passed over.
    """
    from pyoxigraph import NamedNode, RdfFormat, parse

    format_ = {".nt": RdfFormat.N_TRIPLES, ".ttl": RdfFormat.TURTLE}[path.suffix]
    triples: Counter[tuple[str, str]] = Counter()
    for triple in parse(path=path, format=format_):
        if not isinstance(triple.subject, NamedNode):
            raise ValueError(f"{path}: a blank node: {triple.subject}")
        subject = triple.subject.value
        kind, slash, _ = subject.removeprefix(_BASE).partition("/")
        if not subject.startswith(_BASE):
            triples["image", triple.predicate.value] += 1
        elif slash and kind != "dataset":
            triples[kind, triple.predicate.value] += 1
    return triples


def _count_differences(expected: Counter[Any], found: Counter[Any]) -> Iterator[str]:
    for key in sorted({*expected, *found}):
        if expected[key] != found[key]:
            name = " ".join(key) if isinstance(key, tuple) else key
            yield f"{name}: must be {expected[key]:,}, is {found[key]:,}"


def check_outputs(expected: Path, outputs: Path) -> list[str]:
    """Return what is wrong with a folder of outputs, each difference in words."""
    summary, items = read_expected(expected)
    wrong: list[str] = []
    checked = 0
    if (path := outputs / "graph.graphml").exists():
        checked += 1
        wrong += (f"graph.graphml: {found}" for found in differences(items, read_graphml(path)))
    for path in (outputs / "graph.nt", outputs / "graph.ttl"):
        if path.exists():
            checked += 1
            counted = _count_differences(expected_triples(items), count_triples(path))
            wrong += (f"{path.name}: {found}" for found in counted)
    if (path := outputs / "report.json").exists():
        checked += 1
        report = json.loads(path.read_text("utf-8"))
        wrong += _report_differences(summary, report)
    return wrong if checked else [f"{outputs} holds no graph.graphml, graph.nt, graph.ttl or report.json"]


def _report_differences(summary: Mapping[str, Any], report: Mapping[str, Any]) -> Iterator[str]:
    for name, expected, found in (
        ("issues", summary["issues"], report["issue_counts"]),
        ("passed over", summary["passed_over"], report["read"]["passed_over"]),
        ("unmapped", summary["unmapped"], report["unmapped_fields"]),
        ("read", summary["corpus"], summary["corpus"] | report["read"]),
    ):
        pairs = (Counter({k: v for k, v in d.items() if isinstance(v, int)}) for d in (expected, found))
        yield from (f"report.json: {name}: {text}" for text in _count_differences(*pairs))


def main(arguments: Iterable[str] | None = None) -> int:
    """Check a folder of outputs: 0 as it must be, 1 different."""
    parser = argparse.ArgumentParser(prog="python -m bench.check", description=__doc__)
    parser.add_argument("expected", type=Path, help="the expected.jsonl of the corpus")
    parser.add_argument("outputs", type=Path, help="the folder that kg export wrote")
    given = parser.parse_args(None if arguments is None else list(arguments))
    wrong = check_outputs(given.expected, given.outputs)
    for line in islice(wrong, 20):
        print(line)
    print(f"{len(wrong):,} differences" if wrong else "as expected")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
