"""The ids of articles and links, and the IRIs of named graphs."""

from __future__ import annotations

from hashlib import sha256
from typing import Final, NamedTuple


class NamedGraphs(NamedTuple):
    """The IRIs of the graphs that a dataset consists of: the data, and what describes it."""

    data: str
    description: str


def named_graphs(base: str) -> NamedGraphs:
    """Return the named graphs of the dataset whose ids are appended to `base`."""
    return NamedGraphs(f"{base}graph/data", f"{base}graph/description")


_BASE32: Final = "abcdefghijklmnopqrstuvwxyz234567"
_BASE32_PAIRS: Final = tuple(first + second for first in _BASE32 for second in _BASE32)


def digest(*parts: str) -> str:
    """Return 16 characters that stand for `parts`: lower-case base32 of 80 bits of SHA-256.

    >>> digest("https://example.com/a", "example.com")
    'yf53a2l64fziwmvf'
    """
    bits = int.from_bytes(sha256("\n".join(parts).encode("utf-8")).digest()[:10], "big")
    high, low, pairs = bits >> 40, bits & 0xFFFFFFFFFF, _BASE32_PAIRS
    return (  # `base64.b32encode` takes five times as long, for every article and every edge
        f"{pairs[high >> 30]}{pairs[high >> 20 & 1023]}{pairs[high >> 10 & 1023]}{pairs[high & 1023]}"
        f"{pairs[low >> 30]}{pairs[low >> 20 & 1023]}{pairs[low >> 10 & 1023]}{pairs[low & 1023]}"
    )


def article_id(canonical_url: str, provider_domain: str) -> str:
    """Return the id of the article that a mention with this URL and provider is of."""
    return f"article:{digest(canonical_url, provider_domain)}"


def link_id(source: str, relation: str, target: str) -> str:
    """Return the id of an edge, which is its GraphML id and, behind ``link/``, its IRI."""
    return digest(source, relation, target)
