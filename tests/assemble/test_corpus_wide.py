"""What only the whole corpus shows: sizes of images, places of findings, what is counted."""

from __future__ import annotations

from itertools import permutations

import pytest

import kg
from kg.assemble import findings
from kg.report import issues_of
from tests.conftest import Source, article


def test_an_image_has_the_size_that_the_preferred_mention_gives(source: Source) -> None:
    sizes = {"2020-01-01": 10, "2020-01-03": 10, "2020-01-02": 20}
    for number, order in enumerate(permutations(sizes)):
        files: dict[str, str | bytes] = {
            f"{number}/{place}.md": article(
                publishedDateTime=f"{date}T00:00:00Z",
                images=f"[{{url: 'https://e.com/i.png', width: {sizes[date]}, height: {sizes[date]}}}]",
            )
            for place, date in enumerate(order)
        }
        graph = kg.build(source(files) / str(number))
        assert graph.graph["images"] == {"https://e.com/i.png": (10, 10)}
        assert issues_of(graph).intake.differing["image size"] == 1


def test_smaller_logos_are_counted(source: Source) -> None:
    small, large = (f"{{url: 'https://e.com/{n}.png', width: {n}, height: {n}}}" for n in (5, 9))
    logos = f"[{small}, {large}]"
    graph = kg.build(source({"a.md": article(provider=f"{{domain: example.com, images: {logos}}}")}))
    assert graph.nodes["provider:example.com"]["logo"] == "https://e.com/9.png"
    assert issues_of(graph).intake.differing == {"logo": 1}


def test_values_of_listed_mentions_that_lose_are_counted(source: Source) -> None:
    own = "title: T, webUrl: 'https://example.com/a', provider: {domain: example.com}"
    item = f"{{{own}, excerpt: Other, quality: 7}}"
    graph = kg.build(
        source(
            {
                "a.md": article(excerpt="Own", quality=5),
                "l.md": article(webUrl="https://example.com/l", related=f"[{item}]"),
            }
        )
    )
    assert issues_of(graph).intake.differing == {"excerpt": 1}
    assert [d["observed_quality"] for *_, d in graph.edges(data=True) if "position" in d] == [7]


def test_a_second_document_says_what_is_not_taken(source: Source) -> None:
    graph = kg.build(
        source(
            {
                "a.md": article(images="[https://e.com/1.png]"),
                "b.md": article(images="[https://e.com/2.png]"),
            }
        )
    )
    (found,) = issues_of(graph)
    assert found.where == "b.md:2:1"
    assert found.message == (
        "the same article as a.md:2:1, which is preferred; not taken: image 'https://e.com/2.png'"
    )


def test_a_second_taxonomy_entry_says_what_is_not_taken(source: Source) -> None:
    entry = "taxonomy: organization\ndomain: e.com\nname: {}\notherNames: [{}]\n"
    graph = kg.build(source({"a.yaml": entry.format("A", "Z"), "b.yaml": entry.format("B", "Z")}))
    (found,) = issues_of(graph)
    assert (found.code, found.where) == ("duplicate-document", "b.yaml:1:1")
    assert found.message == "the same as a.yaml:1:1, which is taken; not taken: name 'B'"


def test_each_file_is_looked_into_once(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    locate = findings.locate_fields

    def count(file, paths):
        looked.append(file.path)
        return locate(file, paths)

    monkeypatch.setattr(findings, "locate_fields", count)
    item = "{title: T, webUrl: 'https://example.com/b', provider: {domain: example.com}}"
    graph = kg.build(source({"a.md": article(related=f"[{', '.join([item] * 50)}]")}))
    assert issues_of(graph).by_code == {"duplicate-link": 49}
    assert looked == ["a.md"]


def test_the_place_of_an_unmapped_field_does_not_depend_on_the_site(source: Source) -> None:
    folder = source({"a.md": article(images="[{url: /a.png, width: 5}]")})
    (found,) = issues_of(kg.build(folder, site="https://e.com/"))
    assert (found.code, found.where) == ("unmapped-field", "a.md:5:24")


def test_what_data_says_of_itself_cannot_steer_a_terminal(source: Source) -> None:
    graph = kg.build(
        source(
            {
                "a.md": article(**{'"\\e[31mRED"': 1}),
                "b.md": '---\ntaxonomy: "\\e[2Jowned"\n---\n',
            }
        )
    )
    shown = kg.to_report(graph)
    assert all(text.isprintable() for text in (*shown["unmapped_fields"], *shown["read"]["passed_over"]))
    assert all(found.message.isprintable() for found in issues_of(graph))


def test_merge_keys_are_applied(source: Source) -> None:
    text = "base: &base\n  webUrl: https://example.com/m\n  quality: 5\n<<: *base\nquality: 7\ntitle: M\n"
    graph = kg.build(source({"a.yaml": text + "provider: {domain: example.com}\n"}))
    (data,) = [data for _, data in graph.nodes(data=True) if data["kind"] == "article"]
    assert (data["url"], data["quality"]) == ("https://example.com/m", 7)
    assert issues_of(graph).by_code == {"unmapped-field": 1}
