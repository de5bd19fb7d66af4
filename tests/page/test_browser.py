"""The page in a real browser, under a real mouse."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from tests.page import samples
from tests.page.conftest import Page

Opener = Callable[..., Page]

pytestmark = pytest.mark.parametrize("renderer", ["canvas", "webgl"])

OPENING = "article:aaaaaaaaaaaaaaaa"
WORKS = "article:bbbbbbbbbbbbbbbb"
LISTED = "article:dddddddddddddddd"

GRAPHS = {
    "story": samples.story,
    "told": samples.told,
    "hostile": samples.hostile,
    "one": samples.one_article,
    "parallel": samples.parallel,
    "empty": samples.new,
    "large": samples.large,
}


@pytest.mark.parametrize("name", GRAPHS)
def test_the_page_opens_alone_and_in_silence(open_page: Opener, name: str) -> None:
    page = open_page(GRAPHS[name]())
    time.sleep(0.5)
    assert page.run("document.compatMode") == "CSS1Compat"
    assert page.requests() == [page.address]
    assert page.messages() == []


@pytest.mark.parametrize("name", ["story", "told", "hostile", "one", "parallel", "large"])
def test_the_browser_holds_the_nodes_and_edges_of_the_graph(open_page: Opener, name: str) -> None:
    graph: nx.MultiDiGraph[str] = GRAPHS[name]()
    page = open_page(graph, view="draw=all")
    drawn = page.drawn()
    assert sorted(node["id"] for node in drawn["nodes"]) == sorted(graph)
    assert sorted(map(tuple, drawn["edges"])) == sorted(graph.edges(keys=True))


def test_parallel_edges_are_drawn_apart(open_page: Opener) -> None:
    page = open_page(samples.parallel())
    bends = page.run("coverage.picture().drawn().bends")
    assert len(bends) == 3
    assert sorted(bends) == [0, 0, pytest.approx(0.15)]


def test_a_click_on_an_article_tells_about_it(open_page: Opener) -> None:
    page = open_page(samples.story())
    page.click(OPENING)
    assert page.text("#panel h2") == "The new tram line opens"
    assert page.text("#panel time") == "2020-09-14 19:17 UTC"
    assert "After six years of works" in page.text("#details")
    assert page.texts("#panel .source button") == ["The Herald"]
    assert page.texts("#panel .tags button") == ["City", "Trams"]
    assert page.texts("#panel ol button") == ["Only ever listed", "Six years of works"]
    [link] = page.run("[...document.links].map((a) => [a.href, a.target, a.rel])")
    assert link == ["https://herald.example/tram?a=1&b=2", "_blank", "noopener noreferrer"]
    assert page.messages() == []


def test_a_click_on_a_provider_or_a_topic_lists_its_articles(open_page: Opener) -> None:
    page = open_page(samples.story())
    page.click("provider:post.example")
    assert page.text("#panel h2") == "Post"
    assert "post.example" in page.texts("#details p")
    assert page.texts("#panel h3") == ["Stories it shares with", "Articles (2)"]
    assert page.texts("#panel .shared li") == ["The HeraldShow 1 story of both"]
    assert page.texts("#panel section:last-child button") == ["Six years of works", "The city's budget"]
    page.escape()
    page.run("(document.getElementById('fit').click(), 0)")
    page.click("topic:trams")
    assert page.text("#panel h2") == "Trams"
    assert page.texts("#panel .tags button") == ["Transport"]
    assert page.texts("#panel section:last-child button") == ["The new tram line opens", "Six years of works"]
    page.escape()
    page.click("topic:city")
    assert "What happens in the city." in page.texts("#details p")


def test_a_click_on_a_story_tells_who_was_first(open_page: Opener, browser: Any) -> None:
    page = open_page(samples.told())
    page.click("story:eeeeeeeeeeeeeeee")
    assert page.text("#panel h2") == "Trams for the city"
    assert page.texts("#details > p") == [
        "Story",
        "2020-09-13 08:00 UTC to 2020-09-14 19:17 UTC",
        "Attention 1.33, an event",
    ]
    assert page.text("#panel section h3") == "Who was first on this story"
    assert page.texts("#panel .first li") == [
        "Six years of worksPost, first",
        "The new tram line opensThe Herald, 1 d 11 h later",
        "Only ever listedThe Herald, without a date",
    ]
    page.escape()
    page.click(OPENING)
    assert page.texts("#panel .tags button") == ["City", "Trams", "Trams for the city"]
    browser.find_element("css selector", "#panel .first + p button").click()
    assert page.run("coverage.found().articles.map(({ id }) => id).sort()") == [OPENING, WORKS, LISTED]
    assert page.messages() == []


def test_a_listed_article_names_those_that_list_it(open_page: Opener) -> None:
    page = open_page(samples.story())
    page.click(LISTED)
    assert page.texts("#panel .kind") == ["Article only listed by others"]
    assert "The new tram line opens" in page.texts("#panel section button")


def test_a_related_article_can_be_followed(open_page: Opener, browser: Any) -> None:
    page = open_page(samples.story())
    page.click(OPENING)
    browser.find_element("css selector", "#panel ol li:nth-child(2) button").click()
    assert page.text("#panel h2") == "Six years of works"
    assert page.panel_node() == WORKS


def test_the_panel_closes(open_page: Opener, browser: Any) -> None:
    page = open_page(samples.story())
    page.click(OPENING)
    page.escape()
    assert page.panel_node() is None
    page.click(WORKS)
    browser.find_element("id", "close").click()
    assert page.run("document.getElementById('panel').hidden")
    assert page.run("coverage.picture().selected()") is None


def test_a_long_list_is_shown_in_two_steps(open_page: Opener, browser: Any) -> None:
    page = open_page(samples.star(130))
    page.click("topic:all")
    assert len(page.texts("#panel li")) == 100
    browser.find_element("css selector", "#panel section > button").click()
    assert len(page.texts("#panel li")) == 128


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/ü?q=1", ["https://a.example/%C3%BC?q=1"]),
        ("http://a.example/", ["http://a.example/"]),
        ("javascript:window.pwned=1", []),
        (" JaVaScRiPt:window.pwned=1", []),
        ("data:text/html,<script>window.pwned=1</script>", []),
        ("file:///etc/passwd", []),
        ("//a.example/", []),
        ("not a url", []),
    ],
)
def test_only_web_addresses_become_links(open_page: Opener, url: str, shown: list[str]) -> None:
    graph = samples.new()
    node = samples.add_article(graph, "a", "Title", url=url)
    page = open_page(graph)
    page.click(node)
    assert page.text("#panel h2") == "Title"
    assert page.run("[...document.links].map((a) => a.href)") == shown


@pytest.mark.parametrize("name", ["story", "large"])
@pytest.mark.parametrize("view", ["", "draw=all"], ids=["as it opens", "every node"])
def test_nothing_moves(open_page: Opener, name: str, view: str) -> None:
    page = open_page(GRAPHS[name](), view=view)
    before = (page.drawn(), page.run("coverage.picture().camera()"))
    time.sleep(2)
    assert (page.drawn(), page.run("coverage.picture().camera()")) == before


@pytest.mark.parametrize("name", ["story", "large", "one"])
@pytest.mark.parametrize("size", [(1366, 900), (390, 844)], ids=["screen", "phone"])
def test_all_nodes_are_in_view(open_page: Opener, browser: Any, name: str, size: tuple[int, int]) -> None:
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page = open_page(GRAPHS[name](), view="draw=all")
        places = page.run("coverage.picture().drawn().nodes.map(({ id }) => coverage.picture().at(id))")
        width, height = (
            page.run(f"document.getElementById('network').{side}") for side in ("clientWidth", "clientHeight")
        )
        assert width == size[0] - page.run("document.getElementById('filters').offsetWidth")
        assert all(0 < place["x"] < width and 0 < place["y"] < height for place in places)
        assert page.run("document.documentElement.scrollWidth") == size[0]
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_an_empty_graph_says_so(open_page: Opener) -> None:
    page = open_page(samples.new())
    assert "There is nothing to show" in page.text("main .notice")
    assert page.run("document.querySelectorAll('canvas').length") == 0


def test_colours_follow_the_theme(open_page: Opener, browser: Any) -> None:
    def look(theme: str) -> tuple[str, str]:
        features = [{"name": "prefers-color-scheme", "value": theme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        time.sleep(0.3)
        background = page.run("getComputedStyle(document.body).backgroundColor")
        return background, next(node["colour"] for node in page.drawn()["nodes"] if node["id"] == OPENING)

    page = open_page(samples.story())
    light, dark = look("light"), look("dark")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert light[0] != dark[0]
    assert light[1] != dark[1]
    assert page.messages() == []
