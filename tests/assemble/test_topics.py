"""Topic nodes, what articles are about, and the hierarchy."""

from __future__ import annotations

import networkx as nx
import pytest

import kg
from kg.report import issues_of
from tests.conftest import Source, article


def topic(**fields: str) -> str:
    return "\n".join(
        ["---", "taxonomy: topic", *(f"{key}: {value}" for key, value in fields.items()), "---", ""]
    )


def edges(graph: nx.MultiDiGraph[str], relation: str) -> set[tuple[str, str]]:
    return {(source, target) for source, target, key in graph.edges(keys=True) if key == relation}


def test_a_topic_of_the_taxonomy_needs_no_article(source: Source) -> None:
    text = topic(
        _id="ai",
        name="Artificial Intelligence",
        shortname="AI",
        description="Machines that think",
        keywords="[robots, brains, robots]",
        hashtags="['#ai']",
    )
    graph = kg.build(source({"ai.md": text}))
    assert dict(graph.nodes(data=True)) == {
        "topic:ai": {
            "kind": "topic",
            "label": "Artificial Intelligence",
            "name": "Artificial Intelligence",
            "alternative_names": ("AI",),
            "description": "Machines that think",
            "keywords": ("brains", "robots"),
            "hashtags": ("#ai",),
            "in_taxonomy": True,
        }
    }


def test_a_shortname_equal_to_the_name_is_no_alternative(source: Source) -> None:
    graph = kg.build(source({"a.md": topic(_id="ai", name="AI", shortname="AI")}))
    assert "alternative_names" not in graph.nodes["topic:ai"]


def test_names_lead_to_one_topic(source: Source) -> None:
    graph = kg.build(
        source(
            {
                "ai.md": topic(_id="artificial", name="Artificial Intelligence", shortname="AI"),
                "a.md": article(topics="[AI, artificial_intelligence, Artificial Intelligence]"),
            }
        )
    )
    assert [name for name in graph if name.startswith("topic:")] == ["topic:artificial"]
    assert graph.nodes["topic:artificial"]["alternative_names"] == ("AI", "artificial_intelligence")
    assert len(edges(graph, "about")) == 1
    assert issues_of(graph).intake.merged["about"] == 2


def test_topics_that_only_articles_name(source: Source) -> None:
    graph = kg.build(
        source(
            {
                "a.md": article(topics="[C, C++, C#, Computer Vision]"),
                "b.md": article(webUrl="https://b.c", topics="[computer  vision, Computer Vision]"),
            }
        )
    )
    topics = {name: data for name, data in graph.nodes(data=True) if data["kind"] == "topic"}
    assert set(topics) == {"topic:c", "topic:c++", "topic:c#", "topic:computer-vision"}
    assert topics["topic:c#"] == {"kind": "topic", "label": "C#", "name": "C#", "in_taxonomy": False}
    assert topics["topic:computer-vision"]["name"] == "Computer Vision"
    assert topics["topic:computer-vision"]["alternative_names"] == ("computer  vision",)


@pytest.mark.parametrize("parent", ["science", "Science", "SCI", "'  sci '"])
def test_a_parent_is_found_by_name_or_shortname(source: Source, parent: str) -> None:
    graph = kg.build(
        source(
            {
                "ai.md": topic(_id="ai", name="AI", parent=parent),
                "s.md": topic(_id="top", name="Science", shortname="sci"),
            }
        )
    )
    assert edges(graph, "broader") == {("topic:ai", "topic:top")}
    assert not issues_of(graph)


@pytest.mark.parametrize(
    ("parents", "kept", "where"),
    [
        ({"a": "b", "b": "c"}, {("a", "b"), ("b", "c")}, []),
        ({"a": "a"}, set(), ["a.md:5:1"]),
        ({"b": "a", "a": "b"}, {("b", "a")}, ["a.md:5:1"]),
        ({"a": "c", "c": "b", "b": "a"}, {("c", "b"), ("b", "a")}, ["a.md:5:1"]),
        (
            {"a": "c", "c": "d", "d": "b", "b": "c"},
            {("a", "c"), ("c", "d"), ("d", "b")},
            ["b.md:5:1"],
        ),
    ],
)
def test_cycles_lose_the_edge_that_leaves_the_smallest(
    source: Source, parents: dict[str, str], kept: set[tuple[str, str]], where: list[str]
) -> None:
    names = {*parents, *parents.values()}
    files = {
        f"{name}.md": topic(_id=name, name=name, **({"parent": parents[name]} if name in parents else {}))
        for name in names
    }
    graph = kg.build(source(files))
    assert edges(graph, "broader") == {(f"topic:{child}", f"topic:{parent}") for child, parent in kept}
    assert [found.where for found in issues_of(graph) if found.code == "topic-cycle"] == where
    assert len(issues_of(graph)) == len(where)


def test_an_unknown_parent_makes_no_edge_and_no_topic(source: Source) -> None:
    graph = kg.build(source({"a.md": topic(_id="ai", name="AI", parent="Nothing")}))
    assert list(graph) == ["topic:ai"]
    (found,) = issues_of(graph)
    assert (found.code, found.where) == ("unknown-topic-parent", "a.md:5:1")
    assert "Nothing" in found.message
