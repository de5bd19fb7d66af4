"""What the last export of the same sources, with the same settings, wrote and had to say."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from kg.cachefolder import CacheFolder, note_name, pack_names, texts_name
from kg.compression import plain_name
from kg.files import SourceFile, to_stamp
from kg.fingerprint import export_fingerprint
from kg.settings import Settings

_AT_ONCE: Final = 1024  # files whose stamps are digested together


@dataclass(frozen=True, slots=True)
class Summary:
    """What an export has to say.

    Attributes
    ----------
    files
        How many files were read.
    counts
        Nodes by kind and edges by relation.
    passed_over
        Files that are not for the graph, by kind.
    issues
        Problems by code, the most severe first.
    errors
        How many of them are errors.
    written
        Names of the files written, with their sizes in bytes.
    events
        How many of the stories are events; ``None`` without analytics.
    """

    files: int
    counts: Mapping[str, int]
    passed_over: Mapping[str, int]
    issues: Mapping[str, int]
    errors: int
    written: Mapping[str, int]
    events: int | None = None


def _state(files: Sequence[SourceFile]) -> str | None:
    """Return a digest over all files and their stamps; ``None`` where one of them is not settled."""
    digest = sha256()
    left = iter(files)
    while some := list(islice(left, _AT_ONCE)):
        if not all(settled for _, _, _, settled in some):
            return None
        digest.update("\0".join([path for path, _, _, _ in some]).encode("utf-8"))
        digest.update(b"".join([stamp for _, _, stamp, _ in some]))
    return digest.hexdigest()


class ExportNote:
    """The note on one export: these sources, settings and formats, into this folder.

    Parameters
    ----------
    folder
        Where the note is kept.
    settings
        The sources, and all that goes into the graph.
    formats
        What is written, as it was asked for, and whether analytics were.
    output
        The folder that is written to.
    files
        The files of the sources as they are now, stamped.
    """

    def __init__(
        self,
        folder: CacheFolder,
        settings: Settings,
        formats: Sequence[str],
        output: str,
        files: Sequence[SourceFile],
    ) -> None:
        self._folder = folder
        self._output = output
        self._name = note_name(settings.sources, *settings.facts, os.path.realpath(output), *formats)
        self._packs = pack_names(settings.sources, settings.site)
        self._settings = settings
        fingerprint, state = export_fingerprint(), _state(files)
        self._state = f"{fingerprint} {state}" if fingerprint and state else None

    def _stamps(self, names: Sequence[str]) -> list[str]:
        """Return the outputs' stamps; raises `OSError` where one is no file."""
        stamps = []
        for name in names:
            status = os.stat(os.path.join(self._output, name))
            if not stat.S_ISREG(status.st_mode):
                raise FileNotFoundError(name)
            stamps.append(to_stamp(status).hex())
        return stamps

    def recall(self) -> Summary | None:
        """Return what was said last time, where everything is as it was then; ``None`` in any doubt."""
        if self._state is None:
            return None
        try:
            with open(self._folder.locate(self._name), "rb") as stream:
                kept = json.load(stream)
            if kept["check"] != _check(kept["note"]) or kept["note"]["state"] != self._state:
                return None
            summary = Summary(**kept["note"]["summary"])
            if self._stamps(list(summary.written)) != kept["note"]["stamps"]:
                return None
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None
        self._folder.touch(self._name)
        for pack in self._packs:
            self._folder.touch(pack)
        *outputs, _report = summary.written
        names = map(plain_name, outputs)  # texts are not compressed
        self._folder.touch_texts(texts_name(self._settings.sources, *self._settings.facts, *names))
        return summary

    def remember(self, summary: Summary) -> None:
        """Keep what is to be said, with the outputs as they are now."""
        if self._state is None or "unreadable" in summary.issues:  # another user may be able to read it
            return
        try:
            stamps = self._stamps(list(summary.written))
        except OSError:  # a pipe, or already gone
            return
        note = {"state": self._state, "stamps": stamps, "summary": asdict(summary)}
        text = json.dumps({"check": _check(note), "note": note}, indent=1)
        try:
            file = self._folder.create(self._name)
            try:
                file.stream.write(text.encode("ascii"))
                file.commit()
            finally:
                file.discard()
        except (OSError, ValueError) as error:
            self._folder.report(error)


def _check(note: Mapping[str, Any]) -> str:
    return sha256(json.dumps(note).encode("ascii")).hexdigest()
