"""What a file's mapping is, and what its fields say."""

from __future__ import annotations

from typing import Any

import pytest

from kg.interpret import interpret
from tests.test_values import Found

ARTICLE = {"title": "A title", "webUrl": "https://www.example.com/a/", "provider": {"domain": "example.com"}}


@pytest.mark.parametrize(
    ("mapping", "kind"),
    [
        ({"title": "t", "webUrl": "u"}, "article"),
        ({"title": "t", "originalUrl": "u"}, "article"),
        ({"title": "t", "webUrl": "u", "type": "video"}, "article"),
        ({"webUrl": "u"}, "article"),
        ({"taxonomy": "topic"}, "topic"),
        ({"taxonomy": "organization", "title": "t"}, "organization"),
        ({"taxonomy": "place"}, "place"),
        ({"title": "t", "layout": "page"}, "page"),
        ({"title": "t"}, "other"),
        ({"type": "newsletter", "layout": "page"}, "newsletter"),
        ({}, "other"),
    ],
)
def test_kinds(mapping: dict[str, Any], kind: str) -> None:
    assert interpret(mapping, "a.md", Found()).kind == kind


@pytest.mark.parametrize("word", ["topic", "organization", "article"])
@pytest.mark.parametrize("field", ["type", "layout"])
def test_pages_whose_type_is_a_word_of_ours_are_passed_over(field: str, word: str) -> None:
    found = Found()
    record = interpret({"title": "A page", field: word, "name": "x", "domain": "e.com"}, "a.md", found)
    assert (record.mentions, record.topics, record.organizations) == ((), (), ())
    assert found.codes == []


def test_a_title_and_a_url_make_an_article_whatever_the_taxonomy_word() -> None:
    record = interpret({**ARTICLE, "taxonomy": "place"}, "a.md", Found())
    assert (record.kind, len(record.mentions)) == ("article", 1)


def test_identity_is_of_the_canonical_url_and_the_domain() -> None:
    (mention,) = interpret(ARTICLE, "a.md", Found()).mentions
    assert (mention.canonical_url, mention.provider_domain) == ("https://example.com/a", "example.com")
    assert mention.article == "article:yf53a2l64fziwmvf"
    assert mention.url == "https://www.example.com/a/"


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},
        {"ampWebUrl": "https://example.com/amp"},
        {"images": [{"url": "https://example.com/a.jpg"}]},
        {"webUrl": "http://example.com:80/a?utm_source=x#"},
        {"originalUrl": "https://other.example/b"},
        {"provider": {"domain": "WWW.Example.com/path", "name": "Example"}},
        {"provider": None},
    ],
)
def test_what_does_not_identify(change: dict[str, Any]) -> None:
    (mention,) = interpret({**ARTICLE, **change}, "other/b.md", Found()).mentions
    assert mention.article == "article:yf53a2l64fziwmvf"


@pytest.mark.parametrize(
    "change", [{"webUrl": "https://example.com/b"}, {"provider": {"domain": "other.com"}}]
)
def test_what_identifies(change: dict[str, Any]) -> None:
    (mention,) = interpret({**ARTICLE, **change}, "a.md", Found()).mentions
    assert mention.article != "article:yf53a2l64fziwmvf"


def test_listed_mentions_keep_their_place_in_the_list() -> None:
    related = [{**ARTICLE, "webUrl": "https://example.com/b"}, "x", {"title": "t"}, ARTICLE]
    found = Found()
    mentions = interpret({**ARTICLE, "related": related}, "a.md", found).mentions
    assert [(mention.position, mention.listed_by) for mention in mentions] == [
        (0, None),
        (1, "article:yf53a2l64fziwmvf"),
        (4, "article:yf53a2l64fziwmvf"),
    ]
    assert found.codes == [("wrong-type", ("related", 1)), ("missing-url", ("related", 2))]


@pytest.mark.parametrize(
    ("provider", "name", "codes"),
    [
        ({"name": "E", "domain": "example.com"}, "E", []),
        ("Example", "Example", [("wrong-type", ("provider",)), ("provider-from-url", ("provider",))]),
        (["x"], None, [("wrong-type", ("provider",)), ("provider-from-url", ("provider",))]),
        (
            {"domain": ["x"]},
            None,
            [("wrong-type", ("provider", "domain")), ("provider-from-url", ("provider", "domain"))],
        ),
        ({"domain": "www.example.com"}, None, [("provider-domain-cleaned", ("provider", "domain"))]),
        ({"domain": "example.com", "x": 1}, None, [("unmapped-field", ("provider", "x"))]),
    ],
)
def test_providers(provider: Any, name: str | None, codes: list[Any]) -> None:
    found = Found()
    (mention,) = interpret({**ARTICLE, "provider": provider}, "a.md", found).mentions
    assert (mention.provider_name, mention.provider_domain) == (name, "example.com")
    assert found.codes == codes


@pytest.mark.parametrize(
    ("fields", "key", "name"),
    [
        ({"_id": "ai", "name": "AI"}, "ai", "AI"),
        ({"_id": "ai"}, "ai", "ai"),
        ({"name": "Computer Vision"}, "computer-vision", "Computer Vision"),
    ],
)
def test_topics(fields: dict[str, str], key: str, name: str) -> None:
    (topic,) = interpret({"taxonomy": "topic", **fields}, "a.md", Found()).topics
    assert (topic.key, topic.name) == (key, name)


def test_secured_is_dropped_whatever_it_is() -> None:
    for value in ("blob", ["blob"], {"blob": "blob"}, 5, None):
        found = Found()
        record = interpret({**ARTICLE, "secured": value}, "a.md", found)
        assert "blob" not in repr(record)
        assert found.codes == []
