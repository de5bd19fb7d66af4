"""kg diff, as it is called."""

from __future__ import annotations

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
        (["diff", SEEDS, SEEDS, "--graph", "x"], "graph 'x' is not an http(s) URL"),
    ],
)
def test_trouble(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
