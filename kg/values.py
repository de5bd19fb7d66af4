"""One value of one field: typed by what the field is, not by how the YAML looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from kg import plain
from kg.mentions import Image
from kg.text import repair
from kg.urls import clean_url, has_control_characters, has_escaped_ampersand, is_relative
from kg.valuetypes import INT64
from kg.yamltree import Path


class Notes(Protocol):
    """Where a parser says what it found."""

    site: str | None

    def add(self, code: str, at: Path, message: str) -> None:
        """Report an issue at a field."""

    def tally(self, code: str, at: Path, *, by_field: bool = True) -> None:
        """Count a finding that is reported once per field, or once per kind of file."""

    def inexact(self) -> None:
        """Say that the value's text is needed and is not there."""


Parser = Callable[[Any, Path, Notes], Any]

_INTEGER: Final = re.compile(r"[-+]?(?:[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|0b[01]+)\Z")
_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ]+(\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?[ \t]*([Zz]|[-+]\d\d(?::?\d\d)?)?\Z",
    re.ASCII,
)
_TRUTH: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def quote(value: str, limit: int = 80) -> str:
    """Return a value as messages show it: in quotes, on one line, not too long."""
    shown = repr(value)
    return shown if len(shown) <= limit else f"{shown[: limit - 2]}…{shown[0]}"


def shape(value: Any) -> str:
    """Return what a value is, in words."""
    return "a mapping" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a value"


def is_absent(value: Any) -> bool:
    """Tell whether a field holds nothing: null, an empty text, an empty collection."""
    return not value.strip() if isinstance(value, str) else value is None or value in ({}, [])


def _scalar(value: Any, expected: str, at: Path, notes: Notes) -> str | None:
    """Return the text of a scalar, ``None`` for an absent one or a collection."""
    if type(value) is str or value is None:
        return value
    if isinstance(value, dict | list):
        notes.add("wrong-type", at, f"expected {expected}, found {shape(value)}; left out")
    else:
        notes.inexact()
    return None


def text(value: Any, at: Path, notes: Notes) -> str | None:
    """Return text, repaired where it is broken."""
    scalar = _scalar(value, "text", at, notes)
    if scalar is None:
        return None
    repaired, repairs = repair(scalar)
    for code in repairs:
        notes.add(code, at, f"{quote(scalar)} was read as {quote(repaired)}")
    return repaired or None


def integer(value: Any, at: Path, notes: Notes) -> int | None:
    """Return a whole number of signed 64 bit."""
    if type(value) is not int:
        scalar = _scalar(value, "a whole number", at, notes)
        if scalar is None or not scalar.strip():
            return None
        digits = scalar.strip()
        if not _INTEGER.match(digits):
            notes.add("bad-number", at, f"{quote(scalar)} is no whole number; left out")
            return None
        if len(digits) > 70:
            notes.add(
                "bad-number", at, f"a number of {len(digits)} digits is outside signed 64 bit; left out"
            )
            return None
        value = int(digits, 0) if digits.lstrip("-+")[1:2] in ("o", "x", "b") else int(digits)
    if not -INT64 <= value < INT64:
        notes.add("bad-number", at, f"{value} is outside signed 64 bit; left out")
        return None
    return int(value)


def boolean(value: Any, at: Path, notes: Notes) -> bool | None:
    """Return true or false, however YAML 1.1 or 1.2 would have written it."""
    if type(value) is bool:
        return value
    scalar = _scalar(value, "true or false", at, notes)
    if scalar is None or not scalar.strip():
        return None
    truth = _TRUTH.get(scalar.strip().lower())
    if truth is None:
        notes.add("wrong-type", at, f"expected true or false, found {quote(scalar)}; left out")
    return truth


def instant(value: Any, at: Path, notes: Notes) -> datetime | None:
    """Return an instant in UTC, of an ISO 8601 date or date-time."""
    scalar = _scalar(value, "a date", at, notes)
    if scalar is None or not scalar.strip():
        return None
    match = _INSTANT.match(scalar.strip())
    try:
        if match is None:
            raise ValueError
        day, time, zone = match.groups()
        moment = datetime.fromisoformat(f"{day}T{time or '00:00'}{(zone or 'Z').upper()}").astimezone(UTC)
    except (ValueError, OverflowError):
        notes.add("bad-date", at, f"{quote(scalar)} is no date like 2020-09-14T19:17:00Z; left out")
        return None
    if zone is None:
        notes.add("naive-date", at, f"{quote(scalar)} has no time zone; taken as UTC")
    return moment


def article_url(value: Any, at: Path, notes: Notes) -> str | None:
    """Return an http(s) URL, made a valid IRI.

    ``""`` stands for a value that cannot be one; the mention says what follows from that.
    """
    scalar = _scalar(value, "a URL", at, notes)
    if scalar is None or not scalar.strip():
        return None
    cleaned = clean_url(scalar, notes.site)
    if cleaned is None:
        return ""
    for code, found in (
        ("entity-unescaped", has_escaped_ampersand(scalar)),
        ("control-characters", has_control_characters(scalar)),
    ):
        if found:
            notes.add(code, at, f"{quote(scalar)} was read as {quote(cleaned)}")
    return cleaned


def url(value: Any, at: Path, notes: Notes) -> str | None:
    """Return an http(s) URL, made a valid IRI; other values are left out."""
    cleaned = article_url(value, at, notes)
    if cleaned == "":
        if notes.site is None and is_relative(value):
            notes.tally("relative-url", at, by_field=False)
        else:
            notes.add("wrong-type", at, f"expected an http(s) URL, found {quote(value)}; left out")
        return None
    return cleaned


def _items(value: Any, at: Path, notes: Notes) -> list[tuple[Any, Path]]:
    """Return the items of a list and where they stand; a lone value is a list of one."""
    if isinstance(value, list):
        return [(item, (*at, index)) for index, item in enumerate(value)]
    if is_absent(value):
        return []
    notes.add("wrong-type", at, f"expected a list, found {shape(value)}; taken as a list of one")
    return [(value, at)]


def texts(value: Any, at: Path, notes: Notes) -> tuple[str, ...]:
    """Return a list of texts; of an item that is a mapping, its ``name``."""
    found = []
    for item, place in _items(value, at, notes):
        if isinstance(item, dict) and "name" in item:
            for key in item:
                if key != "name":
                    notes.tally("unmapped-field", (*place, key))
            item, place = item["name"], (*place, "name")
        parsed = text(item, place, notes)
        if parsed is not None:
            found.append(parsed)
    return tuple(found)


def _pixels(value: Any, at: Path, notes: Notes) -> int | None:
    pixels = integer(value, at, notes)
    if pixels is not None and pixels <= 0:
        notes.add("bad-number", at, f"{pixels} is no size in pixels; left out")
        return None
    return pixels


def _image(value: Any, at: Path, notes: Notes) -> Image | None:
    if not isinstance(value, dict):
        location = url(value, at, notes)
        return None if location is None else Image(location)
    values: dict[str, Any] = {}
    for key, item in value.items():
        parse = _IMAGE_FIELDS.get(key)
        if parse is None:
            notes.tally("unmapped-field", (*at, key))
        else:
            values[key] = parse(item, (*at, key), notes)
    location = values.get("url")
    width, height = values.get("width"), values.get("height")
    if location is None and is_absent(value.get("url")):
        notes.add("wrong-type", at, "expected an image with a url; left out")
    if location is None:
        return None
    if width is not None and height is not None:
        return Image(location, width, height)
    for name in ("width", "height"):
        if values.get(name) is not None:
            notes.tally("unmapped-field", (*at, name))
    return Image(location)


_IMAGE_FIELDS: Final[dict[str, Parser]] = {"url": url, "width": _pixels, "height": _pixels}


def images(value: Any, at: Path, notes: Notes) -> tuple[Image, ...]:
    """Return a list of images, the lead image first."""
    found = []
    for item, place in _items(value, at, notes):
        image = plain.image(item)
        if image is None:
            image = _image(item, place, notes)
        elif len(item) > len(_IMAGE_FIELDS):
            for key in item:
                if key not in _IMAGE_FIELDS:
                    notes.tally("unmapped-field", (*place, key))
        if image is not None:
            found.append(image)
    return tuple(found)


def mappings(value: Any, at: Path, notes: Notes) -> list[tuple[dict[str, Any], Path]]:
    """Return a list of mappings and where they stand."""
    found = []
    for item, place in _items(value, at, notes):
        if isinstance(item, dict):
            found.append((item, place))
        else:
            notes.add("wrong-type", place, f"expected a mapping, found {shape(item)}; left out")
    return found
