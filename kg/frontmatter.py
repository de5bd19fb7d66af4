"""From a file's bytes to the text of its YAML."""

from __future__ import annotations

import codecs
import os
import re
from bisect import bisect_right
from collections.abc import Callable
from hashlib import sha256
from typing import Final, NamedTuple

from kg.errors import Issue, issue
from kg.files import YAML_SUFFIXES, SourceFile
from kg.quickyaml import blank_secret
from kg.text import is_parsable, make_parsable

SIZE_LIMIT: Final = 4 * 2**20
"""Bytes of YAML that one file may hold; real articles have some thousands."""

_FIRST_READ: Final = 2**14
_OPEN_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_OPENING: Final = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*(?:\r\n|\n|\r)")
_CLOSING: Final = re.compile(rb"(?<=[\r\n])---[ \t]*(?:[\r\n]|\Z)")
_KEY: Final = re.compile(rb"\s*(?:#[^\n]*\n\s*)*[\"']?[A-Za-z_][\w-]*[\"']?:(?:\s|\Z)")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Source(NamedTuple):
    """The YAML of one file.

    Attributes
    ----------
    path
        The file's path in the graph.
    yaml
        The YAML's text, with every line and column where the file has it; ``None`` where there
        is none to read, be it that the file has no front matter or that it has an issue.
    issues
        What was found on the way.
    """

    path: str
    yaml: str | None
    issues: tuple[Issue, ...] = ()

    def places(self) -> Callable[[int], tuple[int, int]]:
        """Return what gives the line and column, from 1, of a character of `yaml`."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.yaml or ""))]

        def place(offset: int) -> tuple[int, int]:
            line = bisect_right(starts, offset)
            return line, offset - starts[line - 1] + 1

        return place


def _read_bytes(file: SourceFile) -> bytes:
    """Return the file's bytes, at most one more than may be."""
    descriptor = os.open(file.location, _OPEN_FLAGS)
    try:
        data = os.read(descriptor, _FIRST_READ)
        if len(data) < _FIRST_READ:  # of a file, less than was asked for is all there is
            return data
        # As much again as there is: room for the whole limit would cost more than most files' reading.
        while chunk := os.read(descriptor, min(len(data), SIZE_LIMIT + 1 - len(data))):
            data += chunk
        return data
    finally:
        os.close(descriptor)


def _find_closing(data: bytes, start: int) -> int:
    """Return where the line that closes the front matter begins, or -1."""
    at = data.find(b"---", start)
    while at >= 0 and not _CLOSING.match(data, at):
        at = data.find(b"---", at + 1)
    return at


def _yaml_part(file: SourceFile, data: bytes, truncated: bool) -> bytes | str | None:
    """Return the bytes of the YAML, ``None`` without any, or the code of what is wrong."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n") and not truncated:
        return "empty-document"
    if file.path.lower().endswith(YAML_SUFFIXES):
        return "too-large" if truncated else data
    opening = _OPENING.match(data)
    if opening is None:
        return None
    closing = _find_closing(data, opening.end())
    if closing >= 0:
        return data[:closing]
    if not _KEY.match(data, opening.end()):
        return None  # a text that begins with a rule
    return "too-large" if truncated else "yaml-error"


_MESSAGES: Final = {
    "empty-document": "the file is empty",
    "too-large": f"the YAML is larger than {SIZE_LIMIT // 2**20} MiB; the file is left out",
    "yaml-error": "the front matter that begins here has no closing '---' line; the file is left out",
}


_WINDOWS_1252: Final = {
    byte: bytes((byte,)).decode("cp1252", "replace").replace("\ufffd", " ") for byte in range(0x80, 0xA0)
}


def _decode(path: str, data: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Decode UTF-8, and what is not UTF-8 as Windows-1252 rather than not at all."""
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        start = error.start
    before = data[:start].decode("utf-8")
    message = f"byte 0x{data[start]:02X} is not UTF-8; the YAML is decoded as Windows-1252"
    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    return data.decode("latin-1").translate(_WINDOWS_1252), (issue("not-utf8", path, *place, message),)


def _to_source(path: str, data: bytes, utf16: bool) -> Source:
    data = blank_secret(data)
    text, issues = _decode(path, data)
    if utf16:
        issues = (issue("not-utf8", path, 1, 1, "the file is UTF-16; decoded as such"),)
    text = text.removeprefix("\ufeff")
    if not issues and is_parsable(data):
        return Source(path, text)
    text, replaced, first = make_parsable(text)
    source = Source(path, text, issues)
    if not replaced:
        return source
    message = f"{replaced} control character{'s' if replaced > 1 else ''} replaced before parsing"
    found = issue("control-characters", path, *source.places()(first), message)
    return Source(path, text, (*issues, found))


def _unreadable(file: SourceFile, error: OSError) -> Source:
    reason = "the folder cannot be listed" if os.path.isdir(file.location) else error.strerror
    return Source(file.path, None, (issue("unreadable", file.path, 1, 1, f"{reason}; left out"),))


def _find_yaml(file: SourceFile, data: bytes) -> Source:
    truncated = len(data) > SIZE_LIMIT
    utf16 = data[:2] in _UTF16
    if utf16:
        data = data.decode("utf-16", "replace").encode("utf-8")
    part = _yaml_part(file, data, truncated)
    if part is None:
        return Source(file.path, None)
    if isinstance(part, str):
        return Source(file.path, None, (issue(part, file.path, 1, 1, _MESSAGES[part]),))
    return _to_source(file.path, part, utf16)


def read_yaml_text(file: SourceFile) -> Source:
    """Return the YAML that a file holds: its front matter, or all of a YAML file.

    Never raises for what a file holds or for a file that cannot be read: that is an issue.
    """
    try:
        data = _read_bytes(file)
    except OSError as error:
        return _unreadable(file, error)
    return _find_yaml(file, data)


def read_changed_text(file: SourceFile, known: bytes | None) -> tuple[bytes | None, Source | None]:
    """Return a file's digest, and its YAML unless the digest is the one that is known already.

    The digest is over the file's path and the very bytes that are read; it is ``None`` where the
    file cannot be read.
    """
    try:
        data = _read_bytes(file)
    except OSError as error:
        return None, _unreadable(file, error)
    digest = sha256(file.path.encode("utf-8") + b"\0" + data).digest()
    return digest, None if digest == known else _find_yaml(file, data)
