"""What is said of the whole graph: counts against another library's, and what was configured."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest

import kg
from tests.conftest import Source, article

BASE = "https://example.org/kg/"
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX void: <http://rdfs.org/ns/void#>
"""
DATA, DESCRIPTION = f"<{BASE}graph/data>", f"<{BASE}graph/description>"
CONFIGURED = {
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "publisher": "https://example.com/us",
    "homepage": "https://example.com/coverage",
    "dumps": [
        "https://example.com/graph.nt.gz",
        "https://example.com/graph.ttl?v=1",
        "https://example.com/all",
    ],
}


def ask(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query, as text, sorted."""
    found = store.query(PREFIXES + query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return sorted(tuple([str(term.value) for term in row if term is not None]) for row in found)


def load(graph: nx.MultiDiGraph[str], folder: Path) -> pyoxigraph.Store:
    kg.write_nquads(graph, folder / "a.nq")
    store = pyoxigraph.Store()
    store.bulk_load(path=folder / "a.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    return store


@pytest.fixture(params=["seeds", "corpus"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> pyoxigraph.Store:
    source = "seeds_graph" if request.param == "seeds" else "corpus"
    found = request.getfixturevalue(source)
    return load(kg.build(found) if request.param == "corpus" else found, tmp_path)


def test_partitions_count_what_is_there(store: pyoxigraph.Store) -> None:
    told = ask(
        store,
        f"SELECT ?p ?n {{ GRAPH {DESCRIPTION} {{ <{BASE}dataset> void:propertyPartition ?x ."
        " ?x void:property ?p ; void:triples ?n } }",
    )
    assert told == ask(store, f"SELECT ?p (COUNT(*) AS ?n) {{ GRAPH {DATA} {{ ?s ?p ?o }} }} GROUP BY ?p")
    told = ask(
        store,
        f"SELECT ?c ?n {{ GRAPH {DESCRIPTION} {{ <{BASE}dataset> void:classPartition ?x ."
        " ?x void:class ?c ; void:entities ?n } }",
    )
    assert told == ask(store, f"SELECT ?c (COUNT(*) AS ?n) {{ GRAPH {DATA} {{ ?s a ?c }} }} GROUP BY ?c")


def test_totals(store: pyoxigraph.Store) -> None:
    (told,) = ask(
        store,
        f"SELECT ?t ?c ?p {{ GRAPH {DESCRIPTION} {{ ?d a void:Dataset, dcat:Dataset ;"
        " void:triples ?t ; void:classes ?c ; void:properties ?p } }",
    )
    (counted,) = ask(
        store,
        f"SELECT (COUNT(*) AS ?t) (COUNT(DISTINCT ?c) AS ?cs) (COUNT(DISTINCT ?p) AS ?ps) {{ GRAPH {DATA}"
        " { ?s ?p ?o OPTIONAL { ?s a ?c } } }",
    )
    assert told == counted


def test_vocabularies_are_those_of_all_terms(store: pyoxigraph.Store) -> None:
    told = [uri for (uri,) in ask(store, "SELECT ?v { GRAPH ?g { ?d void:vocabulary ?v } }")]
    used = {
        term
        for (term,) in ask(store, "SELECT DISTINCT ?p { GRAPH ?g { ?s ?p ?o } }")
        + ask(store, "SELECT DISTINCT ?c { GRAPH ?g { ?s a ?c } }")
    }
    namespaces = {term[: max(term.rfind("#"), term.rfind("/")) + 1] for term in used}
    assert set(told) == namespaces - {"http://www.w3.org/1999/02/22-rdf-syntax-ns#"}


def test_what_is_configured_is_said(tmp_path: Path) -> None:
    graph = kg.build("seeds", **CONFIGURED)  # type: ignore[arg-type]
    store = load(graph, tmp_path)
    assert ask(
        store,
        "SELECT ?l ?p ?h { GRAPH ?g { ?d a void:Dataset ; dcterms:license ?l ; dcterms:publisher ?p ;"
        " foaf:homepage ?h } }",
    ) == [tuple(CONFIGURED[name] for name in ("licence", "publisher", "homepage"))]
    assert [url for (url,) in ask(store, "SELECT ?u { GRAPH ?g { ?d void:dataDump ?u } }")] == sorted(
        CONFIGURED["dumps"]
    )
    media = "https://www.iana.org/assignments/media-types/"
    assert ask(
        store,
        "SELECT ?u ?m ?c { GRAPH ?g { ?d dcat:distribution ?x . ?x a dcat:Distribution ; dcat:downloadURL ?u"
        " OPTIONAL { ?x dcat:mediaType ?m } OPTIONAL { ?x dcat:compressFormat ?c } } }",
    ) == [
        ("https://example.com/all",),
        ("https://example.com/graph.nt.gz", f"{media}application/n-triples", f"{media}application/gzip"),
        ("https://example.com/graph.ttl?v=1", f"{media}text/turtle"),
    ]
    kg.write_turtle(graph, tmp_path / "a.ttl")
    assert kg.validate(tmp_path / "a.ttl") == ()
    assert kg.read_graph(tmp_path / "a.ttl").graph["dumps"] == tuple(sorted(CONFIGURED["dumps"]))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("void:triples 12 .", "void:triples is 13, and there are 12"),
        ("void:entities 16", "void:entities is 17, and there are 16"),
    ],
)
def test_a_wrong_count_is_found(line: str, message: str, tmp_path: Path) -> None:
    kg.write_turtle(kg.build("seeds"), tmp_path / "a.ttl")
    text = (tmp_path / "a.ttl").read_text("utf-8")
    number = line.split()[1]
    assert line in text
    changed = text.replace(line, line.replace(number, str(int(number) + 1)), 1)
    (tmp_path / "b.ttl").write_text(changed, "utf-8")
    (found,) = kg.validate(tmp_path / "b.ttl")
    assert (found.rule, found.message) == ("wrong-count", message)
    assert found.node.startswith(f"{BASE}dataset/")


def test_entities_are_articles_providers_and_topics(store: pyoxigraph.Store) -> None:
    ((told,),) = ask(store, f"SELECT ?n {{ GRAPH {DESCRIPTION} {{ <{BASE}dataset> void:entities ?n }} }}")
    (counted,) = ask(
        store,
        f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH {DATA} {{ ?s ?p ?o }}"
        f' FILTER(REGEX(STR(?s), "^{BASE}(article|provider|topic)/")) }}',
    )
    assert told == counted[0]


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ("property/schema:about", "has no void:propertyPartition of schema:about"),
        ("class/skos:Concept>", "has no void:classPartition of skos:Concept"),
        ("property/schema:about> <http://rdfs.org/ns/void#triples>", "has no void:triples"),
    ],
)
def test_what_is_not_counted_is_found(left_out: str, message: str, tmp_path: Path) -> None:
    kg.write_ntriples(kg.build("seeds"), tmp_path / "a.nt")
    lines = (tmp_path / "a.nt").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "b.nt").write_text("".join([line for line in lines if left_out not in line]), "utf-8")
    assert [found.message for found in kg.validate(tmp_path / "b.nt")] == [message]


def test_an_image_below_the_dataset_is_data(source: Source, tmp_path: Path) -> None:
    image = "https://www.example.org/dataset/chart.png"
    folder = source({"a.md": article(images=[{"url": image, "width": 5, "height": 10}])})
    kg.write_nquads(kg.build(folder, base="https://www.example.org/"), tmp_path / "a.nq")
    assert kg.validate(tmp_path / "a.nq") == ()


def test_the_names_of_files_tell_their_types(tmp_path: Path) -> None:
    urls = ["https://e.nt", "https://e.org/graph.TTL.GZ", "https://e.org/graph.nq#x", "https://e.org/a.ttl/"]
    store = load(kg.build("seeds", dumps=urls), tmp_path)
    query = "SELECT ?u ?m { GRAPH ?g { ?x dcat:downloadURL ?u OPTIONAL { ?x dcat:mediaType ?m } } }"
    media = "https://www.iana.org/assignments/media-types/"
    assert ask(store, query) == [
        ("https://e.nt",),
        ("https://e.org/a.ttl/",),
        ("https://e.org/graph.TTL.GZ", f"{media}text/turtle"),
        ("https://e.org/graph.nq#x", f"{media}application/n-quads"),
    ]
