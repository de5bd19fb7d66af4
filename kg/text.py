"""Repair of text: before the YAML is parsed, and after a value is decoded."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from html.entities import html5
from typing import Final

_UNPARSABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|\r(?!\n)")

FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
    + "]"
)
"""What no text of the graph may hold: controls, lone surrogates, noncharacters."""

_FORBIDDEN_UTF8: Final = {  # by the first byte of the characters, beyond ASCII
    0xC2: re.compile(rb"\xc2[\x80-\x9f]"),
    0xEF: re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"),
    **{lead: re.compile(b"%c[\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]" % lead) for lead in range(0xF0, 0xF5)},
}
_HARMLESS: Final = bytes((0x09, 0x0A, *range(0x20, 0x7F)))
_HARMLESS_BEYOND: Final = bytes(set(range(0x80, 0x100)) - _FORBIDDEN_UTF8.keys())

_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")


def are_allowed(texts: Sequence[str]) -> bool:
    """Tell whether no text holds what `FORBIDDEN` finds, in a tenth of the time."""
    # A regular expression looks at one character after the other, where it does not begin with one.
    try:
        data = "\n".join(texts).encode()
    except UnicodeEncodeError:  # of a lone surrogate
        return False
    rest = data.translate(None, _HARMLESS)  # in which a character beyond ASCII stays as it is
    doubtful = set(rest.translate(None, _HARMLESS_BEYOND))
    return doubtful <= _FORBIDDEN_UTF8.keys() and not any(
        _FORBIDDEN_UTF8[lead].search(rest) for lead in doubtful
    )


_SUSPICIOUS: Final = bytes((*range(9), 0x0B, 0x0C, 0x0D, *range(0x0E, 0x20), 0x7F, 0xC2, 0xEF))
_UNSUSPICIOUS: Final = bytes(set(range(256)) - set(_SUSPICIOUS))


def is_parsable(data: bytes) -> bool:
    """Tell quickly, of UTF-8, that it holds nothing `make_parsable` would replace.

    ``False`` means that it may: some bytes stand in harmless characters too.
    """
    return not data.translate(None, _UNSUSPICIOUS)


def _before_parsing(match: re.Match[str]) -> str:
    character = match.group()
    if character == "\r":
        return "\n"
    if "\x80" <= character <= "\x9f":
        try:
            return character.encode("latin-1").decode("cp1252")
        except UnicodeDecodeError:
            return " "
    return " "


def make_parsable(text: str) -> tuple[str, int, int]:
    r"""Replace, one for one, the characters that YAML forbids.

    U+0080 to U+009F become the characters that Windows-1252 has there, other controls spaces,
    a lone carriage return a line feed, so that every line and column stays what it was.

    Returns
    -------
    The text, how many characters were replaced (line ends not counted), and the offset of the
    first of them (-1 without any).

    >>> make_parsable("1970\x961975\x07")
    ('1970–1975 ', 2, 4)
    """
    if not _UNPARSABLE.search(text):
        return text, 0, -1
    offsets = [match.start() for match in _UNPARSABLE.finditer(text) if match.group() != "\r"]
    return _UNPARSABLE.sub(_before_parsing, text), len(offsets), offsets[0] if offsets else -1


def _unescape_entity(match: re.Match[str]) -> str:
    entity = match.group()
    # `html.unescape` would take the "not" of "&notit;" for an entity without its semicolon.
    return html.unescape(entity) if entity[1] == "#" else html5.get(entity[1:], entity)


def _unescape_entities(text: str) -> str:
    once = _ENTITY.sub(_unescape_entity, text)
    return _ENTITY.sub(_unescape_entity, once)


_PLAINLY_GOOD: Final = re.compile(
    "(?:[\x00-\x7f\xa0\u2018\u2019\u201c\u201d\u2013\u2014\u2026]++|(?<![^\x00-\x7f])[\xe0-\xff](?![^\x00-\x7f]))*\\Z"
)


def is_plainly_good(text: str) -> bool:
    """Tell quickly of most texts that they are no mojibake; ``False`` means unknown.

    Their only characters beyond ASCII are curly quotes, dashes and no-break spaces, and accented
    letters with ASCII around them. ftfy's own test takes some twenty times as long.
    """
    return _PLAINLY_GOOD.match(text) is not None


def _fix_mojibake(text: str) -> str:
    if is_plainly_good(text):
        return text
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return fix_encoding(text) if is_bad(text) else text


def is_clean(text: str) -> bool:
    """Tell quickly of most texts that `repair` would only strip them; ``False`` means unknown."""
    return text.isascii() and "&" not in text and text.isprintable()


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text as the graph holds it, and the codes of the repairs that were needed.

    Mojibake is undone (`ftfy.fix_encoding`, which leaves curly quotes alone); HTML entities that
    end in ``;`` are decoded, twice at most; controls except tab and line feed, lone surrogates
    and noncharacters are removed; then NFC, and surrounding space stripped.

    >>> repair("AT&amp;amp;T’s nationâ€™s ")
    ('AT&T’s nation’s', ('mojibake-repaired', 'entity-unescaped'))
    """
    if is_clean(text):
        return text.strip(), ()
    repaired = text if text.isascii() else _fix_mojibake(text)
    repairs = []
    if repaired != text:
        repairs.append("mojibake-repaired")
    if "&" in repaired:
        unescaped = _unescape_entities(repaired)
        if unescaped != repaired:
            repaired = unescaped
            repairs.append("entity-unescaped")
    if not repaired.isprintable() and FORBIDDEN.search(repaired):
        repaired = FORBIDDEN.sub("", repaired)
        repairs.append("control-characters")
    return unicodedata.normalize("NFC", repaired).strip(), tuple(repairs)


def printable(text: object) -> str:
    r"""Return a text that is safe to show on a terminal: what cannot be printed is escaped.

    >>> printable("\x1b[31mred")
    '\\x1b[31mred'
    """
    shown = str(text)
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown)


def slug(name: str) -> str:
    """Return what topic names are compared by.

    NFKC, case-folded, runs of white space and ``_`` to ``-``; other characters stay, so that C,
    C++ and C# are three topics.

    >>> slug("Natural  Language_Processing"), slug("C++")
    ('natural-language-processing', 'c++')
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
    return re.sub(r"[\s_]+", "-", folded.strip())
