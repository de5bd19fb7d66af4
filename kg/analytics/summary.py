"""The answers that one looks at first, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Final

from kg.analytics.answers import Answers
from kg.analytics.bounds import check_numbers
from kg.analytics.bursts import Burst
from kg.analytics.centrality import Of
from kg.analytics.cooccurrence import topic_cooccurrence
from kg.analytics.copies import keep_first
from kg.analytics.diversity import most_voices
from kg.analytics.lookups import label_of, nodes_of, publishers, targets
from kg.analytics.syndication import SyndicatedPiece, syndication

if TYPE_CHECKING:
    import networkx as nx

Value = str | int | float | datetime | None

_SHOWN: Final = 3
"""How many of the first rows of an answer are on the page."""

_FEWEST: Final = 10
"""Articles that a topic needs for its diversity to be compared with that of others."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the summary.

    Attributes
    ----------
    section
        What it is about.
    name
        What is said: a measure, or whose it is.
    value
        Text, a number or a date; ``None`` where there is none.
    without_copies
        The same where each syndicated piece counts once; ``None`` where that is no question, or
        where it is then not there any more.
    unit
        Of both.
    note
        What is to be known with it.
    """

    section: str
    name: str
    value: Value
    without_copies: Value
    unit: str
    note: str


def summary(graph: nx.MultiDiGraph[str], *, largest: int = 50, seed: int = 0) -> tuple[Fact, ...]:
    """Return the answers that one looks at first, as lines of one page.

    What is in the graph, its largest stories, who is recorded first, which topics have most and
    fewest voices, which were suddenly everywhere, what was copied, what goes together, what is in
    the middle of things, what only one provider covers, and which providers never meet. Where it
    may change an answer, the figure without copies stands beside it (see `without_copies`). Each
    figure is that of the function it comes from, with its defaults.
    In a data frame of polars, `value` and `without_copies` must be of the type ``polars.Object``
    (``schema_overrides``), as they are numbers, text and dates.

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
    MissingLibraryError
        Where scipy, which PageRank needs, is not installed.

    Examples
    --------
    >>> import kg
    >>> page = summary(kg.build("seeds"))
    >>> [(fact.name, fact.value, fact.note) for fact in page if fact.section == "Graph"][:2]
    [('Articles', 16, 'of them 11 stubs, which were only ever listed'), ('Providers', 15, '')]
    """
    check_numbers(largest=largest, seed=seed)
    pieces = syndication(graph)
    every = Answers(graph, largest, seed)
    single = Answers(keep_first(graph, pieces), largest, seed)
    return (
        *_graph(every, single),
        *_stories(every, single),
        *_movers(every, single),
        *_voices(every, single),
        *_bursts(every, single),
        *_copies(every, pieces),
        *_together(every, single),
        *_central(every, single),
        *_gaps(every, single),
        *_strangers(every, single),
    )


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""


def _graph(every: Answers, single: Answers) -> Iterator[Fact]:
    articles, dates, fewer_dates = every.articles, _dates(every), _dates(single)
    stubs = sum(data.get("stub") is True for data in articles.values())
    note = f"of them {_plural(stubs, 'stub')}, which were only ever listed" if stubs else ""
    yield Fact("Graph", "Articles", len(articles), len(single.articles), "articles", note)
    yield Fact("Graph", "Providers", len(nodes_of(every.graph, "provider")), None, "providers", "")
    yield Fact("Graph", "Topics", len(nodes_of(every.graph, "topic")), None, "topics", "")
    first, last = min(dates, default=None), max(dates, default=None)
    yield Fact("Graph", "First published", first, min(fewer_dates, default=None), "UTC", "")
    undated = len(articles) - len(dates)
    note = f"{_plural(undated, 'article')} without a date" if undated else ""
    yield Fact("Graph", "Last published", last, max(fewer_dates, default=None), "UTC", note)
    topical, fewer = (len(targets(answers.graph, "about")) for answers in (every, single))
    yield Fact("Graph", "Articles with a topic", topical, fewer, "articles", _percent(topical, len(articles)))


def _dates(answers: Answers) -> list[datetime]:
    return [data["published_at"] for data in answers.articles.values() if "published_at" in data]


def _stories(every: Answers, single: Answers) -> Iterator[Fact]:
    def count(answers: Answers) -> tuple[int, int, int, float | None]:
        spans = [story.span_minutes for story in answers.stories if story.span_minutes is not None]
        told = sum(len(story.articles) for story in answers.stories)
        events = sum(story.is_event for story in answers.stories)
        return len(answers.stories), events, told, median(spans) if spans else None

    (found, events, told, span), (fewer, fewer_events, fewer_told, fewer_span) = count(every), count(single)
    yield Fact("Stories", "Stories", found, fewer, "stories", "of two or more articles")
    yield Fact("Stories", "Events", events, fewer_events, "stories", "attention and providers 3 or more")
    note = _percent(told, len(every.articles))
    yield Fact("Stories", "Articles in a story", told, fewer_told, "articles", note)
    yield Fact("Stories", "Span, the median", span, fewer_span, "minutes", "from first to last article")
    sizes = {story.id: len(story.articles) for story in single.stories}
    for story in every.stories[:_SHOWN]:
        note = f"{_plural(len(story.providers), 'provider')}, attention {story.attention:.1f}"
        yield Fact(
            "Largest stories", story.headline, len(story.articles), sizes.get(story.id), "articles", note
        )


def _movers(every: Answers, single: Answers) -> Iterator[Fact]:
    first = {mover.provider: mover.first for mover in single.movers}
    for mover in every.movers[:_SHOWN]:
        if mover.share is not None:
            interval = f"95 %: {mover.share_low:.0%} to {mover.share_high:.0%}"
            note = f"of {mover.stories:,}: {mover.share:.0%}, {interval}; {mover.tied:,} tied"
            yield Fact("First movers", mover.name, mover.first, first.get(mover.provider, 0), "stories", note)


def _voices(every: Answers, single: Answers) -> Iterator[Fact]:
    comparable = [row for row in every.voices if row.articles >= _FEWEST]
    ordered = most_voices(comparable)
    without = {row.group: row.effective_providers for row in single.voices}
    shown = min(_SHOWN, len(ordered) // 2)
    for section, rows in (
        ("Most voices", ordered[:shown]),
        ("Fewest voices", ordered[len(ordered) - shown :][::-1]),
    ):
        for row in rows:
            note = (
                f"{row.providers:,} with {row.articles:,} articles; the largest share is"
                f" {row.largest_share:.0%}"
            )
            value, single_value = row.effective_providers, without.get(row.group)
            yield Fact(section, row.label, value, single_value, "effective providers", note)


def _bursts(every: Answers, single: Answers) -> Iterator[Fact]:
    if every.bursts is None or single.bursts is None:
        yield Fact("Bursts", "Bursts by the day", None, None, "bursts", "not known: a date is too far off")
        return
    note = "twice as frequent as usual"
    yield Fact("Bursts", "Bursts by the day", len(every.bursts), len(single.bursts), "bursts", note)
    for burst in every.bursts[:_SHOWN]:
        # Without copies it may begin or end on another day.
        same = (row.start for row in single.bursts if row.topic == burst.topic and _overlap(row, burst))
        note = f"{_plural(burst.periods, 'day')}, {burst.articles:,} of {_plural(burst.total, 'article')}"
        yield Fact("Bursts", burst.label, burst.start, min(same, default=None), "UTC", note)


def _overlap(one: Burst, other: Burst) -> bool:
    return one.start < other.end and other.start < one.end


def _copies(every: Answers, pieces: Sequence[SyndicatedPiece]) -> Iterator[Fact]:
    copies = sum(len(piece.articles) - 1 for piece in pieces)
    yield Fact("Copies", "Pieces of two or more providers", len(pieces), None, "pieces", "")
    share = copies / len(every.articles) if every.articles else None
    note = f"{_plural(copies, 'article')} besides the first of each piece"
    yield Fact("Copies", "Articles that are copies", share, None, "0 to 1", note)
    providers = nodes_of(every.graph, "provider")
    for piece in pieces[:_SHOWN]:
        first = label_of(providers, piece.first_provider)
        note = f"{_plural(len(piece.providers), 'provider')}, the first recorded is {first}"
        yield Fact("Copies", piece.title, len(piece.articles), None, "articles", note)


def _together(every: Answers, single: Answers) -> Iterator[Fact]:
    shared = {(pair.provider, pair.other): pair.stories for pair in single.pairs}
    for pair in every.pairs[:_SHOWN]:
        note = "more than chance would make of them" if pair.backbone else ""
        name, ends = f"{pair.provider_name} and {pair.other_name}", (pair.provider, pair.other)
        yield Fact("Same stories", name, pair.stories, shared.get(ends, 0), "stories", note)
    both = {(row.topic, row.other): row.articles for row in topic_cooccurrence(single.graph)}
    for row in topic_cooccurrence(every.graph)[:_SHOWN]:
        name, note = f"{row.label} and {row.other_label}", f"PMI {row.pmi:.2f} bits"
        single_value = both.get((row.topic, row.other), 0)
        yield Fact("Topics together", name, row.articles, single_value, "articles", note)


def _gaps(every: Answers, single: Answers) -> Iterator[Fact]:
    for kind, name, unit in (
        ("topic", "Topics of one provider", "topics"),
        ("story", "Stories of one provider", "stories"),
    ):
        alone = [gap for gap in every.gaps if gap.kind == kind]
        fewer = sum(gap.kind == kind for gap in single.gaps)
        note = f"the largest is {alone[0].provider_name}'s, {alone[0].label}" if alone else ""
        yield Fact("Gaps", name, len(alone), fewer, unit, note)


def _central(every: Answers, single: Answers) -> Iterator[Fact]:
    sections: tuple[tuple[str, Of], ...] = (
        ("Central articles", "articles"),
        ("Central providers", "providers"),
    )
    publisher, providers = publishers(every.graph), nodes_of(every.graph, "provider")
    for section, of in sections:
        without = {row.id: row for row in single.central(of)}
        for row in every.central(of)[:_SHOWN]:
            same = without.get(row.id)
            note = f"rank {row.rank:,}; without copies {same.rank:,}" if same else f"rank {row.rank:,}"
            if row.id in publisher:
                note = f"of {label_of(providers, publisher[row.id])}, {note}"
            yield Fact(section, row.label, row.score, same.score if same else None, "PageRank, 0 to 1", note)


def _strangers(every: Answers, single: Answers) -> Iterator[Fact]:
    pairs, fewer = len(every.strangers), len(single.strangers)
    yield Fact("Never meet", "Pairs of large providers", pairs, fewer, "pairs", "each two of the 20 largest")
    expected = {(row.provider, row.other): row.expected for row in single.strangers}
    for row in every.strangers[:_SHOWN]:
        name, without = f"{row.provider_name} and {row.other_name}", expected.get((row.provider, row.other))
        note = f"they cover {row.stories:,} and {row.other_stories:,}; by chance none with {row.chance:.1%}"
        yield Fact("Never meet", name, row.expected, without, "expected stories", note)
