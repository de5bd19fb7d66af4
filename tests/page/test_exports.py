"""What is saved of the map, read again."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest

from tests.page import choosing, samples
from tests.page.conftest import Page
from tests.page.test_filters import VIEWS

Opener = Callable[..., Page]


def _saved(page: Page, ending: str, folder: Path) -> bytes:
    page.browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    page.run("(document.getElementById('save').open = true)")
    page.browser.find_element("id", f"save-{ending}").click()
    path = folder / f"Varied.{ending}"
    for _ in range(600):
        if path.exists():
            return path.read_bytes()
        time.sleep(0.05)
    raise AssertionError(f"{path} was not saved: {list(folder.iterdir())}")


def test_what_is_shown_can_be_saved(open_page: Opener, varied: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    view = VIEWS["two providers"]
    page = open_page(varied)
    choosing.show(page, view)
    shown = choosing.expected(varied, view)
    rows = list(csv.DictReader(_saved(page, "csv", tmp_path).decode().splitlines()))
    assert [row["id"] for row in rows] == [node for node in shown if node.startswith("article:")]
    for row in rows:
        data = varied.nodes[row["id"]]
        assert row["title"] == data["title"]
        assert row["quality"] == str(data.get("quality", ""))
        assert (
            row["topics"].split("; ")
            == [varied.nodes[topic]["name"] for topic in sorted(choosing.ends(varied, row["id"], "about"))]
            or not row["topics"]
        )
    saved = json.loads(_saved(page, "json", tmp_path))
    assert sorted(node["id"] for node in saved["nodes"]) == shown
    edges = sorted((edge["source"], edge["target"], edge["relation"]) for edge in saved["edges"])
    assert edges == sorted(varied.subgraph(shown).edges(keys=True))
    png = _saved(page, "png", tmp_path)
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert [width, height] == page.run(
        "((c) => [c.width, c.height])(document.querySelector('#network canvas'))"
    )
    assert page.messages() == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_is_a_formula_in_a_spreadsheet(open_page: Opener, tmp_path: Path, start: str) -> None:
    title = f"{start}HYPERLINK(1)"
    graph = samples.new("Varied")
    samples.add_article(graph, "a" * 16, title, heat=-1)
    page = open_page(graph)
    [row] = csv.DictReader(io.StringIO(_saved(page, "csv", tmp_path).decode(), newline=""))
    assert (row["title"], row["heat"]) == (f"'{title}", "-1")
    [node] = json.loads(_saved(page, "json", tmp_path))["nodes"]
    assert node["title"] == title
