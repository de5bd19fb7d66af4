"""What is put aside of a corpus, and into which buckets."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any, Final
from zlib import crc32

import msgspec

from kg.assemble.images import Size
from kg.mentions import Mention
from kg.rows import Row
from kg.streaming.spool import Spool

ARTICLE_BUCKETS: Final = 256
URL_BUCKETS: Final = 32

_ALPHABET: Final = "234567abcdefghijklmnopqrstuvwxyz"  # of article ids, in the order they sort in
_STEP: Final = len(_ALPHABET) ** 2 // ARTICLE_BUCKETS
_BUCKETS: Final = {
    first + second: (high * len(_ALPHABET) + low) // _STEP
    for high, first in enumerate(_ALPHABET)
    for low, second in enumerate(_ALPHABET)
}
_KEY: Final = slice(len("article:"), len("article:") + 2)


def article_bucket(article: str) -> int:
    """Return an article's bucket: ids in a later bucket sort after those in this one."""
    return _BUCKETS[article[_KEY]]


def url_bucket(url: str) -> int:
    """Return a URL's bucket."""
    return crc32(url.encode("utf-8")) % URL_BUCKETS


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
    """The canonical URL of an article, as its first mention in the files gives it."""

    url: str
    provider_domain: str
    path: str
    position: int


class Spools:
    """All that is put aside in one folder.

    Attributes
    ----------
    mentions
        Mentions, by article.
    rows
        Article rows by id, without their links.
    links
        Source, target and attributes of links, by source.
    images, urls
        Images and canonical URLs as mentions give them, by URL.
    sized_images
        Images that nodes name with their sizes, by URL and sorted.
    """

    def __init__(self, folder: str) -> None:
        def spool(name: str, kind: Any) -> Spool[Any]:
            return Spool(os.path.join(folder, name), kind)

        self.folder = folder
        self.mentions: Spool[Mention] = spool("mentions", Mention)
        self.rows: Spool[Row] = spool(
            "rows", tuple[str, dict[str, Any], list[tuple[str, str, dict[str, Any]]]]
        )
        self.links: Spool[tuple[str, str, dict[str, Any]]] = spool("links", tuple[str, str, dict[str, Any]])
        self.images: Spool[SeenImage] = spool("images", SeenImage)
        self.urls: Spool[SeenUrl] = spool("urls", SeenUrl)
        self.sized_images: Spool[tuple[str, Size | None]] = spool("sized", tuple[str, Size | None])
