"""Addresses of articles, their AMP pages and images, and how else the same address is written."""

from __future__ import annotations

from hashlib import shake_128
from typing import Final

from bench.corpus.draw import Draw
from bench.corpus.mentions import Address, Mention, Picture, instant
from bench.corpus.providers import Provider
from bench.corpus.words import url_slug

_SUBDOMAINS: Final = ("local", "beta", "sports", "m", "video")
_QUERIES: Final = ("id={}", "vid={}", "src={}", "ref={}&page=2", "cache=yes%3FclipId%3D{}", "source={}")
_TRACKING: Final = (
    "utm_source=feed&utm_medium=rss",
    "CMP=share_btn",
    "yptr=yahoo",
    "fbclid=IwAR0{}",
    "ncid={}",
)
_TRUE_PATHS: Final = {"Business Wire": "Business%20Wire", "société": "soci%C3%A9t%C3%A9"}


def _address(host: str, path: str, query: str, fragment: str = "") -> Address:
    url = f"https://{host}{path}{query}{fragment}"
    canonical = f"https://{host.removeprefix('www.')}{path.rstrip('/')}{query}{fragment}"
    return Address(host, f"{path}{query}", url, canonical)


def article_address(draw: Draw, provider: Provider, title: str, number: int, minute: int) -> Address:
    """Return the address of a new article, unlike any other's.

    Parameters
    ----------
    number
        The article's number in the corpus.
    """
    host = provider.host
    if draw.has("subdomain"):
        host = f"{draw.one(_SUBDOMAINS)}.{provider.domain}"
    elif draw.has("other host"):
        host = f"www.partner-{provider.domain}"
    folder = provider.path.replace("{date}", instant(minute)[:7].replace("-", "/"))
    identifier = f"ART{number:X}" if provider.upper else f"{number}"
    room = draw.quantity("web url") - len(host) - len(folder) - len(identifier) - 14
    slug = url_slug(title)[: max(room, 8)].rstrip("-")
    if room - len(slug) > 16:
        identifier += f"-{shake_128(b'%d' % number).hexdigest(min((room - len(slug)) // 2, 40))}"
    if draw.has("escaped path"):
        slug += draw.one(("%E2%80%99s", "%20", "%2C-2"))
    path = f"/{folder}/{slug}-{identifier}{'/' if provider.slash else provider.suffix}"
    query = f"?{draw.one(_QUERIES).format(number)}" if draw.has("query") else ""
    return _address(host, path, query)


def answer_address(provider: Provider, number: int) -> Address:
    """Return the address of one answer on a page of many."""
    return _address(provider.host, "/questions/faq.html", "", f"#accordion-{number}-card-1")


def cache_host(host: str) -> str:
    """Return the host under which the AMP cache keeps another one's pages."""
    return f"{host.replace('.', '-')}.cdn.ampproject.org"


def amp_addresses(provider: Provider, address: Address) -> tuple[str, str]:
    """Return the addresses of an article's AMP page and of its copy in the cache."""
    path = address.path
    separator = "&" if "?" in path else "?"
    page = (
        address.host
        + (
            f"/amp{path}",
            f"{path}{separator}amp",
            f"{path}{separator}outputType=amp",
            f"{path.partition('?')[0].rstrip('/')}.amp",
        )[provider.amp - 1]
    )
    return f"https://{page}", f"https://{cache_host(address.host)}/c/s/{page}"


def picture(draw: Draw, provider: Provider, number: int) -> Picture:
    """Return an article's own image."""
    query = f"?w=1200&h=630&quality={draw.below(60) + 40}" if draw.has("image query") else ""
    start = f"https://images.{provider.domain}/{number}/"
    length = max(draw.quantity("image url") - len(start) - len(query) - 4, 4)
    url = f"{start}{shake_128(b'%d' % number).hexdigest((min(length, 220) + 1) // 2)}.jpg{query}"
    return Picture(url, draw.quantity("image width"), draw.quantity("image height"), url)


def write_differently(draw: Draw, mention: Mention) -> None:
    """Sometimes write the address of a mention in another form; it stays the same article's.

    What cannot be in an IRI is percent-encoded in the graph; nothing else of it is changed.
    """
    address = mention.address
    url, separator = address.url, "&" if "?" in address.url else "?"
    if draw.defect("tracking") and "#" not in url:
        url += separator + draw.one(_TRACKING).format(draw.below(10**6))
    elif draw.defect("http"):
        url = f"http{url.removeprefix('https')}"
    elif draw.defect("amp cache as web url") and "#" not in url:
        url = f"https://{cache_host(address.host)}/c/s/{address.host}{address.path}"
    mention.url = mention.written_url = url


def with_odd_path(draw: Draw, mention: Mention) -> None:
    """Sometimes put a space or a letter outside ASCII into a new article's path."""
    if draw.defect("space in url"):
        folder, in_graph = "Business Wire", "Business%20Wire"
    elif draw.defect("non-ascii url"):
        folder, in_graph = "société", "société"
    else:
        return
    host, path, url, canonical = mention.address
    start, cut = f"https://{host}", len("https://") + len(host.removeprefix("www."))
    mention.address = Address(
        host,
        f"/{in_graph}{path}",
        f"{start}/{in_graph}{url.removeprefix(start)}",
        f"{canonical[:cut]}/{_TRUE_PATHS[folder]}{canonical[cut:]}",
    )
    mention.url = mention.address.url
    mention.written_url = f"{start}/{folder}{url.removeprefix(start)}"
