"""The table beside the map, equal to what a few lines of Python sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import networkx as nx
import pytest

from tests.page import choosing, samples
from tests.page.conftest import Page

Opener = Callable[..., Page]


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
    choosing.show(page, {"topic": ["topic:t1"], "table": "title"})
    head = page.browser.find_element("css selector", f"#table button[name={column}]")
    for _ in range(1 + down):
        head.click()
    articles = [
        node for node in choosing.expected(varied, {"topic": ["topic:t1"]}) if node.startswith("article:")
    ]
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
    choosing.show(page, {"table": "title"})
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
    choosing.show(page, {"table": "title"})
    assert len(page.texts("#table tbody tr")) == 200
    for _ in range(2):
        page.browser.find_element("css selector", "#table > .more").click()
    assert len(page.texts("#table tbody tr")) == 450
    assert page.run("document.querySelector('#table > .more').hidden")


def test_the_row_one_has_chosen_stays_where_it_is(open_page: Opener, varied: nx.MultiDiGraph[str]) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page = open_page(varied, view="table=title")
    focused = "document.activeElement.closest('tr')?.dataset.id"
    order = page.run("[...document.querySelectorAll('#table tbody tr')].map((row) => row.dataset.id)")
    page.run("(document.querySelector('#table tbody tr').focus(), 0)")
    keys = ActionChains(page.browser, duration=0)
    keys.send_keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER).perform()
    assert page.panel_node() == order[2]
    assert page.run(focused) == order[2]
    ActionChains(page.browser, duration=0).send_keys(Keys.ARROW_DOWN).perform()
    assert page.run(focused) == order[3]
