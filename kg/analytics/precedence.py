"""Who is first to tell a story, and by how much are the others later?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import fsum, sqrt
from statistics import NormalDist, median
from typing import TYPE_CHECKING, Any, Final

from kg.analytics.lookups import label_of, nodes_of, publishers
from kg.analytics.rounding import significant
from kg.analytics.stories import Story, stories

if TYPE_CHECKING:
    import networkx as nx

CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True)
class FirstMover:
    """How often a provider was the first that is recorded to tell a story.

    Attributes
    ----------
    provider, name
        Its id and name.
    stories
        Stories of which it and at least one other provider have a dated article.
    first
        Those in which none is earlier than its earliest article: alone, or together with others.
    tied
        Those of `first` in which another provider has an article of the very same date.
    first_shared
        `first`, where each story that `k` providers are the first of counts ``1 / k``: these add
        up to the number of stories over all providers.
    share
        ``first / stories``, 0 to 1; ``None`` where there is no story.
    share_low, share_high
        The Wilson score interval of the share at 95 %.
    median_lag_minutes
        The median, over all `stories`, of the minutes between the first article and the
        provider's earliest: from 0, which it is where the provider is first. ``None`` where there is
        no story.
    alone
        Stories of which no other provider has a dated article, which say nothing of who is first.
    """

    provider: str
    name: str
    stories: int
    first: int
    tied: int
    first_shared: float
    share: float | None
    share_low: float | None
    share_high: float | None
    median_lag_minutes: float | None
    alone: int


@dataclass(slots=True)
class _Record:
    """What one provider's stories come to."""

    alone: int = 0
    lags: list[float] = field(default_factory=list)
    firsts: Counter[int] = field(default_factory=Counter)
    """In how many stories it was among so many that were the first."""


def first_movers(graph: nx.MultiDiGraph[str], *, largest: int = 50, seed: int = 0) -> tuple[FirstMover, ...]:
    """Return who is first how often: those who are most often, then by share, then by id.

    First is the first that is *recorded*: dates are what the corpus's files say, to the minute in
    most, and where two providers have the same date both are first. A provider counts once in a
    story, with its earliest article; articles without a date, and those without a provider, do
    not count. A provider that no dated article of a story is of has no row.

    Parameters
    ----------
    graph
        A coverage graph.
    largest, seed
        See `stories`.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.

    References
    ----------
    E. B. Wilson: Probable Inference, the Law of Succession, and Statistical Inference, Journal of
    the American Statistical Association 22 (158), 1927, for the interval.

    Examples
    --------
    >>> import kg
    >>> row = first_movers(kg.build("seeds"))[0]
    >>> row.name, row.first, row.stories, round(row.share_low, 2), row.share_high
    ('Business Insider', 1, 1, 0.21, 1.0)
    """
    articles, providers = nodes_of(graph, "article"), nodes_of(graph, "provider")
    publisher = publishers(graph)
    records: dict[str, _Record] = {}
    for story in stories(graph, largest=largest, seed=seed):
        dates = _earliest(story, articles, publisher)
        if len(dates) < 2:
            for provider in dates:
                records.setdefault(provider, _Record()).alone += 1
            continue
        start = min(dates.values())
        together = sum(date == start for date in dates.values())
        for provider, date in dates.items():
            record = records.setdefault(provider, _Record())
            record.lags.append((date - start).total_seconds() / 60)
            if date == start:
                record.firsts[together] += 1
    rows = (_row(provider, label_of(providers, provider), record) for provider, record in records.items())
    return tuple(sorted(rows, key=lambda row: (-row.first, -(row.share or 0), row.provider)))


def _earliest(
    story: Story, articles: Mapping[str, Mapping[str, Any]], publisher: Mapping[str, str]
) -> dict[str, datetime]:
    """Return the date of each provider's earliest article."""
    dates: dict[str, datetime] = {}
    for article in story.articles:  # in the order of publication
        if article in publisher and "published_at" in articles[article]:
            dates.setdefault(publisher[article], articles[article]["published_at"])
    return dates


def _row(provider: str, name: str, record: _Record) -> FirstMover:
    covered, first = len(record.lags), record.firsts.total()
    low, high = map(significant, wilson_interval(first, covered)) if covered else (None, None)
    return FirstMover(
        provider=provider,
        name=name,
        stories=covered,
        first=first,
        tied=first - record.firsts[1],
        first_shared=fsum(count / together for together, count in sorted(record.firsts.items())),
        share=first / covered if covered else None,
        share_low=low,
        share_high=high,
        median_lag_minutes=median(record.lags) if covered else None,
        alone=record.alone,
    )


def wilson_interval(successes: int, trials: int, *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the Wilson score interval of a share, within 0 and 1.

    With ``p = successes / trials`` and `z` the normal quantile of the confidence, it is
    ``(p + z²/2n ± z √(p (1 - p)/n + z²/4n²)) / (1 + z²/n)``.

    >>> [round(bound, 4) for bound in wilson_interval(1, 10)]
    [0.0179, 0.4042]
    """
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, part = successes / trials, z * z / trials
    middle = share + part / 2
    margin = z * sqrt((share * (1 - share) + part / 4) / trials)
    low, high = (middle - margin) / (1 + part), (middle + margin) / (1 + part)
    # At the ends the interval reaches them, which rounding would miss.
    return (low if successes else 0.0), (high if successes < trials else 1.0)
