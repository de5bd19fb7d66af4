"""What the page shows of a graph, equal to what a few lines of Python choose."""

from __future__ import annotations

import csv
import json
import time
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from math import sqrt
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import networkx as nx
import pytest

from kg.analytics import stories as kg_stories
from kg.analytics.stories import story_ids
from kg.ids import digest
from tests.page import samples
from tests.page.conftest import Page

Opener = Callable[..., Page]


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).lower()


def _ends(graph: nx.MultiDiGraph[str], node: str, relation: str) -> list[str]:
    return [target for _, target, key in graph.out_edges(node, keys=True) if key == relation]


def _passes(graph: nx.MultiDiGraph[str], node: str, view: dict[str, Any], but: str = "") -> bool:
    """Tell whether an article passes all filters, or all but one."""
    data = graph.nodes[node]
    providers, topics = _ends(graph, node, "published_by"), _ends(graph, node, "about")
    said = _fold(" ".join([data["title"], *(graph.nodes[end]["name"] for end in (*providers, *topics))]))
    date = data["published_at"].strftime("%Y-%m-%dT%H:%M") if "published_at" in data else None
    tests = {
        "q": lambda words: all(word in said for word in _fold(words).split()),
        "provider": lambda chosen: not set(chosen).isdisjoint(providers),
        "topic": lambda chosen: not set(chosen).isdisjoint(topics),
        "story": lambda chosen: story_ids(graph).get(node) in {f"story:{digest(first)}" for first in chosen},
        "type": lambda chosen: data.get("type") in chosen,
        "quality": lambda bounds: "quality" in data and bounds[0] <= data["quality"] <= bounds[1],
        "time": lambda bounds: date is not None and bounds[0] <= date <= bounds[1],
    }
    return all(tests[name](value) for name, value in view.items() if name in tests and name != but)


def expected(graph: nx.MultiDiGraph[str], view: dict[str, Any]) -> list[str]:
    """Return the ids of the nodes that are shown, sorted."""
    hidden = view.get("hide", [])
    articles = [node for node, data in graph.nodes(data=True) if data["kind"] == "article"]
    passing = {node for node in articles if _passes(graph, node, view)}
    shown = {node for node in passing if ("stub" if graph.nodes[node]["stub"] else "article") not in hidden}
    active = [name for name in view if name != "hide"]
    for node, data in graph.nodes(data=True):
        if data["kind"] == "article" or data["kind"] in hidden:
            continue
        relation = {"provider": "published_by", "topic": "about", "story": "part_of"}[data["kind"]]
        joined = {source for source, _, key in graph.in_edges(node, keys=True) if key == relation}
        named = active == ["q"] and all(word in _fold(data["label"]) for word in _fold(view["q"]).split())
        if not active or named or joined & passing:
            shown.add(node)
    return sorted(shown)


def _address(view: dict[str, Any]) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in view.items():
        if name in ("quality", "time"):
            pairs.append((name, "..".join(map(str, value))))
        else:
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return urlencode(pairs)


def _show(page: Page, view: dict[str, Any]) -> None:
    page.run("(location.hash = arguments[0], 0)", _address(view))
    page.settle()


def _shown(page: Page) -> list[str]:
    return sorted(page.run("[...coverage.found().shown]"))


@pytest.fixture(scope="module")
def varied() -> nx.MultiDiGraph[str]:
    return samples.varied()


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
    _show(page, view)
    wanted = expected(varied, view)
    assert _shown(page) == wanted
    drawn = page.drawn()
    assert sorted(node["id"] for node in drawn["nodes"]) == wanted
    assert sorted(map(tuple, drawn["edges"])) == sorted(varied.subgraph(wanted).edges(keys=True))
    assert page.text("#shown strong") == f"{len(wanted)} of {len(varied)} shown"
    _show(page, {})
    assert _shown(page) == sorted(varied)
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
    _show(page, view)
    found, relation = FACETS[facet]
    counted: Counter[str] = Counter()
    for node, data in varied.nodes(data=True):
        if data["kind"] == "article" and _passes(varied, node, view, but=facet):
            counted.update(_ends(varied, node, relation))
    assert dict(page.run(f"[...coverage.found().counts.{found}]")) == counted
    labels = page.texts(f"#{found} li")
    assert len(labels) <= 40
    best = counted.most_common(1)
    if best and not view.get(facet):
        assert labels[0].endswith(f"{best[0][1]:,}")


def _type(page: Page, selector: str, keys: str) -> None:
    field = page.browser.find_element("css selector", selector)
    field.clear()
    field.send_keys(keys)
    page.settle()


def test_one_searches_as_one_types(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    _type(page, "#search", "tram")
    assert _shown(page) == expected(varied, {"q": "tram"})
    page.wait(lambda: page.run("location.hash") == "#q=tram")
    page.browser.find_element("id", "clear").click()
    assert _shown(page) == sorted(varied)
    page.wait(lambda: page.run("[location.hash, document.getElementById('search').value]") == ["", ""])
    assert page.requests() == [page.address]


def test_the_address_is_not_rewritten_at_every_stroke(open_page: Opener) -> None:
    page = open_page(samples.story())
    texts = ["tram"[: 1 + number % 4] for number in range(300)]
    page.run(
        "((texts, search) => texts.forEach((text) => {"
        " search.value = text; search.dispatchEvent(new Event('input')); })"
        ")(arguments[0], document.getElementById('search'))",
        texts,
    )
    assert page.run("coverage.view().words") == "tram"
    page.wait(lambda: page.run("location.hash") == "#q=tram")
    page.run(
        "((search) => { for (const text of ['t', 'tr']) {"
        " search.value = text; search.dispatchEvent(new Event('input')); }"
        " location.hash = 'q=works'; })(document.getElementById('search'))"
    )
    page.wait(lambda: page.run("[coverage.view().words, location.hash]") == ["works", "#q=works"])
    time.sleep(0.3)
    assert page.run("[coverage.view().words, location.hash]") == ["works", "#q=works"]
    assert page.messages() == []


def test_a_time_is_typed(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    _type(page, "#time-least", "2020-05-02\t")
    _type(page, "#time-most", "2020-05-03 12:00\t")
    assert _shown(page) == expected(varied, {"time": ["2020-05-02T00:00", "2020-05-03T12:00"]})
    _type(page, "#time-most", "yesterday\t")
    assert page.run("document.getElementById('time-most').getAttribute('aria-invalid')") == "true"
    assert page.run("coverage.view().time") == ["2020-05-02T00:00", None]


def test_boxes_and_fields_choose(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    page.browser.find_element("css selector", "input[value=stub]").click()
    page.browser.find_element("css selector", "#topics input[value='topic:t1']").click()
    _type(page, "#quality-least", "20\t")
    _type(page, "#quality-most", "60\t")
    view = {"hide": ["stub"], "topic": ["topic:t1"], "quality": [20, 60]}
    assert _shown(page) == expected(varied, view)
    assert page.run("document.activeElement.getAttribute('aria-label')") == "Find a story"
    page.browser.find_element("css selector", "#topics input[value='topic:t1']").click()
    assert _shown(page) == expected(varied, {"hide": ["stub"], "quality": [20, 60]})
    _type(page, "#providers input[type=search]", "provider 1")
    names = [text.rstrip("0123456789") for text in page.texts("#providers li label > span:nth-child(2)")]
    assert names
    assert set(names) == {"Provider "}
    assert all("Provider 1" in text for text in page.texts("#providers li"))


def test_a_time_is_chosen_by_dragging(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    page = open_page(varied)
    canvas = page.browser.find_element("css selector", "#timeline canvas")
    width = canvas.size["width"]
    drag = ActionChains(page.browser, duration=0).move_to_element_with_offset(canvas, -width // 4, 0)
    drag.click_and_hold().move_by_offset(width // 4, 0).release().perform()
    page.settle()
    time = page.run("coverage.view().time")
    dates = [data["published_at"] for _, data in varied.nodes(data=True) if "published_at" in data]
    span = (max(dates) - min(dates)).total_seconds()
    start, end = (samples.minute(moment) for moment in time)
    assert abs((start - min(dates)).total_seconds() / span - 0.25) < 0.03
    assert abs((end - min(dates)).total_seconds() / span - 0.5) < 0.03
    assert _shown(page) == expected(varied, {"time": time})
    ActionChains(page.browser, duration=0).double_click(canvas).perform()
    page.settle()
    assert _shown(page) == sorted(varied)


BARS: Final = """
((canvas, bars) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const rows = [...new Array(height).keys()];
  const column = (x) => rows.filter((y) => data[4 * (y * width + x) + 3] === 255).length;
  return [...new Array(bars).keys()].map((bar) => column(Math.floor(((bar + 0.25) * width) / bars)));
})(document.querySelector("#timeline canvas"), arguments[0])
"""
"""How high each of so many bars is, in pixels."""


def _outlying(size: int, early: int) -> nx.MultiDiGraph[str]:
    """Return articles of a few days, and a few from long before."""
    graph = samples.new("Outlying")
    days = [datetime(2015, 1, 1) + 400 * timedelta(days=number) for number in range(early)]
    minutes = [number * number * 7 % 5000 for number in range(size - early)]
    days += [datetime(2020, 5, 1, 12, 30) + timedelta(minutes=minute) for minute in minutes]
    for number, day in enumerate(days):
        samples.add_article(graph, f"{number:016}", f"Article {number}", published_at=day.replace(tzinfo=UTC))
    return graph


def _minutes(graph: nx.MultiDiGraph[str]) -> list[int]:
    dates = [data["published_at"] for _, data in graph.nodes(data=True) if "published_at" in data]
    return sorted(int(date.timestamp()) // 60 for date in dates)


def _dragged(page: Page, start: float, end: float) -> tuple[list[str], int]:
    """Drag between these shares of the timeline; return the time that is chosen, and how many articles."""
    from selenium.webdriver.common.action_chains import ActionChains

    canvas = page.browser.find_element("css selector", "#timeline canvas")
    half = canvas.size["width"] / 2
    at = ActionChains(page.browser, duration=0).move_to_element_with_offset
    at(canvas, round(2 * half * start - half), 0).click_and_hold().perform()
    at(canvas, round(2 * half * end - half), 0).release().perform()
    page.settle()
    return page.run("[coverage.view().time, coverage.found().articles.length]")  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["outlying", "corpus", "even"])
def test_a_few_early_articles_are_one_bar(
    open_page: Opener, corpus_graph: nx.MultiDiGraph[str], name: str
) -> None:
    graphs = {"outlying": lambda: _outlying(100, 4), "corpus": lambda: corpus_graph, "even": samples.varied}
    graph = graphs[name]()
    page = open_page(graph)
    minutes = _minutes(graph)
    usual = minutes[len(minutes) // 20 :]
    first = min(minute for minute in minutes if minutes[-1] - minute <= 2 * (minutes[-1] - usual[0]))
    earlier = bisect_left(minutes, first)
    assert earlier == {"outlying": 4, "corpus": 3, "even": 0}[name]

    length = -(-(minutes[-1] - first + 1) // 96)
    counted = Counter((minute - first) // length for minute in minutes[earlier:])
    counts = [counted[bar] for bar in range((minutes[-1] - first) // length + 1)]
    if earlier:
        counts = [earlier, 0, *counts]
    height = page.run("document.querySelector('#timeline canvas').clientHeight")
    wanted = [max(2, sqrt(count / max(counts)) * (height - 2)) if count else 0 for count in counts]
    assert page.run(BARS.strip(), len(counts)) == [pytest.approx(tall, abs=1) for tall in wanted]

    start = datetime.fromtimestamp(60 * first, UTC)
    assert page.text("#timeline .first") == (
        f"{earlier} earlier, then {start:%Y-%m-%d %H:%M} UTC" if earlier else f"{start:%Y-%m-%d %H:%M} UTC"
    )
    if earlier:
        oldest = datetime.fromtimestamp(60 * minutes[0], UTC)
        before = f"{start - timedelta(minutes=1):%Y-%m-%dT%H:%M}"
        for place in (0.5, 1.5):
            assert _dragged(page, place / len(counts), place / len(counts)) == [
                [f"{oldest:%Y-%m-%dT%H:%M}", before],
                earlier,
            ]
        assert f"{earlier} before {start:%Y-%m-%d %H:%M} UTC, the earliest of {oldest:%Y-%m-%d %H:%M}" in (
            page.run("document.querySelector('#timeline canvas').getAttribute('aria-label')")
        )
        _type(page, "#time-least", f"{oldest:%Y-%m-%d}\t")
        _type(page, "#time-most", f"{oldest:%Y-%m-%d} 23:59\t")
        next_day = (minutes[0] // 1440 + 1) * 1440
        assert page.run("coverage.found().articles.length") == bisect_left(minutes, next_day)
    bar = len(counts) // 2
    after = first + length * (bar + 1 - (2 if earlier else 0))
    (_, end), found = _dragged(page, 0.5 / len(counts), (bar + 0.5) / len(counts))
    assert end == f"{datetime.fromtimestamp(60 * (after - 1), UTC):%Y-%m-%dT%H:%M}"
    assert found == bisect_left(minutes, after)
    assert page.messages() == []


@pytest.mark.parametrize("name", ["all at once", "hidden kinds", "accents and case"])
def test_a_view_can_be_sent_to_somebody(open_page: Opener, varied: nx.MultiDiGraph[str], name: str) -> None:
    page = open_page(varied)
    _show(page, {**VIEWS[name], "node": "topic:t1", "table": "-published"})
    told = (
        "[coverage.view(), [...coverage.found().shown].sort(), document.getElementById('panel').textContent]"
    )
    before = page.run(told)
    page.run("(document.getElementById('fit').click(), 0)")
    hash_ = page.run("location.hash")
    page.browser.get("about:blank")
    page.browser.get(page.address + hash_)
    page.settle()
    assert page.run(told) == before
    assert page.messages() == []


def test_what_a_page_has_not_is_told(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    view = {"provider": ["provider:gone.example", "provider:p1.example"], "type": ["Gone", "Opinion"]}
    _show(page, {"node": "article:gone", **view})
    assert page.text("#message") == "This page has no provider:gone.example, article:gone, type Gone."
    assert _shown(page) == expected(varied, {"provider": ["provider:p1.example"], "type": ["Opinion"]})
    assert page.panel_node() is None
    _type(page, "#search", "x")
    assert page.text("#message") == ""


COLUMNS: dict[str, Callable[[nx.MultiDiGraph[str], str], Any]] = {
    "published": lambda graph, node: graph.nodes[node].get("published_at"),
    "quality": lambda graph, node: graph.nodes[node].get("quality"),
    "heat": lambda graph, node: graph.nodes[node].get("heat"),
}


def _sorted(rows: Iterable[tuple[str, Any]], down: bool) -> list[str]:
    known = sorted((row for row in rows if row[1] is not None), key=lambda row: row[0])
    return [node for node, _ in sorted(known, key=lambda row: row[1], reverse=down)]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("down", [False, True])
def test_the_table_has_the_same_articles(
    open_page: Opener, varied: nx.MultiDiGraph[str], column: str, down: bool
) -> None:
    page = open_page(varied)
    _show(page, {"topic": ["topic:t1"], "table": "title"})
    head = page.browser.find_element("css selector", f"#table button[name={column}]")
    for _ in range(1 + down):
        head.click()
    articles = [node for node in expected(varied, {"topic": ["topic:t1"]}) if node.startswith("article:")]
    rows = page.run("[...document.querySelectorAll('#table tbody tr')].map((row) => row.dataset.id)")
    assert sorted(rows) == articles
    valued = [(node, COLUMNS[column](varied, node)) for node in articles]
    known = [row for row in rows if COLUMNS[column](varied, row) is not None]
    assert rows[: len(known)] == known
    assert [COLUMNS[column](varied, row) for row in known] == [
        COLUMNS[column](varied, row) for row in _sorted(valued, down)
    ]
    sort = page.run("document.querySelector('#table [aria-sort]').getAttribute('aria-sort')")
    assert sort == ("descending" if down else "ascending")


def test_the_table_is_used_by_the_keyboard(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page = open_page(varied)
    _show(page, {"table": "title"})
    rows = page.run("[...document.querySelectorAll('#table tbody tr')].map((row) => row.dataset.id)")
    page.run("(document.querySelector('#table th.heat button').focus(), 0)")
    press = ActionChains(page.browser, duration=0).send_keys
    press(Keys.TAB, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_UP).perform()
    assert page.run("document.activeElement.dataset.id") == rows[1]
    ActionChains(page.browser, duration=0).send_keys(Keys.ENTER).perform()
    assert page.panel_node() == rows[1]
    ActionChains(page.browser, duration=0).send_keys(Keys.ESCAPE).perform()
    assert page.panel_node() is None


def test_all_rows_of_a_long_table_can_be_reached(open_page: Opener) -> None:
    graph = samples.star(452)
    page = open_page(graph)
    _show(page, {"table": "title"})
    assert len(page.texts("#table tbody tr")) == 200
    for _ in range(2):
        page.browser.find_element("css selector", "#table > .more").click()
    assert len(page.texts("#table tbody tr")) == 450
    assert page.run("document.querySelector('#table > .more').hidden")


def test_the_real_corpus(open_page: Opener, corpus_graph: nx.MultiDiGraph[str]) -> None:
    page = open_page(corpus_graph)
    views: list[dict[str, Any]] = [
        {"q": "trump"},
        {"topic": ["topic:coronavirus-in-us"], "quality": [50, 1000]},
        {"hide": ["stub"]},
    ]
    for view in views:
        _show(page, view)
        assert _shown(page) == expected(corpus_graph, view), json.dumps(view)
    assert page.messages() == []


def _saved(page: Page, ending: str, folder: Path) -> bytes:
    page.browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    page.run("(document.getElementById('save').open = true)")
    page.browser.find_element("id", f"save-{ending}").click()
    path = folder / f"Varied.{ending}"
    for _ in range(600):
        if path.exists():
            return path.read_bytes()
        time.sleep(0.05)
    raise AssertionError(f"{path} was not saved: {list(folder.iterdir())}")


def test_what_is_shown_can_be_saved(open_page: Opener, varied: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    view = VIEWS["two providers"]
    page = open_page(varied)
    _show(page, view)
    shown = expected(varied, view)
    rows = list(csv.DictReader(_saved(page, "csv", tmp_path).decode().splitlines()))
    assert [row["id"] for row in rows] == [node for node in shown if node.startswith("article:")]
    for row in rows:
        data = varied.nodes[row["id"]]
        assert row["title"] == data["title"]
        assert row["quality"] == str(data.get("quality", ""))
        assert (
            row["topics"].split("; ")
            == [varied.nodes[topic]["name"] for topic in sorted(_ends(varied, row["id"], "about"))]
            or not row["topics"]
        )
    saved = json.loads(_saved(page, "json", tmp_path))
    assert sorted(node["id"] for node in saved["nodes"]) == shown
    edges = sorted((edge["source"], edge["target"], edge["relation"]) for edge in saved["edges"])
    assert edges == sorted(varied.subgraph(shown).edges(keys=True))
    png = _saved(page, "png", tmp_path)
    width, height = (int.from_bytes(png[start : start + 4], "big") for start in (16, 20))
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert [width, height] == page.run(
        "((c) => [c.width, c.height])(document.querySelector('#network canvas'))"
    )
    assert page.messages() == []


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
