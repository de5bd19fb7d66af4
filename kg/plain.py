"""What most values of most files are: as the graph holds them already, told in a glance.

Each function returns the value that its namesake in `kg.values` would, or ``None`` where that one
has to look: at what is broken, absent or of another type.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from kg.mentions import Image
from kg.text import is_clean, is_plainly_good
from kg.urls import is_plain_url
from kg.valuetypes import INT64

Glance = Callable[[Any], Any]

_INSTANT_MARKS: Final = "--T::Z"  # every third character of 2020-09-14T19:17:00Z from the fifth


def text(value: Any) -> str | None:
    """Return text without anything to repair."""
    if type(value) is not str or "&" in value or not value.isprintable():
        return None
    return (value.strip() or None) if value.isascii() or is_plainly_good(value) else None


def texts(value: Any) -> tuple[str, ...] | None:
    """Return a list of such texts."""
    try:
        if type(value) is not list or not is_clean("".join(value)):
            return None
    except TypeError:  # an item is no text
        return None
    return tuple([stripped for item in value if (stripped := item.strip())])


def integer(value: Any) -> int | None:
    """Return a whole number of signed 64 bit."""
    return value if type(value) is int and -INT64 <= value < INT64 else None


def boolean(value: Any) -> bool | None:
    """Return true or false."""
    return value if type(value) is bool else None


def instant(value: Any) -> datetime | None:
    """Return an instant in UTC, of a date-time in the form that nearly all have."""
    if type(value) is not str or len(value) != 20 or value[4::3] != _INSTANT_MARKS:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:  # no such day or hour
        return None


def url(value: Any) -> str | None:
    """Return an http(s) URL that is a valid IRI."""
    return value if type(value) is str and is_plain_url(value) else None


def image(value: Any) -> Image | None:
    """Return an image of known size; what else its mapping holds is not looked at."""
    try:
        location, width, height = value["url"], value["width"], value["height"]
    except (KeyError, TypeError):
        return None
    sized = type(width) is int and type(height) is int and 0 < width < INT64 and 0 < height < INT64
    return Image(location, width, height) if sized and url(location) else None
