"""What a file says, typed and repaired: mentions of articles, topics, organizations.

These are msgspec's structs, so that processes hand them over, and the cache keeps them, in a few
microseconds a file, and what is read back is checked against these types.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

import msgspec

from kg.errors import Issue


class Image(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An image's URL and its size in pixels, where both are known."""

    url: str
    width: int | None = None
    height: int | None = None


class Placed(Protocol):
    """What stands in a file: its document, or an item of that document's list."""

    @property
    def path(self) -> str:
        """The file."""

    @property
    def position(self) -> int:
        """The place in the list from 1; 0 for the document."""


class Ranked(Placed, Protocol):
    """What one mention of an article is preferred to another by."""

    @property
    def is_document(self) -> bool:
        """Whether it is the article's own document."""

    @property
    def published_at(self) -> datetime | None:
        """The date it gives."""

    @property
    def quality(self) -> int | None:
        """The quality it gives."""


class Mention(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One description of one article: by its own document, or in another one's list.

    Attributes
    ----------
    article
        The article's id; with the canonical URL and provider domain it follows from.
    path, position
        The file, and the place in its list of related articles from 1; 0 for the document.
    listed_by
        The id of the article whose document lists this one; ``None`` for a document, and where
        the listing document makes no article itself.
    """

    article: str
    canonical_url: str
    provider_domain: str
    path: str
    position: int
    listed_by: str | None
    title: str
    url: str
    excerpt: str | None = None
    original_url: str | None = None
    amp_url: str | None = None
    amp_cache_url: str | None = None
    published_at: datetime | None = None
    type: str | None = None
    category: str | None = None
    quality: int | None = None
    heat: int | None = None
    featured: bool | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    provider_name: str | None = None
    provider_images: tuple[Image, ...] = ()

    @property
    def is_document(self) -> bool:
        """Whether it is the article's own document."""
        return self.position == 0


class TopicEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A topic of the taxonomy; `key` is its id's part behind ``topic:``."""

    path: str
    key: str
    name: str
    shortname: str | None = None
    parent: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


class Organization(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the taxonomy says of the provider of a domain."""

    path: str
    domain: str
    name: str | None = None
    other_names: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


class Tally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A finding that is reported once per field with a count, and not per place.

    Attributes
    ----------
    code
        A key of `kg.errors.CODES`.
    field
        The kind of document and the field, as in ``article.images[].isCached``; the kind alone
        where a finding is counted for all its fields.
    """

    code: str
    field: str


class FileRecord(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that one file says.

    Attributes
    ----------
    kind
        ``article``, ``topic``, ``organization``; else what it was passed over as; ``None`` where
        an issue says why there is nothing.
    passed_over
        Whether the file is not for this graph.
    tallies
        How often each finding was made that is counted and not placed.
    """

    path: str
    kind: str | None
    mentions: tuple[Mention, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    organizations: tuple[Organization, ...] = ()
    issues: tuple[Issue, ...] = ()
    tallies: tuple[tuple[Tally, int], ...] = ()
    passed_over: bool = False


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(FileRecord)


def pack(record: FileRecord) -> bytes:
    """Return a record as bytes that `unpack` reads."""
    return _ENCODER.encode(record)


def unpack(data: bytes | memoryview) -> FileRecord:
    """Return the record that bytes hold.

    Raises
    ------
    ValueError
        Where they hold anything else.
    """
    return _DECODER.decode(data)
