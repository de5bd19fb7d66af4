"""The canonical URL: the table of examples, and what holds of any URL."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kg.canonical import TRACKING, canonical_steps, canonical_url, url_host
from kg.urls import canonical_host, clean_url, has_escaped_ampersand

TABLE = Path(__file__).parent / "cases" / "canonical_urls.tsv"
ROWS = [
    line.split("\t")
    for line in TABLE.read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def words(text: str) -> st.SearchStrategy[str]:
    """Return what draws one of the words of a text."""
    return st.sampled_from(text.split())


_PIECES = st.one_of(
    st.sampled_from(
        "aZ0.-_~/?#&=;:@%!$'()*+,[]{}|\\^`<>\" \t\n\x00\x7f\x85\xa0éßΣ日\u200b\u2028\u202e\ue000ª．。😀"
    ),
    words("% %2 %2e %2E %2f %25 %41 %7e %c3%a9 %C3 %zz %20 %3A %00 e\u0301 \ufdd0"),
    words("/. /.. /./ /../ // .. /%2e%2e/ /c/s/ /c/ www. example.com a@ u:p@ http:// https://"),
    words("/index.php /index.php/ /index.php/category/1/ /index.php/publisher/22/index.php/"),
    words("index.php/ /index.php/category/ x.cdn.ampproject.org /c/s/x.cdn.ampproject.org/c/s/y.org"),
    words(":80 :443 :8443 :080 : ?utm_source=x &fbclid=1 ?xtor=1 #xtor=1 #:~:text=a"),
    words("&amp &amp; &#038; xn-- xn--bcher-kva"),
)
_TAIL = st.lists(_PIECES, max_size=8).map("".join)
_HOST = words(
    "example.com WWW.Example.com. www.www.a.b bücher.example Straße.de a_b.example [::1] "
    "x.cdn.ampproject.org x.CDN.ampproject.org. x.cdn.ampproject.org:443 u@x.cdn.ampproject.org "
    "www.x.cdn.ampproject.org 127.0.0.1 "
    "user:pw@example.com:8443 ex%61mple.com 日本.jp www. www.www. [::1]:443 "
    "[FE80::1] [v1.a] [fe80::1%25en0] 😀.ws a..b localhost %65xample.com:443"
)
_AMP = st.sampled_from(
    ["", "", "/c/s/news.example/a", "/c/news.example/a", "/c/s/x.cdn.ampproject.org/c/s/b.org"]
)
_SCHEME = st.sampled_from(["http://", "https://", "HTTPS://", "//", " https://", "Http://", "\thttps://"])
HOSTILE = st.builds("{}{}{}{}".format, _SCHEME, _HOST | _TAIL, _AMP, _TAIL) | st.text(max_size=30)


@pytest.mark.parametrize(("found", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_table(found: str, expected: str) -> None:
    assert canonical_url(found) == (None if expected == "-" else expected)


@pytest.mark.parametrize("expected", sorted({row[1] for row in ROWS} - {"-"}))
def test_table_is_a_fixed_point(expected: str) -> None:
    assert canonical_url(expected) == expected


@pytest.mark.parametrize("name", [*sorted(TRACKING), "utm_source", "utm_", "utm_anything"])
@pytest.mark.parametrize("query", ["?{}=1", "?{}", "?{}="])
def test_tracking_parameters_are_dropped(name: str, query: str) -> None:
    assert canonical_url(f"https://example.com/a{query.format(name)}") == "https://example.com/a"
    kept = canonical_url(f"https://example.com/a{query.format(name)}&b=2")
    assert kept == "https://example.com/a?b=2"


@pytest.mark.parametrize("name", ["FBCLID", "fbclid2", "xutm_source", "UTM_source", "Partner", "rss2", "id"])
def test_other_parameters_stay(name: str) -> None:
    assert canonical_url(f"https://example.com/a?{name}=1") == f"https://example.com/a?{name}=1"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("https://a.cdn.ampproject.org/v/s/b.com/x", "https://a.cdn.ampproject.org/v/s/b.com/x"),
        ("https://cdn.ampproject.org/c/s/b.com/x", "https://cdn.ampproject.org/c/s/b.com/x"),
        ("https://x.cdn.ampproject.org/c/s/b.com", "https://b.com"),
        ("https://x.cdn.ampproject.org/c/s/b.com?q=1#f", "https://b.com?q=1#f"),
        ("https://x.cdn.ampproject.org/c/s/y.cdn.ampproject.org/c/s/www.b.com/x/", "https://b.com/x"),
        (
            "https://example.com/x.cdn.ampproject.org/c/s/b.com",
            "https://example.com/x.cdn.ampproject.org/c/s/b.com",
        ),
        ("https://zdnet.com/index.php/publisher/7/index.php/a", "https://zdnet.com/a"),
        ("https://zdnet.com/index.php/category/7/a", "https://zdnet.com/index.php/category/7/a"),
        (
            "https://zdnet.com/index.php/author/7/index.php/a",
            "https://zdnet.com/index.php/author/7/index.php/a",
        ),
        (
            "https://zdnet.com/x/index.php/category/7/index.php/a",
            "https://zdnet.com/x/index.php/category/7/index.php/a",
        ),
        ("http://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8080/a", "https://example.com:8080/a"),
        ("https://example.com:/a", "https://example.com/a"),
        ("https://example.com:99999/a", None),
        ("https://example.com:port/a", None),
        ("https://[::1]/a", "https://[::1]/a"),
        ("https://[::1/a", None),
        ("https://example.com/a\n b", "https://example.com/a%20b"),
        ("\u00a0https://example.com/a\x00", "https://example.com/a"),
        ("https://faß.de/", "https://xn--fa-hia.de"),
        ("https://www./a", "https://www/a"),
        ("http:///a", None),
        ("http:example.com", None),
        ("", None),
    ],
)
def test_more_examples(found: str, expected: str | None) -> None:
    assert canonical_url(found) == expected


@settings(max_examples=800)
@given(HOSTILE)
@example("https://x.cdn.ampproject.org/c/s/x%2ecdn.ampproject.org/c/s/b.com")
@example("https://www.x.cdn.ampproject.org/c/s/b.com/index.php/category/1/index.php/../../..")
@example("https://example.com/index.php/category/1/index.php/index.php/category/1/index.php/a")
@example("https://example.com/a#:~:%23")
@example("https://example.com/?%75tm_source=1")
@example("https://example.com/#%78tor=1")
@example("https://example.com/e%CC%81e\u0301")
def test_canonical_form_is_idempotent(text: str) -> None:
    canonical = canonical_url(text)
    if canonical is not None:
        assert canonical_url(canonical) == canonical


@settings(max_examples=800)
@given(HOSTILE)
@example("https://u@x.cdn.ampproject.org/c/s/b.com/")
@example("https://%41x.cdn.ampproject.org:080/c/s/%41:080%41x.cdn.ampproject.org:080/c/s/%41:080")
def test_canonical_form_does_not_depend_on_cleaning(text: str) -> None:
    assume(not has_escaped_ampersand(text))
    cleaned = clean_url(text)
    if cleaned is not None:
        assert canonical_url(cleaned) == canonical_url(text)


@given(HOSTILE)
def test_steps_end_at_the_canonical_url(text: str) -> None:
    steps = canonical_steps(text)
    assert steps[-1][1] == canonical_url(text)
    assert all(url is not None for _, url in steps[:-1])


@settings(max_examples=300)
@given(HOSTILE)
def test_canonical_form_is_ascii_https_with_the_host_of_a_site(text: str) -> None:
    canonical = canonical_url(text)
    if canonical is None:
        return
    assert canonical.isascii()
    assert canonical.isprintable()
    assert canonical.startswith("https://")
    assert canonical_host(url_host(canonical)) == url_host(canonical)
    assert not url_host(canonical).startswith("www.")


def test_canonical_steps_say_where_a_url_is_none() -> None:
    assert canonical_steps("ftp://example.com/x") == (("space and control characters stripped", None),)
    assert canonical_steps("https://exa mple.com/x")[-1][1] is None


@settings(max_examples=800)
@given(
    HOSTILE
    | st.from_regex(
        r"https?://(www\.)*[a-z.]{1,9}(/[a-z.~%]{0,5})*(\?(rss|utm_a|b)?[a=&?%/]{0,5})?#?", fullmatch=True
    )
)
@example("https://www.cdn.ampproject.org/c/s/b.com/x")
@example("https://www.www.com")
@example("https://a.com//b//")
@example("https://a.com/./b/..")
@example("https://a.com/b//?utm_source=x&&c=1&rss")
@example("https://a.com?utm_source=x")
def test_the_short_way_ends_where_the_steps_end(text: str) -> None:
    assert canonical_url(text) == canonical_steps(text)[-1][1]
