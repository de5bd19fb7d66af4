"""The address of the map: the whole view, to be sent to somebody."""

from __future__ import annotations

import time
from collections.abc import Callable

import networkx as nx
import pytest

from tests.page import choosing, samples
from tests.page.conftest import Page
from tests.page.test_filters import VIEWS

Opener = Callable[..., Page]


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


@pytest.mark.parametrize("name", ["all at once", "hidden kinds", "accents and case"])
def test_a_view_can_be_sent_to_somebody(open_page: Opener, varied: nx.MultiDiGraph[str], name: str) -> None:
    page = open_page(varied)
    choosing.show(page, {**VIEWS[name], "node": "topic:t1", "table": "-published"})
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
    view = {
        "provider": ["provider:gone.example", "topic:t1", "provider:p1.example"],
        "type": ["Gone", "Opinion"],
    }
    choosing.show(page, {"node": "article:gone", **view})
    assert (
        page.text("#message") == "This page has no provider:gone.example, topic:t1, article:gone, type Gone."
    )
    assert choosing.shown(page) == choosing.expected(
        varied, {"provider": ["provider:p1.example"], "type": ["Opinion"]}
    )
    assert page.panel_node() is None
    choosing.type_into(page, "#search", "x")
    assert page.text("#message") == ""
