"""What files say, sorted into buckets while it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from kg.assemble.catalogue import Catalogue
from kg.mentions import FileRecord
from kg.streaming.spools import Room, SeenUrl, seen_images


@dataclass(frozen=True, slots=True)
class PutAside:
    """Puts what some files say of articles aside, and returns the rest."""

    room: Room

    def __call__(self, records: Iterable[FileRecord]) -> Catalogue:
        """Take the records of some files."""
        room, spools, catalogue = self.room, self.room.spools, Catalogue()
        encode = msgspec.msgpack.Encoder().encode
        for record in records:
            catalogue.add(record)
            for mention in record.mentions:
                article, url = mention.article, mention.canonical_url
                spools.mentions.add(room.article_bucket(article), (article, msgspec.Raw(encode(mention))))
                for image in seen_images(mention):
                    spools.images.add(room.url_bucket(image.url), image)
                seen = SeenUrl(url, mention.provider_domain, mention.path, mention.position)
                spools.urls.add(room.url_bucket(url), seen)
        for spool in (spools.mentions, spools.images, spools.urls):
            spool.flush()
        return catalogue
