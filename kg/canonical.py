"""The canonical URL: what identifies an article, whatever address it was found under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from kg.urls import PATH, URL, canonical_host, encoder, split_authority, split_url

TRACKING: Final = frozenset(
    (
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "CMP",
        "cmp",
        "cmpid",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "ns_linkname",
        "ito",
        "yptr",
        "__twitter_impression",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "ncid",
        "sref",
        "xtor",
        "smid",
        "smtyp",
        "partner",
        "rss",
    )
)
"""Query parameters that say how a reader came, not what they read; ``utm_*`` are too."""

_AMP_CACHE: Final = ".cdn.ampproject.org"
_AMP_PATH: Final = re.compile(r"(?s)/c/(?:s/)?([^/]*\.[^/]*)(.*)\Z")
_PLAIN_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*)*/*\Z")
_SYNDICATED: Final = re.compile(r"/index\.php/(?:category|publisher)/[0-9]+/index\.php(?=/|\Z)")
_canonical_path: Final = encoder(PATH, decode_unreserved=True)
_canonical_query: Final = encoder(PATH + "?", decode_unreserved=True)


def _unwrap_amp(url: URL) -> bool:
    while url.authority.lower().removesuffix(".").endswith(_AMP_CACHE):
        match = _AMP_PATH.match(url.path)
        if match is None:
            break
        url.scheme, url.authority, url.path = "https", match.group(1), match.group(2)
    return True


def _canonical_authority(url: URL) -> bool:
    split = split_authority(url)
    host = canonical_host(split[0]) if split else None
    if split is None or host is None:
        return False
    number = split[1].lstrip("0")
    default = {"443", "80"} if url.scheme.lower() == "http" else {"443"}
    url.scheme, url.authority = "https", ""
    url.host, url.port = host, "" if number in default else number
    return True


def _remove_dot_segments(path: str) -> str:
    """Remove ``.`` and ``..`` as RFC 3986 section 5.2.4 does."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)


def _canonical_path_of(url: URL) -> bool:
    path = url.path
    if not _PLAIN_PATH.match(path):
        path = _remove_dot_segments(_canonical_path(path))
    while path.startswith("/index.php/"):
        shorter = _SYNDICATED.sub("", path, count=1) if _SYNDICATED.match(path) else path
        if shorter == path:
            break
        path = shorter
    url.path = path.rstrip("/")
    return True


def _is_tracking(name: str) -> bool:
    return name in TRACKING or name.startswith("utm_")


def _drop_tracking(query: str) -> str:
    return "&".join([f for f in query.split("&") if f and not _is_tracking(f.split("=", 1)[0])])


def _canonical_query_of(url: URL) -> bool:
    if url.query is not None:
        url.query = _drop_tracking(_canonical_query(url.query)) or None
    return True


def _canonical_fragment_of(url: URL) -> bool:
    if url.fragment is not None:
        fragment = _canonical_query(url.fragment).partition(":~:")[0]
        url.fragment = None if fragment.startswith("xtor=") else fragment or None
    return True


STEPS: Final[tuple[tuple[str, Callable[[URL], bool]], ...]] = (
    ("AMP cache address unwrapped", _unwrap_amp),
    ("https; userinfo, default port, www. and final dot dropped; host in ASCII", _canonical_authority),
    ("path: escapes normalised, dot segments, index.php and trailing slashes dropped", _canonical_path_of),
    ("query: tracking parameters dropped", _canonical_query_of),
    ("fragment: text directives and tracking dropped", _canonical_fragment_of),
)
"""What makes a URL canonical, in order; each says whether it is still a URL."""


def _canonicalise(text: str, observe: Callable[[str, URL | None], None] | None = None) -> str | None:
    """Run `STEPS`; normalising can uncover another AMP cache address, so until none is left."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    url = split_url(text)
    if observe:
        observe("space and control characters stripped", url)
    before = None
    while url is not None:
        for name, step in STEPS:
            valid = step(url)
            if observe:
                observe(name, url if valid else None)
            if not valid:
                return None
        canonical = str(url)
        wrapped = url.host.endswith(_AMP_CACHE) and _AMP_PATH.match(url.path)
        if not wrapped or canonical == before:  # what it wraps may be no URL
            return canonical
        before, url = canonical, split_url(canonical)
    return None


_PLAIN: Final = re.compile(
    r"https?://(?:www\.)*([a-z0-9_-]++(?:\.[a-z0-9_-]++)*)"
    r"((?:/[A-Za-z0-9_~!$&'()*+,;=:@-][A-Za-z0-9._~!$&'()*+,;=:@-]*+)*)/*+"
    r"(?:\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]*+))?\Z"
)
"""URLs that only need their scheme, ``www.``, trailing slashes and tracking seen to: nearly all."""


def canonical_url(text: str) -> str | None:
    """Return the canonical form of an article's URL, or ``None`` where it is no http(s) URL.

    >>> canonical_url("http://VICE.com:80/en_us/article/?utm_source=x")
    'https://vice.com/en_us/article'
    """
    plain = _PLAIN.match(text)
    if plain is not None:
        host, path, query = plain.groups()
        if not (host.endswith(_AMP_CACHE[1:]) or path.startswith("/index.php/")):
            kept = query and _drop_tracking(query)
            return f"https://{host}{path}?{kept}" if kept else f"https://{host}{path}"
    return _canonicalise(text)


def canonical_steps(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return each step's name and the URL after it; the last one is the canonical URL.

    ``None`` ends the steps where the text is found to be no http(s) URL.
    """
    steps: list[tuple[str, str | None]] = []
    _canonicalise(text, lambda name, url: steps.append((name, None if url is None else str(url))))
    return tuple(steps)


def url_host(canonical: str) -> str:
    """Return the host of a canonical URL, without its port.

    >>> url_host("https://example.com:8443/a")
    'example.com'
    """
    authority = canonical[len("https://") :].split("/", 1)[0].split("?", 1)[0].split("#", 1)[0]
    return re.sub(r":[0-9]*\Z", "", authority)
