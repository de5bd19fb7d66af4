"""The map in a notebook: a frame that shows the page and reaches nothing outside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kg
from kg.showing import CoverageMap
from tests.page import samples

INSIDE = """
try { return String(parent.document.title); } catch (error) { return error.name; }
"""


def _open_in_notebook(browser: Any, shown: CoverageMap, path: Path) -> None:
    page = f"<!doctype html><title>A notebook</title>{shown._repr_html_()}"
    path.write_text(page, encoding="utf-8")
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(path.as_uri())


@pytest.mark.parametrize("name", ["story", "hostile"])
def test_the_page_is_shown_in_a_frame_of_its_own(browser: Any, tmp_path: Path, name: str) -> None:
    graph = getattr(samples, name)()
    shown = CoverageMap(samples.rendered(graph), 480)
    assert shown._repr_html_().count("<") == 2
    _open_in_notebook(browser, shown, tmp_path / "notebook.html")
    frame = browser.find_element("tag name", "iframe")
    assert frame.size["height"] == 480
    browser.switch_to.frame(frame)
    drawn = browser.execute_script("return coverage.picture().drawn().nodes.map(({ id }) => id)")
    assert sorted(drawn) == sorted(graph)
    assert browser.execute_script(INSIDE) == "SecurityError"
    assert browser.execute_script("return window.pwned === undefined")
    assert browser.execute_script("return document.title.trim()") == " ".join(graph.graph["name"].split())
    browser.switch_to.default_content()
    assert browser.title == "A notebook"
    assert browser.execute_script("return window.pwned === undefined && frames.length === 1")
    assert browser.get_log("browser") == []


SAID = """
window.said = [];
addEventListener("error", ({ message }) => said.push(message));
console.error = (...parts) => said.push(parts.join(" "));
"""
"""Keeps what goes wrong in the frame: the browser's log has nothing of a frame of another origin."""


def test_one_can_click_in_the_frame(browser: Any, tmp_path: Path) -> None:
    shown = CoverageMap(samples.rendered(samples.told()), 640)
    _open_in_notebook(browser, shown, tmp_path / "notebook.html")
    browser.switch_to.frame(browser.find_element("tag name", "iframe"))
    browser.execute_script(SAID)
    browser.find_element("id", "as-table").click()
    browser.find_element("css selector", "#table tbody tr").click()
    assert browser.find_element("css selector", "#panel h2").text == "Only ever listed"
    browser.find_element("id", "as-table").click()
    browser.find_element("id", "close").click()
    assert browser.execute_script("return [said, location.href, coverage.view().node]") == [
        [],
        "about:srcdoc",
        None,
    ]
    browser.switch_to.default_content()
    assert browser.current_url == (tmp_path / "notebook.html").as_uri()


def test_it_is_the_page_that_is_written(tmp_path: Path) -> None:
    graph = samples.story()
    kg.write_html(graph, tmp_path / "graph.html")
    shown = kg.show(graph)
    assert shown.page == (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "srcdoc" not in repr(shown)


@pytest.mark.parametrize("height", [199, 640.0, "640", True, -1])
def test_a_height_that_is_none_is_refused(height: Any) -> None:
    with pytest.raises(kg.SettingsError, match="it must be a whole number of pixels, 200 or more"):
        kg.show(samples.story(), height=height)
