"""The types of values that attributes have, and their text in files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

INT64: Final = 2**63
"""Whole numbers of the graph are at least ``-INT64`` and below ``INT64``."""


def format_instant(moment: datetime) -> str:
    """Return an instant in its canonical form of ``xsd:dateTime``.

    >>> from datetime import UTC
    >>> format_instant(datetime(2020, 9, 14, 19, 17, tzinfo=UTC))
    '2020-09-14T19:17:00Z'
    """
    day = moment.year, moment.month, moment.day
    # `isoformat` asks for the offset, which is that of UTC, and takes twice as long.
    text = "%04d-%02d-%02dT%02d:%02d:%02d" % (*day, moment.hour, moment.minute, moment.second)  # noqa: UP031
    return f"{text}.{moment.microsecond:06d}".rstrip("0") + "Z" if moment.microsecond else f"{text}Z"


@dataclass(frozen=True, slots=True)
class ValueType:
    """What an attribute's values are.

    Attributes
    ----------
    datatype
        The RDF datatype as a prefixed name; empty for IRIs.
    graphml
        The GraphML ``attr.type`` of one value.
    meaning
        One line for the reference page.
    write
        One value as text, the same in every format.
    read
        Such a text as a value.
    pattern
        What such a text matches somewhere, as a regular expression of XPath, beyond its datatype.
    """

    datatype: str
    graphml: str
    meaning: str
    write: Callable[[Any], str] = str
    read: Callable[[str], Any] = str
    pattern: str = ""


VALUE_TYPES: Final[dict[str, ValueType]] = {
    "text": ValueType("xsd:string", "string", "text in NFC"),
    "iri": ValueType("", "string", "an absolute IRI (RFC 3987)"),
    "integer": ValueType("xsd:integer", "long", "a whole number of signed 64 bit", read=int),
    "boolean": ValueType(
        "xsd:boolean",
        "boolean",
        "true or false",
        write=lambda value: "true" if value else "false",
        read=lambda text: text in ("true", "1"),
    ),
    "double": ValueType(
        "xsd:double",
        "double",
        "a finite number",
        write=repr,
        read=float,
        pattern="[0-9]$",  # neither INF nor NaN
    ),
    "instant": ValueType(
        "xsd:dateTime",
        "string",
        "an instant in UTC",
        write=format_instant,
        read=datetime.fromisoformat,
        pattern="Z$",
    ),
}
