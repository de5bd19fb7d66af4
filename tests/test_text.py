"""Repair of text, before parsing and after."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from ftfy import fix_encoding
from ftfy.badness import is_bad
from hypothesis import example, given
from hypothesis import strategies as st

from kg.text import FORBIDDEN, are_allowed, is_plainly_good, make_parsable, repair, slug
from tests.test_canonical import words

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates too
FRAGMENTS = st.lists(
    st.sampled_from("aé\x00\x07\x0b\x1f\x7f\x85\x97\r\n\t \u200b\ufdd0\ufffe\ud800\U0001fffe&;#x")
    | words("&amp; &lt; &#151; &#129; &#13; &#xD800; &#0; &nbsp; â€™ e\u0301 Ã©")
).map("".join)


@pytest.mark.parametrize(
    ("text", "expected", "count", "first"),
    [
        ("plain\n\ttext\r\n", "plain\n\ttext\r\n", 0, -1),
        ("1970\x961975", "1970–1975", 1, 4),
        ("it\x92s \x97", "it’s —", 2, 2),
        ("next\x85line", "next\x85line", 0, -1),
        ("\x81\x8d\x8f\x90\x9d", "     ", 5, 0),
        ("a\x00b\x07c\x7fd", "a b c d", 3, 1),
        ("a\ufffeb\uffff", "a b ", 2, 1),
        ("a\rb\r\nc", "a\nb\r\nc", 0, -1),
        ("\u00a0é—", "\u00a0é—", 0, -1),
    ],
)
def test_make_parsable(text: str, expected: str, count: int, first: int) -> None:
    assert make_parsable(text) == (expected, count, first)


@given(ANY_TEXT | FRAGMENTS)
def test_make_parsable_keeps_every_column(text: str) -> None:
    parsable, count, first = make_parsable(text)
    assert len(parsable) == len(text)
    assert (count > 0) == (first >= 0)
    assert make_parsable(parsable) == (parsable, 0, -1)


@pytest.mark.parametrize(
    ("text", "expected", "repairs"),
    [
        ("Plain", "Plain", ()),
        ("  padded\u00a0\n", "padded", ()),
        ("the nationâ€™s", "the nation’s", ("mojibake-repaired",)),
        ("“curly” ‘quotes’", "“curly” ‘quotes’", ()),
        ("Ã©tÃ©", "été", ("mojibake-repaired",)),
        ("AT&amp;T", "AT&T", ("entity-unescaped",)),
        ("AT&amp;amp;T", "AT&T", ("entity-unescaped",)),
        ("AT&amp;amp;amp;T", "AT&amp;T", ("entity-unescaped",)),
        ("&lt;b&gt; &#8217; &#x2019; &nbsp;x", "<b> ’ ’ \u00a0x", ("entity-unescaped",)),
        ("AT&T, R&D; a &copy b &amp", "AT&T, R&D; a &copy b &amp", ()),
        ("&notanentity; &;", "&notanentity; &;", ()),
        ("a\x07b\ud800c\ufdd0d\U0001ffffe\x1ff", "abcdef", ("control-characters",)),
        ("a\tb\nc", "a\tb\nc", ()),
        ("a\r\nb", "a\nb", ("control-characters",)),
        ("a&#129;b", "ab", ("entity-unescaped", "control-characters")),
        ("Cafe\u0301", "Café", ()),
        ("\x00 \x00", "", ("control-characters",)),
    ],
)
def test_repair(text: str, expected: str, repairs: tuple[str, ...]) -> None:
    assert repair(text) == (expected, repairs)


@given(ANY_TEXT | FRAGMENTS)
@example("\x00 a")
@example("e\x00\u0301")
def test_repaired_text_can_stand_in_any_format(text: str) -> None:
    repaired, _ = repair(text)
    assert not FORBIDDEN.search(repaired)
    assert unicodedata.is_normalized("NFC", repaired)
    assert repaired == repaired.strip()
    repaired.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("AI", "ai"),
        ("Computer Vision", "computer-vision"),
        ("  computer \t\n vision ", "computer-vision"),
        ("computer__vision", "computer-vision"),
        ("computer _ vision", "computer-vision"),
        ("computer-vision", "computer-vision"),
        ("C", "c"),
        ("C++", "c++"),
        ("C#", "c#"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("Ⅷ", "viii"),
        ("Caf\u00e9", "café"),
        ("Cafe\u0301", "café"),
        ("Machine\u00a0Learning", "machine-learning"),
        ("ΑΣ", "ασ"),
        (".NET/Core", ".net/core"),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


@given(st.text())
def test_slug_is_idempotent(name: str) -> None:
    assert slug(slug(name)) == slug(name)


_GOOD = "aZ9 .-'\n\t" + "\xa0‘’“”–—…" + "àéîñöÿ"


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_plainly_good_text_is_not_mojibake(length: int) -> None:
    """Every text of these characters that is let through is one that ftfy leaves alone."""
    let_through = 0
    for characters in product(_GOOD, repeat=length):
        text = "".join(characters)
        if is_plainly_good(text):
            let_through += 1
            assert not is_bad(text), text
    assert let_through


@given(st.text(st.sampled_from(_GOOD + "".join(map(chr, range(0xC0, 0x100)))), max_size=12))
def test_plainly_good_text_is_left_alone(text: str) -> None:
    if is_plainly_good(text):
        assert fix_encoding(text) == text


@pytest.mark.parametrize("text", ["nationâ€™s", "Ã©", "â€“", "œuf Å", "”é", "Ð°"])
def test_what_may_be_mojibake_is_looked_at(text: str) -> None:
    assert not is_plainly_good(text)


def test_a_long_text_is_judged_in_one_go() -> None:
    assert not is_plainly_good("a’" * 100_000 + "Ã©")


DOUBTFUL = "\t\n\r\x00\x7f\x80\x9f\xa0\ud800\ufdcf\ufdd0\ufdef\ufffe\U0001f600\U0001fffe\U0010ffff"


@given(st.lists(st.text() | st.text(st.sampled_from(DOUBTFUL))))
def test_many_texts_are_allowed_where_nothing_forbidden_is_found(texts: list[str]) -> None:
    assert are_allowed(texts) == (FORBIDDEN.search("".join(texts)) is None)


@pytest.mark.parametrize("plane", range(17))
def test_each_character_is_allowed_or_forbidden(plane: int) -> None:
    for code in range(plane * 0x10000, (plane + 1) * 0x10000):
        character = chr(code)
        if FORBIDDEN.search(character):
            assert not are_allowed(["a", character])
        elif code % 97 == 0:  # those that are allowed are looked at together below
            assert are_allowed([character])
    rest = FORBIDDEN.sub("", "".join(map(chr, range(plane * 0x10000, (plane + 1) * 0x10000))))
    assert are_allowed([rest])
