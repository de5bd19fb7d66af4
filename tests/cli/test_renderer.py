"""--renderer, and the same from Python: what draws the map is in the page, and in nothing else."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

import kg
from tests.cli.calling import run

SEEDS = Path(__file__).parents[2] / "seeds"

NAMES = [("auto", "canvas"), ("canvas", "canvas"), ("webgl", "webgl")]
"""What is asked for, and what draws a small graph then."""


def _renderer(page: str) -> str:
    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    found: str = json.loads(data)["renderer"]
    return found


@pytest.mark.parametrize(("asked", "used"), NAMES)
def test_export(tmp_path: Path, asked: str, used: str) -> None:
    assert run("export", SEEDS, "-o", tmp_path, "--renderer", asked, "--no-cache").returncode == 0
    assert _renderer((tmp_path / "graph.html").read_text("utf-8")) == used


def test_another_renderer_is_not_taken_for_nothing_new(tmp_path: Path) -> None:
    command = ("export", SEEDS, "-o", tmp_path, "--cache", tmp_path / "cache", "-f", "html,turtle")
    turtle = tmp_path / "graph.ttl"
    assert run(*command).returncode == 0
    before = turtle.read_bytes()
    done = run(*command, "--renderer", "webgl")
    assert "Nothing has changed" not in done.stderr
    assert _renderer((tmp_path / "graph.html").read_text("utf-8")) == "webgl"
    assert turtle.read_bytes() == before
    assert "Nothing has changed" in run(*command, "--renderer", "webgl").stderr


def test_with_analytics(tmp_path: Path) -> None:
    command = ("export", SEEDS, "-o", tmp_path, "--with-analytics", "--no-cache", "-f", "html")
    assert run(*command, "--renderer", "webgl").returncode == 0
    assert _renderer((tmp_path / "graph.html").read_text("utf-8")) == "webgl"


def test_view(tmp_path: Path) -> None:
    environment = {**os.environ, "BROWSER": "true %s", "TMPDIR": str(tmp_path)}
    done = run("view", SEEDS, "--renderer", "webgl", "--no-cache", env=environment)
    assert _renderer(Path(done.stdout.removesuffix("\n")).read_text("utf-8")) == "webgl"


@pytest.mark.parametrize(("asked", "used"), NAMES)
def test_from_python(tmp_path: Path, asked: str, used: str) -> None:
    graph = kg.build(SEEDS)
    kg.write_html(graph, tmp_path / "written.html", renderer=asked)
    written = (tmp_path / "written.html").read_text("utf-8")
    assert _renderer(written) == used
    assert kg.show(graph, renderer=asked).page == written
    kg.export(graph, tmp_path, formats=["html"], renderer=asked)
    assert (tmp_path / "graph.html").read_text("utf-8") == written


def test_an_unknown_one_is_refused(tmp_path: Path) -> None:
    graph = kg.build(SEEDS)
    message = "renderer is 'svg'; choose one of auto, canvas, webgl"
    with pytest.raises(kg.SettingsError, match=message):
        kg.write_html(graph, tmp_path / "graph.html", renderer="svg")
    with pytest.raises(kg.SettingsError, match=message):
        kg.export(graph, tmp_path / "out", formats=["turtle"], renderer="svg")
    assert not any(tmp_path.iterdir())
    done = run("export", SEEDS, "-o", tmp_path, "--renderer", "svg")
    assert done.returncode == 2
    assert "'auto', 'canvas', 'webgl'" in done.stderr
