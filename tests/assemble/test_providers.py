"""Providers: names, logos, and the sizes of images."""

from __future__ import annotations

from typing import Any

import pytest

import kg
from kg.report import issues_of
from tests.conftest import Source, article


def organization(**fields: str) -> str:
    lines = (f"{key}: {value}" for key, value in fields.items())
    return "\n".join(["---", "taxonomy: organization", *lines, "---", ""])


def documents(*providers: str) -> dict[str, Any]:
    return {
        f"{number}.md": article(webUrl=f"https://example.com/{number}", provider=f"{{{provider}}}")
        for number, provider in enumerate(providers)
    }


@pytest.mark.parametrize(
    ("names", "name", "others"),
    [
        (["A"], "A", None),
        (["B", "A", "B"], "B", ("A",)),
        (["B", "A"], "A", ("B",)),
        (["~", "~"], "e.com", None),
        (["B", "~"], "B", None),
    ],
)
def test_the_most_frequent_name_then_the_smallest(
    source: Source, names: list[str], name: str, others: tuple[str, ...] | None
) -> None:
    graph = kg.build(source(documents(*(f"name: {each}, domain: e.com" for each in names))))
    found = graph.nodes["provider:e.com"]
    assert (found["name"], found["label"], found.get("alternative_names")) == (name, name, others)
    assert found["domain"] == "e.com"


def test_the_taxonomy_names_a_provider(source: Source) -> None:
    files = documents("name: B, domain: e.com", "name: B, domain: WWW.e.com/path", "name: C, domain: e.com")
    files["org.md"] = organization(_id="e.com", name="The E", domain="e.com", otherNames="[E, The E, C]")
    graph = kg.build(source(files))
    found = graph.nodes["provider:e.com"]
    assert (found["name"], found["alternative_names"]) == ("The E", ("B", "C", "E"))
    assert issues_of(graph).by_code == {"provider-domain-cleaned": 1}


@pytest.mark.parametrize("key", ["_id", "domain"])
def test_an_organization_is_found_by_its_domain(source: Source, key: str) -> None:
    files = documents("name: B, domain: e.com")
    files["org.md"] = organization(**{key: "https://www.E.com/", "name": "The E"})
    assert kg.build(source(files)).nodes["provider:e.com"]["name"] == "The E"


def test_an_organization_alone_makes_no_node(source: Source) -> None:
    graph = kg.build(source({"org.md": organization(_id="e.com", name="The E", domain="e.com")}))
    assert len(graph) == 0
    assert not issues_of(graph)


@pytest.mark.parametrize(
    ("provider", "domain"),
    [
        ("domain: www.CNN.com", "cnn.com"),
        ("domain: cnn.com/us/live-news/x", "cnn.com"),
        ("domain: 'https://cnn.com/'", "cnn.com"),
        ("domain: bücher.example", "xn--bcher-kva.example"),
        ("name: CNN", "example.com"),
        ("domain: CNN News", "example.com"),
        ("domain: 5", "5"),
    ],
)
def test_the_domain_identifies(source: Source, provider: str, domain: str) -> None:
    graph = kg.build(source(documents(provider)))
    assert [name for name in graph if name.startswith("provider:")] == [f"provider:{domain}"]


def logo(url: str, width: int | None = None, height: int | None = None) -> str:
    size = f", width: {width}, height: {height}" if width else ""
    return f"{{url: 'https://e.com/{url}'{size}}}"


@pytest.mark.parametrize(
    ("images", "chosen"),
    [
        ([[logo("b"), logo("a")]], "a"),
        ([[logo("a", 5, 5)], [logo("b", 9, 9)]], "b"),
        ([[logo("b", 5, 5)], [logo("a", 5, 5)]], "a"),
        ([[logo("z", 1, 1), logo("a")]], "z"),
    ],
)
def test_the_logo_is_the_largest_image(source: Source, images: list[list[str]], chosen: str) -> None:
    graph = kg.build(source(documents(*(f"domain: e.com, images: [{', '.join(each)}]" for each in images))))
    assert graph.nodes["provider:e.com"]["logo"] == f"https://e.com/{chosen}"


def test_sizes_are_those_of_images_in_the_graph(source: Source) -> None:
    files = documents(f"domain: e.com, images: [{logo('small', 1, 1)}, {logo('large', 9, 9)}]")
    files["org.md"] = organization(_id="e.com", images=f"[{logo('huge', 99, 99)}]")
    graph = kg.build(source(files))
    assert graph.graph["images"] == {"https://e.com/huge": (99, 99)}


def test_relative_logos_resolve_against_the_site(source: Source) -> None:
    folder = source(documents("domain: e.com, images: [{url: /assets/a.jpg}]"))
    assert "logo" not in kg.build(folder).nodes["provider:e.com"]
    graph = kg.build(folder, site="https://site.example/")
    assert graph.nodes["provider:e.com"]["logo"] == "https://site.example/assets/a.jpg"
    assert not issues_of(graph)
