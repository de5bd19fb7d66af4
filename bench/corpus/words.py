"""Titles and excerpts from a table of words, with the odd characters of real ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bench.corpus.draw import Draw, Weighted

WORDS: Final = (
    "the of and to in a for on with as at by from after over amid under into about its their new more "
    "the of and to in a for on with is are was will has have says could may not than that this who "
    "reservoir council harvest farmers drought ration pipeline engineers schools markets officials "
    "minister governor budget cabinet deputy valley harbour county district village coastal northern "
    "southern eastern western central regional national federal local public private global annual "
    "weekly monthly daily early late final first second third record lowest highest average steady "
    "sudden severe mild broad narrow planned delayed expected proposed revised approved rejected "
    "suspended reopened restored repaired measured reported announced confirmed denied warned urged "
    "promised ordered blocked opened closed raised lowered doubled halved extended shortened shifted "
    "delivered collected stored pumped filtered tested sampled mapped tracked studied compared "
    "hospital clinic factory workshop warehouse orchard vineyard pasture forest wetland river canal "
    "lake aquifer well spring glacier snowpack rainfall forecast summer winter autumn season decade "
    "century morning evening weekend holiday deadline meeting hearing inquiry report survey study "
    "model chart estimate figure number share price tariff subsidy loan grant bond stock fund bank "
    "insurer broker trader buyer seller grower shipper carrier airline railway ferry bridge tunnel "
    "highway crossing airport station terminal stadium theatre museum library campus college teacher "
    "student pupil parent nurse doctor surgeon patient resident tenant landlord neighbour visitor "
    "tourist worker driver pilot captain sailor fisher hunter baker grocer cook waiter clerk judge "
    "lawyer sheriff mayor senator premier president chancellor spokesman spokeswoman adviser expert "
    "scientist researcher analyst economist historian reporter editor columnist photographer "
    "increase decline shortage surplus shutdown reopening recovery relief rescue response restriction "
    "emergency agreement settlement strike protest rally vote election campaign debate speech letter "
    "water supply demand quality pressure level flow storage treatment testing release leak flood "
    "people families communities households businesses companies retailers restaurants breweries "
    "utilities agencies authorities regulators lawmakers leaders voters critics supporters partners "
    "across during before without against between toward beyond despite while because where when how "
    "what should need plan offer ask call find keep hold start stop move turn help pay cut raise seek"
).split()

_SHORT: Final = (
    "the of and to in a for on with as at by it is are was has that this who he she we not".split()
)
_HEADLINE: Final = (*WORDS, *_SHORT * 2)
_PROSE: Final = (*WORDS, *_SHORT * 8)
"""Excerpts have more of the short words than headlines."""

_ACCENTED: Final = ("café", "résumé", "Québec", "père", "São", "Zürich", "Málaga", "première")

_TITLE_MARKS: Final = Weighted({"’": 76, "‘’": 16, "“”": 5, "—": 5, "–": 4})
_EXCERPT_MARKS: Final = Weighted(
    {"’": 150, "“”": 36, "—": 42, "\u00a0": 29, "–": 12, "‘’": 3, "é": 6, "»": 2, "€": 2, "…": 2, "\u200b": 1,
     "📊": 1, "•": 1}
)  # fmt: skip


def _cased(word: str) -> str:
    return word[:1].upper() + word[1:]


class Writer:
    """Writes texts of given lengths."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw

    def _words(self, words: Sequence[str], length: int, *, capitals: float) -> list[str]:
        uniform, total = self._draw.uniform, len(words)
        found: list[str] = []
        size = 0
        while size < length:
            word = words[int(uniform() * total)]
            size += len(word) + 1
            found.append(word)
        if capitals:
            found = [_cased(word) if uniform() < capitals else word for word in found]
        found[0] = _cased(found[0])
        return found

    def _mark(self, words: list[str], mark: str) -> None:
        """Put a mark outside ASCII somewhere behind the first word."""
        at = min(1 + self._draw.below(len(words)), len(words) - 1)
        if mark == "’":
            words[at] += "’s"
        elif len(mark) == 2:
            words[at] = mark[0] + words[at] + mark[1]
        elif mark == "é":
            words[at] = self._draw.one(_ACCENTED)
        elif mark in "\u00a0\u200b":
            words[at] = f"{words[at]}{mark}{self._draw.one(WORDS)}"
        elif mark == "€":
            words[at] = f"€{self._draw.below(900) + 10}"
        elif mark == "…":
            words[at] += mark
        else:
            words[at] += f" {mark}"

    def title(self) -> str:
        """Return a headline."""
        draw = self._draw
        words = self._words(_HEADLINE, max(draw.quantity("title") - 3, 12), capitals=0.2)
        if draw.has("title curly"):
            self._mark(words, draw.of(_TITLE_MARKS))
        if draw.has("ampersand"):
            words[-1] += f" & {draw.one(WORDS)}"
        if draw.has("title quoted"):
            words[-1] = f'"{words[-1]}"'
        if draw.uniform() < 0.2:
            words[-1] += f" {draw.below(60) + 2}"
        return " ".join(words)

    def excerpt(self) -> str:
        """Return some sentences, often cut off."""
        draw = self._draw
        words = self._words(_PROSE, max(draw.quantity("excerpt") - 4, 6), capitals=0.06)
        if draw.has("excerpt curly"):
            self._mark(words, draw.of(_EXCERPT_MARKS))
        if draw.has("ampersand"):
            words[-1] += f" & {draw.one(WORDS)}"
        if draw.has("excerpt quoted"):
            words[0] = f'"{words[0]}'
            words[-1] += '"'
        full = draw.below(9) + 12
        for at in range(full, len(words) - 3, full):
            words[at] += "."
            words[at + 1] = _cased(words[at + 1])
        return " ".join(words) + (" ..." if draw.has("excerpt cut") else ".")


_NOT_IN_SLUG: Final = re.compile(r"[^a-z0-9]+")


def url_slug(title: str) -> str:
    """Return a title as URLs and file names have it.

    >>> url_slug("Mayor’s “plan” for 12 wells")
    'mayors-plan-for-12-wells'
    """
    return _NOT_IN_SLUG.sub("-", title.lower().replace("’", "")).strip("-")
