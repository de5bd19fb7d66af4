"""YAML as plain values, quickly, and what must be seen to before.

`ryaml` and `kg.yamltree` have libyaml's grammar both, so that what one accepts the other does too.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from kg.yamltree import MERGE_KEY, NEVER_KEPT

_BRACKET_LIMIT: Final = 256  # libyaml's time grows with the square of the nesting of brackets
_PROPERTY: Final = re.compile(r"(?<![^\s\[{,])[!*&]\S")
_SECRET_START: Final = f'\n{NEVER_KEPT}: "'.encode()
_SECRET_LETTERS: Final = (string.ascii_letters + string.digits + "+/=;").encode()


class QuickParseError(Exception):
    """The quick reader cannot tell what a document says; `parse` can."""


def blank_secret(data: bytes) -> bytes:
    """Return the YAML with the line of its encrypted blob blank, so that no parser sees it.

    Blobs that are written otherwise, or twice, are left for `parse`, which keeps none of them.
    """
    start = data.find(_SECRET_START)
    if start < 0:
        return data
    blob = start + len(_SECRET_START)
    end = data.find(b'"', blob)
    if end < 0 or data[blob:end].translate(None, _SECRET_LETTERS) or data.find(_SECRET_START, end) >= 0:
        return data
    rest = data[end + 1 :]
    if rest and not rest.startswith((b"\n", b"\r\n")):
        return data
    return data[: start + 1] + rest


def _has_property(text: str) -> bool:
    """Tell whether there is a tag, an anchor or an alias, or what looks like one."""
    for mark in "!*&":
        at = text.find(mark)
        while at >= 0:
            if _PROPERTY.match(text, at):
                return True
            at = text.find(mark, at + 1)
    return False


@cache
def _parser() -> tuple[Callable[[str], Any], tuple[type[Exception], ...]]:
    """Return `ryaml`'s parser and what it raises; looking for a module takes time in every file."""
    import ryaml

    return ryaml.loads, (ryaml.InvalidYamlError, ValueError, TypeError)


def quick_parse(text: str) -> Any:
    """Return the document as plain values, or raise `QuickParseError`.

    Scalars come as `ryaml` types them, so the text of ``1.10`` or ``No`` may be lost: a caller
    that needs text and finds another type has to ask `parse`.
    """
    if ("[" in text or "{" in text) and text.count("[") + text.count("{") > _BRACKET_LIMIT:
        raise QuickParseError
    if "<" in text and MERGE_KEY in text:
        raise QuickParseError
    if _has_property(text):  # `ryaml` keeps tags, and repeats what an alias names
        raise QuickParseError
    loads, errors = _parser()
    try:
        value = loads(text)
    except errors as error:
        raise QuickParseError from error
    if isinstance(value, dict) and NEVER_KEPT in value:
        raise QuickParseError
    return value
