"""What can be set of reports, by the names on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.analytics.centrality import KINDS_OF, MEASURES
from kg.analytics.diversity import GROUPINGS
from kg.analytics.periods import LENGTHS
from kg.analytics.reporting import Option

OPTIONS: Final[Mapping[str, Option]] = {
    row.name: row
    for row in (
        Option("freq", str, "How long a period is, in UTC.", "freq", tuple(LENGTHS)),
        Option("broader", bool, "Count an article for the broader topics of its topics too.", "broader"),
        Option("fill", bool, "Have rows for periods without an article about the topic.", "fill"),
        Option("s", float, "How many times as frequent as usual a topic is in a burst.", "s"),
        Option("gamma", float, "How hard it is to enter a burst.", "gamma"),
        Option("by", str, "What is a group.", "by", GROUPINGS),
        Option("measure", str, "What makes a node central.", "measure", MEASURES),
        Option("of", str, "Whose centrality.", "of", tuple(KINDS_OF)),
        Option("sample-above", int, "Estimate betweenness in networks of more nodes.", "sample_above"),
        Option("pivots", int, "From how many nodes betweenness is estimated.", "pivots"),
        Option("backend", str, "A backend of networkx that computes it.", "backend"),
        Option("alpha", float, "Below which p-value a pair is of the backbone.", "alpha"),
        Option("compared", int, "How many of the largest providers are compared.", "compared"),
        Option("singles", bool, "Have stories of a single article.", "singles"),
        Option("largest", int, "Divide what hangs together and has more articles.", "largest"),
        Option("threshold", float, "From what similarity on texts are one piece.", "threshold"),
        Option("days", float, "How far apart the same title is one piece.", "days"),
        Option("seed", int, "What random choices begin with.", "seed"),
    )
}

COPIES: Final = ("threshold", "days")
"""The options that say which articles are copies."""
