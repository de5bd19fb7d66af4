"""The table of reports, which drives the command line, the reference page and the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.analytics import columns
from kg.analytics.bursts import Burst, bursts, loudest
from kg.analytics.centrality import Centrality, centrality
from kg.analytics.cocoverage import CoCoverage, co_coverage
from kg.analytics.cooccurrence import TopicPair, topic_cooccurrence
from kg.analytics.diversity import Diversity, diversity, most_voices
from kg.analytics.gaps import CoverageGap, NeverMeet, coverage_gaps, never_meet
from kg.analytics.options import COPIES
from kg.analytics.pictures import number_shown
from kg.analytics.plotting import TREND_PANELS, write_heat_map, write_timeline, write_trends
from kg.analytics.precedence import FirstMover, first_movers
from kg.analytics.reporting import Report
from kg.analytics.stories import Story, stories
from kg.analytics.summary import Fact, summary
from kg.analytics.syndication import SyndicatedPiece, syndication
from kg.analytics.trends import TopicTrend, topic_trends

if TYPE_CHECKING:
    import networkx as nx


def _largest_topics(rows: Sequence[TopicTrend]) -> Sequence[TopicTrend]:
    totals: Counter[str] = Counter()
    for row in rows:
        totals[row.topic] += row.articles
    return sorted(rows, key=lambda row: (-totals[row.topic], row.topic, row.start))


Options = Mapping[str, Any]


def _draw_timeline(
    _graph: nx.MultiDiGraph[str], rows: Sequence[Any], path: str, top: int | None, _options: Options
) -> bool:
    dated = [row for row in rows if row.first is not None]
    if dated:
        write_timeline(dated, path, top=top)
    return bool(dated)


def _draw_heat_map(
    _graph: nx.MultiDiGraph[str], rows: Sequence[Any], path: str, top: int | None, _options: Options
) -> bool:
    write_heat_map(rows, path, top=top)
    return bool(rows)


def _draw_trends(
    graph: nx.MultiDiGraph[str], rows: Sequence[Any], path: str, top: int | None, options: Options
) -> bool:
    how = {name: value for name, value in options.items() if name != "fill"}
    topics = list(dict.fromkeys(row.topic for row in rows))[: number_shown(top, TREND_PANELS)]
    if topics:  # rows of all topics in all periods may be far more than a picture shows
        write_trends(topic_trends(graph, topics=topics, **how), path, found=bursts(graph, **how), top=top)
    return bool(topics)


_NO_TOPICS: Final = "no dated article has a topic; one that was only ever listed, a stub, has none"
_NO_STORY: Final = "no article lists another one that is in the graph, so that there is no story"
_STORIES: Final = ("largest", "seed")

REPORTS: Final[Mapping[str, Report]] = {
    row.name: row
    for row in (
        Report(
            "stories",
            "Which articles tell the same story?",
            stories,
            Story,
            columns.STORIES,
            order="most articles first",
            empty=_NO_STORY,
            options=(*_STORIES, "singles"),
            counted="stories",
            draw=_draw_timeline,
        ),
        Report(
            "first-movers",
            "Who is first to tell a story, and by how much are the others later?",
            first_movers,
            FirstMover,
            columns.FIRST_MOVERS,
            order="those that are first most often",
            empty="no story has a dated article with a provider",
            options=_STORIES,
            counted="providers",
            named={"providers": ("provider",)},
        ),
        Report(
            "co-coverage",
            "Which providers cover the same stories, more than chance would have it?",
            co_coverage,
            CoCoverage,
            columns.CO_COVERAGE,
            order="most shared stories first",
            empty="no story is covered by two providers",
            options=("alpha", *_STORIES),
            counted="pairs; of a picture providers",
            named={"providers": ("provider", "other")},
            draw=_draw_heat_map,
        ),
        Report(
            "topic-trends",
            "Which topics rise, and which fall?",
            topic_trends,
            TopicTrend,
            columns.TOPIC_TRENDS,
            order="topics of most articles first, each by time",
            empty=_NO_TOPICS,
            options=("freq", "broader", "fill"),
            defaults={"fill": False},
            counted="topics",
            group="topic",
            named={"topics": ("topic",)},
            arrange=_largest_topics,
            draw=_draw_trends,
        ),
        Report(
            "bursts",
            "When was a topic suddenly everywhere?",
            bursts,
            Burst,
            columns.BURSTS,
            order="greatest weight first",
            empty="no topic was much more frequent at some time; try another --freq, or a lower --gamma",
            options=("freq", "s", "gamma", "broader"),
            counted="bursts",
            named={"topics": ("topic",)},
            arrange=loudest,
        ),
        Report(
            "topic-cooccurrence",
            "Which topics go together?",
            topic_cooccurrence,
            TopicPair,
            columns.TOPIC_COOCCURRENCE,
            order="most common articles first",
            empty="no article has two topics; one that was only ever listed, a stub, has none",
            options=("broader",),
            counted="pairs",
            named={"topics": ("topic", "other")},
        ),
        Report(
            "diversity",
            "How many voices does a topic, a story or a day really have?",
            diversity,
            Diversity,
            columns.DIVERSITY,
            order="most effective providers first",
            empty="no group has an article with a provider; a stub, only ever listed, has no topics",
            options=("by", "broader", *_STORIES),
            counted="groups",
            arrange=most_voices,
        ),
        Report(
            "syndication",
            "Which articles are one piece that several providers published?",
            syndication,
            SyndicatedPiece,
            columns.SYNDICATION,
            order="most articles first",
            empty="no two providers published the same piece",
            options=COPIES,
            counted="pieces",
            named={"providers": ("providers",)},
            indifferent="it asks for the copies themselves",
        ),
        Report(
            "centrality",
            "Which articles and providers are in the middle of things?",
            centrality,
            Centrality,
            columns.CENTRALITY,
            order="highest score first",
            empty="there is no article; of providers, none has an article in a story",
            options=("measure", "of", "sample-above", "pivots", "backend", *_STORIES),
            counted="nodes",
        ),
        Report(
            "coverage-gaps",
            "What does only one provider cover?",
            coverage_gaps,
            CoverageGap,
            columns.COVERAGE_GAPS,
            order="topics, then stories, most articles first",
            empty="every topic and every story has two providers or more, or none",
            options=("broader", *_STORIES),
            counted="topics and stories",
            named={"providers": ("provider",)},
        ),
        Report(
            "never-meet",
            "Which large providers never cover the same story?",
            never_meet,
            NeverMeet,
            columns.NEVER_MEET,
            order="most expected stories first",
            empty="each two of the providers compared share a story; compare more with --compared",
            options=("compared", *_STORIES),
            counted="pairs",
            named={"providers": ("provider", "other")},
        ),
        Report(
            "summary",
            "What is there to know at first, on one page?",
            summary,
            Fact,
            columns.SUMMARY,
            order="section by section",
            empty="there is nothing to say",
            options=_STORIES,
            counted="lines",
            usual=0,
            indifferent="it shows figures with and without them",
        ),
    )
}
"""What can be asked, by name."""
