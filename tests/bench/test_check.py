"""The checker finds what differs, in files that kg has written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from bench.check import check_outputs, main
from bench.corpus.generate import generate


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    generate(str(folder), 80, seed=9, defects=5.0)
    kg.export(kg.build(folder / "source"), folder / "out", formats=("turtle", "ntriples", "graphml"))
    return folder


def test_what_is_right_passes(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(written / "expected.jsonl"), str(written / "out")]) == 0
    assert capsys.readouterr().out == "as expected\n"


def _without(text: str, start: str) -> str:
    lines = text.splitlines(keepends=True)
    lines.remove(next(line for line in lines if line.lstrip().startswith(start)))
    return "".join(lines)


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "graph.graphml",
            lambda text: text.replace('"n_quality">', '"n_quality">9', 1),
            "quality must be ",
        ),
        ("graph.graphml", lambda text: _without(text, "<edge"), "missing: edge "),
        ("graph.graphml", lambda text: text.replace('n_title">', 'n_title">X ', 1), "title must be "),
        ("graph.graphml", lambda text: text.replace(": [1200, 630]", ": [1200, 631]", 1), "size must be "),
        (
            "graph.graphml",
            lambda text: text.replace("  </graph>", '<node id="article:x"/></graph>', 1),
            "too many: node article:x",
        ),
        ("graph.nt", lambda text: _without(text, "<https://example.org/kg/article/"), "article http"),
        ("graph.nt", lambda text: _without(text, "<https://example.org/kg/link/"), "link http"),
        (
            "report.json",
            lambda text: text.replace('"self-link": ', '"self-link": 9', 1),
            "issues: self-link: must be ",
        ),
    ],
)
def test_what_differs_is_said(
    written: Path, tmp_path: Path, name: str, change: Callable[[str], str], says: str
) -> None:
    before = (written / "out" / name).read_text("utf-8")
    after = change(before)
    assert after != before
    (tmp_path / name).write_text(after, "utf-8")
    wrong = check_outputs(written / "expected.jsonl", tmp_path)
    assert any(says in line for line in wrong), wrong[:5]
    assert len(wrong) <= 3


def test_an_empty_folder_is_no_success(written: Path, tmp_path: Path) -> None:
    assert check_outputs(written / "expected.jsonl", tmp_path) != []


def test_expected_begins_with_its_summary_and_is_sorted(written: Path) -> None:
    first, *lines = (written / "expected.jsonl").read_text("utf-8").splitlines()
    assert set(json.loads(first)) == {"corpus", "counts", "issues", "passed_over", "unmapped"}
    assert lines == sorted(set(lines))
