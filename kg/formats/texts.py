"""Columns of values as text in UTF-8, made all at once by a JSON encoder written in C.

A string of JSON is what N-Triples, Turtle and JSON-LD have between quotes: they escape the same
four characters of those that a text of the graph can hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec

from kg.valuetypes import VALUE_TYPES, ValueType

_ENCODER: Final = msgspec.json.Encoder()


def encoded(texts: Iterable[str]) -> list[bytes]:
    """Return texts in UTF-8."""
    return list(map(str.encode, texts))


def is_plain(text: str) -> bool:
    """Tell whether a text is nothing but letters and digits of ASCII, or empty."""
    return text.isascii() and (text.isalnum() or not text)


def affixed(before: str, texts: Sequence[str], behind: str) -> list[bytes]:
    """Return texts without line feeds, each between two others.

    >>> affixed("<", ["a", "b"], ">")
    [b'<a>', b'<b>']
    """
    between = f"{behind}\n{before}"
    return f"{before}{between.join(texts)}{behind}".encode().split(b"\n") if texts else []


def _lines(values: Sequence[Any]) -> list[bytes]:
    return _ENCODER.encode_lines(values).split(b"\n")[:-1]


def quoted_texts(texts: Sequence[str]) -> list[bytes]:
    r"""Return texts with quotes around them, as literals of N-Triples, Turtle and JSON.

    >>> print(quoted_texts(['say "hi"'])[0].decode())
    "say \"hi\""
    """
    return list(map(_ENCODER.encode, texts))


def written(type_: ValueType, values: Sequence[Any]) -> list[bytes]:
    """Return what a type makes of each of its values, as `ValueType.write` does one by one.

    >>> written(VALUE_TYPES["integer"], (1, -20))
    [b'1', b'-20']
    """
    if not values:
        return []
    if type_ in _AS_IN_JSON:
        return _lines(values)
    if type_ is VALUE_TYPES["instant"]:
        lines = _ENCODER.encode_lines(values)
        if b"." not in lines:  # JSON has six digits behind a point, and we no zeros at the end
            return lines[1:-2].split(b'"\n"')
    return encoded(values if type_.write is str else map(type_.write, values))


_AS_IN_JSON: Final = (VALUE_TYPES["integer"], VALUE_TYPES["boolean"])
