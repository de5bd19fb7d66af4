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
from tests.conftest import program
from tests.graphs import graphs, without_issues


@pytest.fixture(params=["seeds_graph", "corpus_graph"], scope="module")
def graph(request: pytest.FixtureRequest) -> nx.MultiDiGraph[str]:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def files(graph: nx.MultiDiGraph[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    kg.export(graph, folder, formats=("turtle", "ntriples", "graphml"))
    return folder


def _triples(folder: Path) -> int:
    return (folder / "graph.nt").read_bytes().count(b"\n")


def _with_rdflib(path: Path) -> int:
    import rdflib

    return len(rdflib.Graph().parse(path))


def _with_pyoxigraph(path: Path) -> int:
    import pyoxigraph

    syntax = pyoxigraph.RdfFormat.from_extension(path.suffix[1:])
    return len(set(pyoxigraph.parse(path=path, format=syntax)))


def _with_rapper(path: Path) -> int:
    syntax = {".ttl": "turtle", ".nt": "ntriples"}[path.suffix]
    command = [program("rapper"), "-c", "-i", syntax, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "rror" not in done.stderr
    assert "arning" not in done.stderr
    return int(re.search(r"returned (\d+) triples", done.stderr).group(1))


def _with_serdi(path: Path) -> int:
    done = subprocess.run([program("serdi"), str(path)], capture_output=True, text=True, check=True)
    assert not done.stderr
    return len(set(done.stdout.splitlines()))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt"])
@pytest.mark.parametrize("read", [_with_rdflib, _with_pyoxigraph, _with_rapper, _with_serdi])
def test_rdf_readers_count_the_same(name: str, read, files: Path) -> None:
    assert read(files / name) == _triples(files) > 400


def test_rdflib_graph_is_what_the_files_say(
    graph: nx.MultiDiGraph[str], files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    assert set(kg.to_rdflib(graph)) == set(rdflib.Graph().parse(files / "graph.ttl"))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=graphs())
def test_rdflib_reads_any_graph(made: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    import rdflib

    for name, write in (("a.ttl", kg.write_turtle), ("a.nt", kg.write_ntriples)):
        write(made, tmp_path / name)
        assert len(rdflib.Graph().parse(tmp_path / name)) == len(kg.to_rdflib(made))


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
