"""kg validate, as it is called."""

from __future__ import annotations

import json
from pathlib import Path

import kg
from tests.cli.calling import run
from tests.conftest import SEEDS

NODE = "https://example.org/kg/article/7bphuejxmhh2mcfq"


def _broken(tmp_path: Path) -> Path:
    graph = kg.build(SEEDS)
    graph.nodes["article:7bphuejxmhh2mcfq"]["quality"] = -5
    graph.add_node("provider:x.example", kind="provider", label="X", name="X", domain="x.example")
    kg.write_turtle(graph, tmp_path / "graph.ttl.gz")
    return tmp_path / "graph.ttl.gz"


def test_a_valid_graph() -> None:
    done = run("validate", SEEDS.parent / "exports" / "graph.ttl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 errors, 0 warnings.\n")


def test_a_graph_that_is_not(tmp_path: Path) -> None:
    done = run("validate", _broken(tmp_path))
    assert (done.returncode, done.stderr) == (1, "1 error, 1 warning.\n")
    assert done.stdout.splitlines() == [
        f"error: {NODE} kg:quality '-5' is less than '0' [article-quality]",
        "warning: https://example.org/kg/provider/x.example no article is by the provider [orphan-provider]",
    ]


def test_with_places(tmp_path: Path) -> None:
    path = _broken(tmp_path)
    first, second = run("validate", path, "--source", SEEDS).stdout.splitlines()
    where = first.partition(": error: ")[0]
    file, line, column = where.rsplit(":", 2)
    assert Path(file).parent == SEEDS
    assert Path(file).read_text("utf-8").splitlines()[int(line) - 1][int(column) - 1 :].startswith("quality:")
    assert second.startswith("warning: ")
    found = json.loads(run("validate", path, "--source", SEEDS, "--format", "json").stdout)
    assert [violation["rule"] for violation in found] == ["article-quality", "orphan-provider"]
    assert found[0]["where"] == f"{Path(file).name}:{line}:{column}"


def test_trouble(tmp_path: Path) -> None:
    for arguments, message in (
        (
            ["validate", "nowhere.ttl"],
            "kg: cannot read nowhere.ttl: No such file or directory; check the path\n",
        ),
        (["validate", _broken(tmp_path), "--source", "nowhere"], "kg: no such source: nowhere"),
        (["validate", SEEDS], "cannot tell the format of"),
    ):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
