"""The same corpus gives the same bytes, whatever the hash seed, the order of files, the jobs."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.assemble.graph import build_graph
from kg.files import find_files
from kg.formats.table import FORMATS
from kg.gather import read_files
from kg.settings import Settings
from tests.conftest import SEEDS

SCRIPT = f"""
import sys, kg
source, target, jobs = sys.argv[1:]
kg.export(kg.build(source, jobs=int(jobs)), target, formats={tuple(FORMATS)!r})
"""


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _run(source: Path, target: Path, *, seed: int, jobs: int) -> dict[str, str]:
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-c", SCRIPT, str(source), str(target), str(jobs)]
    subprocess.run(command, env=environment, check=True)
    return _digests(target)


def test_hash_seed_and_jobs(corpus: Path, tmp_path: Path) -> None:
    first = _run(corpus, tmp_path / "a", seed=1, jobs=1)
    assert set(first) == {*(row.file for row in FORMATS.values()), "report.json"}
    assert _run(corpus, tmp_path / "b", seed=2, jobs=2) == first


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_files(corpus: Path, corpus_graph, seed: int, tmp_path: Path) -> None:
    kg.export(corpus_graph, tmp_path / "a", formats=("ntriples", "graphml"))
    files = list(find_files([corpus]))
    random.Random(seed).shuffle(files)
    graph = build_graph(read_files(files), files, Settings())
    kg.export(graph, tmp_path / "b", formats=("ntriples", "graphml"))
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")


def test_order_of_nodes(seeds_graph, tmp_path: Path) -> None:
    import networkx as nx

    turned = nx.MultiDiGraph(**seeds_graph.graph)
    turned.add_nodes_from(reversed(list(seeds_graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(seeds_graph.edges(keys=True, data=True))))
    kg.export(seeds_graph, tmp_path / "a", formats=tuple(FORMATS))
    kg.export(turned, tmp_path / "b", formats=tuple(FORMATS))
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")


def test_where_the_source_is_does_not_matter(tmp_path: Path) -> None:
    shutil.copytree(SEEDS, tmp_path / "elsewhere" / "seeds")
    kg.export(kg.build(SEEDS), tmp_path / "a", formats=("turtle",))
    kg.export(kg.build(tmp_path / "elsewhere" / "seeds"), tmp_path / "b", formats=("turtle",))
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")
