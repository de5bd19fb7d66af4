"""The histogram of the map, equal to what a few lines of Python count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from math import sqrt
from typing import Final

import networkx as nx
import pytest

from tests.page import choosing, samples
from tests.page.conftest import Page

Opener = Callable[..., Page]


def test_a_time_is_typed(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    page = open_page(varied)
    choosing.type_into(page, "#time-least", "2020-05-02\t")
    choosing.type_into(page, "#time-most", "2020-05-03 12:00\t")
    assert choosing.shown(page) == choosing.expected(
        varied, {"time": ["2020-05-02T00:00", "2020-05-03T12:00"]}
    )
    choosing.type_into(page, "#time-most", "yesterday\t")
    assert page.run("document.getElementById('time-most').getAttribute('aria-invalid')") == "true"
    assert page.run("coverage.view().time") == ["2020-05-02T00:00", None]


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
    assert choosing.shown(page) == choosing.expected(varied, {"time": time})
    ActionChains(page.browser, duration=0).double_click(canvas).perform()
    page.settle()
    assert choosing.shown(page) == sorted(varied)


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


def _outlying(size: int, early: int, late: int = 0) -> nx.MultiDiGraph[str]:
    """Return articles of a few days, and a few from long before and long after."""
    graph = samples.new("Outlying")
    days = [datetime(2015, 1, 1) + 400 * timedelta(days=number) for number in range(early)]
    minutes = [number * number * 7 % 5000 for number in range(size - early - late)]
    days += [datetime(2099, 1, 1) + timedelta(days=number) for number in range(late)]
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
    return page.run("[coverage.view().time, coverage.found().articles.length]")


OUTSIDE: Final = {"early": (4, 0), "late": (0, 3), "both": (3, 3), "corpus": (3, 0), "even": (0, 0)}
"""How many articles are of long before, and of long after."""


def _told(minute: int) -> str:
    return f"{datetime.fromtimestamp(60 * minute, UTC):%Y-%m-%d %H:%M} UTC"


def _typed(minute: int) -> str:
    return f"{datetime.fromtimestamp(60 * minute, UTC):%Y-%m-%dT%H:%M}"


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_few_articles_far_away_are_one_bar(
    open_page: Opener, corpus_graph: nx.MultiDiGraph[str], name: str
) -> None:
    earlier, later = OUTSIDE[name]
    graphs = {"corpus": lambda: corpus_graph, "even": samples.varied}
    graph = graphs.get(name, lambda: _outlying(100, earlier, later))()
    page = open_page(graph)
    minutes = _minutes(graph)
    usual = minutes[len(minutes) // 20 : len(minutes) - len(minutes) // 20]
    width = usual[-1] - usual[0]
    inside = [minute for minute in minutes if usual[0] - width <= minute <= usual[-1] + width]
    first, last = inside[0], inside[-1]
    assert (minutes.index(first), len(minutes) - bisect_right(minutes, last)) == (earlier, later)

    length = -(-(last - first + 1) // 96)
    counted = Counter((minute - first) // length for minute in inside)
    counts = [counted[bar] for bar in range((last - first) // length + 1)]
    counts = [*([earlier, 0] if earlier else []), *counts, *([0, later] if later else [])]
    height = page.run("document.querySelector('#timeline canvas').clientHeight")
    wanted = [max(2, sqrt(count / max(counts)) * (height - 2)) if count else 0 for count in counts]
    assert page.run(BARS.strip(), len(counts)) == [pytest.approx(tall, abs=1) for tall in wanted]

    told_first = f"{earlier} earlier, then {_told(first)}" if earlier else _told(first)
    told_last = f"{_told(last)}, then {later} later" if later else _told(last)
    assert page.text("#timeline .first") == told_first
    assert page.text("#timeline .last") == told_last
    label = page.run("document.querySelector('#timeline canvas').getAttribute('aria-label')")
    assert (f"{earlier} before {_told(first)}, the earliest of {_told(minutes[0])}" in label) == (earlier > 0)
    assert (f"{later} after {_told(last)}, the latest of {_told(minutes[-1])}" in label) == (later > 0)
    for place in (0.5, 1.5) if earlier else ():
        share = place / len(counts)
        assert _dragged(page, share, share) == [[_typed(minutes[0]), _typed(first - 1)], earlier]
    for place in (0.5, 1.5) if later else ():
        share = 1 - place / len(counts)
        assert _dragged(page, share, share) == [[_typed(last + 1), _typed(minutes[-1])], later]
    if earlier:
        day = datetime.fromtimestamp(60 * minutes[0], UTC).date()
        choosing.type_into(page, "#time-least", f"{day}\t")
        choosing.type_into(page, "#time-most", f"{day} 23:59\t")
        next_day = (minutes[0] // 1440 + 1) * 1440
        assert page.run("coverage.found().articles.length") == bisect_left(minutes, next_day)
    bar = len(counts) // 2
    after = first + length * (bar + 1 - (2 if earlier else 0))
    (_, end), found = _dragged(page, 0.5 / len(counts), (bar + 0.5) / len(counts))
    assert end == _typed(after - 1)
    assert found == bisect_left(minutes, after)
    assert page.messages() == []
