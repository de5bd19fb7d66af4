"""Which mention is preferred, what each field takes, and what topics mean."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from kg.mentions import FileRecord, Image, Mention, Organization, TopicEntry
from kg.resolve import (
    Taxonomy,
    broader_cycles,
    build_taxonomy,
    by_preference,
    choose_name,
    largest_image,
    not_taken,
    observed,
    resolve_article,
)


def day(number: int) -> datetime:
    return datetime(2020, 9, number, tzinfo=UTC)


def mention(**fields: Any) -> Mention:
    """Return a document's mention; ``position`` makes it a listed one."""
    defaults = {
        "article": "article:x",
        "canonical_url": "https://example.com/a",
        "provider_domain": "example.com",
        "path": "a.md",
        "position": 0,
        "listed_by": None,
        "title": "A title",
        "url": "https://example.com/a",
    }
    return Mention(**{**defaults, **fields})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"position": 0}, {"position": 1, "published_at": day(9), "quality": 99, "path": "0.md"}),
        ({"published_at": day(2)}, {"published_at": day(1), "quality": 99, "path": "0.md"}),
        ({"published_at": day(1)}, {"published_at": None, "quality": 99, "path": "0.md"}),
        ({"quality": 2}, {"quality": 1, "path": "0.md"}),
        ({"quality": 0}, {"quality": None, "path": "0.md"}),
        ({"quality": -5}, {"quality": None, "path": "0.md"}),
        ({"quality": 2, "published_at": day(1)}, {"quality": 1, "published_at": day(1), "path": "0.md"}),
        ({"path": "a.md", "position": 9}, {"path": "b.md", "position": 1}),
        ({"path": "a.md", "position": 2}, {"path": "a.md", "position": 10}),
        (
            {"published_at": datetime(2020, 1, 1, 0, 0, 0, 2, UTC)},
            {"published_at": datetime(2020, 1, 1, tzinfo=UTC)},
        ),
    ],
)
def test_preference(first: dict[str, Any], second: dict[str, Any]) -> None:
    one, other = mention(**first), mention(**second)
    assert by_preference([other, one]) == by_preference([one, other]) == [one, other]


def test_each_field_takes_the_preferred_mention_that_has_it() -> None:
    mentions = [
        mention(title="Best", quality=0, featured=False),
        mention(title="Second", path="b.md", quality=7, excerpt="b", category="news", featured=True),
        mention(title="Listed", path="c.md", position=1, excerpt="c", heat=3, type="video"),
    ]
    resolved = resolve_article(mentions)
    expected = {"title": "Best", "label": "Best", "quality": 0, "featured": False, "excerpt": "b"}
    expected |= {"category": "news", "heat": 3, "type": "video", "stub": False, "sources": ("a.md", "b.md")}
    assert {name: resolved[name] for name in expected} == expected
    assert resolved["alternative_titles"] == ("Listed", "Second")


@pytest.mark.parametrize(
    ("days", "published", "modified"),
    [
        ([None], None, None),
        ([3], 3, None),
        ([3, 3], 3, None),
        ([3, None, 3], 3, None),
        ([2, 5, 3], 2, 5),
        ([5, 2], 2, 5),
    ],
)
def test_dates_are_the_earliest_and_the_latest(
    days: list[int | None], published: int | None, modified: int | None
) -> None:
    resolved = resolve_article([mention(published_at=number and day(number)) for number in days])
    assert resolved.get("published_at") == (published and day(published))
    assert resolved.get("modified_at") == (modified and day(modified))


def test_unions_are_sorted_without_duplicates() -> None:
    images = Image("https://e.com/b"), Image("https://e.com/a")
    mentions = [
        mention(tags=("b", "a"), authors=("Z", "Y"), images=()),
        mention(tags=("a", "C"), authors=("Y",), images=images),
        mention(images=(Image("https://e.com/0"), images[1])),
    ]
    resolved = resolve_article(mentions)
    assert resolved["tags"] == ("C", "a", "b")
    assert resolved["authors"] == ("Y", "Z")
    assert resolved["images"] == ("https://e.com/0", "https://e.com/a", "https://e.com/b")
    assert resolved["image"] == "https://e.com/b"


@pytest.mark.parametrize(
    ("url", "original", "expected"),
    [
        ("https://example.com/a", None, None),
        ("https://example.com/a", "https://example.com/a", None),
        ("https://example.com/a", "https://example.com/b", "https://example.com/b"),
    ],
)
def test_original_url_is_kept_where_it_differs(url: str, original: str | None, expected: str | None) -> None:
    assert resolve_article([mention(url=url, original_url=original)]).get("original_url") == expected


def test_what_is_only_listed_is_a_stub() -> None:
    resolved = resolve_article([mention(position=1), mention(position=2)])
    assert resolved["stub"] is True
    assert "sources" not in resolved


def test_what_a_mention_says_and_the_article_does_not() -> None:
    first = mention(quality=5, excerpt="a", published_at=day(1))
    middle = mention(quality=4, excerpt="a", heat=2, published_at=day(2), title="Other", path="b.md")
    last = mention(published_at=day(3), path="c.md", original_url="https://example.com/c")
    resolved = resolve_article([first, middle, last])
    assert not_taken(first, resolved) == {}
    assert not_taken(middle, resolved) == {"quality": 4, "published_at": day(2)}
    assert not_taken(last, {**resolved, "original_url": None}) == {"original_url": "https://example.com/c"}


def test_observed_is_what_differs_from_the_article_itself() -> None:
    target = {"title": "Own", "quality": 5, "published_at": day(1)}
    assert observed(mention(title="Own", quality=5, published_at=day(1)), target) == {}
    assert observed(mention(title="Own"), target) == {}
    assert observed(mention(title="Listed", quality=0, published_at=day(2)), target) == {
        "observed_title": "Listed",
        "observed_quality": 0,
        "observed_at": day(2),
    }


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        ([], None),
        (["B"], "B"),
        (["B", "A", "B"], "B"),
        (["B", "A"], "A"),
        (["b", "B"], "B"),
        (["CBS SF", *["CBS Boston"] * 4], "CBS Boston"),
    ],
)
def test_names(names: list[str], chosen: str | None) -> None:
    assert {choose_name(order) for order in permutations(names)} == {chosen}
    assert choose_name(names) == choose_name(names[::-1]) == chosen


@pytest.mark.parametrize(
    ("images", "chosen"),
    [
        ([], None),
        ([Image("b"), Image("a")], "a"),
        ([Image("a"), Image("b", 1, 1)], "b"),
        ([Image("a", 10, 10), Image("b", 5, 30)], "b"),
        ([Image("b", 10, 10), Image("a", 5, 20)], "a"),
    ],
)
def test_largest_image(images: list[Image], chosen: str | None) -> None:
    found = largest_image(images)
    assert (found and found.url) == chosen


TOPICS = [
    TopicEntry("1.md", "ai", "Artificial Intelligence", "AI"),
    TopicEntry("2.md", "ml", "AI_Learning", "ML"),
    TopicEntry("3.md", "robots", "ML", "Robots"),
    TopicEntry("4.md", "zz", "Shared"),
    TopicEntry("5.md", "aa", "Shared", "AI"),
]


def taxonomy_of(entries: Sequence[TopicEntry | Organization]) -> Taxonomy:
    """Return the taxonomy of entries, one a file."""
    return build_taxonomy(
        FileRecord(entry.path, "topic", topics=(entry,))
        if isinstance(entry, TopicEntry)
        else FileRecord(entry.path, "organization", organizations=(entry,))
        for entry in entries
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Artificial Intelligence", "ai"),
        ("artificial_intelligence", "ai"),
        ("ai learning", "ml"),
        ("ML", "robots"),
        ("robots", "robots"),
        ("Shared", "aa"),
        ("AI", "aa"),
        ("C", "c"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("Computer  Vision", "computer-vision"),
        ("zz", "zz"),
    ],
)
def test_topic_keys(name: str, key: str) -> None:
    assert taxonomy_of(TOPICS).topic_key(name) == key


def test_the_taxonomy_does_not_depend_on_order() -> None:
    topics = [*TOPICS, TopicEntry("0.md", "ai", "First AI"), TopicEntry("9.md", "ai", "Third AI")]
    organizations = [Organization("b.md", "e.com", "B"), Organization("a.md", "e.com", "A")]
    taxonomy = taxonomy_of([*topics, *organizations])
    for seed in range(10):
        shuffled = random.Random(seed).sample([*topics, *organizations], len(topics) + len(organizations))
        assert taxonomy_of(shuffled) == taxonomy
    assert taxonomy.topics["ai"].name == "First AI"
    assert taxonomy.organizations["e.com"].name == "A"
    pairs = {(first.path, second.path) for first, second in taxonomy.repeated}
    assert pairs == {("0.md", "1.md"), ("0.md", "9.md"), ("a.md", "b.md")}


@pytest.mark.parametrize(
    ("parents", "cycles"),
    [
        ({}, []),
        ({"a": "b", "b": "c"}, []),
        ({"a": "a"}, [["a"]]),
        ({"b": "a", "a": "b"}, [["a", "b"]]),
        ({"b": "c", "c": "a", "a": "b"}, [["a", "b", "c"]]),
        ({"a": "c", "c": "b", "b": "a"}, [["a", "c", "b"]]),
        ({"a": "c", "c": "d", "d": "b", "b": "c"}, [["b", "c", "d"]]),
        ({"x": "c", "c": "d", "d": "c", "y": "d"}, [["c", "d"]]),
        ({"a": "b", "b": "a", "c": "d", "d": "c", "e": "a"}, [["a", "b"], ["c", "d"]]),
    ],
)
def test_broader_cycles(parents: dict[str, str], cycles: list[list[str]]) -> None:
    assert broader_cycles(parents) == cycles
