"""The stories of the map, equal to those of the analytics."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
import pytest

from kg.analytics import stories as kg_stories
from tests.page.conftest import Page

Opener = Callable[..., Page]


@pytest.mark.parametrize("name", ["varied", "corpus"])
def test_the_stories_are_those_of_the_analytics(
    open_page: Opener, varied: nx.MultiDiGraph[str], corpus_graph: nx.MultiDiGraph[str], name: str
) -> None:
    graph = varied if name == "varied" else corpus_graph
    page = open_page(graph)
    told = page.run(
        "coverage.stories.map((s) => [s.articles, s.providers, s.headline, s.attention, s.isEvent])"
    )
    found = kg_stories(graph)
    assert found
    assert sorted(told) == sorted(
        [
            list(story.articles),
            list(story.providers),
            graph.nodes[story.articles[0]]["title"] if story.headline is None else story.headline,
            pytest.approx(story.attention),
            story.is_event,
        ]
        for story in found
    )
