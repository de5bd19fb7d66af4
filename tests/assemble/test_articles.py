"""Mentions to article nodes, and what is said of the values not taken."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from msgspec.structs import replace

import kg
from kg.assemble.graph import build_graph
from kg.files import find_files
from kg.gather import read_files
from kg.ids import article_id
from kg.report import issues_of
from kg.settings import Settings
from tests.conftest import SEEDS, Source, article

ID = article_id("https://example.com/a", "example.com")


def node(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    return dict(graph.nodes[ID])


def test_a_document(source: Source) -> None:
    text = article(
        excerpt="An excerpt",
        category="news",
        type="video",
        publishedDateTime="2020-09-14T19:17:00+02:00",
        originalUrl="https://first.example/a",
        ampWebUrl="https://example.com/amp/a",
        cdnAmpWebUrl="https://example-com.cdn.ampproject.org/c/s/example.com/a",
        quality=7,
        heat="'8'",
        published="true",
        tags="[b, a, b]",
        authors="[Ann]",
        images="[{url: https://e.com/2.jpg, width: 3, height: 4}, {url: https://e.com/1.jpg}]",
        topics="[AI]",
    )
    graph = kg.build(source({"sub/a.md": text}))
    assert node(graph) == {
        "kind": "article",
        "label": "A title",
        "title": "A title",
        "excerpt": "An excerpt",
        "url": "https://example.com/a",
        "original_url": "https://first.example/a",
        "published_at": datetime(2020, 9, 14, 17, 17, tzinfo=UTC),
        "type": "video",
        "category": "news",
        "quality": 7,
        "heat": 8,
        "featured": True,
        "amp_url": "https://example.com/amp/a",
        "amp_cache_url": "https://example-com.cdn.ampproject.org/c/s/example.com/a",
        "image": "https://e.com/2.jpg",
        "images": ("https://e.com/1.jpg", "https://e.com/2.jpg"),
        "tags": ("a", "b"),
        "authors": ("Ann",),
        "sources": ("sub/a.md",),
        "stub": False,
    }
    assert graph.graph["images"] == {"https://e.com/2.jpg": (3, 4)}
    assert set(graph.out_edges(ID, keys=True)) == {
        (ID, "provider:example.com", "published_by"),
        (ID, "topic:ai", "about"),
    }
    assert not issues_of(graph)


def test_absent_values_are_absent(source: Source) -> None:
    graph = kg.build(source({"a.md": article(excerpt="''", tags="[]", quality="~", images="")}))
    assert set(node(graph)) == {"kind", "label", "title", "url", "sources", "stub"}


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({}, "https://example.com/a"),
        ({"originalUrl": "https://first.example/a"}, "https://example.com/a"),
        ({"webUrl": None, "originalUrl": "https://example.com/a"}, "https://example.com/a"),
        ({"webUrl": "mailto:x", "originalUrl": "https://example.com/a"}, "https://example.com/a"),
        ({"webUrl": "''", "originalUrl": "https://example.com/a"}, "https://example.com/a"),
        ({"webUrl": "http://www.example.com/a/?utm_source=x"}, "http://www.example.com/a/?utm_source=x"),
        ({"taxonomy": "~"}, "https://example.com/a"),
    ],
)
def test_what_identifies_an_article(source: Source, fields: dict[str, Any], url: str) -> None:
    graph = kg.build(source({"a.md": article(**fields)}))
    assert node(graph)["url"] == url


def test_one_article_of_several_documents_and_a_list(source: Source) -> None:
    listing = article(
        webUrl="https://example.com/list",
        related="\n  - {title: Listed, webUrl: 'https://example.com/a?utm_source=x', quality: 1,"
        " publishedDateTime: 2020-09-01T00:00:00Z, provider: {domain: example.com}}",
    )
    graph = kg.build(
        source(
            {
                "a.md": article(publishedDateTime="2020-09-02T00:00:00Z", quality=5, title="Older"),
                "b.md": article(publishedDateTime="2020-09-03T00:00:00Z", title="Newer"),
                "c.md": listing,
            }
        )
    )
    found = node(graph)
    assert found["title"] == found["label"] == "Newer"
    assert found["alternative_titles"] == ("Listed", "Older")
    assert found["quality"] == 5
    assert found["published_at"] == datetime(2020, 9, 1, tzinfo=UTC)
    assert found["modified_at"] == datetime(2020, 9, 3, tzinfo=UTC)
    assert found["sources"] == ("a.md", "b.md")
    assert found["stub"] is False


def test_a_second_document_names_both_places_and_what_is_not_taken(source: Source) -> None:
    first = article(publishedDateTime="2020-09-05T00:00:00Z", quality=48, category="news")
    second = "# a comment\n" + article(
        publishedDateTime="2020-09-02T00:00:00Z", quality=12, category="news", type="video", title="Second"
    )
    third = article(publishedDateTime="2020-09-03T00:00:00Z", type="podcast")
    second = second.replace("# a comment\n---\n", "---\n# a comment\n")
    graph = kg.build(source({"z.md": first, "a.md": second, "b.md": third}))
    issues = [found for found in issues_of(graph) if found.code == "duplicate-document"]
    assert [found.where for found in issues] == ["a.md:3:1", "b.md:2:1"]
    assert all("z.md:2:1" in found.message for found in issues)
    assert "quality '12'" in issues[0].message
    assert "category" not in issues[0].message
    assert "published_at '2020-09-03 00:00:00+00:00'" in issues[1].message
    assert ("type 'video'" in issues[0].message) != ("type 'podcast'" in issues[1].message)
    assert node(graph)["type"] == "podcast"


def test_images_of_a_second_document_are_in_the_union(source: Source) -> None:
    one = article(images="[{url: https://e.com/a.jpg, width: 1, height: 1}]", quality=2)
    two = article(images="[{url: https://e.com/0.jpg}, {url: https://e.com/a.jpg, width: 9, height: 9}]")
    graph = kg.build(source({"b.md": one, "a.md": two}))
    assert node(graph)["image"] == "https://e.com/a.jpg"
    assert node(graph)["images"] == ("https://e.com/0.jpg", "https://e.com/a.jpg")
    assert graph.graph["images"] == {"https://e.com/a.jpg": (1, 1)}


def test_one_url_under_two_providers_is_two_articles(source: Source) -> None:
    graph = kg.build(source({"a.md": article(), "b.md": article(provider="{domain: other.com}")}))
    (found,) = issues_of(graph)
    assert found.code == "url-shared-across-providers"
    assert "a.md:2:1" in found.message
    assert "example.com" in found.message
    assert {ID, article_id("https://example.com/a", "other.com")} < set(graph)


@pytest.mark.parametrize("folder", [SEEDS, "corpus"])
def test_the_order_of_records_does_not_matter(folder: Path | str, request: pytest.FixtureRequest) -> None:
    root = request.getfixturevalue("corpus") if isinstance(folder, str) else folder
    files = find_files([root])
    records = tuple(read_files(files))
    graph = build_graph(records, files, Settings())
    report = kg.to_report(graph)
    for seed in range(2):
        mixed = random.Random(seed)
        shuffled = [replace(record, mentions=tuple(mixed.sample(record.mentions, len(record.mentions))))
                    for record in mixed.sample(records, len(records))]  # fmt: skip
        again = build_graph(shuffled, mixed.sample(files, len(files)), Settings())
        assert nx.utils.graphs_equal(again, graph)
        assert list(again.nodes) == list(graph.nodes)
        assert list(again.edges(keys=True)) == list(graph.edges(keys=True))
        assert again.graph["images"] == graph.graph["images"]
        assert kg.to_report(again)["counts"] == report["counts"]


def test_jobs_do_not_matter(corpus: Path, corpus_graph: nx.MultiDiGraph[str]) -> None:
    again = kg.build(corpus, jobs=2)
    assert nx.utils.graphs_equal(again, corpus_graph)
    assert issues_of(again) == issues_of(corpus_graph)
