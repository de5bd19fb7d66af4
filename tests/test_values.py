"""One value of one field: typed by what the field is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from kg import values
from kg.mentions import Image
from kg.yamltree import Path


class Found:
    """Keeps what a parser says."""

    def __init__(self, site: str | None = None) -> None:
        self.site = site
        self.codes: list[tuple[str, Path]] = []
        self.inexact_values = 0

    def add(self, code: str, at: Path, message: str) -> None:
        assert message
        self.codes.append((code, at))

    def tally(self, code: str, at: Path, *, by_field: bool = True) -> None:
        self.codes.append((code, at))

    def inexact(self) -> None:
        self.inexact_values += 1


AT: Path = ("x",)


def parse(parser: values.Parser, value: Any, site: str | None = None) -> tuple[Any, list[tuple[str, Path]]]:
    found = Found(site)
    return parser(value, AT, found), found.codes


def only(code: str | None) -> list[tuple[str, Path]]:
    return [(code, AT)] if code else []


@pytest.mark.parametrize("parser", [values.text, values.boolean, values.instant, values.url])
@pytest.mark.parametrize("value", [1, 1.5])
def test_other_types_ask_for_the_exact_text(parser: values.Parser, value: Any) -> None:
    found = Found()
    assert parser(value, AT, found) is None
    assert found.inexact_values == 1
    assert found.codes == []


@pytest.mark.parametrize("parser", [values.text, values.integer, values.boolean, values.instant, values.url])
@pytest.mark.parametrize(("value", "code"), [(None, None), ("", None), (" ", None), ([], "wrong-type")])
def test_nothing(parser: values.Parser, value: Any, code: str | None) -> None:
    assert parse(parser, value) == (None, only(code))


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        (5, 5, None),
        ("5", 5, None),
        (" 5 ", 5, None),
        ("+12", 12, None),
        ("-0", 0, None),
        ("0123", 123, None),
        ("0x1F", 31, None),
        ("-0x1F", -31, None),
        ("0o17", 15, None),
        ("0b11", 3, None),
        (2**63 - 1, 2**63 - 1, None),
        (str(-(2**63)), -(2**63), None),
        (2**63, None, "bad-number"),
        (str(-(2**63) - 1), None, "bad-number"),
        ("1_000", None, "bad-number"),
        ("1e3", None, "bad-number"),
        ("1.0", None, "bad-number"),
        ("12:30", None, "bad-number"),
        ("٣", None, "bad-number"),
        ("high", None, "bad-number"),
        ("9" * 100_000, None, "bad-number"),
        ({}, None, "wrong-type"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_integer(value: Any, expected: int | None, code: str | None) -> None:
    assert parse(values.integer, value) == (expected, only(code))


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        (True, True, None),
        (False, False, None),
        ("true", True, None),
        ("No", False, None),
        ("OFF", False, None),
        ("yes", True, None),
        ("y", None, "wrong-type"),
        ("1", None, "wrong-type"),
        ("maybe", None, "wrong-type"),
    ],
)
def test_boolean(value: Any, expected: bool | None, code: str | None) -> None:
    assert parse(values.boolean, value) == (expected, only(code))


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        ("2020-09-14T19:17:00Z", datetime(2020, 9, 14, 19, 17, tzinfo=UTC), None),
        ("2020-09-14t19:17:00z", datetime(2020, 9, 14, 19, 17, tzinfo=UTC), None),
        ("2020-09-14 19:17:00 Z", datetime(2020, 9, 14, 19, 17, tzinfo=UTC), None),
        ("2020-09-14T19:17Z", datetime(2020, 9, 14, 19, 17, tzinfo=UTC), None),
        ("2020-09-14T19:17:00.5Z", datetime(2020, 9, 14, 19, 17, 0, 500000, UTC), None),
        ("2020-09-14T19:17:00+02:00", datetime(2020, 9, 14, 17, 17, tzinfo=UTC), None),
        ("2020-09-14T19:17:00-0930", datetime(2020, 9, 15, 4, 47, tzinfo=UTC), None),
        ("2020-09-14T19:17:00+02", datetime(2020, 9, 14, 17, 17, tzinfo=UTC), None),
        ("2020-09-14T19:17:00", datetime(2020, 9, 14, 19, 17, tzinfo=UTC), "naive-date"),
        ("2020-09-14", datetime(2020, 9, 14, tzinfo=UTC), "naive-date"),
        ("2020-09-31", None, "bad-date"),
        ("2020-09-14T25:00:00Z", None, "bad-date"),
        ("9999-12-31T23:59:59-01:00", None, "bad-date"),
        ("0001-01-01T00:00:00+01:00", None, "bad-date"),
        ("14/09/2020", None, "bad-date"),
        ("September 14", None, "bad-date"),
        ("٢٠٢٠-09-14", None, "bad-date"),
        ("1600110000", None, "bad-date"),
    ],
)
def test_instant(value: str, expected: datetime | None, code: str | None) -> None:
    found, codes = parse(values.instant, value)
    assert (found, codes) == (expected, only(code))
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize(
    ("value", "site", "expected", "code"),
    [
        ("https://example.com/a b", None, "https://example.com/a%20b", None),
        ("https://example.com/?a&amp;b", None, "https://example.com/?a&b", "entity-unescaped"),
        ("/a.jpg", None, None, "relative-url"),
        ("/a.jpg", "https://s.example/", "https://s.example/a.jpg", None),
        ("mailto:a@b.c", None, None, "wrong-type"),
        ("mailto:a@b.c", "https://s.example/", None, "wrong-type"),
        ("not a url", None, None, "wrong-type"),
    ],
)
def test_url(value: str, site: str | None, expected: str | None, code: str | None) -> None:
    assert parse(values.url, value, site) == (expected, only(code))


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        (None, (), []),
        ([], (), []),
        (["b", "a", None, ""], ("b", "a"), []),
        ("one", ("one",), [("wrong-type", AT)]),
        ([{"name": "A"}, "b"], ("A", "b"), []),
        ([{"name": "A", "url": "x"}], ("A",), [("unmapped-field", ("x", 0, "url"))]),
        (["a", ["b"]], ("a",), [("wrong-type", ("x", 1))]),
        (["AT&amp;T"], ("AT&T",), [("entity-unescaped", ("x", 0))]),
    ],
)
def test_texts(value: Any, expected: tuple[str, ...], codes: list[tuple[str, Path]]) -> None:
    assert parse(values.texts, value) == (expected, codes)


URL = "https://example.com/a.jpg"


@pytest.mark.parametrize(
    ("value", "expected", "codes"),
    [
        ([{"url": URL, "width": 3, "height": "4"}], (Image(URL, 3, 4),), []),
        ([URL], (Image(URL),), []),
        ([{"url": URL}], (Image(URL),), []),
        ({"url": URL}, (Image(URL),), [("wrong-type", AT)]),
        ([{"url": URL, "width": 3}], (Image(URL),), [("unmapped-field", ("x", 0, "width"))]),
        (
            [{"url": URL, "width": 0, "height": -1}],
            (Image(URL),),
            [("bad-number", ("x", 0, "width")), ("bad-number", ("x", 0, "height"))],
        ),
        ([{"width": 3, "height": 4}], (), [("wrong-type", ("x", 0))]),
        ([{"url": "/a.jpg"}, {"url": URL}], (Image(URL),), [("relative-url", ("x", 0, "url"))]),
        ([{"url": URL, "isCached": True}], (Image(URL),), [("unmapped-field", ("x", 0, "isCached"))]),
        ([None, ""], (), []),
    ],
)
def test_images(value: Any, expected: tuple[Image, ...], codes: list[tuple[str, Path]]) -> None:
    assert parse(values.images, value) == (expected, codes)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("a", "'a'"), ("it's", '"it\'s"'), ("a\nb", "'a\\nb'"), ("x" * 100, "'" + "x" * 77 + "…'")],
)
def test_quote(value: str, shown: str) -> None:
    assert values.quote(value) == shown
    assert len(values.quote(value)) <= 80
