"""Stories and measures in the graph: what is written, where it stays, and what does not see it."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import analytics
from kg.analytics.centrality import MEASURES
from kg.analytics.rounding import significant
from kg.conform import check_graph
from kg.formats.table import FORMATS
from kg.model import ATTRIBUTES, KINDS, RELATIONS
from tests.analytics.coverage import at, coverage, coverages, shuffled
from tests.conftest import CORPUS, SEEDS
from tests.graphs import assert_same, graphs

pytest.importorskip("scipy", reason="scipy, for PageRank, is not installed")

READ_BACK = [name for name, row in FORMATS.items() if row.read]
SOURCES = [SEEDS, *([CORPUS] if CORPUS.is_dir() else [])]


def small() -> nx.MultiDiGraph[str]:
    """Return a story of a star of four articles, one without a date, and an article by itself."""
    return coverage(
        {
            "a": ("x", 0, "ai"),
            "b": ("y", 5, "ai law"),
            "c": ("x", 9),
            "d": ("z", None),
            "e": ("y", 3),
        },
        "ab bc db",
        broader={"ai": "tea"},
        quality={"c": 7},
    )


def added(graph: nx.MultiDiGraph[str], measured: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    """Return what each node has that it had not before."""
    return {
        node: {name: value for name, value in data.items() if name not in graph.nodes.get(node, ())}
        for node, data in measured.nodes(data=True)
    }


def test_the_values() -> None:
    graph = small()
    found = added(graph, analytics.with_analytics(graph))
    alone = 0.15 / 5 / (1 - 0.85 / 5)  # where no tie leads, anyone may be next
    leaf = alone * (1 + 0.85 / 3) / (1 - 0.85**2)
    centre = alone + 3 * 0.85 * leaf
    ranks = {"a": leaf, "b": centre, "c": leaf, "d": leaf, "e": alone}
    assert sum(ranks.values()) == pytest.approx(1)
    for key, rank in ranks.items():
        values = found[f"article:{key}"]
        assert values.pop("pagerank") == pytest.approx(rank, rel=1e-11)
        assert values == {"degree": {"b": 3, "e": 0}.get(key, 1), "betweenness": 0.5 if key == "b" else 0.0}
    network = {"pagerank": significant(1 / 3), "strength": 2, "betweenness": 0.0}
    contested = {"story_count": 1, "contested_count": 1}
    assert found["provider:x.com"] == network | contested | {
        "article_count": 2,
        "first_count": 1,
        "first_share": 1.0,
        "median_lag_minutes": 0.0,
    }
    assert found["provider:y.com"] == network | contested | {
        "article_count": 2,
        "first_count": 0,
        "first_share": 0.0,
        "median_lag_minutes": 5.0,
    }
    assert found["provider:z.com"] == network | {
        "article_count": 1,
        "story_count": 1,
        "contested_count": 0,
        "first_count": 0,
    }
    one = {"article_count": 1, "provider_count": 1, "entropy": 0.0, "hhi": 1.0, "effective_providers": 1.0}
    two = {"article_count": 2, "provider_count": 2, "entropy": 1.0, "hhi": 0.5, "effective_providers": 2.0}
    assert (found["topic:ai"], found["topic:law"]) == (two, one)
    assert found["topic:tea"] == {"article_count": 0, "provider_count": 0}


def test_the_story() -> None:
    graph = small()
    measured = analytics.with_analytics(graph)
    (story,) = analytics.stories(graph)
    assert dict(measured.nodes[story.id]) == {
        "kind": "story",
        "label": "Title c",
        "headline": "Title c",
        "first_published_at": at(0),
        "last_published_at": at(9),
        "span_minutes": 9.0,
        "article_count": 4,
        "provider_count": 3,
        "attention": 1.5,
        "is_event": False,
    }
    new = set(measured.edges(keys=True)) - set(graph.edges(keys=True))
    assert new == {(f"article:{key}", story.id, "part_of") for key in "abcd"}


def test_a_story_without_dates() -> None:
    measured = analytics.with_analytics(coverage({"a": ("x", None), "b": ("y", None)}, "ab"))
    (values,) = (data for _, data in measured.nodes(data=True) if data["kind"] == "story")
    assert not values.keys() & {"first_published_at", "last_published_at", "span_minutes"}


def test_largest_is_passed_on() -> None:
    links = "ab ac bc cd de df ef"
    graph = coverage({key: (key, 0) for key in "abcdef"}, links)
    for largest, number in ((6, 1), (5, 2)):
        measured = analytics.with_analytics(graph, largest=largest)
        assert sum(data["kind"] == "story" for _, data in measured.nodes(data=True)) == number
        strengths = [data["strength"] for _, data in measured.nodes(data=True) if data["kind"] == "provider"]
        assert strengths == [6 / number - 1] * 6


def test_the_graph_is_left_as_it_was(seeds_graph: nx.MultiDiGraph[str]) -> None:
    before = seeds_graph.copy()
    analytics.with_analytics(seeds_graph)
    assert_same(seeds_graph, before)


def test_nothing_in_nothing_out() -> None:
    assert len(analytics.with_analytics(nx.MultiDiGraph())) == 0


@settings(max_examples=30)
@given(coverages(), st.integers(2, 5), st.randoms(use_true_random=False))
def test_what_holds_of_all(graph: nx.MultiDiGraph[str], largest: int, random: Random) -> None:
    measured = analytics.with_analytics(graph, largest=largest)
    check_graph(measured)
    assert_same(analytics.without_analytics(measured), graph)
    assert_same(analytics.with_analytics(shuffled(graph, random), largest=largest), measured)
    assert_same(analytics.with_analytics(measured, largest=largest), measured)
    assert_same(analytics.with_analytics(measured), analytics.with_analytics(graph))


@settings(max_examples=30)
@given(graphs())
def test_whatever_the_graph_says(graph: nx.MultiDiGraph[str]) -> None:
    plain = analytics.without_analytics(graph)
    assert {kind for _, kind in plain.nodes(data="kind")} <= {"article", "provider", "topic"}
    check_graph(plain)
    assert analytics.without_analytics(plain) is plain
    measured = analytics.with_analytics(graph)
    check_graph(measured)
    assert_same(analytics.without_analytics(measured), plain)


def answers(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Return the answers of all functions of the package that return rows."""
    found: dict[str, Any] = {
        name: getattr(analytics, name)(graph)
        for name in (
            "bursts", "co_coverage", "coverage_gaps", "first_movers", "never_meet", "stories", "story_ids",
            "syndication", "topic_cooccurrence", "topic_trends",
        )
    }  # fmt: skip
    found |= {by: analytics.diversity(graph, by) for by in ("topic", "story", "day")}
    for of in ("articles", "providers"):
        found |= {f"{measure} {of}": analytics.centrality(graph, measure, of) for measure in MEASURES}
    return found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_no_other_answer_changes(source: Path) -> None:
    graph = kg.build(source)
    measured = analytics.with_analytics(graph)
    assert answers(measured) == answers(graph)
    assert_same(analytics.without_copies(measured), analytics.without_copies(graph))
    provider = min(node for node in graph if node.startswith("provider:"))
    for part in ({}, {"providers": provider}):
        assert_same(analytics.select(measured, **part), analytics.select(graph, **part))
    ours, others = analytics.to_co_coverage_graph(measured), analytics.to_co_coverage_graph(graph)
    assert nx.utils.graphs_equal(ours, others)


@pytest.mark.parametrize("name", READ_BACK)
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_format_holds_it(source: Path, name: str, tmp_path: Path) -> None:
    measured = analytics.with_analytics(kg.build(source, language="en"))
    path = tmp_path / FORMATS[name].file
    getattr(kg, f"write_{name}")(measured, path)
    assert_same(kg.read_graph(path), measured)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_it_is_valid(source: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyshacl", reason="pyshacl is not installed")
    kg.write_ntriples(analytics.with_analytics(kg.build(source)), tmp_path / "a.nt")
    assert kg.validate(tmp_path / "a.nt") == ()


def test_every_row_of_the_model_is_filled(corpus_graph: nx.MultiDiGraph[str]) -> None:
    measured = analytics.with_analytics(corpus_graph)
    found = {(data["kind"], name) for _, data in measured.nodes(data=True) for name in data}
    assert {(row.owner, row.name) for row in ATTRIBUTES if row.derived} <= found
    assert {kind.name for kind in KINDS.values() if kind.derived} <= {owner for owner, _ in found}
    relations = {key for _, _, key in measured.edges(keys=True)}
    assert {name for name, relation in RELATIONS.items() if relation.derived} <= relations


def test_measures_have_twelve_digits(corpus_graph: nx.MultiDiGraph[str]) -> None:
    for _, data in analytics.with_analytics(corpus_graph).nodes(data=True):
        for value in data.values():
            assert not isinstance(value, float) or value == significant(value)


SCRIPT = f"""
import sys, kg
from kg import analytics
source, target, jobs = sys.argv[1:]
measured = analytics.with_analytics(kg.build(source), largest=4)
kg.export(measured, target, formats={tuple(FORMATS)!r}, jobs=int(jobs))
"""


def test_the_same_bytes_whatever_the_hash_seed_and_jobs(corpus: Path, tmp_path: Path) -> None:
    """Of a corpus some of whose components are divided."""
    digests = set()
    for seed, jobs in (("1", "1"), ("2", "2")):
        target = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", SCRIPT, str(corpus), str(target), jobs]
        subprocess.run(command, env=environment, check=True)
        files = sorted(target.iterdir())
        assert len(files) == len(FORMATS) + 1
        digests.add(tuple(hashlib.sha256(file.read_bytes()).hexdigest() for file in files))
    assert len(digests) == 1


def test_progress() -> None:
    said: list[tuple[str, int, int]] = []
    analytics.with_analytics(small(), progress=lambda *told: said.append(told))
    assert said[0][1] == 0
    assert said[-1][1] == said[-1][2]
    assert [done for _, done, _ in said] == sorted(done for _, done, _ in said)


def test_without_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy", None)
    with pytest.raises(
        kg.MissingLibraryError,
        match=r"scipy; python -m pip install 'kg-exporter\[analytics\]'$",
    ):
        analytics.with_analytics(small())
