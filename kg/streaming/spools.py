"""What is put aside of a corpus, and into which buckets."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any, Final, NamedTuple
from zlib import crc32

import msgspec

from kg.assemble.images import Size
from kg.census import Shape
from kg.formats.sections import LinkText
from kg.mentions import Mention
from kg.streaming.spool import Spool

_MOST: Final = 256  # buckets: more would be files of a few kilobytes
_FILES: Final = 2000  # whose articles one bucket is meant for at least
_URL_SHARE: Final = 8  # buckets of articles for one of URLs, of which there is less to say

_ALPHABET: Final = "234567abcdefghijklmnopqrstuvwxyz"  # of article ids, in the order they sort in
_PLACES: Final = {
    first + second: high * len(_ALPHABET) + low
    for high, first in enumerate(_ALPHABET)
    for low, second in enumerate(_ALPHABET)
}
_KEY: Final = slice(len("article:"), len("article:") + 2)

PackedMention = tuple[str, msgspec.Raw]
"""An article's id, and a mention of it."""


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A link with what it adds to the file of each format.

    Attributes
    ----------
    texts
        Short and long text, format by format.
    shape
        What of it is counted.
    """

    source: str
    target: str
    position: int
    texts: tuple[LinkText, ...]
    shape: Shape


class SeenImage(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a mention says of an image, and by what other mentions are preferred to it.

    Attributes
    ----------
    size
        ``None`` where it is not given.
    named
        Whether the mention's article names the image.
    """

    url: str
    size: Size | None
    named: bool
    path: str
    position: int
    published_at: datetime | None
    quality: int | None

    @property
    def is_document(self) -> bool:
        """Whether the mention is the article's own document."""
        return self.position == 0


class SeenUrl(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The canonical URL of an article, as one of its mentions gives it."""

    url: str
    provider_domain: str
    path: str
    position: int


class Spools(NamedTuple):
    """All that is put aside in one folder.

    Attributes
    ----------
    mentions
        Mentions, by article.
    links
        Links, by source.
    images, urls
        Images and canonical URLs as mentions give them, by URL.
    sized_images
        Images that nodes name with their sizes, by URL and sorted.
    """

    mentions: Spool[PackedMention]
    links: Spool[Link]
    images: Spool[SeenImage]
    urls: Spool[SeenUrl]
    sized_images: Spool[tuple[str, Size | None]]


class Room(NamedTuple):
    """A folder for what is put aside, and into how many buckets.

    Attributes
    ----------
    articles
        How many buckets there are for articles.
    urls
        How many there are for URLs.
    """

    folder: str
    articles: int
    urls: int

    @property
    def spools(self) -> Spools:
        """What is put aside, as this process sees it; one for all that adds to it."""

        def spool(name: str, kind: Any) -> Spool[Any]:
            return Spool(os.path.join(self.folder, name), kind)

        return Spools(
            spool("mentions", PackedMention),
            spool("links", Link),
            spool("images", SeenImage),
            spool("urls", SeenUrl),
            spool("sized", tuple[str, Size | None]),
        )

    def article_bucket(self, article: str) -> int:
        """Return an article's bucket: ids in a later bucket sort after those in this one."""
        return _PLACES[article[_KEY]] * self.articles // len(_PLACES)

    def url_bucket(self, url: str) -> int:
        """Return a URL's bucket."""
        return crc32(url.encode("utf-8")) % self.urls


def make_room(folder: str, files: int) -> Room:
    """Return room in a folder for what that many files say."""
    # A power of two, so that the next run has as many and finds what this one leaves.
    articles = min(_MOST, 1 << max(1, files // _FILES).bit_length() - 1)
    room = Room(folder, articles, max(1, articles // _URL_SHARE))
    for spool in room.spools:
        spool.make()
    return room


def seen_images(mention: Mention) -> list[SeenImage]:
    """Return what a mention says of images."""
    found = []
    for images, named in ((mention.images, True), (mention.provider_images, False)):
        for url, width, height in [(image.url, image.width, image.height) for image in images]:
            size = None if width is None or height is None else (width, height)
            if named or size:
                found.append(
                    SeenImage(
                        url,
                        size,
                        named,
                        mention.path,
                        mention.position,
                        mention.published_at,
                        mention.quality,
                    )
                )
    return found
