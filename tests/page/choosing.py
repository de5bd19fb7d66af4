"""What the map shows of a graph, chosen by a few lines of Python; and what chooses it on the page."""

from __future__ import annotations

import unicodedata
from typing import Any
from urllib.parse import urlencode

import networkx as nx

from kg.analytics.stories import story_ids
from kg.ids import digest
from tests.page.conftest import Page


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M")).lower()


def ends(graph: nx.MultiDiGraph[str], node: str, relation: str) -> list[str]:
    return [target for _, target, key in graph.out_edges(node, keys=True) if key == relation]


def passes(graph: nx.MultiDiGraph[str], node: str, view: dict[str, Any], but: str = "") -> bool:
    """Tell whether an article passes all filters, or all but one."""
    data = graph.nodes[node]
    providers, topics = ends(graph, node, "published_by"), ends(graph, node, "about")
    said = fold(" ".join([data["title"], *(graph.nodes[end]["name"] for end in (*providers, *topics))]))
    date = data["published_at"].strftime("%Y-%m-%dT%H:%M") if "published_at" in data else None
    tests = {
        "q": lambda words: all(word in said for word in fold(words).split()),
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
    passing = {node for node in articles if passes(graph, node, view)}
    shown = {node for node in passing if ("stub" if graph.nodes[node]["stub"] else "article") not in hidden}
    active = [name for name in view if name != "hide"]
    for node, data in graph.nodes(data=True):
        if data["kind"] == "article" or data["kind"] in hidden:
            continue
        relation = {"provider": "published_by", "topic": "about", "story": "part_of"}[data["kind"]]
        joined = {source for source, _, key in graph.in_edges(node, keys=True) if key == relation}
        named = active == ["q"] and all(word in fold(data["label"]) for word in fold(view["q"]).split())
        if not active or named or joined & passing:
            shown.add(node)
    return sorted(shown)


def address(view: dict[str, Any]) -> str:
    pairs: list[tuple[str, str]] = []
    for name, value in view.items():
        if name in ("quality", "time"):
            pairs.append((name, "..".join(map(str, value))))
        else:
            pairs += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return urlencode(pairs)


def show(page: Page, view: dict[str, Any]) -> None:
    page.run("(location.hash = arguments[0], 0)", address(view))
    page.settle()


def shown(page: Page) -> list[str]:
    return sorted(page.run("[...coverage.found().shown]"))


def type_into(page: Page, selector: str, keys: str) -> None:
    field = page.browser.find_element("css selector", selector)
    field.clear()
    field.send_keys(keys)
    page.settle()
