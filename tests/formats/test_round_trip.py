"""Every format that can be read back gives the graph that was written."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

import kg
from kg.formats.table import FORMATS
from tests.conftest import SEEDS
from tests.graphs import assert_same, graphs

READABLE = [name for name, row in FORMATS.items() if row.read]


def _round_trip(graph: nx.MultiDiGraph[str], name: str, folder: Path) -> None:
    write = getattr(kg, f"write_{name}")
    first, second = folder / FORMATS[name].file, folder / f"again{FORMATS[name].suffix}"
    write(graph, first)
    read = kg.read_graph(first)
    assert_same(graph, read)
    write(read, second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", READABLE)
def test_seeds(name: str, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    _round_trip(seeds_graph, name, tmp_path)


@pytest.mark.parametrize("name", READABLE)
def test_corpus(name: str, corpus_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    _round_trip(corpus_graph, name, tmp_path)


@pytest.mark.parametrize("name", READABLE)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph(name: str, tmp_path: Path, graph: nx.MultiDiGraph[str]) -> None:
    _round_trip(graph, name, tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(graph=graphs())
def test_rdf_formats_say_the_same(tmp_path: Path, graph: nx.MultiDiGraph[str]) -> None:
    import pyoxigraph

    kg.write_turtle(graph, tmp_path / "a.ttl")
    kg.write_ntriples(graph, tmp_path / "a.nt")
    turtle = set(pyoxigraph.parse(path=tmp_path / "a.ttl", format=pyoxigraph.RdfFormat.TURTLE))
    lines = set(pyoxigraph.parse(path=tmp_path / "a.nt", format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert turtle == lines
    assert len(lines) == (tmp_path / "a.nt").read_bytes().count(b"\n")
    blank = {term for q in lines for term in (q.subject, q.object) if isinstance(term, pyoxigraph.BlankNode)}
    assert not blank


def test_language(tmp_path: Path) -> None:
    graph = kg.build(SEEDS, language="en-GB", licence="https://creativecommons.org/licenses/by/4.0/")
    assert (graph.graph["language"], "licence" in graph.graph) == ("en-gb", True)
    for name in READABLE:
        _round_trip(graph, name, tmp_path)
    assert '"Salon"@en-gb' in (tmp_path / "graph.nt").read_text("utf-8")
