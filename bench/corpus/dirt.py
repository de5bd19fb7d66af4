"""Writes clean values as real files have them: broken here and there, each break counted."""

from __future__ import annotations

from collections import Counter
from typing import Final

from bench.corpus.draw import Draw
from bench.corpus.mentions import Mention

_MOJIBAKE: Final = frozenset("’‘“–—…é")
_ENTITIES: Final = (("’", "&#8217;"), ("’", "&rsquo;"), ('"', "&quot;"), ("—", "&mdash;"), ("&", "&amp;"))
RAW_DASH: Final = "\x97"
"""The dash of Windows-1252, decoded as Latin-1: a control character that no YAML may hold."""


def in_quotes(text: str) -> str:
    """Return a text as it stands between double quotes in YAML."""
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _garble(text: str) -> str | None:
    """Return a text decoded from UTF-8 as Windows-1252, where that can be undone."""
    odd = [character for character in text if not character.isascii()]
    if not odd or not _MOJIBAKE.issuperset(odd):
        return None
    return text.encode("utf-8").decode("cp1252")


def _escape(draw: Draw, text: str) -> str | None:
    possible = [pair for pair in _ENTITIES if pair[0] in text]
    if not possible:
        return None
    character, entity = draw.one(possible)
    if draw.uniform() < 0.5:
        entity = f"&amp;{entity[1:]}"
    return text.replace(character, entity)


def _soil_text(draw: Draw, mention: Mention, field: str, text: str, found: Counter[str]) -> None:
    written, code = None, ""
    if draw.defect("mojibake"):
        written, code = _garble(text), "mojibake-repaired"
    if written is None and draw.defect("entity"):
        written, code = _escape(draw, text), "entity-unescaped"
    if written is not None:
        mention.written[field] = in_quotes(written)
    elif draw.defect("control character"):
        half, code = len(text) // 2, "control-characters"
        mention.written[field] = f"{in_quotes(text[:half])}\\a{in_quotes(text[half:])}"
    elif "—" in text and draw.defect("U+0097"):
        mention.written[field], code = in_quotes(text.replace("—", RAW_DASH)), ""
    else:
        return
    if code:
        found[code] += 1


def soil(draw: Draw, mention: Mention, found: Counter[str]) -> None:
    """Write a mention's values otherwise than they are meant, and count the issues to be found.

    Raw control characters are counted by file, where the file is written.
    """
    _soil_text(draw, mention, "title", mention.title, found)
    _soil_text(draw, mention, "excerpt", mention.excerpt, found)
    if draw.defect("unclean domain"):
        domain = mention.provider.domain
        mention.domain = f"www.{domain}" if draw.uniform() < 0.8 else f"{domain}/us/live-news/latest"
        found["provider-domain-cleaned"] += 1
    picture = mention.picture
    if picture is None:
        return
    if "&" in picture.url and draw.defect("entity in url"):
        mention.picture = picture._replace(written=picture.url.replace("&", "&#038;"))
        found["entity-unescaped"] += 1
    elif draw.defect("tab in image url"):
        mention.picture = picture._replace(written=picture.url[:-6] + "\t" + picture.url[-6:])
        found["control-characters"] += 1
    else:
        mention.picture = picture._replace(written=picture.url)
