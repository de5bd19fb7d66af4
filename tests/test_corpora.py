"""The seeds and the real corpus come out as they are: counted by other code, and by hand."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pytest
import yaml

import kg
from kg.report import count_graph, issues_of
from tests.conftest import SEEDS
from tests.independent import count

SEED_COUNTS = {
    "articles": 16, "stubs": 11, "providers": 15, "topics": 4,
    "published_by": 16, "about": 12, "related_to": 15, "broader": 0,
}  # fmt: skip
CORPUS_COUNTS = {
    "articles": 1236, "stubs": 213, "providers": 495, "topics": 17,
    "published_by": 1236, "about": 2082, "related_to": 375, "broader": 16,
}  # fmt: skip


def _agree(counted: dict[str, int], graph: nx.MultiDiGraph[str]) -> None:
    links = {code: issues_of(graph).by_code.get(code, 0) for code in ("self-link", "duplicate-link")}
    assert counted == {**count_graph(graph), **links}


def test_seeds_counts(seeds_graph: nx.MultiDiGraph[str]) -> None:
    assert count_graph(seeds_graph) == SEED_COUNTS
    _agree(count(SEEDS), seeds_graph)


def test_corpus_counts(corpus: Path, corpus_graph: nx.MultiDiGraph[str]) -> None:
    assert count_graph(corpus_graph) == CORPUS_COUNTS
    _agree(count(corpus), corpus_graph)
    by_code = issues_of(corpus_graph).by_code
    assert (by_code["self-link"], by_code["duplicate-link"]) == (16, 3)
    assert issues_of(corpus_graph).errors == 0


def test_a_listed_document_is_the_document(seeds_graph: nx.MultiDiGraph[str]) -> None:
    (article,) = [n for n, d in seeds_graph.nodes(data=True) if d["label"].startswith("Why Amazon tried")]
    assert seeds_graph.nodes[article]["sources"] == ("002_cc8b8907861a1037.txt",)
    assert seeds_graph.nodes[article]["stub"] is False
    (lister,) = seeds_graph.predecessors(article)
    assert seeds_graph.edges[lister, article, "related_to"] == {
        "position": 2,
        "listed_in": "000_c0c4e1a63f8e52ee.txt",
    }


def test_one_article_under_two_addresses(seeds_graph: nx.MultiDiGraph[str]) -> None:
    ibm = [n for n, d in seeds_graph.nodes(data=True) if d["label"].startswith("IBM pushes")]
    assert len(ibm) == 1
    assert seeds_graph.in_degree(ibm[0]) == 2


def test_mojibake_is_repaired_and_reported(seeds_graph: nx.MultiDiGraph[str]) -> None:
    titles = [data["label"] for _, data in seeds_graph.nodes(data=True)]
    assert "Portland passes nation’s strongest facial recognition ban for government and businesses" in titles
    (found,) = [found for found in issues_of(seeds_graph) if found.code == "mojibake-repaired"]
    lines = (SEEDS / "003_69670e491d83c649.txt").read_text("utf-8").split("\n")
    line = next(number for number, text in enumerate(lines, 1) if "nationâ€™s" in text)
    assert found.where == f"003_69670e491d83c649.txt:{line}:{lines[line - 1].index('title') + 1}"


def test_an_article_by_hand(seeds_graph: nx.MultiDiGraph[str]) -> None:
    (article,) = seeds_graph.predecessors("provider:vice.com")
    assert seeds_graph.nodes[article] == {
        "kind": "article",
        "label": "Amazon Spent $24,000 To Kill Portland's Facial Recognition Ban",
        "title": "Amazon Spent $24,000 To Kill Portland's Facial Recognition Ban",
        "excerpt": "The legislation would be the strongest ban on the technology in the US, blocking both"
        " government and commercial use.",
        "published_at": datetime(2020, 9, 9, 19, 15, tzinfo=UTC),
        "url": "https://www.vice.com/en_us/article/g5p9z3/"
        "amazon-spent-dollar24000-to-kill-portlands-facial-recognition-ban",
        "amp_url": "https://www.vice.com/amp/en_us/article/g5p9z3/"
        "amazon-spent-dollar24000-to-kill-portlands-facial-recognition-ban",
        "amp_cache_url": "https://www-vice-com.cdn.ampproject.org/c/s/www.vice.com/amp/en_us/article/g5p9z3/"
        "amazon-spent-dollar24000-to-kill-portlands-facial-recognition-ban",
        "type": "article",
        "category": "news",
        "quality": 89,
        "heat": 119,
        "featured": True,
        "image": "https://video-images.vice.com//articles/5f592142fafbbe00943f97f5/lede/"
        "1599678133842-gettyimages-1220178244.jpeg?crop=1xw:0.8665xh;0xw,0.0392xh",
        "images": (
            "https://video-images.vice.com//articles/5f592142fafbbe00943f97f5/lede/"
            "1599678133842-gettyimages-1220178244.jpeg?crop=1xw:0.8665xh;0xw,0.0392xh",
        ),
        "sources": ("003_69670e491d83c649.txt",),
        "stub": False,
    }
    assert {relation for _, _, relation in seeds_graph.out_edges(article, keys=True)} == {
        "published_by", "about", "related_to",
    }  # fmt: skip
    assert seeds_graph.graph["images"][seeds_graph.nodes[article]["image"]] == (5037, 2829)


def _secrets(folder: Path) -> set[str]:
    """Return pieces of every secured value in a folder."""
    pieces = set()
    for path in folder.rglob("*.*"):
        for value in re.findall(r'^secured: "(.*)"', path.read_text("utf-8", errors="replace"), re.MULTILINE):
            pieces |= {value[at : at + 16] for at in range(0, len(value) - 16, 16)}
    return pieces


@pytest.mark.parametrize("name", ["seeds", "corpus"])
def test_nothing_secured_gets_out(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    folder = SEEDS if name == "seeds" else request.getfixturevalue("corpus")
    secrets = _secrets(folder)
    assert len(secrets) > 100
    graph = request.getfixturevalue(f"{name}_graph")
    written = kg.export(graph, tmp_path, formats=("turtle", "ntriples", "graphml", "html"))
    for file in written:
        text = Path(file.path).read_text("utf-8")
        windows = {text[at : at + 16] for at in range(len(text) - 15)}
        assert not secrets & windows


def test_typed_by_field(tmp_path: Path) -> None:
    titles = ("1.10", "No", "0123", "12:30", "2020-09-14", "1e3", "0x1F", "true", "+1", "1_000", "on", ".5")
    for number, title in enumerate(titles):
        front = f"title: {title}\nwebUrl: https://example.com/{number}\nprovider: {{domain: example.com}}"
        assert yaml.safe_load(front)["title"] != title or title == "1e3"
        (tmp_path / f"{number}.md").write_text(f"---\n{front}\n---\n", "utf-8")
    graph = kg.build(tmp_path)
    assert {d["title"] for _, d in graph.nodes(data=True) if d["kind"] == "article"} == set(titles)
    assert not [found for found in issues_of(graph) if found.severity != "note"]
