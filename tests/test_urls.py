"""URLs of the graph are IRIs, as other libraries judge it."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg import urls
from kg.iris import are_iris, is_iri
from kg.urls import (
    canonical_host,
    clean_url,
    encode_key,
    has_control_characters,
    has_escaped_ampersand,
    is_plain_url,
    is_relative,
    provider_domain,
)
from tests.test_canonical import HOSTILE

NAME = ox.NamedNode("https://example.org/name")


def assert_iri(iri: str) -> None:
    """Fail unless Oxigraph takes the IRI, and gives it back through two formats."""
    triple = ox.Triple(ox.NamedNode(iri), NAME, ox.NamedNode(iri))
    for format_ in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE):
        written = ox.serialize([triple], format=format_)
        assert written is not None
        assert [quad.triple for quad in ox.parse(written, format=format_)] == [triple]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        (
            "https://user:pw@apnews.com/Business Wire/1?a=1&amp;b=2",
            "https://apnews.com/Business%20Wire/1?a=1&b=2",
        ),
        ("https://example.com/?a&#038;b&#38;c&#x26;d", "https://example.com/?a&b&c&d"),
        ("https://example.com/&amp;amp;x", "https://example.com/&x"),
        ("https://example.com/a\tb\nc.jpg\t", "https://example.com/abc.jpg"),
        ('https://example.com/[x]|y^{z}`\\<>"', "https://example.com/%5Bx%5D%7Cy%5E%7Bz%7D%60%5C%3C%3E%22"),
        ("https://example.com/100%", "https://example.com/100%25"),
        ("https://example.com/%zz", "https://example.com/%25zz"),
        ("https://example.com/%c3%a9", "https://example.com/%c3%a9"),
        ("https://example.com/garda\u0301i", "https://example.com/gardái"),
        ("https://example.com/a#b#c", "https://example.com/a#b%23c"),
        ("https://bücher.example/ä?ö#ü", "https://bücher.example/ä?ö#ü"),
        ("//example.com/a", "https://example.com/a"),
        ("https://example.com/\ufdd0\ue000", "https://example.com/%EF%B7%90%EE%80%80"),
        ("https://example.com/?\ue000#\ue000", "https://example.com/?\ue000#%EE%80%80"),
        ("https://a@b@example.com/", "https://example.com/"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://[x]/", None),
        ("/assets/a.jpg", None),
        ("assets/a.jpg", None),
        ("ftp://example.com/", None),
        ("https://", None),
        ("https:///a", None),
        ("https://exa mple.com/", None),
        ("https://example.com:65536/", None),
        ("data:text/html,x", None),
        ("", None),
    ],
)
def test_clean_url(found: str, expected: str | None) -> None:
    assert clean_url(found) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("/assets/a b.jpg", "https://site.example/assets/a%20b.jpg"),
        ("assets/a.jpg", "https://site.example/base/assets/a.jpg"),
        ("../a.jpg", "https://site.example/a.jpg"),
        ("?x=1", "https://site.example/base/?x=1"),
        ("https://example.com/a", "https://example.com/a"),
        ("//example.com/a", "https://example.com/a"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.c", None),
        ("", None),
    ],
)
def test_relative_urls_resolve_against_the_site(found: str, expected: str | None) -> None:
    assert clean_url(found, "https://site.example/base/") == expected


@settings(max_examples=800)
@given(
    HOSTILE | st.from_regex(r"https?://[a-z.-]{1,9}(:[0-9]{0,5})?(/[a-z.~%0-9&;#?]{0,9})*", fullmatch=True)
)
@example("https://e.com/?a&amp;b")
@example("https://e.com/?a&#038;b")
@example("https://e.com/?a&AMP;b&x26;")
@example("https://e.com/#&#x26;")
def test_plain_urls_are_as_cleaning_leaves_them(text: str) -> None:
    if is_plain_url(text):
        assert urls._clean(text, None) == text
        assert not has_escaped_ampersand(text)
        assert not has_control_characters(text)


@settings(max_examples=1500)
@given(HOSTILE, st.sampled_from([None, "https://site.example/base/"]))
@example("https://example.com/\x85\x00\u200f", None)
@example("https://example.com./%", None)
@example("https://[::ffff:1.2.3.4%25eth0]/", None)
@example("https://[1::2::3]/", None)
@example("https://ａ.example/", None)
@example("https://a%2Fb.example/", None)
def test_clean_urls_are_iris(text: str, site: str | None) -> None:
    cleaned = clean_url(text, site)
    if cleaned is None:
        return
    assert_iri(cleaned)
    assert clean_url(cleaned, site) == cleaned
    assert is_iri(cleaned)
    parts = urlsplit(cleaned)
    assert parts.scheme.lower() in ("http", "https")
    assert "@" not in parts.netloc
    assert parts.hostname


@given(HOSTILE)
def test_what_is_an_iri_is_one(text: str) -> None:
    if is_iri(text):
        assert_iri(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/a", True),
        ("a/b.jpg", True),
        ("../a", True),
        ("?x", True),
        ("#x", True),
        (" /a ", True),
        ("//example.com/a", False),
        ("https://example.com", False),
        ("mailto:a@b.c", False),
        ("JavaScript:x", False),
        ("not a url", False),
        ("", False),
        ("  ", False),
        ("a/b:c", True),
        ("./a:b", True),
    ],
)
def test_is_relative(text: str, expected: bool) -> None:
    assert is_relative(text) is expected


@settings(max_examples=500)
@given(st.text() | st.text("aZ09-._~%/?#[]@!$&'()*+,;= \x00ä\ue000\ufdd0\U000e0001"))
def test_encoded_keys_are_reversible_iri_parts(key: str) -> None:
    encoded = encode_key(key)
    assert unquote(encoded, errors="strict") == key
    assert not set(encoded) & set("/?#[]@!$&'()*+,;=: ")
    assert_iri("https://example.org/kg/topic/" + encoded)


@pytest.mark.parametrize(
    ("key", "encoded"),
    [
        ("c++", "c%2B%2B"),
        ("c#", "c%23"),
        ("a/b", "a%2Fb"),
        ("100%", "100%25"),
        ("überraschung", "überraschung"),
        ("a-b.c_d~e", "a-b.c_d~e"),
        ("it's", "it%27s"),
    ],
)
def test_encode_key(key: str, encoded: str) -> None:
    assert encode_key(key) == encoded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cnn.com", "cnn.com"),
        ("WWW.CNN.com", "cnn.com"),
        ("www.www.cnn.com.", "cnn.com"),
        ("cnn.com/us/live-news/x", "cnn.com"),
        ("https://edition.cnn.com/us?x#y", "edition.cnn.com"),
        ("//cnn.com/us", "cnn.com"),
        ("cnn.com:443", "cnn.com"),
        ("user@cnn.com", "cnn.com"),
        (" cnn.com\t", "cnn.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("Straße.de", "xn--strae-oqa.de"),
        ("a_b.example", "a_b.example"),
        ("localhost", "localhost"),
        ("CNN News", None),
        ("ftp://cnn.com", None),
        ("https://", None),
        ("", None),
        ("www.", "www"),
        ("/us/live-news", None),
        ("a..b", None),
    ],
)
def test_provider_domain(text: str, expected: str | None) -> None:
    assert provider_domain(text) == expected


@given(HOSTILE | st.text())
def test_provider_domain_is_idempotent(text: str) -> None:
    domain = provider_domain(text)
    if domain is not None:
        assert provider_domain(domain) == domain
        assert canonical_host(domain) == domain
        assert_iri("https://example.org/kg/provider/" + encode_key(domain))


PIECES = st.lists(
    st.sampled_from(
        [
            "https://",
            "http://",
            "HTTPS://",
            "a",
            "b.c",
            ".",
            "..",
            ":",
            ":80",
            "/",
            "?",
            "#",
            "%",
            "%2F",
            "%g",
            "&",
            "&amp;",
            "&#38;",
            "@",
            "[",
            "é",
            "\n",
            "urn:x",
            ";",
        ]
    )
    | st.just("\ud800")
).map("".join)


@given(st.lists(PIECES.map("https://a.b{}".format) | PIECES))
@example(["https://a.example", "https://a.example\nhttps://b.example"])
def test_many_are_iris_where_each_is_one(texts: list[str]) -> None:
    assert are_iris(texts) == all(map(is_iri, texts))
