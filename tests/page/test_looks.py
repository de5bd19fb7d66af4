"""Colours and sizes of the map, equal to what a few lines of Python make of the graph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from math import sqrt
from typing import Any, Final

import networkx as nx
import pytest

from kg.analytics import stories as kg_stories
from tests.page import samples
from tests.page.conftest import Page

Opener = Callable[..., Page]

pytestmark = pytest.mark.parametrize("renderer", ["canvas", "webgl"])

LEGEND: Final = """
[...document.querySelectorAll('#colours li')].map((item) =>
  [item.textContent, getComputedStyle(item.querySelector('.dot')).backgroundColor])
"""

KINDS: Final = 7
"""How many stories or topics have a colour of their own."""


def _articles(graph: nx.MultiDiGraph[str]) -> list[str]:
    return [node for node, data in graph.nodes(data=True) if data["kind"] == "article"]


def _sources(graph: nx.MultiDiGraph[str], node: str, relation: str) -> int:
    return sum(key == relation for _, _, key in graph.in_edges(node, keys=True))


def _by_story(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    stories = sorted(kg_stories(graph), key=lambda story: (-len(story.articles), story.articles[0]))
    return {
        article: story.headline or graph.nodes[story.articles[0]]["title"]
        for story in stories[:KINDS]
        for article in story.articles
    }


def _by_topic(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    rarest: dict[str, str] = {}
    for article in _articles(graph):
        topics = [topic for _, topic, key in graph.out_edges(article, keys=True) if key == "about"]
        if topics:
            rarest[article] = min(topics, key=lambda topic: (_sources(graph, topic, "about"), topic))
    counts = Counter(rarest.values())
    chosen = sorted(counts, key=lambda topic: (-counts[topic], topic))[:KINDS]
    return {article: graph.nodes[topic]["name"] for article, topic in rarest.items() if topic in chosen}


def _rising(name: str, write: Callable[[Any], str] = str) -> Callable[[nx.MultiDiGraph[str]], dict[str, str]]:
    def labels(graph: nx.MultiDiGraph[str]) -> dict[str, str]:
        known = {node: graph.nodes[node][name] for node in _articles(graph) if name in graph.nodes[node]}
        values = sorted(known.values())
        bounds = sorted({values[part * len(values) // 5] for part in range(5)})
        return {
            node: f"from {write(max(bound for bound in bounds if bound <= value))}"
            for node, value in known.items()
        }

    return labels


COLOURS: dict[str, tuple[str, Callable[[nx.MultiDiGraph[str]], dict[str, str]]]] = {
    "story": ("others", _by_story),
    "topic": ("others", _by_topic),
    "quality": ("not known", _rising("quality")),
    "heat": ("not known", _rising("heat")),
    "published": ("not known", _rising("published_at", lambda moment: f"{moment:%Y-%m-%d %H:%M}")),
}


def _legend(page: Page) -> dict[str, str]:
    """Return the colours of the legend, by label, as ``#rrggbb``."""
    return {
        label: "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", colour)[:3]))
        for label, colour in page.run(LEGEND.strip())
    }


def _choose(page: Page, name: str, value: str) -> None:
    from selenium.webdriver.support.select import Select

    Select(page.browser.find_element("id", name)).select_by_value(value)
    page.settle()


@pytest.mark.parametrize("name", COLOURS)
def test_articles_are_coloured_by(open_page: Opener, name: str) -> None:
    graph = samples.varied()
    page = open_page(graph)
    usual = {node["id"]: node["colour"] for node in page.drawn()["nodes"]}
    _choose(page, "colour", name)
    rest, labels_of = COLOURS[name]
    labels, legend = labels_of(graph), _legend(page)
    assert len(set(labels.values())) > 2
    assert set(legend) == {*labels.values(), rest}
    assert len(set(legend.values())) == len(legend)
    for node in page.drawn()["nodes"]:
        is_article = graph.nodes[node["id"]]["kind"] == "article"
        wanted = legend[labels.get(node["id"], rest)] if is_article else usual[node["id"]]
        assert node["colour"] == wanted, node
    page.wait(lambda: page.run("location.hash") == f"#colour={name}")
    _choose(page, "colour", "kind")
    assert {node["id"]: node["colour"] for node in page.drawn()["nodes"]} == usual
    page.wait(lambda: page.run("[location.hash, document.getElementById('colours').hidden]") == ["", True])
    assert page.messages() == []


def test_a_colour_can_be_sent_to_somebody(open_page: Opener) -> None:
    page = open_page(samples.varied())
    page.run("(location.hash = 'colour=quality&size=heat', 0)")
    page.settle()
    sent = page.drawn()["nodes"]
    assert page.run("['colour', 'size'].map((id) => document.getElementById(id).value)") == [
        "quality",
        "heat",
    ]
    page.browser.refresh()
    page.settle()
    assert page.drawn()["nodes"] == sent
    page.run("(location.hash = 'colour=no-such&size=', 0)")
    page.settle()
    assert page.run("['colour', 'size'].map((id) => document.getElementById(id).value)") == ["kind", "links"]


@pytest.mark.parametrize("name", ["quality", "heat", "coverage"])
def test_areas_are_as_the_measure(open_page: Opener, name: str) -> None:
    graph = samples.varied()
    page = open_page(graph)
    usual = {node["id"]: node["size"] for node in page.drawn()["nodes"]}
    _choose(page, "size", name)
    if name == "coverage":
        relations = {"provider": "published_by", "topic": "about"}
        values = {
            node: _sources(graph, node, relations[data["kind"]])
            for node, data in graph.nodes(data=True)
            if data["kind"] in relations
        }
    else:
        values = {node: max(0, graph.nodes[node].get(name, 0)) for node in _articles(graph)}
    most = max(values.values())
    for node in page.drawn()["nodes"]:
        if node["id"] not in values:
            assert node["size"] == usual[node["id"]]
        else:
            assert node["size"] == pytest.approx(5 + 21 * sqrt(values[node["id"]] / most))
    _choose(page, "size", "links")
    assert {node["id"]: node["size"] for node in page.drawn()["nodes"]} == usual


def test_the_theme_leaves_chosen_colours_and_changes_the_others(open_page: Opener, browser: Any) -> None:
    def colours() -> tuple[set[str], set[str]]:
        nodes = page.drawn()["nodes"]
        isolated = [node for node in nodes if node["id"].startswith("article:")]
        return {node["colour"] for node in isolated}, {node["colour"] for node in nodes} - {
            node["colour"] for node in isolated
        }

    page = open_page(samples.varied())
    _choose(page, "colour", "quality")
    light = colours()
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    )
    try:
        page.wait(lambda: colours()[1] != light[1])
        assert colours()[0] == light[0]
        _choose(page, "colour", "kind")
        dark = page.run("getComputedStyle(document.documentElement).getPropertyValue('--article').trim()")
        assert dark in colours()[0]
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
