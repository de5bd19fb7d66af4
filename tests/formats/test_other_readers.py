"""Readers that are not ours read every file, and count the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

import kg
from kg.formats.table import FORMATS
from tests.conftest import ROOT, program
from tests.graphs import graphs, without_issues


@pytest.fixture(params=["seeds_graph", "corpus_graph"], scope="module")
def graph(request: pytest.FixtureRequest) -> nx.MultiDiGraph[str]:
    return request.getfixturevalue(request.param)


RDF = ("turtle", "ntriples", "nquads", "trig", "jsonld", "rdfxml")


@pytest.fixture(scope="module")
def files(graph: nx.MultiDiGraph[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    kg.export(graph, folder, formats=(*RDF, "graphml"))
    return folder


def _triples(folder: Path) -> int:
    return (folder / "graph.nt").read_bytes().count(b"\n")


def _with_rapper(path: Path, name: str) -> int:
    command = [program("rapper"), "-c", "-i", name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "rror" not in done.stderr
    assert "arning" not in done.stderr
    return int(re.search(r"returned (\d+) triples", done.stderr).group(1))


def _with_serdi(path: Path, name: str) -> int:
    command = [program("serdi"), "-i", name, "-o", "ntriples", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return len(set(done.stdout.splitlines()))


def _with_n3(path: Path, name: str) -> int:
    node, counter = program("node"), ROOT / "tests" / "node" / "count.mjs"
    if not (counter.parent / "node_modules" / "n3").is_dir():
        pytest.skip("N3.js is not installed; `npm ci --prefix tests/node` does")
    command = [node, str(counter), FORMATS[name].media_type, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert not done.stderr
    return int(done.stdout)


READERS = {
    _with_rapper: ("turtle", "ntriples", "nquads", "trig", "rdfxml"),
    _with_serdi: ("turtle", "ntriples", "nquads", "trig"),
    _with_n3: ("turtle", "ntriples", "nquads", "trig"),
}


@pytest.mark.parametrize(
    ("read", "name"),
    [
        pytest.param(read, name, id=f"{read.__name__[6:]}-{name}")
        for read, names in READERS.items()
        for name in names
    ],
)
def test_rdf_readers_count_the_same(name: str, read, files: Path) -> None:
    assert read(files / FORMATS[name].file, name) == _triples(files) > 400


def test_rdflib_graph_is_what_the_files_say(
    graph: nx.MultiDiGraph[str], files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    assert set(kg.to_rdflib(graph)) == set(rdflib.Graph().parse(files / "graph.ttl"))


def test_networkx_reads_graphml(graph: nx.MultiDiGraph[str], files: Path) -> None:
    read = nx.read_graphml(files / "graph.graphml", force_multigraph=True)
    assert isinstance(read, nx.MultiDiGraph)
    assert set(read) == set(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    for node, data in graph.nodes(data=True):
        assert read.nodes[node]["label"] == data["label"]
        assert read.nodes[node].get("quality") == data.get("quality")
    pairs = sorted((s, d["label"], t) for s, t, d in read.edges(data=True))
    assert pairs == sorted((s, key, t) for s, t, key in graph.edges(keys=True))


def test_igraph_reads_graphml(graph: nx.MultiDiGraph[str], files: Path) -> None:
    import igraph

    read = igraph.Graph.Read_GraphML(str(files / "graph.graphml"))
    assert read.is_directed()
    assert (read.vcount(), read.ecount()) == (graph.number_of_nodes(), graph.number_of_edges())
    assert set(read.vs["id"]) == set(graph)


def test_edge_ids_are_unique(graph: nx.MultiDiGraph[str], files: Path) -> None:
    edges = ElementTree.parse(files / "graph.graphml").iter("{http://graphml.graphdrawing.org/xmlns}edge")
    assert len({edge.get("id") for edge in edges}) == graph.number_of_edges()


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=graphs())
def test_networkx_reads_any_graphml(made: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    kg.write_graphml(made, tmp_path / "a.graphml")
    read = nx.read_graphml(tmp_path / "a.graphml", force_multigraph=True)
    assert set(read) == set(without_issues(made))
    assert read.number_of_edges() == made.number_of_edges()
