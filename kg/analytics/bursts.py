"""When was a topic suddenly everywhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum, log
from typing import TYPE_CHECKING

from kg.analytics.bounds import check_numbers
from kg.analytics.lookups import label_of, nodes_of
from kg.analytics.periods import Frequency, later, length_of
from kg.analytics.rounding import significant
from kg.analytics.tallies import tally

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Burst:
    """Some periods on end in which a topic is much more frequent than usual.

    Attributes
    ----------
    topic, label
        The topic's id and name.
    start, end
        When the first of the periods begins and the last one ends, UTC; that of the last period of
        the year 9999 ends a second early, as no date is later.
    periods
        How many they are.
    articles
        Articles about the topic in them.
    total
        Articles about any topic in them.
    weight
        By how much the burst explains these articles better than the usual rate does, in nats;
        above 0, without the cost of beginning it.
    """

    topic: str
    label: str
    start: datetime
    end: datetime
    periods: int
    articles: int
    total: int
    weight: float


def loudest(rows: Iterable[Burst]) -> list[Burst]:
    """Return the bursts of the greatest weight first, then by topic and time."""
    return sorted(rows, key=lambda row: (-row.weight, row.topic, row.start))


def _burst_spans(gains: Sequence[float], entry: float) -> Iterator[tuple[int, int]]:
    """Yield the first and last positions at which the cheapest sequence of states is in the burst.

    Costs are relative to staying in the usual state, so that only a burst has any: what each of
    its periods gains is deducted. Of equally cheap sequences the one with the shortest bursts.
    """
    usual, burst = 0.0, entry
    leaves: list[bool] = []
    enters: list[bool] = []
    for position, gain in enumerate(gains):
        enter = position == 0 or usual + entry <= burst
        leave = position > 0 and burst < usual
        before = usual
        if leave:
            usual = burst
        burst = (before + entry if enter else burst) - gain
        enters.append(enter)
        leaves.append(leave)
    within = burst < usual
    end = len(gains) - 1
    for position in range(len(gains) - 1, -1, -1):
        if within and enters[position]:
            yield position, end
            within = False
        elif not within and leaves[position]:
            within, end = True, position - 1


def bursts(
    graph: nx.MultiDiGraph[str],
    freq: Frequency = "day",
    *,
    s: float = 2.0,
    gamma: float = 1.0,
    broader: bool = False,
) -> tuple[Burst, ...]:
    """Return the bursts of each topic, by topic and time.

    Kleinberg's batched model with two states. Of the ``d_t`` articles of period ``t`` that have a
    topic, ``r_t`` are about this one. In the usual state an article is about it with probability
    ``p0 = sum(r) / sum(d)``, in the burst with ``p1 = s * p0``; a state ``i`` costs ``-ln(C(d_t,
    r_t) * p_i**r_t * (1 - p_i)**(d_t - r_t))`` in a period, and entering the burst ``gamma *
    ln(n)`` with ``n`` periods. The cheapest sequence of states is taken; a burst's weight is what
    the usual state would have cost more over it. Periods are all those from the first article to
    the last, and what counts is what counts in `topic_trends`.

    A topic that already has ``1 / s`` of all articles has no burst: there is no such rate.

    Parameters
    ----------
    graph
        A coverage graph.
    freq
        ``hour``, ``day``, or ``week`` (from Monday), in UTC.
    s
        How many times as frequent as usual a topic is in a burst; above 1.
    gamma
        How hard it is to enter a burst; 0 or more.
    broader
        Whether an article counts for the broader topics of its topics as well.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.

    References
    ----------
    J. Kleinberg (2003): Bursty and hierarchical structure in streams. Data Mining and Knowledge
    Discovery 7, 373-397; section 4, "Enumerating bursts".
    """
    check_numbers(s=s, gamma=gamma)
    counted = tally(graph, freq, broader=broader)
    nodes = nodes_of(graph, "topic")
    periods = counted.periods()
    documents = [counted.totals.get(start, 0) for start in periods]
    found = []
    for topic, counts in counted.topics.items():
        usual = sum(counts.values()) / sum(documents)
        if usual * s >= 1:
            continue
        relevant = [counts.get(start, 0) for start in periods]
        with_it, without_it = log(s), log((1 - usual * s) / (1 - usual))
        gains = [r * with_it + (d - r) * without_it for r, d in zip(relevant, documents, strict=True)]
        spans = sorted(_burst_spans(gains, gamma * log(len(gains))))
        found += [
            Burst(
                topic=topic,
                label=label_of(nodes, topic),
                start=periods[first],
                end=later(periods[last], length_of(freq)),
                periods=last - first + 1,
                articles=sum(relevant[first : last + 1]),
                total=sum(documents[first : last + 1]),
                weight=significant(fsum(gains[first : last + 1])),
            )
            for first, last in spans
        ]
    return tuple(found)
