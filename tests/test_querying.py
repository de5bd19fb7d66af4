"""The shelf's queries against answers computed from the graph itself, and what else can be asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from kg.analytics import with_analytics
from kg.formats.table import FORMATS
from kg.querying import base_of_store, open_store
from kg.settings import make_settings
from tests.conftest import SEEDS

Rows = list[tuple[Any, ...]]
Graph = nx.MultiDiGraph


def iri(node: str) -> str:
    """Return the IRI of a node whose key needs no escapes."""
    kind, _, key = node.partition(":")
    return f"https://example.org/kg/{kind}/{key}"


def joined(graph: Graph, relation: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for source, target, key, values in graph.edges(keys=True, data=True):
        if key == relation:
            yield source, target, values


def publisher(graph: Graph) -> dict[str, str]:
    return {article: provider for article, provider, _ in joined(graph, "published_by")}


def about(graph: Graph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for article, topic, _ in joined(graph, "about"):
        found.setdefault(article, []).append(topic)
    return found


def articles(graph: Graph) -> dict[str, dict[str, Any]]:
    return {node: data for node, data in graph.nodes(data=True) if data["kind"] == "article"}


def by_count(rows: Rows, count: int = -1) -> Rows:
    """Return rows by a count, the most first, then by what stands before it."""
    return sorted(rows, key=lambda row: (-row[count], row[:count]))


def top_providers(graph: Graph) -> Rows:
    counts = Counter(publisher(graph).values())
    return by_count([(iri(p), graph.nodes[p]["name"], n) for p, n in counts.items()])


def top_topics(graph: Graph) -> Rows:
    providers, rows = publisher(graph), {}
    for article, topic, _ in joined(graph, "about"):
        rows.setdefault(topic, []).append(providers[article])
    return by_count(
        [(iri(t), graph.nodes[t]["name"], len(found), len(set(found))) for t, found in rows.items()], 2
    )


def articles_by_day(graph: Graph) -> Rows:
    days: dict[str, list[str]] = {}
    for article, provider in publisher(graph).items():
        date = graph.nodes[article].get("published_at")
        if date is not None:
            days.setdefault(f"{date:%Y-%m-%d}", []).append(provider)
    return [(day, len(found), len(set(found))) for day, found in sorted(days.items())]


def topics_by_provider(graph: Graph) -> Rows:
    providers = publisher(graph)
    counts = Counter((providers[article], topic) for article, topic, _ in joined(graph, "about"))
    rows = [(iri(p), iri(t), n) for (p, t), n in counts.items()]
    return sorted(rows, key=lambda row: (row[0], -row[2], row[1]))


def exclusive_topics(graph: Graph) -> Rows:
    providers, found = publisher(graph), {}
    for article, topic, _ in joined(graph, "about"):
        found.setdefault(topic, []).append(providers[article])
    return by_count(
        [
            (iri(t), graph.nodes[t]["name"], iri(some[0]), len(some))
            for t, some in found.items()
            if len(set(some)) == 1
        ]
    )


def topic_pairs(graph: Graph) -> Rows:
    counts = Counter(pair for topics in about(graph).values() for pair in combinations(sorted(topics), 2))
    return by_count([(iri(one), iri(other), n) for (one, other), n in counts.items()])


def same_story(graph: Graph) -> Rows:
    rows = [
        (iri(s), graph.nodes[s]["title"], values["position"], iri(t), graph.nodes[t]["title"])
        for s, t, values in joined(graph, "related_to")
    ]
    return sorted(rows, key=lambda row: (row[0], row[2], row[3]))


def shared_stories(graph: Graph) -> Rows:
    providers = publisher(graph)
    pairs = (sorted((providers[s], providers[t])) for s, t, _ in joined(graph, "related_to"))
    counts = Counter((iri(one), iri(other)) for one, other in pairs if one != other)
    return by_count([(*pair, n) for pair, n in counts.items()])


def first_recorded(graph: Graph) -> Rows:
    providers, counts = publisher(graph), Counter()
    for s, t, _ in joined(graph, "related_to"):
        dates = [graph.nodes[node].get("published_at") for node in (s, t)]
        if None not in dates and dates[0] != dates[1] and providers[s] != providers[t]:
            counts[providers[s] if dates[0] < dates[1] else providers[t]] += 1
    return by_count([(iri(p), n) for p, n in counts.items()])


def most_listed(graph: Graph) -> Rows:
    providers = publisher(graph)
    counts = Counter(t for _, t, _ in joined(graph, "related_to"))
    rows = [(iri(t), graph.nodes[t]["title"], iri(providers[t]), n) for t, n in counts.items()]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def changed_headlines(graph: Graph) -> Rows:
    rows = [
        (iri(node), data["title"], len(data["alternative_titles"]))
        for node, data in articles(graph).items()
        if "alternative_titles" in data
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def live_pages(graph: Graph) -> Rows:
    rows = [
        (iri(node), data["title"], data["published_at"], data["modified_at"])
        for node, data in articles(graph).items()
        if "modified_at" in data
    ]
    return sorted(rows, key=lambda row: (-row[3].timestamp(), row[0]))


def not_collected(graph: Graph) -> Rows:
    providers = publisher(graph)
    collected = {p for article, p in providers.items() if "sources" in graph.nodes[article]}
    counts = Counter(p for p in providers.values() if p not in collected)
    return by_count([(iri(p), graph.nodes[p]["name"], n) for p, n in counts.items()])


def standing_alone(graph: Graph) -> Rows:
    providers = publisher(graph)
    linked = {node for s, t, _ in joined(graph, "related_to") for node in (s, t)}
    return sorted(
        (iri(node), data["title"], iri(providers[node]))
        for node, data in articles(graph).items()
        if "sources" in data and node not in linked
    )


def top_stories(graph: Graph) -> Rows:
    rows = [
        (
            iri(node), data["headline"], data["attention"], data["article_count"], data["provider_count"],
            data.get("first_published_at"),
        )
        for node, data in graph.nodes(data=True)
        if data["kind"] == "story"
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row[2], -row[3], row[0]))


EXPECTED: dict[str, Callable[[Graph], Rows]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        top_providers, top_topics, articles_by_day, topics_by_provider, exclusive_topics, topic_pairs,
        same_story, shared_stories, first_recorded, most_listed, changed_headlines, live_pages,
        not_collected, standing_alone, top_stories,
    )
}  # fmt: skip


def test_there_is_an_answer_to_each() -> None:
    assert set(EXPECTED) == set(kg.named_queries())
    assert all(row.question.endswith((".", "?")) for row in kg.named_queries().values())


@pytest.mark.parametrize("name", EXPECTED)
def test_seeds(name: str, seeds_graph: Graph) -> None:
    assert list(kg.query(kg.named_queries()[name].sparql, SEEDS).rows) == EXPECTED[name](seeds_graph)


@pytest.fixture(scope="module")
def corpus_file(corpus_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "graph.nt.gz"
    kg.write_ntriples(corpus_graph, path)
    return path


@pytest.mark.parametrize("name", EXPECTED)
def test_corpus(name: str, corpus_graph: Graph, corpus_file: Path) -> None:
    found = list(kg.query(kg.named_queries()[name].sparql, corpus_file).rows)
    assert found == EXPECTED[name](corpus_graph)
    # Several providers cover each topic, and stories are there with analytics only.
    assert bool(found) == (name not in ("exclusive-topics", "top-stories"))


@pytest.mark.parametrize("name", EXPECTED)
def test_with_analytics(name: str, corpus_graph: Graph, tmp_path: Path) -> None:
    measured = with_analytics(corpus_graph)
    kg.write_ntriples(measured, tmp_path / "a.nt")
    found = list(kg.query(kg.named_queries()[name].sparql, tmp_path / "a.nt").rows)
    assert found == EXPECTED[name](measured)
    if name == "top-stories":
        assert [row[2] for row in found] == sorted((row[2] for row in found), reverse=True)
    else:
        assert found == EXPECTED[name](corpus_graph)


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.read])
def test_every_graph_file_gives_the_same(name: str, suffix: str, seeds_graph: Graph, tmp_path: Path) -> None:
    path = tmp_path / (FORMATS[name].file + suffix)
    getattr(kg, f"write_{name}")(seeds_graph, path)
    sparql = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p STR(?o)"
    assert kg.query(sparql, path) == kg.query(sparql, SEEDS)
    assert base_of_store(open_store(make_settings((str(path),)))) == "https://example.org/kg/"


def test_values_have_their_types() -> None:
    sparql = """PREFIX kg: <https://example.org/kg/ns#> PREFIX schema: <https://schema.org/>
    SELECT ?url ?date ?quality ?stub ?none {
      ?a schema:url ?url ; schema:datePublished ?date ; kg:quality ?quality ; kg:stub ?stub .
    } ORDER BY ?url LIMIT 1"""
    answer = kg.query(sparql, SEEDS)
    assert answer.variables == ("url", "date", "quality", "stub", "none")
    assert [type(value).__name__ for value in answer.rows[0]] == [
        "str",
        "datetime",
        "int",
        "bool",
        "NoneType",
    ]


def test_the_other_forms() -> None:
    assert kg.query("ASK { ?s a <https://schema.org/NewsArticle> }", SEEDS).truth is True
    answer = kg.query("CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } ORDER BY ?s LIMIT 2", SEEDS)
    assert answer.variables == ("subject", "predicate", "object")
    assert len(answer.rows) == 2


def test_settings_reach_the_graph() -> None:
    answer = kg.query(
        "SELECT ?t { ?d <http://purl.org/dc/terms/title> ?t }", SEEDS, settings=kg.make_settings(title="Mine")
    )
    assert answer.rows == (("Mine",),)


def test_several_sources_are_one(tmp_path: Path, seeds_graph: Graph) -> None:
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    sparql = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert kg.query(sparql, [tmp_path / "a.ttl", SEEDS]).rows == kg.query(sparql, SEEDS).rows


@pytest.mark.parametrize(
    ("sparql", "name", "error", "message"),
    [
        ("SELECT", None, kg.QueryError, "not a valid SPARQL query"),
        ("SELECT ?x { ?x schema:name ?y }", None, kg.QueryError, "not a valid SPARQL query"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", None, kg.QueryError, "not a valid SPARQL query"),
        ("ASK {}", "a.ttl", kg.GraphFileError, "No such file"),
        ("ASK {}", "b.ttl", kg.GraphFileError, "not valid"),
        ("ASK {}", "c.nt.gz", kg.GraphFileError, "cannot read"),
        ("ASK {}", "d.graphml", kg.GraphFileError, "no coverage graph"),
        ("ASK {}", "nowhere", kg.SourceError, "nowhere"),
    ],
)
def test_what_cannot_be_asked(
    sparql: str, name: str | None, error: type[Exception], message: str, tmp_path: Path
) -> None:
    (tmp_path / "b.ttl").write_text("<a")
    (tmp_path / "c.nt.gz").write_text("no gzip")
    (tmp_path / "d.graphml").write_text("<svg/>")
    with pytest.raises(error, match=message):
        kg.query(sparql, tmp_path / name if name else SEEDS)


def test_from_and_graph(seeds_graph: Graph, tmp_path: Path) -> None:
    kg.write_nquads(seeds_graph, tmp_path / "a.nq")
    count = "(COUNT(*) AS ?n)"
    description = "https://example.org/kg/graph/description"
    for sparql, expected in (
        (f"SELECT {count} {{ ?s ?p ?o }}", 595),
        (f"SELECT {count} FROM <{description}> {{ ?s ?p ?o }}", 126),
        (f"SELECT {count} {{ GRAPH <{description}> {{ ?s ?p ?o }} }}", 126),
        (f"SELECT {count} FROM <urn:nowhere> {{ ?s ?p ?o }}", 0),
        (f"PREFIX x: <https://example.org/kg/ns#> SELECT {count} {{ ?from x:from ?a ; x:to ?from }}", 0),
        (f"PREFIX x: <https://example.org/kg/ns#> SELECT {count} {{ ?l x:from ?from }}", 15),
    ):
        found = kg.query(sparql, tmp_path / "a.nq").rows[0][0]
        assert found == expected


def test_nothing_is_asked_on_the_network() -> None:
    for word in ("SERVICE", "service silent"):
        with pytest.raises(kg.QueryError, match="SERVICE asks a store on the network"):
            kg.query(f"SELECT * {{ {word} <http://127.0.0.1:1/query> {{ ?s ?p ?o }} }}", SEEDS)


def test_an_unknown_name() -> None:
    from kg.shelf import find_query

    with pytest.raises(kg.QueryError, match="choose one of articles-by-day"):
        find_query("top")


def test_a_graph_in_two_files_counts_once(seeds_graph: Graph, tmp_path: Path) -> None:
    kg.export(seeds_graph, tmp_path, formats=("turtle", "nquads"))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    files = [tmp_path / "graph.ttl", tmp_path / "graph.nq"]
    assert [kg.query(count, source).rows for source in (files, files[0], files[1])] == [((595,),)] * 3
