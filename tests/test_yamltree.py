"""The quick and the exact way through YAML agree, and places are exact."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.files import find_files
from kg.frontmatter import Source, read_yaml_text
from kg.quickyaml import QuickParseError, blank_secret
from kg.read import _exactly, _quickly, read_file
from kg.yamltree import DEPTH_LIMIT, TreeError, parse
from tests.conftest import Source as MakeSource
from tests.conftest import article
from tests.test_canonical import words

KEYS = words(
    "title webUrl originalUrl provider related images topics tags quality heat publishedDateTime published "
    "name domain url width height taxonomy _id parent keywords otherNames secured layout type category "
    "unknown << 1 ~"
)
SCALARS = st.one_of(
    words(
        "topic organization https://example.com/a example.com title true No 1.10 ~ null 0123 12:30 "
        "2020-09-14 2020-09-14T01:02:03Z 0x1F 1_000 &amp;"
    ),
    st.sampled_from(["", " ", "A title"]),
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.dates(),
    st.text(string.printable + "äé—\x85\u2028\x07\ufeff😀", max_size=12),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text("ab1~", max_size=2), inner, max_size=4)
    ),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=8).map(
    lambda some: (
        {"title": "A title", "webUrl": "https://example.com/a", "provider": {"domain": "e.com"}} | some
    )
) | st.dictionaries(KEYS, VALUES, max_size=8)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, None, '"', "'", "|", ">"]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([10, 80, 10_000]),
        "indent": st.sampled_from([2, 7]),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


def assert_same(text: str) -> None:
    """Fail where the quick way gives a record and the exact way another one."""
    source = Source("a.yaml", text)
    try:
        quick = _quickly(source, None)
    except QuickParseError:
        return
    assert quick == _exactly(source, None).record


@settings(max_examples=600)
@given(DOCUMENTS, STYLES)
def test_quick_is_exact(document: dict[str, Any], style: dict[str, Any]) -> None:
    assert_same(yaml.safe_dump(document, **style))


@settings(max_examples=300)
@given(st.text("ab: -[]{},#&*|>'\"%@`\n\t?<~1.", max_size=40))
def test_quick_is_exact_for_any_text(text: str) -> None:
    assert_same(text)
    assert_same(f"title: t\nwebUrl: https://example.com/a\nprovider: {{domain: e.com}}\nx: {text}\n")


PLAIN = "title: A title\nwebUrl: https://example.com/a\nprovider: {name: E, domain: e.com}\n"


@pytest.mark.parametrize(
    "text",
    [
        "taxonomy: 5\ntitle: x\n",
        "type: 1.10\ntitle: x\n",
        "layout: true\n",
        "layout: 2020\ntype: page\n",
        PLAIN + "taxonomy: 5\n",
        "--- !article\n" + PLAIN,
        PLAIN + "type: !word video\n",
        PLAIN + "category: ! 5\n",
        PLAIN + "unknown: !tag {a: 1}\n",
        PLAIN + "category: !!null 5\n",
        PLAIN + 'category: !!null "null"\n',
        PLAIN + "category: !!str\n",
        PLAIN + "category: !!binary aGVsbG8=\n",
        PLAIN + "tags: [1, 2.0, No, ~, '', \"null\"]\n",
        PLAIN + "unknown: {a: 1, a: 2}\n",
        PLAIN + "unknown: {a: {b: [{c: 1, c: 2}]}}\n",
        PLAIN + "unknown: &x [1]\ntags: *x\n",
        PLAIN + "unknown: &x {a: b}\nother: {<<: *x}\n",
        PLAIN + "<<: {quality: 5}\n",
        PLAIN + "? [a]\n: b\n",
        PLAIN + "1: a\ntrue: b\n~: c\n",
        PLAIN + "quality: 0o17\nheat: 0b11\n",
        PLAIN + "quality: 9223372036854775807\nheat: 9223372036854775808\n",
        PLAIN + "quality: 0x1F\nheat: -0\n",
        PLAIN + "quality: 1e3\nheat: 1.0\n",
        PLAIN + "excerpt: a\u2028b\n",
        PLAIN + "...\n",
        PLAIN + "...\n---\nb: 1\n",
        "%YAML 1.1\n---\n" + PLAIN,
        "%YAML 1.2\n---\n" + PLAIN,
        PLAIN + 'secured: "QUJD"\n',
        PLAIN + "secured: {a: 1, a: 2}\n",
        "excerpt: 'x\nsecured: \"QUJD\"\ny'\n" + PLAIN,
    ],
)
def test_quick_is_exact_for_odd_yaml(text: str) -> None:
    assert_same(text)


def test_quick_is_exact_at_any_depth() -> None:
    for depth in (DEPTH_LIMIT - 2, DEPTH_LIMIT - 1, DEPTH_LIMIT, DEPTH_LIMIT + 1, 2 * DEPTH_LIMIT):
        assert_same(PLAIN + f"unknown: {'[' * depth}{']' * depth}\n")
        assert_same(PLAIN + f"unknown:\n  {'- ' * depth}a\n")


def test_quick_is_exact_for_many_aliases() -> None:
    repeated = ", ".join(["*x"] * 1200)
    assert_same(PLAIN + f"unknown: [&x [{', '.join('1' * 100)}], {repeated}]\n")


def test_quick_is_exact_for_the_corpus(corpus: Path) -> None:
    compared = 0
    for file in find_files([corpus]):
        source = read_yaml_text(file)
        if source.yaml is None:
            continue
        try:
            quick = _quickly(source, None)
        except QuickParseError:
            continue
        assert quick == _exactly(source, None).record, file.path
        compared += 1
    assert compared > 1000


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("1.10", "1.10"),
        ("No", "No"),
        ("0123", "0123"),
        ("12:30", "12:30"),
        ("2020-09-14", "2020-09-14"),
        ("2020-09-14T01:02:03Z", "2020-09-14T01:02:03Z"),
        ("true", "true"),
        ("True", "True"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("+12", "+12"),
        ("1_000", "1_000"),
        (".inf", ".inf"),
        (".NaN", ".NaN"),
        ("-0", "-0"),
        ("99999999999999999999", "99999999999999999999"),
        ("=", "="),
        ("<<", "<<"),
        ("!!str 5", "5"),
        ('!!int "5"', "5"),
        ("!!float 1.50", "1.50"),
        ("!custom 5", "5"),
        ('"null"', "null"),
        ("'~'", "~"),
        ("!!str null", "null"),
        ("nUll", "nUll"),
        ("&a 1.10", "1.10"),
        ("1.10 # a comment", "1.10"),
        ("|\n  1.10", "1.10"),
        (">-\n  two\n  lines", "two lines"),
        ('"a\\u00e9\\n\\tb"', "aé\n\tb"),
    ],
)
def test_titles_are_the_very_text(source: MakeSource, written: str, title: str) -> None:
    (file,) = find_files([source({"a.md": article(title=written)})])
    record = read_file(file)
    assert [mention.title for mention in record.mentions] == [title]
    assert record.issues == ()


@pytest.mark.parametrize("written", ["~", "null", "Null", "NULL", "", '""', "''", "' '", "# a comment"])
def test_titles_that_are_none(source: MakeSource, written: str) -> None:
    (file,) = find_files([source({"a.md": article(title=written)})])
    record = read_file(file)
    assert record.mentions == ()
    assert [(found.code, found.where) for found in record.issues] == [("missing-title", "a.md:2:1")]


TREE = """\
# a comment
a: 1
"b": {c: x, d: [y, {e: z}]}
list:
  - item
  -   k: v
      m: |
        text
  - [p, q]
é—: w
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("a",), 2, 1),
        (("b",), 3, 1),
        (("b", "c"), 3, 7),
        (("b", "d"), 3, 13),
        (("b", "d", 0), 3, 17),
        (("b", "d", 1), 3, 20),
        (("b", "d", 1, "e"), 3, 21),
        (("list",), 4, 1),
        (("list", 0), 5, 5),
        (("list", 1), 6, 7),
        (("list", 1, "k"), 6, 7),
        (("list", 1, "m"), 7, 7),
        (("list", 2), 9, 5),
        (("list", 2, 1), 9, 9),
        (("é—",), 10, 1),
        (("missing",), 2, 1),
        (("list", 1, "missing"), 6, 7),
        (("list", 9), 4, 1),
        (("a", "b", 0), 2, 1),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_places(path: tuple[str | int, ...], line: int, column: int, line_end: str) -> None:
    source = Source("a.yaml", TREE.replace("\n", line_end))
    root = parse(source.yaml or "").root
    assert root is not None
    assert source.places()(root.locate(path)) == (line, column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", [(2, 1, "a")]),
        ("a: 1\n'a': 2\n\"a\": 3\n", [(2, 1, "a"), (3, 1, "a")]),
        ("x: {a: 1, b: 2, a: 3}\n", [(1, 17, "a")]),
        ("x:\n  - y:\n      a: 1\n      a: 1\n", [(4, 7, "a")]),
        ("a: {a: {a: 1}}\n", []),
        ("- a: 1\n- a: 1\n", []),
        ("1: a\n'1': b\n", [(2, 1, "1")]),
    ],
)
def test_duplicate_keys_are_found_at_any_depth(text: str, expected: list[tuple[int, int, str]]) -> None:
    source = Source("a.yaml", text)
    found = [(*source.places()(offset), key) for offset, key in parse(text).duplicates]
    assert found == expected


def test_the_last_of_duplicate_keys_wins() -> None:
    root = parse("x: {a: 1, a: [2]}\nx2: 1\n").root
    assert root is not None
    assert root.plain() == {"x": {"a": ["2"]}, "x2": "1"}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: b: c\n", "yaml-error", (1, 5)),
        ("a: *x\n", "yaml-error", (1, 4)),
        ("a: &x [*x]\n", "yaml-error", (1, 8)),
        ("a: @b\n", "yaml-error", (1, 4)),
        ("a:\n\t- b\n", "yaml-error", (2, 1)),
        (f"a: {'[' * 200}{']' * 200}\n", "too-deep", (1, 4 + DEPTH_LIMIT - 1)),
    ],
)
def test_what_cannot_be_read(text: str, code: str, place: tuple[int, int]) -> None:
    with pytest.raises(TreeError) as caught:
        parse(text)
    assert caught.value.code == code
    assert Source("a.yaml", text).places()(caught.value.offset) == place


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('a: 1\nsecured: "QUJD+/=;"\nb: 2\n', "a: 1\n\nb: 2\n"),
        ('a: 1\nsecured: "QUJD"\r\nb: 2\r\n', "a: 1\n\r\nb: 2\r\n"),
        ('a: 1\nsecured: ""', "a: 1\n"),
        *(
            (text, text)
            for text in (
                'secured: "QUJD"\n',
                'a: 1\nsecured: "QUJD" # why\n',
                'a: 1\nsecured: "QUJD"\r',
                'a: 1\nsecured: "QU\nJD"\n',
                'a: 1\nsecured: "QU\\"JD"\n',
                'a: 1\nsecured: "QUJD\n',
                "a: 1\nsecured: QUJD\n",
                'a: 1\nsecured: "QUJD"\nsecured: "REVG"\n',
            )
        ),
    ],
)
def test_only_a_plain_blob_is_blanked(text: str, left: str) -> None:
    assert blank_secret(text.encode()) == left.encode()
