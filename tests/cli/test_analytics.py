"""kg export --with-analytics: stories and measures in every file, and nothing else changed."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest

import kg
from kg.analytics import with_analytics
from kg.formats.table import FORMATS
from tests.cli.calling import run
from tests.conftest import CORPUS, SEEDS
from tests.graphs import assert_same

pytest.importorskip("scipy", reason="scipy, for PageRank, is not installed")

SOURCES = [SEEDS, *([CORPUS] if CORPUS.is_dir() else [])]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_file_is_that_of_the_measured_graph(source: Path, tmp_path: Path) -> None:
    done = run("export", source, "-o", tmp_path / "a", "-f", ",".join(FORMATS), "--with-analytics", "-j", "2")
    assert (done.returncode, done.stdout) == (0, "")
    measured = with_analytics(kg.build(source))
    kg.export(measured, tmp_path / "b", formats=tuple(FORMATS))
    names = sorted(os.listdir(tmp_path / "b"))
    assert sorted(os.listdir(tmp_path / "a")) == names
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert_same(kg.read_graph(tmp_path / "a" / "graph.ttl"), measured)
    stories = [data for _, data in measured.nodes(data=True) if data["kind"] == "story"]
    events = sum(data["is_event"] for data in stories)
    assert f"Found {len(stories):,} stories, {events} of them events.\n" in done.stderr
    assert f"{measured.number_of_edges():,} links." in done.stderr
    report = json.loads((tmp_path / "a" / "report.json").read_text("utf-8"))
    jsonschema.validate(report, kg.report_schema())
    members = sum(key == "part_of" for _, _, key in measured.edges(keys=True))
    assert (report["counts"]["stories"], report["counts"]["part_of"]) == (len(stories), members)


def test_an_export_with_analytics_is_another_export(tmp_path: Path) -> None:
    plain = ["export", SEEDS, "-o", tmp_path / "out", "-f", "graphml", "--cache", tmp_path / "kept"]
    measured = [*plain, "--with-analytics"]
    kept = "Nothing has changed"
    for arguments, again in ((measured, False), (measured, True), (plain, False), (measured, False)):
        done = run(*arguments)
        assert done.returncode == 0
        assert (kept in done.stderr) == again
        assert ("Found 4 stories, 0 of them events." in done.stderr) == (arguments is measured)
        kinds = kg.read_graph(tmp_path / "out" / "graph.graphml").nodes(data="kind")
        assert ("story" in {kind for _, kind in kinds}) == (arguments is measured)
    (tmp_path / "out" / "graph.graphml").write_text("")
    assert kept not in run(*measured).stderr


def test_nothing_to_be_found(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    done = run("export", tmp_path / "in", "-o", tmp_path / "out", "-f", "turtle", "--with-analytics")
    assert done.returncode == 0
    assert "Found 0 stories, 0 of them events." in done.stderr
    jsonschema.validate(json.loads((tmp_path / "out" / "report.json").read_text()), kg.report_schema())


def test_not_in_little_memory(tmp_path: Path) -> None:
    done = run("export", SEEDS, "-o", tmp_path / "out", "--with-analytics", "--stream")
    assert done.returncode == 2
    assert re.search(r"--stream holds little in memory, .* leave one of them out\n$", done.stderr)
    assert not (tmp_path / "out").exists()


def test_without_scipy(tmp_path: Path) -> None:
    before = "import sys; sys.modules['scipy'] = None"
    done = run("export", SEEDS, "-o", tmp_path / "out", "--with-analytics", before=before)
    message = "kg: PageRank needs the library scipy; python -m pip install 'kg-exporter[analytics]'\n"
    assert (done.returncode, done.stderr) == (2, message)
    assert not (tmp_path / "out").exists()


def test_a_story_is_shown_by_its_id(tmp_path: Path) -> None:
    run("export", SEEDS, "-o", tmp_path, "-f", "turtle", "--with-analytics")
    done = run("query", "--named", "top-stories", tmp_path / "graph.ttl", "--format", "table")
    rows = done.stdout.splitlines()
    assert rows[0].split() == ["story", "headline", "attention", "articles", "providers", "first"]
    assert [row.split()[0] for row in rows[1:]] == [
        "story:jsfqfh2szkwt2lef",
        "story:43sx2wifd4bwxdi6",
        "story:b3r2nemarb6xw4cn",
        "story:m4tcxwzehhceag5d",
    ]
    assert run("validate", tmp_path / "graph.ttl").returncode == 0
