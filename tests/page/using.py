"""All that can be done on the page, done once, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.page.conftest import Page

SCRIPTS: Final = Path(__file__).parent


@dataclass
class Used:
    """What was seen on the way.

    Attributes
    ----------
    panels
        The heading of the panel, by node.
    messages
        What was told of an address that asks for a text in every of its parts, by text.
    saved
        What was saved, by file name.
    lost
        Nodes that their own address does not lead to.
    """

    panels: dict[str, str]
    messages: dict[str, str]
    saved: dict[str, bytes]
    lost: Sequence[str] = ()


def _script(name: str) -> str:
    return (SCRIPTS / name).read_text("utf-8")


@contextmanager
def watching(browser: Any) -> Iterator[None]:
    """Have the pages that are opened meanwhile watched."""
    made = browser.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": _script("watching.js")}
    )
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", made)


def wrong(page: Page) -> list[str]:
    """Return all that no page may do: run a payload, ask for anything, complain, grow strange elements."""
    found = [f"a payload has run: {page.run('window.pwned')}"] if page.run("'pwned' in window") else []
    found += [f"asked for {url}" for url in page.requests() if url != page.address and url[:5] != "blob:"]
    found += [f"said {message}" for message in page.messages()]
    found += [f"failed: {message}" for message in page.run("[...watched.wrong]")]
    found += [f"made {markup}" for markup in page.run("[...watched.strange]")]
    if page.run("location.href.split('#')[0]") != page.address:
        found.append("went elsewhere")
    return found


def unused(page: Page) -> list[str]:
    """Return the controls that could be used and were not."""
    return page.run("watched.unused()")


def use_all(page: Page, folder: Path, texts: Sequence[str] = ("a",), limit: int = 3) -> Used:
    """Do all that can be done, some of it by mouse, the rest by a script.

    Parameters
    ----------
    folder
        Where to save files; it is made.
    texts
        What to write into fields and addresses.
    limit
        How many choices of each list to take, and how many nodes to point at.
    """
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    if not page.run("'coverage' in window"):
        page.run("(location.hash = 'node=a&q=b', 0)")
        return Used({}, {}, {})
    find = page.browser.find_element
    pointing = ActionChains(page.browser, duration=0)
    canvas = find("css selector", "#stage > :not([hidden]) canvas")
    middle = canvas.size["width"] / 2, canvas.size["height"] / 2
    places = page.run("coverage.picture().drawn().nodes.map(({ id }) => coverage.picture().at(id))")
    for place in places[: 4 * limit]:
        offset = round(place["x"] - middle[0]), round(place["y"] - middle[1])
        pointing.move_to_element_with_offset(canvas, *offset)
    pointing.click().send_keys(Keys.ARROW_LEFT, "+", Keys.ESCAPE).perform()

    page.browser.set_script_timeout(120)
    seen = page.browser.execute_async_script(_script("using.js"), list(texts), limit)
    assert isinstance(seen, dict), seen

    for name in ("as-filters", "as-filters", "as-table", "as-table", "fit"):
        find("id", name).click()
    if page.run("!document.getElementById('timeline').hidden"):
        line = find("css selector", "#timeline canvas")
        at = ActionChains(page.browser, duration=0).move_to_element_with_offset(line, -50, 0)
        at.click_and_hold().move_by_offset(100, 0).release().double_click().perform()
    find("id", "clear").click()
    page.run("(location.hash = writeView({ ...coverage.view(), node: coverage.found().articles[0].id }), 0)")
    page.wait(lambda: not page.run("document.getElementById('panel').hidden"))
    find("id", "close").click()
    return Used(seen["panels"], seen["messages"], _save_all(page, folder), seen["lost"])


def _save_all(page: Page, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    page.browser.execute_cdp_cmd(
        "Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)}
    )
    page.browser.find_element("css selector", "#save summary").click()
    for ending in ("png", "csv", "json"):
        page.browser.find_element("id", f"save-{ending}").click()
    deadline = time.monotonic() + 20
    while True:
        saved = [path for path in folder.iterdir() if path.suffix in (".png", ".csv", ".json")]
        if len(saved) == 3:
            return {path.name: path.read_bytes() for path in saved}
        assert time.monotonic() < deadline, f"not all was saved: {saved}"
        time.sleep(0.05)
