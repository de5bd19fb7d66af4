"""Providers: a few with many articles, many with one, ever new ones more slowly."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Final

from bench.corpus.draw import Draw
from bench.corpus.measured import CONCENTRATION, DISCOUNT

_PLACES: Final = (
    "Ashford Brookvale Calder Dunmore Eastport Fairhaven Glenrock Harlow Ironbridge Juniper Kingsbury "
    "Lakemont Millbrook Norwell Oakridge Pinehurst Quarry Redfern Stonegate Thornbury Upland Vernon Westmere "
    "Yarrow Alder Birchwood Cedar Driftwood Elmira Foxglove Greystone Hollis Inverness Jasper Kestrel Linden "
    "Marlow Northgate Orchard Prescott Queensway Rosedale Sutton Tamarack Underhill Vantage Willow Yorkville "
    "Zephyr Amber Bayfield Coral Delta Ember Fjord Granite Heron Island Jubilee Keystone Larkspur"
).split()
_PAPERS: Final = (
    "Times", "Herald", "Post", "News", "Tribune", "Gazette", "Chronicle", "Observer", "Journal", "Today",
    "Star-Ledger", "Radio 9", "TV / KXQ", "Daily & Weekly", "Business Wire", "Online",
)  # fmt: skip
_ENDINGS: Final = ("com", "com", "com", "com", "com", "net", "org", "ca", "co.uk", "co.nz", "com.au", "in")
_PATHS: Final = ("news", "local/news", "business", "story", "world", "articles", "health", "{date}", "{date}")

KNOWN: Final = 50
"""Of the providers before this one every other has an organization in the taxonomy."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who publishes, and what its addresses look like.

    Attributes
    ----------
    other_name
        A second name that some of its mentions carry.
    path
        The folders its articles are in; ``{date}`` stands for year and month.
    upper
        Whether its paths have a number in upper-case letters.
    amp
        Which of four forms its AMP pages' addresses have; 0 for none.
    logo
        Whether the taxonomy has an organization for it, whose logo its documents carry.
    stock_image
        The URL and size of the picture it shows where it has none.
    """

    domain: str
    name: str
    other_name: str | None
    www: bool
    slash: bool
    path: str
    upper: bool
    suffix: str
    amp: int
    logo: bool
    stock_image: tuple[str, int, int]

    @property
    def host(self) -> str:
        """The host of its addresses."""
        return f"www.{self.domain}" if self.www else self.domain


def name_and_domain(number: int) -> tuple[str, str]:
    """Return the name and domain of the provider with a number, each domain once."""
    place, rest = _PLACES[number * 7 % len(_PLACES)], number // len(_PLACES)
    paper, series = _PAPERS[(number + rest) % len(_PAPERS)], rest // len(_PAPERS)
    within = f"{place} {paper}" if not series else f"{place} {paper} {series + 1}"
    host = "".join(c for c in within.lower() if c.isalnum())
    return within, f"{host}{'' if rest % len(_PAPERS) < 8 else '-' + str(rest)}.{_ENDINGS[number % 12]}"


def has_organization(number: int) -> bool:
    """Tell whether the taxonomy describes the provider with a number."""
    return number < KNOWN and number % 2 == 0


class Providers:
    """Draws the provider of each article by a Pitman-Yor process.

    Kept in memory: one number for each article drawn, and the providers.
    """

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._drawn = array("I")
        self._articles = array("I")
        self._providers: list[Provider] = []

    def next(self) -> Provider:
        """Return the provider of another article."""
        total, known = len(self._drawn), len(self._providers)
        if self._draw.uniform() * (total + CONCENTRATION) < CONCENTRATION + DISCOUNT * known:
            self._providers.append(self._new(known))
            self._articles.append(0)
            number = known
        else:
            number = self._known()
        self._drawn.append(number)
        self._articles[number] += 1
        return self._providers[number]

    def _known(self) -> int:
        while True:
            number = self._drawn[self._draw.below(len(self._drawn))]
            if self._draw.uniform() * self._articles[number] >= DISCOUNT:
                return number

    def _new(self, number: int) -> Provider:
        draw = self._draw
        name, domain = name_and_domain(number)
        if number > KNOWN and draw.defect("shared name"):
            name = self._providers[draw.below(number)].name
        width, height = draw.one(((1200, 630), (800, 600), (1024, 576), (640, 360)))
        return Provider(
            domain=domain,
            name=name,
            other_name=f"{name} Sports" if draw.defect("second name") else None,
            www=draw.has("www"),
            slash=draw.has("trailing slash"),
            path=draw.one(_PATHS),
            upper=draw.has("upper case path"),
            suffix=draw.one(("", "", ".html")),
            amp=draw.below(4) + 1 if draw.has("amp") else 0,
            logo=has_organization(number),
            stock_image=(f"https://static.{domain}/assets/share-default.png", width, height),
        )
