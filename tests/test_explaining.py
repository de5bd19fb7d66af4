"""Explanations name the mention that won each field, and the reason."""

from __future__ import annotations

import pytest

import kg
from kg.explanation import Explanation
from tests.conftest import Source, article

LISTING = article(
    title="Lister",
    webUrl="https://example.com/l",
    related="[{title: Late, webUrl: 'https://example.com/a', publishedDateTime: 2020-01-03T00:00:00Z,"
    " provider: {name: Other, domain: example.com}}]",
)


def _explain(what: str, source: Source, files: dict[str, str | bytes]) -> Explanation:
    (found,) = kg.explain(what, source(files))
    return found


@pytest.mark.parametrize(
    ("first", "second", "won", "why"),
    [
        (
            {"publishedDateTime": "2020-01-01T00:00:00Z"},
            {"publishedDateTime": "2020-01-02T00:00:00Z"},
            "b.md",
            "later date",
        ),
        ({"publishedDateTime": "2020-01-01T00:00:00Z"}, {}, "a.md", "with a date goes before one without"),
        ({"quality": 1}, {"quality": 2}, "b.md", "higher quality"),
        ({"quality": 1}, {}, "a.md", "with a quality goes before one without"),
        ({}, {}, "a.md", "smaller path"),
    ],
)
def test_the_reason_of_a_preference(source: Source, first: dict, second: dict, won: str, why: str) -> None:
    files = {"a.md": article(excerpt="One", **first), "b.md": article(excerpt="Two", **second)}
    found = _explain("https://example.com/a", source, files)
    choice = {choice.field: choice for choice in found.choices}["excerpt"]
    assert choice.where.startswith(f"{won}:")
    assert why in choice.why


def test_a_document_goes_before_a_later_listed_mention(source: Source) -> None:
    date = "2020-01-01T00:00:00Z"
    found = _explain(
        "https://example.com/a", source, {"a.md": article(publishedDateTime=date), "l.md": LISTING}
    )
    choices = {choice.field: choice for choice in found.choices}
    assert choices["title"].why == "a document goes before a listed mention"
    assert (choices["published_at"].why, choices["published_at"].where) == (
        "the earliest date that a mention gives",
        "a.md:2:1",
    )
    assert choices["modified_at"].where == "l.md:5:11"
    assert [mention.role for mention in found.mentions] == ["document", "listed as no. 1"]


def test_a_url_of_several_providers_has_several_explanations(source: Source) -> None:
    folder = source({"a.md": article(), "b.md": article(provider="{domain: b.com}")})
    assert len(kg.explain("https://example.com/a?utm_source=x&amp;fbclid=1", folder)) == 2


ORGANIZATION = (
    "taxonomy: organization\ndomain: example.com\nname: Official\nimages: [{url: 'https://e.com/l.png'}]\n"
)


@pytest.mark.parametrize(
    ("files", "name", "why"),
    [
        ({"o.yaml": ORGANIZATION}, "Official", "the taxonomy's name"),
        ({}, "Example", "the most frequent name, then the smallest (1 times), before Other (1)"),
    ],
)
def test_a_provider(source: Source, files: dict[str, str | bytes], name: str, why: str) -> None:
    found = _explain(
        "provider:www.example.com",
        source,
        {"a.md": article(), "l.md": LISTING.replace("name: Example", "name: Example"), **files},
    )
    choices = {choice.field: choice for choice in found.choices}
    assert (found.id, choices["name"].value) == ("provider:example.com", name)
    assert choices["name"].why.startswith(why.split(" (")[0])
    assert ("logo" in choices) == bool(files)


def test_a_topic_by_its_name_or_iri(source: Source) -> None:
    files: dict[str, str | bytes] = {
        "t.yaml": "taxonomy: topic\n_id: ai\nname: Artificial Intelligence\nkeywords: [robots]\n",
        "a.md": article(topics="[Artificial intelligence]"),
    }
    for what in ("topic:ai", "topic:Artificial Intelligence", "https://example.org/kg/topic/ai"):
        found = _explain(what, source, files)
        choices = {choice.field: choice for choice in found.choices}
        assert (found.id, choices["keywords"].value) == ("topic:ai", "robots")
        assert choices["keywords"].where == "t.yaml:1:1"


def test_a_story_is_no_files(source: Source) -> None:
    for what in ("story:43sx2wifd4bwxdi6", "https://example.org/kg/story/43sx2wifd4bwxdi6"):
        with pytest.raises(kg.NotInGraphError, match="story:43sx2wifd4bwxdi6 is made by analytics, not read"):
            _explain(what, source, {"a.md": article()})
