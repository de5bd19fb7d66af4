"""YAML as plain values, quickly, and what must be seen to before.

`ryaml` and `kg.yamltree` have libyaml's grammar both, so that what one accepts the other does too.
"""

from __future__ import annotations

import re
from typing import Any, Final

from kg.yamltree import MERGE_KEY, NEVER_KEPT

_BRACKET_LIMIT: Final = 256  # libyaml's time grows with the square of the nesting of brackets
_PROPERTY: Final = re.compile(r"(?<![^\s\[{,])[!*&]\S")
_SECRET_KEY: Final = re.compile(rf"{NEVER_KEPT}[\"']?\s*:")
_SECRET_START: Final = f'\n{NEVER_KEPT}: "'
_SECRET_END: Final = re.compile(r'[A-Za-z0-9+/=;]*"(?=\r?\n|\Z)')


class QuickParseError(Exception):
    """The quick reader cannot tell what a document says; `parse` can."""


def blank_secret(text: str) -> str:
    """Return the text with the line of its encrypted blob blank, so that no parser sees it.

    Blobs that are written otherwise, or twice, are left for `parse`, which keeps none of them.
    """
    start = text.find(_SECRET_START)
    if start < 0:
        return text
    end = _SECRET_END.match(text, start + len(_SECRET_START))
    if end is None or text.find(_SECRET_START, end.end()) >= 0:
        return text
    return text[: start + 1] + text[end.end() :]


def _has_property(text: str) -> bool:
    """Tell whether there is a tag, an anchor or an alias, or what looks like one."""
    for mark in "!*&":
        at = text.find(mark)
        while at >= 0:
            if _PROPERTY.match(text, at):
                return True
            at = text.find(mark, at + 1)
    return False


def quick_parse(text: str) -> Any:
    """Return the document as plain values, or raise `QuickParseError`.

    Scalars come as `ryaml` types them, so the text of ``1.10`` or ``No`` may be lost: a caller
    that needs text and finds another type has to ask `parse`.
    """
    import ryaml

    if text.count("[") + text.count("{") > _BRACKET_LIMIT or MERGE_KEY in text:
        raise QuickParseError
    if NEVER_KEPT in text and _SECRET_KEY.search(text):
        raise QuickParseError
    if _has_property(text):  # `ryaml` keeps tags, and repeats what an alias names
        raise QuickParseError
    try:
        return ryaml.loads(text)
    except (ryaml.InvalidYamlError, ValueError, TypeError) as error:
        raise QuickParseError from error
