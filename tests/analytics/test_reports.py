"""The table of reports: it fits the functions behind it, and what they say is in the documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from datetime import timedelta
from inspect import signature
from math import log2
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import analytics
from kg.analytics.asking import ask_part, check_drawn, parameters
from kg.analytics.options import COPIES, OPTIONS
from kg.analytics.reporting import Report, find_report
from kg.analytics.reports import REPORTS
from kg.analytics.selection import Selection
from kg.errors import NotInGraphError, SettingsError
from tests.analytics.coverage import Graph, at, clique, coverage, coverages, shuffled
from tests.conftest import ROOT

ALL = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)

PIECE = "One very same title of a piece"


def test_the_questions() -> None:
    assert list(REPORTS) == [
        "stories", "first-movers", "co-coverage", "topic-trends", "bursts", "topic-cooccurrence", "diversity",
        "syndication", "centrality", "coverage-gaps", "never-meet", "summary",
    ]  # fmt: skip


@ALL
def test_a_report_fits_its_function(report: Report) -> None:
    assert [column.name for column in report.columns] == [field.name for field in fields(report.row)]
    assert any(column.heading for column in report.columns)
    taken = {OPTIONS[name].parameter for name in report.options}
    assert taken == set(signature(report.answer).parameters) - {"graph", *report.named}
    for name in report.options:
        option = OPTIONS[name]
        default = report.default(option)
        assert default is None or isinstance(default, option.type), name
        assert not option.choices or default in option.choices
    assert report.question.endswith("?")
    assert getattr(analytics, report.answer.__name__) is report.answer


def test_every_option_is_taken() -> None:
    assert set(OPTIONS) == {name for report in REPORTS.values() for name in report.options}
    assert set(COPIES) == {OPTIONS[name].name for name in REPORTS["syndication"].options}


@ALL
def test_a_report_is_documented(report: Report) -> None:
    page = (ROOT / "docs" / "reference.md").read_text("utf-8")
    _, _, section = page.partition(f"\n### {report.name}\n")
    section = section.partition("\n## ")[0].partition("\n### ")[0]
    assert section
    for column in report.columns:
        line = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
        assert line.split("|")[4].strip(), column.name
    assert f"| `{report.name}` | {report.question} |" in page


@ALL
def test_a_report_answers(report: Report, seeds_graph: nx.MultiDiGraph[str]) -> None:
    rows = report.ask(seeds_graph)
    assert all(type(row) is report.row for row in rows)
    assert rows or report.name in ("bursts", "syndication")
    assert report.name == "summary" or report.ask(nx.MultiDiGraph()) == ()


@ALL
def test_a_report_of_the_corpus(report: Report, corpus_graph: nx.MultiDiGraph[str]) -> None:
    rows = report.ask(corpus_graph)
    assert rows or report.name == "bursts"
    assert set(rows) == set(report.answer(corpus_graph, **report.defaults))
    assert report.ask(shuffled(corpus_graph, Random(1))) == rows


def test_orders() -> None:
    graph = coverage({"a": ("x", 0, "law"), "b": ("y", 1, "ai"), "c": ("z", 2, "ai"), "d": ("x", 1500, "ai")})
    trends = REPORTS["topic-trends"].ask(graph)
    assert [(row.label, row.articles) for row in trends] == [("AI", 2), ("AI", 1), ("LAW", 1)]
    assert len(REPORTS["topic-trends"].ask(graph, fill=True)) == 4
    assert REPORTS["topic-trends"].first(trends, 1) == list(trends[:2])
    voices = REPORTS["diversity"].ask(graph)
    assert [row.label for row in voices] == ["AI", "LAW"]
    assert REPORTS["diversity"].first(voices, 1) == voices[:1]


def test_a_name_that_none_has() -> None:
    assert find_report("stories", REPORTS).row is analytics.Story
    with pytest.raises(SettingsError, match="no report is named 'Topic Trend'; did you mean topic-trends"):
        find_report("Topic Trend", REPORTS)
    with pytest.raises(SettingsError, match="choose one of stories, first-movers"):
        find_report("xyz", REPORTS)


def test_what_a_report_does_not_take() -> None:
    stories, syndication = REPORTS["stories"], REPORTS["syndication"]
    assert parameters(stories, {"largest": 9}) == {"largest": 9}
    assert parameters(REPORTS["never-meet"], {"compared": 9}) == {"compared": 9}
    assert parameters(stories, {"days": 1.0, "seed": 2}, single=True) == {"seed": 2}
    assert parameters(syndication, {"threshold": 0.5, "days": 1.0}) == {"threshold": 0.5, "days": 1.0}
    with pytest.raises(SettingsError, match=r"stories takes no --freq; topic-trends and bursts do$"):
        parameters(stories, {"freq": "day"})
    with pytest.raises(
        SettingsError, match=r"stories takes no --days but with --without-copies; syndication does$"
    ):
        parameters(stories, {"days": 1.0})
    with pytest.raises(SettingsError, match="syndication takes no --without-copies; it asks for the copies"):
        ask_part(syndication, nx.MultiDiGraph(), Selection(), {}, single={})
    with pytest.raises(SettingsError, match="no picture of bursts; there is one of stories, co-coverage and"):
        check_drawn(REPORTS["bursts"])


def test_copies_are_left_out_before_a_part_is_taken() -> None:
    titles = {"a": PIECE, "b": PIECE}
    graph = coverage({"a": ("x", 0, "ai"), "b": ("y", 1, "ai"), "c": ("y", 2, "ai")}, title=titles)
    report = REPORTS["diversity"]
    answered = ask_part(report, graph, Selection(providers=("y.com",)), {}, single={})
    assert [row.articles for row in answered.rows] == [1]
    assert ask_part(report, graph, Selection(), {}).graph is graph
    assert len(ask_part(report, graph, Selection(), {}, single={"days": 0.0}).graph) == len(graph)


def test_what_is_compared_stays_whole() -> None:
    """Of the topic "war" both providers have an article, of "ai" only one has."""
    graph = coverage({"a": ("x", 0, "ai war"), "b": ("y", 60, "war"), "c": ("y", 90, "tax")}, "ab")
    of_x, of_ai = Selection(providers=("x.com",)), Selection(topics=("ai",))

    def ask(name: str, part: Selection, **how: Any) -> Any:
        return ask_part(REPORTS[name], graph, part, how)

    gaps = ask("coverage-gaps", of_x)
    assert [(row.label, row.provider) for row in gaps.rows] == [("AI", "provider:x.com")]
    assert gaps.left == 1
    assert [(row.provider, row.first) for row in ask("first-movers", of_x).rows] == [("provider:x.com", 1)]
    assert [row.other for row in ask("co-coverage", of_x).rows] == ["provider:y.com"]
    assert [(row.topic, row.articles, row.total) for row in ask("topic-trends", of_ai).rows] == [
        ("topic:ai", 1, 3)
    ]
    pairs = ask("topic-cooccurrence", of_ai).rows
    assert [(row.label, row.other_label) for row in pairs] == [("AI", "WAR")]
    assert pairs[0].pmi == pytest.approx(log2(3 * 1 / (1 * 2)))
    with pytest.raises(NotInGraphError, match=r"no provider 'z\.com'"):
        ask("co-coverage", Selection(providers=("z.com",)))


@given(coverages(), st.integers(0, 6))
def test_a_stretch_of_time_commutes_with_counting(graph: Graph[str], minute: int) -> None:
    day = timedelta(days=1)
    later = coverage({"n": ("x", 2000, "ai"), "o": ("y", 2010, "law")})
    whole: Graph[str] = nx.compose(graph, later)
    for since, until in ((None, at(0) + day), (at(0) + day, None)):
        part = analytics.select(whole, since=since, until=until)
        rows = analytics.topic_trends(whole, fill=False)
        kept = [
            row
            for row in rows
            if (until is None or row.start < until) and (since is None or row.start >= since)
        ]
        assert list(analytics.topic_trends(part, fill=False)) == kept
    early = analytics.select(graph, until=at(minute))
    late = analytics.select(graph, since=at(minute))
    assert _by_topic(early) + _by_topic(late) == _by_topic(analytics.select(graph, since=at(-1)))


@given(coverages())
def test_providers_commute_with_counting(graph: Graph[str]) -> None:
    providers = [node for node, data in graph.nodes(data=True) if data["kind"] == "provider"]
    parts = [analytics.select(graph, providers=provider) for provider in providers]
    assert sum((_by_topic(part) for part in parts), Counter()) == _by_topic(graph)


@given(coverages())
def test_topics_commute_with_counting(graph: Graph[str]) -> None:
    rows = {row.group: row for row in analytics.diversity(graph)}
    for topic, row in rows.items():
        part = analytics.select(graph, topics=topic)
        assert {found.group: found for found in analytics.diversity(part)}[topic] == row


def _by_topic(graph: Graph[str]) -> Counter[Any]:
    return Counter({row.group: row.articles for row in analytics.diversity(graph)})


def test_a_large_story_is_divided_as_the_option_says() -> None:
    keys = "abcdefgh"
    rows = {key: ("xyz"[place % 3], place) for place, key in enumerate(keys)}
    graph = coverage(rows, f"{clique('abcd')} {clique('efgh')} de")
    assert [len(row.articles) for row in REPORTS["stories"].ask(graph)] == [8]
    assert [len(row.articles) for row in REPORTS["stories"].ask(graph, largest=5)] == [4, 4]
