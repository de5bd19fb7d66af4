"""The table of reports, which drives the command line, the reference page and the benchmark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from kg.analytics import columns
from kg.analytics.bounds import check_numbers
from kg.analytics.bursts import Burst, bursts, loudest
from kg.analytics.centrality import Centrality, centrality
from kg.analytics.cocoverage import CoCoverage, co_coverage
from kg.analytics.cooccurrence import TopicPair, topic_cooccurrence
from kg.analytics.copies import without_copies
from kg.analytics.diversity import Diversity, diversity, most_voices
from kg.analytics.gaps import CoverageGap, NeverMeet, coverage_gaps, never_meet
from kg.analytics.options import COPIES, OPTIONS
from kg.analytics.plotting import write_heat_map, write_timeline, write_trends
from kg.analytics.precedence import FirstMover, first_movers
from kg.analytics.reporting import Draw, Report, listed
from kg.analytics.selection import Selection
from kg.analytics.stories import Story, stories
from kg.analytics.summary import Fact, summary
from kg.analytics.syndication import SyndicatedPiece, syndication
from kg.analytics.trends import TopicTrend, topic_trends
from kg.errors import SettingsError

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
) -> None:
    write_timeline(rows, path, top=top)


def _draw_heat_map(
    _graph: nx.MultiDiGraph[str], rows: Sequence[Any], path: str, top: int | None, _options: Options
) -> None:
    write_heat_map(rows, path, top=top)


def _draw_trends(
    graph: nx.MultiDiGraph[str], _rows: Sequence[Any], path: str, top: int | None, options: Options
) -> None:
    how = {name: value for name, value in options.items() if name != "fill"}
    write_trends(topic_trends(graph, **how), path, found=bursts(graph, **how), top=top)


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


def parameters(report: Report, given: Options, *, single: bool = False) -> dict[str, Any]:
    """Return what a report's function is called with, of options by their names.

    Parameters
    ----------
    single
        Whether copies are left out, so that what says which ones they are may be given as well.

    Raises
    ------
    SettingsError
        For an option that the report does not take, with the reports that do, and for one that is
        out of its range.
    """
    for name, value in given.items():
        if name not in report.options and not (single and name in COPIES):
            takers = [row.name for row in REPORTS.values() if name in row.options]
            but = " but with --without-copies" if name in COPIES and not report.indifferent else ""
            raise SettingsError(
                f"{report.name} takes no --{name}{but}; {listed(takers)} do{'es' * (len(takers) == 1)}"
            )
        if OPTIONS[name].bounds:
            check_numbers(**{name.replace("-", "_"): value})
    return {OPTIONS[name].parameter: value for name, value in given.items() if name in report.options}


def part_for(
    report: Report, graph: nx.MultiDiGraph[str], part: Selection, given: Options, *, single: bool = False
) -> nx.MultiDiGraph[str]:
    """Return the graph that a report is asked of.

    Copies are left out of the whole graph, before a part of it is taken: whether an article is a copy
    does not depend on who asks.

    Parameters
    ----------
    part
        Which articles are meant.
    given
        Options by their names; those of `COPIES` say which articles are copies.
    single
        Whether only the first article of each syndicated piece counts.

    Raises
    ------
    SettingsError
        Where copies make no difference to the report.
    """
    if single:
        check_single(report)
        graph = without_copies(graph, **{name: value for name, value in given.items() if name in COPIES})
    return graph if part == Selection() else part.apply(graph)


def check_single(report: Report) -> None:
    """Raise `SettingsError` where leaving out copies is no question of a report."""
    if report.indifferent:
        raise SettingsError(f"{report.name} takes no --without-copies; {report.indifferent}")


def check_drawn(report: Report) -> Draw:
    """Return what draws a report, or raise `SettingsError` where nothing does."""
    if report.draw is None:
        drawn = [row.name for row in REPORTS.values() if row.draw]
        raise SettingsError(f"there is no picture of {report.name}; there is one of {listed(drawn)}")
    return report.draw
