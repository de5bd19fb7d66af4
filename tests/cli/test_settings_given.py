"""Settings on the command line and in kg.toml: which of them holds, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from tests.cli.calling import run
from tests.conftest import SEEDS


def test_settings_file(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        f'sources = ["{SEEDS}"]\nbase = "https://kg.example/"\ntitle = "Portland"\nlanguage = "en"\n', "utf-8"
    )
    assert run("export", "-o", "out", "-f", "ntriples", cwd=tmp_path).returncode == 0
    graph = kg.read_graph(tmp_path / "out" / "graph.nt")
    assert (graph.graph["name"], graph.graph["base"]) == ("Portland", "https://kg.example/")
    assert run("export", "-o", "out", "-f", "ntriples", "--title", "Mine", cwd=tmp_path).returncode == 0
    assert kg.read_graph(tmp_path / "out" / "graph.nt").graph["name"] == "Mine"


def test_whose_the_graph_is(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        'publisher = "https://e.com/us"\nhomepage = "https://e.com/"\ndumps = ["https://e.com/graph.ttl"]\n',
        "utf-8",
    )
    options = ["export", SEEDS, "-o", "out", "-f", "turtle"]
    assert run(*options, cwd=tmp_path).returncode == 0
    told = kg.read_graph(tmp_path / "out" / "graph.ttl").graph
    assert (told["publisher"], told["homepage"]) == ("https://e.com/us", "https://e.com/")
    assert told["dumps"] == ("https://e.com/graph.ttl",)
    dumps = ["--dump", "https://e.com/b.nt.gz", "--dump", "https://e.com/a.nt.gz"]
    given = ["--publisher", "https://e.com/them", "--homepage", "https://e.com/page", *dumps]
    assert run(*options, *given, cwd=tmp_path).returncode == 0
    told = kg.read_graph(tmp_path / "out" / "graph.ttl").graph
    assert (told["publisher"], told["homepage"]) == ("https://e.com/them", "https://e.com/page")
    assert told["dumps"] == ("https://e.com/a.nt.gz", "https://e.com/b.nt.gz")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("base = ", "kg.toml is not valid TOML"),
        ('colour = "red"', "kg.toml: unknown setting 'colour'; choose from sources, base,"),
        ("title = 3", "kg.toml: title must be text"),
        ('site = "here"', "kg.toml: site 'here' is not an http(s) URL"),
        ("sources = 1", "kg.toml: sources must be a list of folders"),
    ],
)
def test_broken_settings_file(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(text, "utf-8")
    done = run("stats", SEEDS, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith(f"kg: {message}")
