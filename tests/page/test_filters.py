"""What the page shows of a graph, equal to what a few lines of Python choose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import networkx as nx
import pytest

from kg.analytics import stories as kg_stories
from tests.page import choosing, samples
from tests.page.conftest import Page

Opener = Callable[..., Page]


FIRST: Final = kg_stories(samples.varied())[1].earliest


VIEWS: dict[str, dict[str, Any]] = {
    "nothing chosen": {},
    "a word": {"q": "tram"},
    "words in any order": {"q": "9 Topic Provider"},
    "accents and case": {"q": "ÉCLAIR"},
    "a provider's name": {"q": "provider 7"},
    "nothing found": {"q": "no such word anywhere"},
    "a provider": {"provider": ["provider:p1.example"]},
    "two providers": {"provider": ["provider:p1.example", "provider:p2.example"]},
    "a topic": {"topic": ["topic:t1"]},
    "a type": {"type": ["Opinion"]},
    "a story": {"story": [FIRST]},
    "quality": {"quality": [20, 60]},
    "time": {"time": ["2020-05-02T00:00", "2020-05-03T12:00"]},
    "hidden kinds": {"hide": ["stub", "topic"]},
    "articles hidden": {"hide": ["article"], "topic": ["topic:t2"]},
    "all at once": {
        "q": "tram",
        "topic": ["topic:t1", "topic:t2"],
        "provider": [f"provider:p{number}.example" for number in range(8)],
        "quality": [10, 90],
        "time": ["2020-05-01T00:00", "2020-05-06T00:00"],
        "hide": ["provider"],
    },
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_shows_what_python_chooses(open_page: Opener, varied: nx.MultiDiGraph[str], name: str) -> None:
    view = VIEWS[name]
    page = open_page(varied)
    choosing.show(page, view)
    wanted = choosing.expected(varied, view)
    assert choosing.shown(page) == wanted
    drawn = page.drawn()
    assert sorted(node["id"] for node in drawn["nodes"]) == wanted
    assert sorted(map(tuple, drawn["edges"])) == sorted(varied.subgraph(wanted).edges(keys=True))
    assert page.text("#shown strong") == f"{len(wanted)} of {len(varied)} shown"
    choosing.show(page, {})
    assert choosing.shown(page) == sorted(varied)
    assert len(page.drawn()["nodes"]) == len(varied)
    assert page.messages() == []


FACETS = {"provider": ("providers", "published_by"), "topic": ("topics", "about")}


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("name", ["nothing chosen", "a provider", "a topic", "quality", "all at once"])
def test_counts_are_of_what_the_other_filters_leave(
    open_page: Opener, varied: nx.MultiDiGraph[str], name: str, facet: str
) -> None:
    view = VIEWS[name]
    page = open_page(varied)
    choosing.show(page, view)
    found, relation = FACETS[facet]
    counted: Counter[str] = Counter()
    for node, data in varied.nodes(data=True):
        if data["kind"] == "article" and choosing.passes(varied, node, view, but=facet):
            counted.update(choosing.ends(varied, node, relation))
    assert dict(page.run(f"[...coverage.found().counts.{found}]")) == counted
    labels = page.texts(f"#{found} li")
    assert len(labels) <= 40
    best = counted.most_common(1)
    if best and not view.get(facet):
        assert labels[0].endswith(f"{best[0][1]:,}")


def test_one_searches_as_one_types(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    choosing.type_into(page, "#search", "tram")
    assert choosing.shown(page) == choosing.expected(varied, {"q": "tram"})
    page.wait(lambda: page.run("location.hash") == "#q=tram")
    page.browser.find_element("id", "clear").click()
    assert choosing.shown(page) == sorted(varied)
    page.wait(lambda: page.run("[location.hash, document.getElementById('search').value]") == ["", ""])
    assert page.requests() == [page.address]


def test_boxes_and_fields_choose(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    page.browser.find_element("css selector", "input[value=stub]").click()
    page.browser.find_element("css selector", "#topics input[value='topic:t1']").click()
    choosing.type_into(page, "#quality-least", "20\t")
    choosing.type_into(page, "#quality-most", "60\t")
    view = {"hide": ["stub"], "topic": ["topic:t1"], "quality": [20, 60]}
    assert choosing.shown(page) == choosing.expected(varied, view)
    assert page.run("document.activeElement.getAttribute('aria-label')") == "Find a story"
    page.browser.find_element("css selector", "#topics input[value='topic:t1']").click()
    assert choosing.shown(page) == choosing.expected(varied, {"hide": ["stub"], "quality": [20, 60]})
    choosing.type_into(page, "#providers input[type=search]", "provider 1")
    names = [text.rstrip("0123456789") for text in page.texts("#providers li label > span:nth-child(2)")]
    assert names
    assert set(names) == {"Provider "}
    assert all("Provider 1" in text for text in page.texts("#providers li"))


def test_the_real_corpus(open_page: Opener, corpus_graph: nx.MultiDiGraph[str]) -> None:
    page = open_page(corpus_graph)
    views: list[dict[str, Any]] = [
        {"q": "trump"},
        {"topic": ["topic:coronavirus-in-us"], "quality": [50, 1000]},
        {"hide": ["stub"]},
    ]
    for view in views:
        choosing.show(page, view)
        assert choosing.shown(page) == choosing.expected(corpus_graph, view), json.dumps(view)
    assert page.messages() == []
