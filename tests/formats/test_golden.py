"""Small graphs written to answers that were made by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import networkx as nx

import kg
from kg.formats.exporting import REPORT_FILE
from kg.formats.table import FORMATS
from tests.conftest import ROOT

GOLDEN = Path(__file__).parent / "golden"


def small_graph() -> nx.MultiDiGraph[str]:
    """Return two articles, a provider and two topics, with what needs care in each format."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name='A "small" graph',
        base="https://kg.example/",
        language="en",
        images={"https://a.example/i.png": (640, 480)},
    )
    graph.add_node(
        "article:aaaaaaaaaaaaaaaa",
        kind="article",
        label="Tea & <Biscuits>\n\\ today",
        title="Tea & <Biscuits>\n\\ today",
        alternative_titles=("Tea", "Thé"),
        url="https://a.example/t?x=1&y=2",
        published_at=datetime(2020, 9, 14, 19, 17, 0, 250000, tzinfo=UTC),
        type="article",
        quality=-1,
        featured=False,
        image="https://a.example/i.png",
        images=("https://a.example/i.png",),
        sources=("a.md",),
        stub=False,
    )
    graph.add_node("article:bbbbbbbbbbbbbbbb", kind="article", label="B", title="B", type="Video", stub=True)
    graph.add_node("provider:a.example", kind="provider", label="A", name="A", domain="a.example")
    graph.add_node("topic:c++", kind="topic", label="C++", name="C++", in_taxonomy=False)
    graph.add_node("topic:tea", kind="topic", label="Tea", name="Tea", in_taxonomy=True)
    graph.add_edge("article:aaaaaaaaaaaaaaaa", "provider:a.example", key="published_by")
    graph.add_edge("article:bbbbbbbbbbbbbbbb", "provider:a.example", key="published_by")
    graph.add_edge("article:aaaaaaaaaaaaaaaa", "topic:c++", key="about")
    graph.add_edge("topic:c++", "topic:tea", key="broader")
    graph.add_edge(
        "article:aaaaaaaaaaaaaaaa",
        "article:bbbbbbbbbbbbbbbb",
        key="related_to",
        position=1,
        listed_in="a.md",
        observed_title="Bee",
    )
    return graph


def test_golden_files(tmp_path: Path) -> None:
    kg.export(small_graph(), tmp_path, formats=[name for name, row in FORMATS.items() if row.read])
    for golden in sorted(GOLDEN.iterdir()):
        assert (tmp_path / golden.name).read_text("utf-8") == golden.read_text("utf-8")


def test_exports_are_up_to_date(seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    """The committed exports are what `make export` writes."""
    kg.export(seeds_graph, tmp_path, formats=("turtle", "graphml"))
    for name in ("graph.ttl", "graph.graphml", REPORT_FILE):
        assert (ROOT / "exports" / name).read_bytes() == (tmp_path / name).read_bytes()
