"""What is told of a value at a glance is what a careful look gives, without anything to say of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg import plain, values
from kg.fields import DOCUMENT_FIELDS, ORGANIZATION_FIELDS, PROVIDER_FIELDS, TOPIC_FIELDS
from kg.interpret import interpret
from kg.mentions import Image
from tests.test_canonical import words
from tests.test_values import AT, Found

ROWS = {
    (field.parse, field.glance)
    for table in (DOCUMENT_FIELDS, PROVIDER_FIELDS, TOPIC_FIELDS, ORGANIZATION_FIELDS)
    for field in table.values()
}
TEXTS = (
    st.text("aZé’\xa0&;#\n\t\x07 \u0301", max_size=6)
    | st.text()
    | words(
        "https://example.com/a https://e.com/?a=1&amp;b=2 /a.jpg 2020-09-14T19:17:00Z 2020-09-31T19:17:00Z "
        "2020-W38-1T19:17:00Z 2020-09-14T24:00:00Z 2020-09-14T19:17:60Z ٢٠٢٠-09-14T19:17:00Z "
        "20200914T191700+0000 2020-09-14T19:17:00z nationâ€™s AT&amp;T"
    )
)
SCALARS = TEXTS | st.none() | st.booleans() | st.integers(-(2**65), 2**65) | st.floats()
SIZES = st.integers(-1, 2**64) | SCALARS
IMAGES = st.fixed_dictionaries({"url": TEXTS, "width": SIZES}, optional={"height": SIZES, "title": TEXTS})
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | IMAGES


@given(VALUES)
@example("2020-09-14T19:17:00Z")
@example("2020-W38-1T19:17:00Z")
@example(["A topic", " padded "])
def test_a_glance_is_a_look(value: Any) -> None:
    for parse, glance in ROWS:
        plainly = glance(value)
        if plainly is not None:
            found = Found()
            carefully = parse(value, AT, found)
            assert (plainly, type(plainly)) == (carefully, type(carefully))
            assert (found.codes, found.inexact_values) == ([], 0)


@pytest.mark.parametrize(
    ("glance", "value"),
    [
        (plain.text, "It’s an é, isn’t it"),
        (plain.texts, ["One", "Two"]),
        (plain.integer, 5),
        (plain.boolean, False),
        (plain.instant, "2020-09-14T19:17:00Z"),
        (plain.url, "https://example.com/a?b=1"),
        (plain.image, {"url": "https://example.com/a.jpg", "width": 3, "height": 4}),
    ],
)
def test_a_glance_tells_what_is_usual(glance: plain.Glance, value: Any) -> None:
    assert glance(value) is not None


@given(st.lists(IMAGES, max_size=2))
@example([{"url": "https://example.com/a", "width": 1, "height": 2, "title": "t"}])
def test_images_are_the_same_with_and_without_a_glance(items: list[dict[str, Any]]) -> None:
    def read() -> tuple[tuple[Image, ...], list[Any], int]:
        found = Found()
        return values.images(items, AT, found), sorted(found.codes), found.inexact_values

    with pytest.MonkeyPatch.context() as patch:
        quickly = read()
        patch.setattr(plain, "image", lambda value: None)
        assert read() == quickly


@given(TEXTS, TEXTS)
@example("Example", "example.com")
@example("Example", "https://www.example.com/")
def test_a_provider_of_name_and_domain_is_the_same_beside_a_third_field(name: str, domain: str) -> None:
    def read(provider: dict[str, Any]) -> tuple[Any, ...]:
        found = Found()
        document = {"title": "A title", "webUrl": "https://example.com/a", "provider": provider}
        return interpret(document, "a.md", found).mentions, found.codes

    two = {"name": name, "domain": domain}
    assert read(two) == read(two) == read({**two, "images": []})
