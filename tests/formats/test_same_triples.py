"""All RDF formats say the same triples, in the graphs they belong to, by parsers that are not ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

import kg
from kg.formats.table import FORMATS
from tests.graphs import graphs

RDF = {
    name: pyoxigraph.RdfFormat.from_media_type(row.media_type)
    for name, row in FORMATS.items()
    if pyoxigraph.RdfFormat.from_media_type(row.media_type) is not None
}
NAMED = ("nquads", "trig")
VOID = "http://rdfs.org/ns/void#"
RDFLIB_NAMES = {"ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}

# RFC 3987, as far as characters go; the parsers check the rest.
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*\Z")


def by_pyoxigraph(path: Path, name: str) -> set[pyoxigraph.Triple]:
    return {quad.triple for quad in pyoxigraph.parse(path=path, format=RDF[name])}


def by_rdflib(path: Path, name: str) -> set[Any]:
    dataset = rdflib.Dataset()
    dataset.parse(path, format=RDFLIB_NAMES.get(name, name))
    return {(s, p, o) for s, p, o, _ in dataset.quads()}


def check(graph: nx.MultiDiGraph[str], folder: Path, read: Any) -> set[Any]:
    """See that all formats say the same, and return what they say."""
    kg.export(graph, folder, formats=tuple(RDF))
    found = {name: read(folder / FORMATS[name].file, name) for name in RDF}
    expected = found["ntriples"]
    for name, triples in found.items():
        assert triples == expected, name
    assert len(expected) == (folder / "graph.nt").read_bytes().count(b"\n")
    return expected


def test_there_are_six() -> None:
    assert list(RDF) == ["turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml"]


@pytest.mark.parametrize("read", [by_pyoxigraph, by_rdflib])
@pytest.mark.parametrize("fixture", ["seeds_graph", "corpus_graph"])
def test_corpora(
    fixture: str, read: Any, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    check(request.getfixturevalue(fixture), tmp_path, read)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph_by_pyoxigraph(tmp_path: Path, graph: nx.MultiDiGraph[str]) -> None:
    triples = check(graph, tmp_path, by_pyoxigraph)
    terms = [term for triple in triples for term in (triple.subject, triple.predicate, triple.object)]
    assert not [term for term in terms if isinstance(term, pyoxigraph.BlankNode)]
    for term in terms:
        assert not isinstance(term, pyoxigraph.NamedNode) or ABSOLUTE.match(term.value)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph_by_rdflib(
    tmp_path: Path, graph: nx.MultiDiGraph[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    assert check(graph, tmp_path, by_rdflib) == set(kg.to_rdflib(graph))


@pytest.mark.parametrize("name", NAMED)
def test_data_and_description_are_graphs_of_their_own(
    name: str, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path
) -> None:
    kg.export(seeds_graph, tmp_path, formats=("ntriples", name))
    base = seeds_graph.graph["base"]
    graphs: dict[str, set[pyoxigraph.Triple]] = {}
    for quad in pyoxigraph.parse(path=tmp_path / FORMATS[name].file, format=RDF[name]):
        graphs.setdefault(quad.graph_name.value, set()).add(quad.triple)
    assert set(graphs) == {f"{base}graph/data", f"{base}graph/description"}
    described = {triple.subject.value for triple in graphs[f"{base}graph/description"]}
    assert f"{base}dataset" in described
    assert all(subject.startswith(f"{base}dataset/") for subject in described - {f"{base}dataset"})
    (count,) = {
        triple.object.value
        for triple in graphs[f"{base}graph/description"]
        if (triple.subject.value, triple.predicate.value) == (f"{base}dataset", f"{VOID}triples")
    }
    assert int(count) == len(graphs[f"{base}graph/data"])
    assert set().union(*graphs.values()) == by_pyoxigraph(tmp_path / "graph.nt", "ntriples")


def test_json_needs_nothing_but_itself(seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    import json

    kg.write_jsonld(seeds_graph, tmp_path / "graph.jsonld")
    document = json.loads((tmp_path / "graph.jsonld").read_bytes())
    assert list(document) == ["@context", "@graph"]
    assert isinstance(document["@context"], dict)
    (article,) = [node for node in document["@graph"] if node["@id"].endswith("/article/7bphuejxmhh2mcfq")]
    assert list(article)[:2] == ["@id", "@type"]
    assert article["@type"] == "NewsArticle"
    assert isinstance(article["quality"], str)
    assert isinstance(article["about"], list)
    assert isinstance(article["publisher"], str)
