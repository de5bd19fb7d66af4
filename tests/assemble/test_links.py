"""Links between articles, and what was observed on them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import networkx as nx

import kg
from kg.ids import article_id
from kg.report import issues_of
from tests.conftest import Source, article


def identifier(name: str) -> str:
    return article_id(f"https://example.com/{name}", "example.com")


def document(name: str, *listed: str, **fields: Any) -> str:
    related = "".join(f"\n  - {item}" for item in listed) or None
    return article(**{"title": name, "webUrl": f"https://example.com/{name}", "related": related, **fields})


def item(name: str, **fields: Any) -> str:
    extra = "".join(f", {key}: {value}" for key, value in fields.items())
    title = "" if "title" in fields else f"title: {name}, "
    return f"{{{title}webUrl: 'https://example.com/{name}', provider: {{domain: example.com}}{extra}}}"


def links(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(s, t): data for s, t, key, data in graph.edges(keys=True, data=True) if key == "related_to"}


def test_positions_count_from_one_in_the_file(source: Source) -> None:
    graph = kg.build(source({"x/a.md": document("a", item("b"), "no mapping", item("c"))}))
    assert links(graph) == {
        (identifier("a"), identifier("b")): {"position": 1, "listed_in": "x/a.md"},
        (identifier("a"), identifier("c")): {"position": 3, "listed_in": "x/a.md"},
    }
    assert graph.nodes[identifier("b")]["stub"] is True


def test_what_was_observed_is_kept_where_the_target_says_otherwise(source: Source) -> None:
    seen = item("b", title="Seen", quality=1, publishedDateTime="2020-09-03T00:00:00Z")
    same = item("b", quality=5, publishedDateTime="2020-09-02T00:00:00Z")
    own = document("b", quality=5, publishedDateTime="2020-09-02T00:00:00Z")
    graph = kg.build(source({"a.md": document("a", seen), "b.md": own, "c.md": document("c", same)}))
    assert links(graph)[identifier("a"), identifier("b")] == {
        "position": 1,
        "listed_in": "a.md",
        "observed_title": "Seen",
        "observed_quality": 1,
        "observed_at": datetime(2020, 9, 3, tzinfo=UTC),
    }
    assert links(graph)[identifier("c"), identifier("b")] == {"position": 1, "listed_in": "c.md"}


def test_links_are_directed(source: Source) -> None:
    graph = kg.build(source({"a.md": document("a", item("b")), "b.md": document("b", item("a"))}))
    assert set(links(graph)) == {
        (identifier("a"), identifier("b")),
        (identifier("b"), identifier("a")),
    }


def test_the_smallest_position_and_path_of_one_link_stays(source: Source) -> None:
    graph = kg.build(
        source(
            {
                "b.md": document("a", item("x"), item("y", quality=1)),
                "a.md": document("a", item("y", quality=2), item("x", quality=3), item("y")),
            }
        )
    )
    found = links(graph)
    assert found[identifier("a"), identifier("x")]["listed_in"] == "b.md"
    assert found[identifier("a"), identifier("x")]["position"] == 1
    assert found[identifier("a"), identifier("y")]["listed_in"] == "a.md"
    issues = [issue for issue in issues_of(graph) if issue.code == "duplicate-link"]
    assert [issue.where for issue in issues] == ["a.md:7:5", "a.md:8:5", "b.md:7:5"]
    assert "b.md:6:5" in issues[0].message
    assert issues_of(graph).intake.merged["related_to"] == 3


def test_equal_positions_go_by_path(source: Source) -> None:
    graph = kg.build(source({"b.md": document("a", item("x")), "a.md": document("a", item("x"))}))
    assert links(graph)[identifier("a"), identifier("x")]["listed_in"] == "a.md"


def test_a_self_link_is_dropped_and_its_values_reported(source: Source) -> None:
    listed = item("a/?utm_source=x", title="Seen", quality=3)
    graph = kg.build(source({"a.md": document("a", listed, item("b"), quality=4)}))
    assert set(links(graph)) == {(identifier("a"), identifier("b"))}
    (found,) = issues_of(graph)
    assert (found.code, found.where) == ("self-link", "a.md:6:5")
    assert "quality '3'" in found.message
    assert graph.nodes[identifier("a")]["alternative_titles"] == ("Seen",)


def test_a_list_whose_document_makes_no_article_still_gives_its_articles(source: Source) -> None:
    graph = kg.build(source({"a.md": document("a", item("b"), title=None)}))
    assert identifier("b") in graph
    assert identifier("a") not in graph
    assert links(graph) == {}
