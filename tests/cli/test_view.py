"""kg view, with a browser that notes what it is to open."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import kg
from tests.cli.calling import run

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which the browser writes its arguments into a file."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    temporary = tmp_path / "temporary files"
    temporary.mkdir()
    return {**os.environ, "BROWSER": f"{browser} %s", "TMPDIR": str(temporary)}


@pytest.mark.parametrize("as_file", [False, True])
def test_the_page_of_the_graph_is_opened(tmp_path: Path, environment: dict[str, str], as_file: bool) -> None:
    graph = kg.build(SEEDS)
    kg.write_html(graph, tmp_path / "expected.html")
    kg.write_turtle(graph, tmp_path / "graph.ttl")
    source = tmp_path / "graph.ttl" if as_file else SEEDS
    done = run("view", source, "--no-cache", env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    page = Path(done.stdout.removesuffix("\n"))
    assert page.read_bytes() == (tmp_path / "expected.html").read_bytes()
    assert page.parent.parent == Path(environment["TMPDIR"])
    assert stat.S_IMODE(page.parent.stat().st_mode) == 0o700
    opened = (tmp_path / "opened").read_text().strip()
    assert Path(unquote(urlsplit(opened).path)) == page


def test_where_there_is_no_browser_the_page_is_named(environment: dict[str, str]) -> None:
    done = run("view", SEEDS, "--no-cache", env={**environment, "BROWSER": "/no/such/browser %s", "PATH": ""})
    assert done.returncode == 0
    assert "There is no browser to open it in; open the file yourself." in done.stderr
    assert Path(done.stdout.removesuffix("\n")).exists()


def test_what_cannot_be_read_leaves_no_page(tmp_path: Path, environment: dict[str, str]) -> None:
    done = run("view", tmp_path / "nowhere", "--no-cache", env=environment)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert not any(Path(environment["TMPDIR"]).iterdir())


def test_no_place_for_the_page_is_told(environment: dict[str, str]) -> None:
    before = "import tempfile; tempfile.tempdir = '/no/such/folder'"
    done = run("view", SEEDS, "--no-cache", before=before, env=environment)
    assert done.returncode == 2
    assert "/no/such/folder" in done.stderr
    assert "Traceback" not in done.stderr
