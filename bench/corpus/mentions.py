"""What a file says of an article: as it is meant, and as it is written where that differs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from bench.corpus.providers import Provider

_EPOCH: Final = datetime(2018, 1, 1, tzinfo=UTC)


class Address(NamedTuple):
    """An article's address.

    Attributes
    ----------
    host, path
        As in a browser.
    url
        The IRI that the graph holds.
    canonical
        What identifies the article.
    """

    host: str
    path: str
    url: str
    canonical: str


class Picture(NamedTuple):
    """An image; `written` is its URL in the file."""

    url: str
    width: int
    height: int
    written: str


@dataclass(slots=True)
class Mention:
    """One description of an article, its document's own or one in a list.

    Attributes
    ----------
    minute
        When it was published, in minutes after the first one of 2018; ``None`` without a date.
    url, written_url
        The URL as the graph holds it, and as the file has it.
    domain
        The provider's domain as the file has it.
    written
        Titles and excerpts that the file has otherwise: by field, ready to stand in quotes.
    lists
        The mentions in the document's list, in their order.
    """

    address: Address
    provider: Provider
    provider_name: str
    domain: str
    title: str
    excerpt: str
    minute: int | None
    url: str
    written_url: str
    amp: tuple[str, str] | None = None
    type: str = "article"
    category: str | None = None
    quality: int | None = None
    heat: int | None = None
    featured: bool | None = None
    original_url: str | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    picture: Picture | None = None
    picture_title: str | None = None
    logo: bool = False
    length: str | None = None
    priced: bool = False
    path: str = ""
    position: int = 0
    lister: Identity | None = None
    written: dict[str, str] = field(default_factory=dict)
    lists: list[Mention] = field(default_factory=list)

    @property
    def identity(self) -> Identity:
        """The canonical URL and the provider's domain."""
        return self.address.canonical, self.provider.domain


Identity = tuple[str, str]


@lru_cache(4096)
def instant(minute: int) -> str:
    """Return a minute as files and the expected graph have it.

    >>> instant(61)
    '2018-01-01T01:01:00Z'
    """
    return f"{(_EPOCH + timedelta(minutes=minute)).isoformat()[:19]}Z"


def logo_url(domain: str, size: str) -> str:
    """Return the URL of a provider's logo in its documents."""
    return f"https://collector.example.net/assets/images/organizations/{domain}-{size}.jpg"
