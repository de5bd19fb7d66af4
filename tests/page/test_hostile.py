"""A page that is alone and silent whatever one does in it, and whatever its texts are."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, Final

import networkx as nx
import pytest
from markupsafe import escape

import kg
from kg.analytics import with_analytics
from kg.page.document import to_script_json
from tests.cli.calling import run
from tests.conftest import Source, article
from tests.page import samples, using
from tests.page.conftest import Page, Transform, without_policy

OpenHtml = Callable[..., Page]

LONG: Final = "Donaudampfschiff" * 625
"""A word of 10,000 characters."""

PAYLOAD: Final = "<img src=x onerror='window.pwned = 1'>"

HIDDEN: Final = (
    "\x00 controls \x07\x1b[31m \x7f\x9b",
    "\ufeff\ufffe\uffff no characters",
    f"{escape(escape(PAYLOAD))} &#xD83D; &#0;",
)
"""What a file can say and no graph may hold, or only becomes a payload where it is read."""

HALF: Final = '"half a pair \\ud83d"'
"""A lone surrogate, as YAML in double quotes would have it."""


@pytest.fixture
def watched(browser: Any) -> Iterator[None]:
    with using.watching(browser):
        yield


def _quoted(text: str) -> str:
    """Return a text as YAML in double quotes."""
    quoted = json.dumps(text, ensure_ascii=False)
    unsafe = "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
    return re.sub(unsafe, lambda found: f"\\u{ord(found[0]):04x}", quoted)


def hostile_files() -> dict[str, str | bytes]:
    """Return articles, topics and organizations with a payload in each of their fields."""
    texts = (*samples.PAYLOADS, *HIDDEN)
    files: dict[str, str | bytes] = {"half.md": article(title=HALF)}
    for number, text in enumerate(texts):
        payload, other = _quoted(text), _quoted(texts[number - 1])
        domain = text if re.fullmatch(r"\w+", text) else f"p{number}.example"
        address = _quoted(f"https://p{number}.example/{text}?q={text}#{text}")
        listed = (
            f"title: {payload}, excerpt: {payload}, type: {payload},"
            f" webUrl: {_quoted(f'https://listed.example/{number}/{text}')},"
            f" provider: {{name: {other}, domain: listed.example}}"
        )
        files[f"{number}.md"] = article(
            title=payload,
            excerpt=payload,
            webUrl=address,
            originalUrl=payload,
            ampWebUrl=payload,
            publishedDateTime=payload if number % 5 == 4 else f"2020-05-{1 + number % 28:02}",
            type=payload,
            category=payload,
            quality=payload if number % 3 else number,
            heat=number,
            tags=f"[{payload}]",
            authors=f"[{payload}]",
            images=f"[{{url: {payload}}}, {{url: {address}}}]",
            topics=f"[{payload}, {other}]",
            provider=f"{{name: {payload}, domain: {_quoted(domain)}}}",
            related=f"[{{{listed}}}]",
            **{payload: payload},
        )
        for kind, fields in (
            ("topic", f"_id: {payload}\nname: {payload}\ndescription: {payload}"),
            ("organization", f"domain: {_quoted(domain)}\nname: {payload}"),
        ):
            files[f"{kind}/{number}.md"] = f"---\ntaxonomy: {kind}\n{fields}\n---\n"
    return files


def _check_names(graph: nx.MultiDiGraph[str], seen: using.Used) -> None:
    """Check that panels, messages and files have the texts as they are."""
    assert seen.panels == {node: graph.nodes[node]["label"] for node in seen.panels}
    for text, message in seen.messages.items():
        assert text in message
    [picture] = [data for name, data in seen.saved.items() if name.endswith(".png")]
    assert picture.startswith(b"\x89PNG")
    for name in seen.saved:
        assert re.fullmatch(r"[^\W_](?:[^\W_]|-)*\.(png|csv|json)", name), name
        assert len(name) < 70
    [table] = [data.decode() for name, data in seen.saved.items() if name.endswith(".csv")]
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table, newline=""))}
    articles = {node: data for node, data in graph.nodes(data=True) if data["kind"] == "article"}
    for name in ("title", "type", "url"):
        assert {node: row[name] for node, row in rows.items()} == {
            node: re.sub(r"^(?=[=+\-@\t\r\n])", "'", data.get(name, "")) for node, data in articles.items()
        }
    [text] = [data.decode() for name, data in seen.saved.items() if name.endswith(".json")]
    for node in json.loads(text)["nodes"]:
        assert graph.nodes[node["id"]]["label"] in (node.get("title"), node.get("name"), node.get("headline"))


@pytest.fixture(scope="module")
def source_graph(tmp_path_factory: pytest.TempPathFactory) -> nx.MultiDiGraph[str]:
    """Return the graph of a hostile folder, with its stories."""
    folder = tmp_path_factory.mktemp("source")
    for name, content in hostile_files().items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(content), "utf-8")
    graph = kg.build(
        folder,
        title="".join(samples.PAYLOADS),
        language="en-x-pwned",
        base="https://payload.invalid/%3Ckg%3E/",
    )
    return with_analytics(graph)


def test_a_hostile_folder_is_read(source_graph: nx.MultiDiGraph[str]) -> None:
    held = {data["label"] for _, data in source_graph.nodes(data=True)}
    assert held >= set(map(unescape, samples.PAYLOADS))
    assert f"{PAYLOAD} \ufffd \ufffd" in held
    assert {f"provider:{name}" for name in ("__proto__", "constructor", "tostring")} <= set(source_graph)
    assert "topic:__proto__" in source_graph
    errors = [issue for issue in source_graph.graph["issues"] if issue.severity == "error"]
    assert [issue.where for issue in errors] == ["half.md:2:23"]


@pytest.mark.parametrize("changed", [None, without_policy], ids=["policy", "no policy"])
@pytest.mark.parametrize("name", ["model", "source"])
def test_no_payload_runs(
    open_html: OpenHtml,
    watched: None,
    source_graph: nx.MultiDiGraph[str],
    tmp_path: Path,
    name: str,
    changed: Transform | None,
) -> None:
    if name == "model":  # whose ids are payloads too, which no reader makes
        graph = samples.hostile()
        html = samples.rendered(graph)
    else:
        graph = source_graph
        kg.write_html(graph, tmp_path / "written.html")
        html = (tmp_path / "written.html").read_text("utf-8")
    # The policy changes nothing of what is made, only what runs: all nodes are looked at where all could run.
    limit = {"model": 100, "source": 15}[name] if changed else 8
    page = open_html(changed(html) if changed else html)
    texts = samples.PAYLOADS if limit == 100 else [LONG, *samples.PAYLOADS[-2:]]
    seen = using.use_all(page, tmp_path / "saved", texts, limit)
    assert using.wrong(page) == []
    assert using.unused(page) == []
    assert seen.lost == []
    if limit == 100:
        assert set(seen.panels) == set(graph)
    _check_names(graph, seen)


SPOILT: Final = {
    "any text": ("element(tag, { textContent: value,", "element(tag, { innerHTML: value,"),
    "the message": ('byId("message").textContent', 'byId("message").innerHTML'),
    "the legend": ('text("span", label)', 'element("span", { innerHTML: label })'),
    "the graph's name": (f'<h1 dir="auto">{escape(PAYLOAD)}', f'<h1 dir="auto">{PAYLOAD}'),
    "the data": (to_script_json(PAYLOAD).decode(), json.dumps(f"</script>{PAYLOAD}")),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_payload_that_runs_is_found(open_html: OpenHtml, watched: None, tmp_path: Path, name: str) -> None:
    graph = samples.new(PAYLOAD)
    one, other = (samples.add_article(graph, key, PAYLOAD) for key in "ab")
    samples.add_related(graph, one, [other])
    html = without_policy(samples.rendered(graph))
    right, wrong = SPOILT[name]
    assert right in html
    page = open_html(html.replace(right, wrong))
    using.use_all(page, tmp_path / "saved", [PAYLOAD])
    found = using.wrong(page)
    assert "a payload has run: 1" in found
    assert any(message.startswith("made <img") for message in found)


def test_a_link_to_a_script_is_found(open_html: OpenHtml, watched: None, tmp_path: Path) -> None:
    graph = samples.new()
    samples.add_article(graph, "a", "Title", url="javascript:window.pwned=1")
    html = without_policy(samples.rendered(graph))
    checked = 'if (url.protocol !== "https:" && url.protocol !== "http:") return null;'
    assert checked in html
    page = open_html(html.replace(checked, ""))
    using.use_all(page, tmp_path / "saved")
    assert any(message.startswith('made <a href="javascript:') for message in using.wrong(page))


FOLDERS: Final[dict[str, dict[str, str | bytes]]] = {
    "an empty folder": {},
    "one article": {"a.md": article()},
}


@pytest.mark.parametrize("name", ["seeds", "corpus", *FOLDERS])
def test_the_page_is_alone_and_silent_whatever_is_done(
    open_html: OpenHtml,
    watched: None,
    source: Source,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    name: str,
) -> None:
    if name in FOLDERS:
        done = run("export", source(FOLDERS[name]), "-o", tmp_path / "exported", "-f", "html")
        assert done.returncode == 0, done.stderr
        [path] = (tmp_path / "exported").glob("*.html")
    else:
        path = tmp_path / "written.html"
        kg.write_html(request.getfixturevalue(f"{name}_graph"), path)
    page = open_html(path.read_text("utf-8"))
    using.use_all(page, tmp_path / "saved")
    assert page.run("document.compatMode") == "CSS1Compat"
    assert using.wrong(page) == []
    assert using.unused(page) == []


LAYOUT: Final = """
(() => {
  const parts = "#shown, #message, #stage, #details, #timeline, #filters fieldset";
  const inside = [...document.querySelectorAll(parts)];
  const wide = (found) => found.checkVisibility() && found.scrollWidth > found.clientWidth + 1;
  return {
    width: document.documentElement.scrollWidth,
    wide: inside.filter(wide).map(({ id }) => id),
    high: document.getElementById("stage").clientHeight,
    header: document.querySelector("header").clientHeight,
    table: document.getElementById("table").scrollWidth,
  };
})()
"""


@pytest.mark.parametrize("width", [1366, 390])
def test_a_very_long_word_breaks_nothing(open_page: Callable[..., Page], browser: Any, width: int) -> None:
    graph = samples.new(LONG)
    provider = samples.add_provider(graph, f"{LONG}.example", LONG)
    topic = samples.add_topic(graph, LONG, LONG, description=LONG)
    nodes = [
        samples.add_article(graph, f"{key}{LONG}", f"{key}{LONG}", excerpt=LONG, type=LONG) for key in "abc"
    ]
    for node in nodes:
        graph.add_edge(node, provider, "published_by")
        graph.add_edge(node, topic, "about")
    samples.add_story(graph, LONG, LONG, nodes)
    metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    try:
        page = open_page(graph)
        for view in (
            "",
            "colour=topic",
            f"node={nodes[0]}",
            f"node={provider}",
            f"q={LONG}&node={LONG}",
            "table=title",
        ):
            page.run("(location.hash = arguments[0], 0)", view)
            page.settle()
            look = page.run(LAYOUT.strip())
            assert look["width"] == width, view
            assert look["wide"] == [], view
            assert look["high"] > 300, view
            assert look["header"] < 150, view
            assert look["table"] < 700, view
        assert page.messages() == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


UPRIGHT: Final = """
[...document.querySelectorAll("#details small")].map((small) => {
  const walker = document.createTreeWalker(small, NodeFilter.SHOW_TEXT);
  let last;
  while (walker.nextNode()) last = walker.currentNode;
  const left = (place) => {
    const range = document.createRange();
    range.setStart(last, last.length + place);
    range.setEnd(last, last.length + place + 1);
    return range.getBoundingClientRect().left;
  };
  return left(-5) < left(-2);
})
"""


@pytest.mark.parametrize("name", ["\u202eevil", "\u2069\u202eevil", "\u05e9\u05dc\u05d5\u05dd"])
def test_a_name_turns_no_date_around(open_page: Callable[..., Page], name: str) -> None:
    graph = samples.new()
    topic, provider = samples.add_topic(graph, "t", "Topic"), samples.add_provider(graph, "a.example", name)
    article = samples.add_article(graph, "a", "Title", published_at=samples.minute("2020-05-06T07:08"))
    graph.add_edge(article, topic, "about")
    graph.add_edge(article, provider, "published_by")
    page = open_page(graph, view="node=topic:t")
    assert page.text("#details small") == f"{name}, 2020-05-06 07:08 UTC"
    assert page.run(UPRIGHT.strip()) == [True]
