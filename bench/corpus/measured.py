"""What was measured of the real corpus, in one table, and what is assumed where it is silent.

The sample holds 1,024 article documents with 394 listed mentions (all of 1,236 articles), in
1,121 files. Rates of what it is too small to show come from 9,000 mentions of the same source
in about 6,500 documents; what neither shows is assumed, so that it occurs at all.
"""

from __future__ import annotations

from typing import Final

DOCUMENTS: Final = 1024
"""Article documents of the sample."""

DECILES: Final[dict[str, tuple[int, ...]]] = {
    "front matter bytes": (622, 1209, 1342, 1439, 1515, 1601, 1691, 1813, 2031, 2681, 14639),
    "title": (20, 53, 58, 62, 67, 71, 77, 83, 90, 100, 155),
    "excerpt": (10, 124, 143, 161, 179, 199, 211, 223, 245, 285, 531),
    "web url": (25, 71, 85, 95, 101, 108, 115, 124, 135, 152, 227),
    "image url": (39, 64, 72, 86, 96, 106, 118, 133, 160, 175, 561),
    "image width": (196, 450, 620, 750, 900, 1024, 1140, 1200, 1280, 1500, 6720),
    "image height": (117, 305, 382, 470, 550, 622, 640, 682, 720, 960, 4476),
    "quality": (0, 37, 48, 55, 60, 64, 70, 75, 90, 105, 213),
    "heat": (-1, -1, 36, 50, 55, 60, 70, 75, 90, 107, 400),
}
"""Smallest, deciles, largest; lengths in characters."""

MEANS: Final[dict[str, float]] = {
    "front matter bytes": 1831.0,
    "title": 73.9,
    "title words": 11.25,
    "excerpt": 200.4,
    "excerpt words": 32.2,
    "web url": 110.2,
    "image url": 116.1,
    "quality": 68.5,
}

Weights = dict[object, int]

COUNTS: Final[dict[str, dict[int, int]]] = {
    "tags": {0: 284, 1: 535, 2: 138, 3: 65, 4: 2},
    "list length": {1: 146, 2: 48, 3: 12, 4: 9, 5: 5, 6: 3, 10: 1, 11: 1, 16: 1},
    "documents of a linked story": {1: 106, 2: 45, 3: 7, 4: 1, 6: 1, 12: 1},
    "hour": {
        0: 110, 1: 73, 2: 37, 3: 51, 4: 42, 5: 33, 6: 5, 7: 21, 8: 20, 9: 34, 10: 28, 11: 39, 12: 19, 13: 53,
        14: 48, 15: 58, 16: 54, 17: 52, 18: 41, 19: 61, 20: 36, 21: 44, 22: 22, 23: 35,
    },
}  # fmt: skip
"""How often each number occurs."""

TOPIC_LISTS: Final[dict[str, int]] = {
    "us+root": 468, "root": 82, "canada+root": 69, "europe+root": 60, "asia+root": 59, "travel+root": 46,
    "china+asia+root": 41, "stock+root": 28, "treatment+root": 23, "cases+root": 20, "us+root+cases": 20,
    "politics+root": 18, "japan+asia+root": 16, "economy+root": 11, "education+root": 10, "events+root": 9,
    "korea+asia+root": 5, "cases+root+us": 4, "europe+root+cases": 3, "root+cases": 3, "root+treatment": 2,
    "root+travel": 2, "us+root+travel": 2, "politics+root+us": 2, "root+us": 2, "travel+root+politics": 2,
    "education+root+us": 1, "economy+root+us": 1, "treatment+root+politics": 1, "economy+root+stock": 1,
    "us+root+europe": 1, "cases+root+asia": 1, "economy+root+europe": 1, "politics+root+asia": 1,
    "economy+root+japan+asia": 1, "treatment+root+asia": 1, "education+root+china+asia": 1,
    "korea+asia+root+travel": 1, "china+asia+root+korea": 1, "cases+root+china+asia": 1,
}  # fmt: skip
"""Lists of topics in their order, by the keys of `bench.corpus.taxonomy.TOPICS`."""

PROVIDERS: Final[dict[int, float]] = {100: 81.5, 200: 141.3, 400: 234.9, 800: 378.7, 1024: 444.0, 1236: 495.0}
"""Providers of so many articles drawn from the sample."""

DISCOUNT: Final = 0.5
CONCENTRATION: Final = 85.0
"""The Pitman-Yor process that fits `PROVIDERS` within 1 %; 18,300 at 1,000,000 articles."""

SHARES: Final[dict[str, tuple[float, str]]] = {
    "secured is long": (500 / 1013, "sample: 492 characters of base64 instead of 320"),
    "amp": (623 / 1024, "sample: ampWebUrl and cdnAmpWebUrl, always both"),
    "listed amp": (212 / 394, "sample"),
    "image": (850 / 1024, "sample: never more than one"),
    "listed image": (298 / 394, "sample"),
    "image query": (298 / 850, "sample"),
    "image of the provider": (0.09, "sample: one image in 44 articles, one in 13, one in 9"),
    "image title differs": (4 / 850, "sample"),
    "www": (812 / 1024, "sample"),
    "trailing slash": (330 / 1024, "sample"),
    "query": (29 / 1024, "sample"),
    "upper case path": (165 / 1024, "sample"),
    "escaped path": (8 / 1024, "sample"),
    "subdomain": (46 / 1024, "sample: host below the provider's domain"),
    "other host": (10 / 1024, "sample: host of another domain"),
    "heat is quality": (798 / 1013, "sample"),
    "heat is -1": (129 / 1013, "sample"),
    "featured": (146 / 1007, "sample"),
    "no scores": (6 / 1013, "sample: neither quality nor heat nor published"),
    "title curly": (97 / 1024, "sample: characters outside ASCII, mostly ’"),
    "excerpt curly": (268 / 1024, "sample: ’ “ ” — – é … no-break space, zero-width space"),
    "ampersand": (36 / 2048, "sample: in titles and excerpts, plain"),
    "title quoted": (5 / 1024, 'sample: \\" inside'),
    "excerpt quoted": (58 / 1024, "sample"),
    "excerpt cut": (30 / 1024, "sample: ends in an ellipsis"),
    "answer": (8 / 1024, "sample: _learning/answers"),
    "lesson": (3 / 1024, "sample: _learning/articles"),
    "story is linked": (161 / 946, "sample: connected by lists"),
    "list is reciprocal": (0.88, "full source; the sample cuts clusters apart and shows 0.51"),
    "mate has a list of stubs too": (0.2, "fits the sample's 250 links to stubs"),
    "stub is known": (0.75, "fits the sample, where 30 of 213 stubs are in more than one list"),
    "same provider": (52 / 375, "sample: of linked articles"),
    "same title": (43 / 250, "sample, of links to stubs: syndicated from the lister"),
}
"""Shares, and where each comes from."""

DEFECTS: Final[dict[str, tuple[float, str]]] = {
    "self-link": (13 / 1024, "sample, of documents: an earlier or later version of the live page itself"),
    "duplicate link": (3 / 226, "sample, of lists"),
    "duplicate document": (117 / 6500, "full source, of documents: live pages under another title and date"),
    "listed otherwise": (0.02, "assumed, of links to documents; the sample has 1 of 125"),
    "unclean domain": (0.008, "sample, of mentions: www. or a path behind the domain"),
    "second name": (1 / 100, "sample, of providers: one domain of 495 with two names"),
    "shared name": (1 / 100, "full source, of providers: one name for several domains"),
    "shared url": (1 / 600, "assumed, of stubs: a wrong URL glued on; the full source has some"),
    "tracking": (3 / 1418, "sample, of mentions"),
    "http": (1 / 500, "assumed, of mentions"),
    "amp cache as web url": (1 / 1500, "assumed, of mentions"),
    "space in url": (1 / 1500, "full source, of mentions: 'Business Wire'"),
    "non-ascii url": (1 / 2000, "assumed, of mentions"),
    "entity in url": (2 / 1148, "sample, of image URLs: &#038;"),
    "tab in image url": (1 / 6500, "full source, of image URLs"),
    "mojibake": (1 / 400, "assumed, of texts with ’ and the like; seen in the full source (seed 003)"),
    "entity": (
        1 / 400,
        "assumed, of texts with a character for it, half of them twice; seen in the full source",
    ),
    "control character": (1 / 3000, "assumed, of texts: an escaped one in the YAML"),
    "U+0097": (1 / 650, "full source, of texts with a dash: 1 in 6,500 documents"),
    "crlf": (1 / 500, "assumed, of documents"),
    "html body": (1 / 1000, "assumed, of documents: a newsletter's whole page"),
    "text body": (1 / 200, "assumed, of documents"),
    "original url": (1 / 500, "assumed, of documents; always there in the full source's other crawls"),
    "authors": (1 / 500, "assumed, of documents"),
    "other kind": (1 / 1024, "sample, of documents: a collection beside them"),
    "no front matter": (1 / 1000, "assumed, of documents: a text beside them"),
}
"""Defects and rarities: how often, of what, and where the rate comes from."""

ARTICLES_PER_DAY: Final = 825
"""Of the sample's fullest day."""
