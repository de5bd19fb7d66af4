"""The bubbles that a large graph's page opens on, equal to what a few lines of Python count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from math import hypot
from typing import Any, Final

import networkx as nx
import pytest

from kg.analytics import stories as kg_stories
from kg.page.overview import MOST, WHOLE
from tests.page import samples
from tests.page.conftest import Page

Opener = Callable[..., Page]

RELATIONS: Final = {"topic": "about", "provider": "published_by"}


def _counts(graph: nx.MultiDiGraph[str], articles: Iterable[str]) -> dict[str, int]:
    """Return how many of these articles each topic, provider and story (by its earliest article) has."""
    counted: Counter[str] = Counter()
    for article in articles:
        for _, target, key in graph.out_edges(article, keys=True):
            if key in RELATIONS.values():
                counted[target] += 1
    for story in kg_stories(graph):
        counted[story.earliest] += len({*story.articles}.intersection(articles))
    return counted


def _shown_articles(page: Page) -> list[str]:
    return page.run("coverage.found().articles.map(({ id }) => id)")


def _tallies(page: Page) -> dict[str, int]:
    return dict(page.run("coverage.tallies()"))


def _of_kind(graph: nx.MultiDiGraph[str], node: str) -> str:
    kind: str = graph.nodes[node]["kind"]
    return "story" if kind == "article" else kind


@pytest.fixture(scope="module")
def large() -> nx.MultiDiGraph[str]:
    return samples.large(4000)


def _check_bubbles(page: Page, graph: nx.MultiDiGraph[str]) -> None:
    bubbles = {node["id"]: node for node in page.drawn()["nodes"]}
    wanted = _counts(graph, _shown_articles(page))
    assert bubbles
    assert _tallies(page) == {node: wanted[node] for node in bubbles}
    for kind, most in MOST.items():
        own = [node for node in bubbles if _of_kind(graph, node) == kind]
        assert len(own) <= most


@pytest.mark.parametrize("name", ["large", "corpus"])
def test_a_large_graph_opens_on_bubbles(
    open_page: Opener, large: nx.MultiDiGraph[str], corpus_graph: nx.MultiDiGraph[str], name: str
) -> None:
    graph = large if name == "large" else corpus_graph
    assert len(graph) > WHOLE
    page = open_page(graph)
    _check_bubbles(page, graph)
    wanted = _counts(graph, _shown_articles(page))
    bubbles = [node["id"] for node in page.drawn()["nodes"]]
    for kind in MOST:
        counts = {node: count for node, count in wanted.items() if _of_kind(graph, node) == kind}
        own = [counts[node] for node in bubbles if _of_kind(graph, node) == kind]
        assert sorted(own) == sorted(counts.values())[len(counts) - len(own) :]
    assert page.text("#shown strong") == f"{len(graph):,} of {len(graph):,} shown"
    topics = sum(_of_kind(graph, node) == "topic" for node in wanted)
    assert f"of {topics} topics" in page.text("#shown")
    assert page.messages() == []


def test_bubbles_do_not_overlap(open_page: Opener, large: nx.MultiDiGraph[str]) -> None:
    nodes = open_page(large).drawn()["nodes"]
    radii = {"topic": 1.25, "story": 1.17, "provider": 0.89}
    circles = [(n["x"], n["y"], n["size"] / radii[_of_kind(large, n["id"])]) for n in nodes]
    for place, (x, y, radius) in enumerate(circles):
        for other_x, other_y, other in circles[:place]:
            assert hypot(x - other_x, y - other_y) >= radius + other


def test_a_bubble_opens_and_the_overview_comes_back(open_page: Opener, large: nx.MultiDiGraph[str]) -> None:
    page = open_page(large)
    topic = "topic:t7"
    page.click(topic)
    articles = sorted(source for source, _, key in large.in_edges(topic, keys=True) if key == "about")
    assert 0 < len(articles) < WHOLE
    assert sorted(_shown_articles(page)) == articles
    drawn = {node["id"] for node in page.drawn()["nodes"]}
    assert drawn == set(page.run("[...coverage.found().shown]"))
    assert set(articles) <= drawn
    assert page.text("#panel h2") == large.nodes[topic]["name"]
    assert page.run("location.hash") == "#topic=topic%3At7&node=topic%3At7"
    page.browser.find_element("id", "clear").click()
    _check_bubbles(page, large)
    assert len(_shown_articles(page)) == sum(data["kind"] == "article" for _, data in large.nodes(data=True))
    assert page.messages() == []


def test_what_is_still_very_much_stays_folded(open_page: Opener, large: nx.MultiDiGraph[str]) -> None:
    page = open_page(large, view="hide=provider")
    _check_bubbles(page, large)
    assert {_of_kind(large, node["id"]) for node in page.drawn()["nodes"]} == {"topic", "story"}


def test_articles_without_a_bubble_are_told(open_page: Opener) -> None:
    graph = samples.new()
    topic = samples.add_topic(graph, "rare", "Rare")
    articles = [
        samples.add_article(graph, f"{number:016}", f"Article {number}") for number in range(WHOLE + 1)
    ]
    for article in articles[:5]:
        graph.add_edge(article, topic, "about")
    page = open_page(graph)
    assert [node["id"] for node in page.drawn()["nodes"]] == [topic]
    assert "1,496 articles are in none of these" in page.text("#shown")
    page.run("(location.hash = 'hide=topic', 0)")
    page.settle()
    assert sorted(node["id"] for node in page.drawn()["nodes"]) == articles


def test_every_node_can_be_drawn(open_page: Opener, large: nx.MultiDiGraph[str]) -> None:
    page = open_page(large)
    page.browser.find_element("id", "draw").click()
    assert len(page.drawn()["nodes"]) == len(large)
    assert len(page.drawn()["edges"]) == large.number_of_edges()
    assert page.run("location.hash") == "#draw=all"
    assert page.run("document.getElementById('draw').getAttribute('aria-pressed')") == "true"
    page.browser.find_element("id", "draw").click()
    _check_bubbles(page, large)


def test_a_story_opens(open_page: Opener, corpus_graph: nx.MultiDiGraph[str]) -> None:
    page = open_page(corpus_graph)
    largest = max(kg_stories(corpus_graph), key=lambda story: len(story.articles))
    page.click(largest.earliest)
    assert sorted(_shown_articles(page)) == sorted(largest.articles)
    assert page.texts("#panel .first li")
    assert page.messages() == []


def test_a_small_graph_has_none(open_page: Opener) -> None:
    page = open_page(samples.story())
    assert page.run("document.getElementById('draw')") is None
    assert {node["id"] for node in page.drawn()["nodes"]} == set(samples.story())


def test_the_same_graph_has_the_same_bubbles(large: nx.MultiDiGraph[str]) -> None:
    def told(graph: nx.MultiDiGraph[str]) -> Any:
        return samples.rendered(graph).partition('"overview":')[2].partition('"nodes":')[0]

    assert told(large) == told(samples.shuffled(large, seed=3)) != "null"


@pytest.mark.parametrize("renderer", ["canvas", "webgl"])
def test_a_choice_leaves_the_picture_where_it_is(
    open_page: Opener, large: nx.MultiDiGraph[str], renderer: str
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.actions.wheel_input import ScrollOrigin

    page = open_page(large, view="topic=topic:t7")
    article = page.run("coverage.found().articles[0].id")
    fitted = page.run("coverage.picture().camera()")
    origin = ScrollOrigin.from_element(page.browser.find_element("id", "network"))
    for _ in range(5):
        ActionChains(page.browser, duration=0).scroll_from_origin(origin, 0, -200).perform()
    page.settle()
    before = page.run("coverage.picture().camera()")
    assert before["scale"] > 1.3 * fitted["scale"]
    page.run(f"(location.hash = 'topic=topic:t7&colour=quality&node={article}', 0)")
    page.settle()
    after = page.run("coverage.picture().camera()")
    assert after["scale"] == pytest.approx(before["scale"], rel=0.1)  # there is a legend now, below it
    assert page.run("coverage.picture().selected()") == article


def test_the_chosen_node_is_the_same_in_both_pictures(open_page: Opener, large: nx.MultiDiGraph[str]) -> None:
    page = open_page(large, view="node=topic:t7")
    page.run("(document.getElementById('draw').click(), 0)")
    page.settle()
    assert page.panel_node() == "topic:t7"
    page.run("(document.getElementById('draw').click(), 0)")
    page.escape()
    page.run("(document.getElementById('draw').click(), 0)")
    page.settle()
    assert page.run("coverage.picture().selected()") is None
