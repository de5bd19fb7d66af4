"""The texts of articles that an export keeps for the next one of the same sources."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from shutil import rmtree
from typing import Final

import msgspec

from kg.cachefolder import CacheFolder, NewFolder, texts_name
from kg.fingerprint import export_fingerprint
from kg.resolve import Taxonomy
from kg.settings import Settings
from kg.streaming.spools import Room

_MANIFEST: Final = "manifest"


class TextCache:
    """The texts of one set of sources, settings and formats, in a cache folder.

    An article's text is used again where its mentions, the taxonomy, the program, and what it
    stands on are what they were.

    Parameters
    ----------
    folder
        The cache folder.
    settings
        The sources, and all that goes into the graph.
    outputs
        The names of the files that are written, in their order.
    """

    def __init__(self, folder: CacheFolder, settings: Settings, outputs: Sequence[str]) -> None:
        self._folder = folder
        self._name = texts_name(settings.sources, *settings.facts, *outputs)
        self._new: NewFolder | None = None

    def begin(self) -> str | None:
        """Make a folder for the texts, and return where it is; ``None`` where nothing can be kept."""
        if export_fingerprint() is None:
            return None
        try:
            self._new = self._folder.create_folder(self._name)
        except (OSError, ValueError) as error:
            self._folder.report(error)
            return None
        return self._new.path

    def find(self, room: Room, taxonomy: Taxonomy) -> str | None:
        """Return the folder of texts that can be used again, or ``None``."""
        wanted = _manifest(room, taxonomy)
        for entry in self._folder.texts(self._name):
            with suppress(OSError), open(os.path.join(entry.path, _MANIFEST), "rb") as stream:
                if stream.read() == wanted:
                    return entry.path
        return None

    def keep(self, room: Room, taxonomy: Taxonomy) -> None:
        """Keep the texts of this run, and none of those before."""
        if self._new is None:
            return
        try:
            for spool in room.spools:
                rmtree(spool.folder)
            with open(os.path.join(self._new.path, _MANIFEST), "wb") as stream:
                stream.write(_manifest(room, taxonomy))
            self._new.commit()
        except OSError as error:
            self._folder.report(error)

    def close(self) -> None:
        """Leave nothing behind that is not kept."""
        if self._new is not None:
            self._new.discard()


def _manifest(room: Room, taxonomy: Taxonomy) -> bytes:
    """Return what texts depend on besides the mentions, the settings and the formats."""
    described = msgspec.msgpack.encode((sorted(taxonomy.topics.items()), taxonomy.names))
    digest = sha256(described).hexdigest()
    return f"kg texts 1 {export_fingerprint()} {room.articles} {digest}\n".encode("ascii")
