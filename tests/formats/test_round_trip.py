"""Every format that can be read back gives the graph that was written."""

from __future__ import annotations

import subprocess
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings

import kg
from kg.formats.table import FORMATS
from tests.conftest import SEEDS
from tests.graphs import assert_same, graphs

READABLE = [name for name, row in FORMATS.items() if row.read]

every_format = pytest.mark.parametrize("name", READABLE)
plain_and_compressed = pytest.mark.parametrize("suffix", ["", ".gz"])


def _round_trip(graph: nx.MultiDiGraph[str], name: str, suffix: str, folder: Path) -> None:
    write, row = getattr(kg, f"write_{name}"), FORMATS[name]
    first, second = folder / (row.file + suffix), folder / f"again{row.suffix}{suffix}"
    write(graph, first)
    read = kg.read_graph(first)
    assert_same(graph, read)
    write(read, second)
    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(b"\x1f\x8b") == bool(suffix)


@every_format
@plain_and_compressed
def test_seeds(name: str, suffix: str, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    _round_trip(seeds_graph, name, suffix, tmp_path)


@every_format
@plain_and_compressed
def test_corpus(name: str, suffix: str, corpus_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    _round_trip(corpus_graph, name, suffix, tmp_path)


@every_format
@plain_and_compressed
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(graph=graphs())
def test_any_graph(name: str, suffix: str, tmp_path: Path, graph: nx.MultiDiGraph[str]) -> None:
    _round_trip(graph, name, suffix, tmp_path)


def test_language(tmp_path: Path) -> None:
    graph = kg.build(SEEDS, language="en-GB", licence="https://creativecommons.org/licenses/by/4.0/")
    assert (graph.graph["language"], "licence" in graph.graph) == ("en-gb", True)
    for name in READABLE:
        _round_trip(graph, name, "", tmp_path)
    assert '"Salon"@en-gb' in (tmp_path / "graph.nt").read_text("utf-8")


@plain_and_compressed
def test_the_bytes_do_not_depend_on_the_name(
    suffix: str, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path
) -> None:
    kg.write_ntriples(seeds_graph, tmp_path / f"a.nt{suffix}")
    kg.write_ntriples(seeds_graph, tmp_path / f"b.nt{suffix}")
    assert (tmp_path / f"a.nt{suffix}").read_bytes() == (tmp_path / f"b.nt{suffix}").read_bytes()


def test_gzip_itself_reads_what_is_compressed(seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    kg.export(seeds_graph, tmp_path, formats=("turtle", "turtle.gz", "html"))
    done = subprocess.run(["gzip", "-cd", str(tmp_path / "graph.ttl.gz")], capture_output=True, check=True)
    assert done.stdout == (tmp_path / "graph.ttl").read_bytes()
