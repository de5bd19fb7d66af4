"""Pictures: they are there, say what they must, and come out the same each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg import analytics
from kg.errors import FormatError, MissingLibraryError, OutputError, SettingsError
from tests.analytics.coverage import Graph, at, clique, coverage
from tests.conftest import ROOT

pytest.importorskip("matplotlib", reason="pictures need matplotlib: pip install 'kg-exporter[plot]'")

Write = Callable[..., None]


def _timeline(graph: Graph[str], path: Path, **options: Any) -> None:
    analytics.write_timeline(analytics.stories(graph), path, **options)


def _heat_map(graph: Graph[str], path: Path, **options: Any) -> None:
    analytics.write_heat_map(analytics.co_coverage(graph), path, **options)


def _trends(graph: Graph[str], path: Path, **options: Any) -> None:
    found = analytics.bursts(graph, "hour", gamma=0)
    analytics.write_trends(analytics.topic_trends(graph, "hour"), path, found=found, **options)


WRITERS = pytest.mark.parametrize("write", [_timeline, _heat_map, _trends])


@pytest.fixture(scope="module")
def graph() -> Graph[str]:
    rows = {key: ("wxyz"[n % 4], 50 * n, "ai" if n < 9 else "law") for n, key in enumerate("abcdefghijkl")}
    return coverage(rows, f"{clique('abcd')} ef gh hi", title={"a": "A $1 & <b>\n$2 story", "e": "新聞"})


def _texts(path: Path) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", path.read_text("utf-8"))


@WRITERS
@pytest.mark.parametrize("ending", ["png", "svg", "SVG"])
def test_a_picture(write: Write, ending: str, graph: Graph[str], tmp_path: Path) -> None:
    path = tmp_path / f"picture.{ending}"
    write(graph, path)
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n" if ending == "png" else b"<?xml")
    for told in (b"Matplotlib v", b"Software", b"<dc:date>"):
        assert told not in data
    write(graph, path)
    assert path.read_bytes() == data
    assert os.listdir(tmp_path) == [path.name]


def test_pictures_are_the_same_in_every_process(tmp_path: Path) -> None:
    script = (
        "import sys, kg; from kg import analytics as a; from kg.analytics.reports import REPORTS\n"
        "g = kg.build('seeds')\n"
        "for name in ('stories', 'co-coverage', 'topic-trends'):\n"
        "    for end in ('svg', 'png'):\n"
        "        r = REPORTS[name]; r.draw(g, r.ask(g), f'{sys.argv[1]}/{name}.{end}', None, {})\n"
    )
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "MPLBACKEND": "tkagg" if seed == "1" else "svg",
        }
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    names = sorted(os.listdir(tmp_path / "1"))
    assert len(names) == 6
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_own_styles_do_not_matter(graph: Graph[str], tmp_path: Path) -> None:
    import matplotlib as mpl

    _timeline(graph, tmp_path / "one.svg")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "red"}):
        _timeline(graph, tmp_path / "other.svg")
        assert mpl.rcParams["font.size"] == 30
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


def test_what_a_timeline_says(graph: Graph[str], tmp_path: Path) -> None:
    _timeline(graph, tmp_path / "t.svg", top=2)
    texts = _texts(tmp_path / "t.svg")
    assert "A $1 &amp; &lt;b&gt; $2 story" in texts
    assert "4 by 4" in texts
    assert sum(" by " in text for text in texts) == 2
    _timeline(graph, tmp_path / "t.svg")
    assert "新聞" in _texts(tmp_path / "t.svg")


def test_what_a_heat_map_says(graph: Graph[str], tmp_path: Path) -> None:
    _heat_map(graph, tmp_path / "h.svg")
    texts = _texts(tmp_path / "h.svg")
    assert [texts.count(name) for name in "WXYZ"] == [2, 2, 2, 2]
    _heat_map(graph, tmp_path / "h.svg", top=3)
    assert sum(name in _texts(tmp_path / "h.svg") for name in "WXYZ") == 3


def test_what_trends_say(graph: Graph[str], tmp_path: Path) -> None:
    _trends(graph, tmp_path / "r.svg")
    texts = " ".join(_texts(tmp_path / "r.svg"))
    assert texts.index("AI") < texts.index("LAW")
    assert "9 articles" in texts and "3 articles" in texts and "burst" in texts
    analytics.write_trends(analytics.topic_trends(graph), tmp_path / "r.svg", top=1)
    texts = " ".join(_texts(tmp_path / "r.svg"))
    assert "LAW" not in texts and "burst" not in texts


@WRITERS
def test_a_picture_of_nothing(write: Write, tmp_path: Path) -> None:
    write(nx.MultiDiGraph(), tmp_path / "none.png")
    assert (tmp_path / "none.png").stat().st_size > 1000


def test_a_picture_of_one_moment(tmp_path: Path) -> None:
    graph = coverage({"a": ("x", 0, "ai"), "b": ("y", 0)}, "ab")
    for write in (_timeline, _heat_map, _trends):
        write(graph, tmp_path / "one.png")
    assert analytics.stories(graph)[0].last == at(0)


@WRITERS
def test_what_cannot_be_drawn(
    write: Write, graph: Graph[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FormatError, match=r"cannot draw .*x\.gif; its name must end with \.png or \.svg"):
        write(graph, tmp_path / "x.gif")
    for top in (0, 61):
        with pytest.raises(SettingsError, match=f"a picture shows 1 to 60, not {top}"):
            write(graph, tmp_path / "x.svg", top=top)
    with pytest.raises(OutputError, match="cannot write"):
        write(graph, tmp_path / "no" / "x.svg")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingLibraryError, match=r"python -m pip install 'kg-exporter\[plot\]'$"):
        write(graph, tmp_path / "x.svg")
    assert os.listdir(tmp_path) == []


def test_the_corpus(corpus_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    for write in (_timeline, _heat_map, _trends):
        write(corpus_graph, tmp_path / "c.png", top=60)
        assert (tmp_path / "c.png").stat().st_size > 20_000
