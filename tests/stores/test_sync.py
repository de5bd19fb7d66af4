"""Real stores end with exactly the triples of the graph, whatever came between."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph
import pytest

import kg
import kg.storestate
import kg.syncing
from kg.endpoint import STORES, Endpoint
from kg.settings import make_settings
from tests.conftest import Source, article
from tests.formats.test_golden import small_graph
from tests.stores.servers import ENVIRONMENT, Server

DATA = "https://example.org/kg/graph/data"
DESCRIPTION = "https://example.org/kg/graph/description"
XSD = "http://www.w3.org/2001/XMLSchema#"

Graph = nx.MultiDiGraph


def value(term: Any) -> tuple[str, Any]:
    """Return a term so that terms with the same value are equal, in whatever words a store gives it."""
    if not isinstance(term, pyoxigraph.Literal):
        return "iri", term.value
    if term.language:
        return term.language.lower(), term.value
    kind = term.datatype.value.removeprefix(XSD)
    if kind == "boolean":
        return kind, term.value in ("true", "1")
    if kind in ("integer", "int", "decimal"):
        return "number", int(term.value)
    if kind == "dateTime":
        return kind, datetime.fromisoformat(term.value)
    return kind, term.value


def expected(path: Path) -> dict[str, set[Any]]:
    """Return what an N-Quads file says, by graph."""
    graphs: dict[str, set[Any]] = {DATA: set(), DESCRIPTION: set()}
    for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_QUADS):
        row = (quad.subject.value, quad.predicate.value, value(quad.object))
        graphs[quad.graph_name.value].add(row)
    return graphs


def held(endpoint: Endpoint, path: Path) -> dict[str, set[Any]]:
    """Return what a store says, predicate by predicate, so that no answer is too long."""
    found: dict[str, set[Any]] = {}
    for graph, rows in expected(path).items():
        (asked,) = endpoint.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        found[graph] = set()
        for predicate in sorted({row[1] for row in rows}):
            for row in endpoint.select(f"SELECT ?s ?o {{ GRAPH <{graph}> {{ ?s <{predicate}> ?o }} }}"):
                found[graph].add((row["s"].value, predicate, value(row["o"])))
        assert len(found[graph]) == int(asked["n"].value)
    return found


def write(graph: Graph, folder: Path, name: str = "graph.nq") -> Path:
    kg.write_nquads(graph, folder / name)
    return folder / name


def changed(graph: Graph, share: int = 20) -> Graph:
    """Return a graph in which articles were removed, changed and added."""
    other = graph.copy()
    articles = sorted(node for node, data in other.nodes(data=True) if data["kind"] == "article")
    other.remove_nodes_from(articles[::share])
    for node in articles[1::share]:
        values = other.nodes[node]
        values["title"] = 'A "new" title\\ \n\t of 🇨🇭 \u2028 <b>'
        values["featured"] = not values.get("featured", False)
        values["heat"], values["quality"] = 0, 1
        values["published_at"] = datetime(2021, 2, 3, 4, 5, 6, 120000, tzinfo=UTC)
    other.add_node("topic:c++", kind="topic", label="C++", name="C++", in_taxonomy=False)
    return other


@pytest.fixture(params=["seeds_graph", "corpus_graph"])
def graph(request: pytest.FixtureRequest) -> Graph:
    found: Graph = request.getfixturevalue(request.param).copy()
    found.graph["language"] = "en-gb"
    return found


def test_load_and_sync(graph: Graph, endpoint: Endpoint, tmp_path: Path) -> None:
    first, second = write(graph, tmp_path), write(changed(graph), tmp_path, "changed.nq")
    loaded = kg.load(endpoint, first)
    assert held(endpoint, first) == expected(first)
    assert [row.added for row in loaded] == [len(rows) for rows in expected(first).values()]
    with pytest.raises(kg.EndpointError, match="triples already; kg sync brings it up to date"):
        kg.load(endpoint, first)
    for path, before in ((first, first), (second, first), (second, second), (first, second)):
        planned = kg.sync(endpoint, path, dry_run=True)
        assert held(endpoint, before) == expected(before)
        done = kg.sync(endpoint, path)
        assert done == planned
        assert held(endpoint, path) == expected(path)
        old, new = expected(before)[DATA], expected(path)[DATA]
        assert (done[0].removed, done[0].added) == (len(old - new), len(new - old))


HOSTILE = (
    "", " ", "\n", "\t", '"', "'", "\\", '\\"', "\\n", "\\u0041", "{", "}", "} }", "?x", "$x", "#", "<a:b>",
    "<script>", "\u2028\u2029", "\u202eright to left", "é", "🇨🇭👩‍👩‍👧", "%41%zz", "\u00a0", "true", "1.10",
    "@en", "^^", "_:b0", "\U0010fffd", "''' ; DROP ALL", "x" * 20_000,
)  # fmt: skip


def test_hostile_values(endpoint: Endpoint, tmp_path: Path) -> None:
    made: Graph = nx.MultiDiGraph(
        name='A "name"\\', base="https://example.org/kg/", language="de-ch", images={}
    )
    for number, text in enumerate(HOSTILE):
        made.add_node(f"topic:t{number}", kind="topic", label=text, name=text, keywords=(text,))
        made.add_node(
            f"article:a{number}", kind="article", title=text, tags=tuple(sorted(HOSTILE[: number + 1])),
            url=f"https://bücher.example/ü?q=%41&x='(1)*;,${number}#ß", quality=number, stub=number % 2 == 0,
            published_at=datetime(1000 + number * 200, 1, 2, 3, 4, 5, 678000 * (number % 2), tzinfo=UTC),
        )  # fmt: skip
    for key in ("c++", "c#", "a b", "ü", "100%", "a/b", "<>", "'"):
        made.add_node(f"topic:{key}", kind="topic", name=key, hashtags=(key,))
    for number, quality in enumerate((-1, 0, 1, 2**31, -(2**31) - 1, 2**63 - 1, -(2**63))):
        made.add_node(f"article:n{number}", kind="article", quality=quality, heat=quality)
    path = write(made, tmp_path)
    kg.sync(endpoint, path)
    assert held(endpoint, path) == expected(path)
    assert [(row.removed, row.added) for row in kg.sync(endpoint, path)] == [(0, 0), (0, 0)]
    other = write(small_graph_here(), tmp_path, "small.nq")
    kg.sync(endpoint, other)
    assert held(endpoint, other) == expected(other)
    kg.sync(endpoint, path)
    assert held(endpoint, path) == expected(path)


def small_graph_here() -> Graph:
    graph = small_graph()
    graph.graph["base"] = "https://example.org/kg/"
    return graph


SCRIPT = """
import sys, kg.syncing
kg.syncing._UPDATE = 20
from kg.cli import main
main()
"""


def _sync(server: Server, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, "sync", server.address, str(path), "--store", server.kind]
    return subprocess.Popen(
        [*command, "--timeout", "20"],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for_change(endpoint: Endpoint, before: int) -> None:
    deadline = time.monotonic() + 60
    while endpoint.count(DATA) == before:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_client_that_is_killed(
    server: Server, endpoint: Endpoint, corpus_graph: Graph, tmp_path: Path
) -> None:
    first, second = write(corpus_graph, tmp_path), write(changed(corpus_graph, 5), tmp_path, "changed.nq")
    kg.load(endpoint, first)
    before = endpoint.count(DATA)
    client = _sync(server, second)
    _wait_for_change(endpoint, before)
    client.kill()
    client.communicate()
    between = held(endpoint, first)[DATA]
    assert expected(first)[DATA] != between != expected(second)[DATA]
    again = _sync(server, second)
    _, said = again.communicate(timeout=120)
    assert (again.returncode, said.count("removed")) == (0, 2)
    assert held(endpoint, second) == expected(second)


def test_a_server_that_is_killed(
    server: Server, endpoint: Endpoint, corpus_graph: Graph, tmp_path: Path
) -> None:
    first, second = write(corpus_graph, tmp_path), write(changed(corpus_graph, 5), tmp_path, "changed.nq")
    kg.load(endpoint, first)
    before = endpoint.count(DATA)
    client = _sync(server, second)
    _wait_for_change(endpoint, before)
    server.kill()
    starting = threading.Timer(1, server.start)
    starting.start()
    client.communicate(timeout=120)  # it may have gone on, or given up
    starting.join()
    assert client.returncode in (0, 2)
    again = _sync(server, second)
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert held(endpoint, second) == expected(second)


def test_an_answer_that_is_cut_off_changes_nothing(
    server: Server, endpoint: Endpoint, corpus_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = write(corpus_graph, tmp_path), write(changed(corpus_graph), tmp_path, "changed.nq")
    kg.load(endpoint, first)
    monkeypatch.setattr(kg.storestate, "_CAP", 10**9)
    monkeypatch.setattr(kg.storestate, "DESCRIBED", 1700)
    if server.kind == "oxigraph":  # which answers in full
        kg.sync(endpoint, second)
        assert held(endpoint, second) == expected(second)
        return
    with pytest.raises(kg.EndpointError, match=r"has 30,228 triples, gave .*; nothing was changed"):
        kg.sync(endpoint, second)
    assert held(endpoint, first) == expected(first)


def test_answers_are_asked_for_again_in_parts(
    endpoint: Endpoint, corpus_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(corpus_graph, tmp_path)
    kg.load(endpoint, path)
    monkeypatch.setattr(kg.storestate, "DESCRIBED", 1700)
    assert [(row.removed, row.added) for row in kg.sync(endpoint, path)] == [(0, 0), (0, 0)]


def test_a_slip_does_not_empty_a_store(endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path) -> None:
    path = write(seeds_graph, tmp_path)
    kg.load(endpoint, path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "a.ttl").write_text("<a:s> <a:p> <a:o> .")
    for wrong, message in (
        ("folder", "holds no article"),
        ("a.ttl", "give a graph that kg wrote"),
        ("no", "no such"),
    ):
        with pytest.raises(kg.KGError, match=message):
            kg.sync(endpoint, tmp_path / wrong)
    assert held(endpoint, path) == expected(path)


def test_an_image_below_the_dataset_is_data(endpoint: Endpoint, source: Source, tmp_path: Path) -> None:
    image = "https://www.example.org/dataset/chart.png"
    folder = source({"a.md": article(images=[{"url": image, "width": 5, "height": 10}])})
    graph = kg.build(folder, base="https://www.example.org/")
    kg.write_nquads(graph, tmp_path / "graph.nq")
    kg.sync(endpoint, tmp_path / "graph.nq")
    quads = pyoxigraph.parse(path=tmp_path / "graph.nq", format=pyoxigraph.RdfFormat.N_QUADS)
    numbers = Counter(quad.graph_name.value for quad in quads)
    assert {name: endpoint.count(name) for name in numbers} == numbers


def test_one_graph_for_all(endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path) -> None:
    path = write(seeds_graph, tmp_path)
    name = "https://example.org/kg/graph/data"
    (done,) = kg.sync(endpoint, path, graph=name)
    assert (done.graph, done.added) == (name, sum(map(len, expected(path).values())))
    assert endpoint.count(DESCRIPTION) == 0


def test_named_queries_answer_the_same(endpoint: Endpoint, corpus_graph: Graph, tmp_path: Path) -> None:
    from kg.querying import ask, open_store, to_answer

    path = write(corpus_graph, tmp_path)
    kg.sync(endpoint, path)
    store = open_store(make_settings((str(path),)))
    for name, row in kg.named_queries().items():
        found, wanted = (
            to_answer(endpoint.select(row.sparql, graphs=(DATA,))),
            to_answer(ask(store, row.sparql)),
        )
        assert found == wanted, name


def test_without_a_password(server: Server, seeds_graph: Graph, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if server.kind == "oxigraph":  # which asks for none, and is told none
        monkeypatch.setenv("KG_SPARQL_PASSWORD", "wrong-secret")
        with Endpoint(server.address, STORES[server.kind]) as made:
            made.update(b"DROP SILENT GRAPH <urn:x>")
        return
    for user, password in (("", ""), ("dba", "wrong-secret")):
        monkeypatch.setenv("KG_SPARQL_USER", user)
        monkeypatch.setenv("KG_SPARQL_PASSWORD", password)
        with Endpoint(server.address, STORES[server.kind]) as made:
            with pytest.raises(kg.EndpointError, match="set KG_SPARQL_USER and KG_SPARQL_PASSWORD") as caught:
                made.update(b"INSERT DATA { GRAPH <urn:x> { <urn:s> <urn:p> 1 } }")
            assert "wrong-secret" not in str(caught.value)
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login dba password dba\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.delenv("KG_SPARQL_USER")
    with Endpoint(server.address, STORES[server.kind]) as made:
        made.update(b"DROP SILENT GRAPH <urn:x>")
