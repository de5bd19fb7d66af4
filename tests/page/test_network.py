"""The page as text: what it holds, and what keeps the data from doing anything."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.page.document import SCRIPTS, counts, to_script_json
from kg.page.network import to_network
from tests.page import samples
from tests.page.samples import rendered

ROOT = Path(__file__).parents[2]
GRAPHS = {
    "story": samples.story(),
    "told": samples.told(),
    "hostile": samples.hostile(),
    "one": samples.one_article(),
    "parallel": samples.parallel(),
    "empty": samples.new(),
    "large": samples.large(300),
}


class Parsed(HTMLParser):
    """The elements of a page, with the text of those that hold no others."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        self.open = True

    def handle_endtag(self, tag: str) -> None:
        self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.elements[-1][2].append(data)

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, "".join(text)) for name, attributes, text in self.elements if name == tag]

    def data(self) -> Any:
        return next(
            json.loads(text) for attributes, text in self.all("script") if attributes.get("id") == "data"
        )

    def policy(self) -> dict[str, list[str]]:
        content = next(
            attributes["content"]
            for attributes, _ in self.all("meta")
            if attributes.get("http-equiv") == "Content-Security-Policy"
        )
        assert content is not None
        return {name: sources for name, *sources in (part.split() for part in content.split(";"))}


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@pytest.fixture(params=GRAPHS)
def graph(request: pytest.FixtureRequest) -> nx.MultiDiGraph[str]:
    return GRAPHS[request.param]


def test_the_page_has_the_nodes_and_edges_of_the_graph(graph: nx.MultiDiGraph[str]) -> None:
    data = Parsed(rendered(graph)).data()
    nodes = data["nodes"]["id"]
    assert sorted(nodes) == sorted(graph)
    assert {len(column) for column in data["nodes"].values()} == {len(graph)}
    edges = [
        (nodes[ends[at]], nodes[ends[at + 1]], relation)
        for relation, ends in data["edges"].items()
        for at in range(0, len(ends), 2)
    ]
    assert sorted(edges) == sorted(graph.edges(keys=True))
    for node, details in zip(nodes, data["nodes"]["details"], strict=True):
        for name, value in details.items():
            own = graph.nodes[node][name]
            assert value == (own.isoformat().replace("+00:00", "Z") if isinstance(own, datetime) else own)
        assert {"title", "name", "headline"} & set(details)


def test_only_the_hashed_blocks_may_run(graph: nx.MultiDiGraph[str]) -> None:
    page = Parsed(rendered(graph))
    scripts = [text for attributes, text in page.all("script") if not attributes]
    [(_, style)] = page.all("style")
    assert page.policy() == {
        "default-src": ["'none'"],
        "script-src": [_source(text) for text in scripts],
        "style-src": [_source(style)],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    assert len(scripts) == 1 + len(SCRIPTS)
    assert [attributes["type"] for attributes, _ in page.all("script") if attributes] == ["application/json"]


def test_nothing_comes_from_elsewhere(graph: nx.MultiDiGraph[str]) -> None:
    page = Parsed(rendered(graph))
    assert {tag for tag, _, _ in page.elements}.isdisjoint(
        {"link", "img", "iframe", "object", "base", "form", "a"}
    )
    for _, attributes, _ in page.elements:
        assert not {"src", "href", "style", "srcset", "data"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
    assert "sourceMappingURL" not in rendered(graph)


def test_the_page_says_what_it_is() -> None:
    html = rendered(samples.story())
    page = Parsed(html)
    assert html.startswith("<!doctype html>\n")
    assert page.all("html")[0][0] == {"lang": "en"}
    assert {"charset": "utf-8"} in [attributes for attributes, _ in page.all("meta")]
    assert page.all("title") == [({}, "City news")]
    assert "4 articles, 2 providers, 3 topics, 12 links" in html


def test_the_language_is_the_graphs() -> None:
    assert '<html lang="de">' in rendered(samples.new(language="de"))


def test_a_graph_without_a_name_has_the_usual_one() -> None:
    assert Parsed(rendered(nx.MultiDiGraph())).all("title")[0][1].strip() == "Coverage graph"


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        (samples.new(), "0 articles, 0 providers, 0 topics, 0 links"),
        (samples.one_article(), "1 article, 0 providers, 0 topics, 0 links"),
        (samples.star(1203), "1,201 articles, 1 provider, 1 topic, 2,402 links"),
    ],
)
def test_counts(graph: nx.MultiDiGraph[str], expected: str) -> None:
    numbers = Counter(kind for _, kind in graph.nodes(data="kind"))
    numbers.update(relation for _, _, relation in graph.edges(keys=True))
    assert counts(numbers) == expected


def test_payloads_stay_text_in_the_markup() -> None:
    html = rendered(samples.hostile())
    for character in "<>":
        assert html.count(character) == rendered(samples.told()).count(character)
    page = Parsed(html)
    assert page.all("html")[0][0] == {"lang": 'en"><script>window.pwned = 1</script>'}
    assert page.all("h1")[0][1].strip() == samples.hostile().graph["name"]


@pytest.mark.parametrize("text", [*samples.PAYLOADS, "\x00\r\n", "\ufeff\ufffe", "&<>'\""])
def test_json_in_a_script_keeps_the_text_and_ends_nothing(text: str) -> None:
    written = to_script_json({text: text}).decode()
    assert json.loads(written) == {text: text}
    assert not re.search("[<>&\u2028\u2029]", written)


def test_the_library_holds_nothing_that_ends_a_script() -> None:
    scripts = [text for attributes, text in Parsed(rendered(samples.new())).all("script") if not attributes]
    assert not [text for text in scripts if re.search("</script|<!--", text, re.IGNORECASE)]


def test_our_scripts_never_write_markup() -> None:
    folder = ROOT / "kg" / "page"
    for path in folder.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\btitle:",
            path.read_text("utf-8"),
        ), path.name


def test_the_network_is_directed_and_still() -> None:
    network = to_network(samples.numbered(samples.story()))
    assert network.directed
    options = json.loads(network.options.to_json())
    assert options["physics"]["enabled"] is False
    assert options["edges"]["smooth"]["enabled"] is False
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in network.nodes)


def test_related_articles_come_in_the_order_of_the_list() -> None:
    network = to_network(samples.numbered(samples.story()))
    related = [
        edge["to"]
        for edge in network.edges
        if edge["relation"] == "related_to" and edge["from"] == "article:aaaaaaaaaaaaaaaa"
    ]
    assert related == ["article:dddddddddddddddd", "article:bbbbbbbbbbbbbbbb"]


def test_listed_articles_look_different() -> None:
    groups = {node["id"]: node["group"] for node in to_network(samples.numbered(samples.story())).nodes}
    assert groups["article:dddddddddddddddd"] == "stub"
    assert set(groups.values()) == {"article", "stub", "provider", "topic"}


def test_stories_are_in_the_legend_where_there_are_any() -> None:
    shown = [
        {attributes.get("class") for attributes, _ in Parsed(rendered(graph)).all("svg")}
        for graph in (samples.told(), samples.one_article())
    ]
    assert shown[0] - shown[1] == {"story", "part_of"}
    groups = {node["id"]: node["group"] for node in to_network(samples.numbered(samples.told())).nodes}
    assert groups["story:eeeeeeeeeeeeeeee"] == "story"
    found = counts({"article": 2, "provider": 1, "topic": 0, "story": 1, "part_of": 2})
    assert found == "2 articles, 1 provider, 0 topics, 1 story, 2 links"


def test_the_graph_is_left_as_it_was(graph: nx.MultiDiGraph[str]) -> None:
    before = graph.copy()
    rendered(graph)
    assert nx.utils.graphs_equal(before, graph)


def test_equal_graphs_give_the_same_bytes(graph: nx.MultiDiGraph[str]) -> None:
    assert rendered(samples.shuffled(graph, 3)) == rendered(graph)


def test_the_hash_seed_does_not_matter() -> None:
    script = (
        "import hashlib; from tests.page.samples import hostile, large, rendered; "
        "print(hashlib.sha256((rendered(large(200)) + rendered(hostile())).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(digests) == 1


def test_the_documentation_names_all_parts_of_an_address() -> None:
    view = (ROOT / "kg" / "page" / "view.js").read_text("utf-8")
    documented = (ROOT / "docs" / "map.md").read_text("utf-8")
    rows = "".join(re.findall(r"^\| (`.*?) \|", documented, re.MULTILINE))
    assert set(re.findall(r'parameter: "(\w+)"', view)) <= set(re.findall(r"`(\w+)`", rows))
