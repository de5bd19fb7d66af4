"""kg diff, as it is called."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from tests.cli.calling import run
from tests.conftest import SEEDS


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    graph = kg.build(SEEDS)
    kg.write_turtle(graph, tmp_path / "old.ttl")
    graph.nodes["provider:vice.com"]["name"] = "Vice"
    kg.write_ntriples(graph, tmp_path / "new.nt.gz")
    return tmp_path / "old.ttl", tmp_path / "new.nt.gz"


LINE = '<https://example.org/kg/provider/vice.com> <https://schema.org/name> "{}" .'


def test_what_has_changed(two: tuple[Path, Path]) -> None:
    done = run("diff", *two)
    assert done.returncode == 1
    assert sorted(done.stdout.splitlines()) == [f"+ {LINE.format('Vice')}", f"- {LINE.format('VICE')}"]
    assert done.stderr == "1 triple removed, 1 added.\n"


def test_nothing_has_changed(two: tuple[Path, Path]) -> None:
    done = run("diff", two[0], SEEDS)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 triples removed, 0 added.\n")


def test_settings_reach_the_graph_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('base = "https://toml.example/x/"\nlanguage = "en"\n')
    assert run("export", SEEDS, "-o", "out", "-f", "ntriples", cwd=tmp_path).returncode == 0
    done = run("diff", "out/graph.nt", SEEDS, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "0 triples removed, 0 added.\n")
    assert run("diff", "out/graph.nt", SEEDS, "--language", "de", cwd=tmp_path).returncode == 1


def test_a_reader_that_stops_does_not_make_them_the_same(tmp_path: Path) -> None:
    graph = kg.build(SEEDS, base="https://other.example/")
    kg.write_turtle(graph, tmp_path / "a.ttl")
    script = "from kg.cli import main; main()"
    command = (
        f'"{sys.executable}" -c "{script}" diff {tmp_path}/a.ttl {SEEDS} | head -1; exit ${{PIPESTATUS[0]}}'
    )
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\n")) == (1, 1)


def test_the_forms(two: tuple[Path, Path]) -> None:
    graph = "https://example.org/kg/graph/data"
    done = run("diff", *two, "--format", "patch", "--graph", graph)
    assert done.stdout.splitlines()[0] == "TX ."
    assert f"<{graph}> .\n" in done.stdout
    done = run("diff", *two, "--format", "sparql", "--graph", graph)
    assert done.stdout.startswith(f"DELETE DATA {{\nGRAPH <{graph}> {{\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", SEEDS], "NEW"),
        (["diff", SEEDS, "nowhere.ttl"], "kg: cannot read nowhere.ttl: No such file or directory"),
        (["diff", SEEDS, "nowhere"], "kg: no such source: nowhere"),
        (["diff", SEEDS, SEEDS, "--graph", "x"], "graph 'x' is no absolute IRI"),
    ],
)
def test_trouble(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
