"""What is asked for beyond all sense, and what a machine's settings may not change."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from inspect import isfunction, signature
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import analytics
from kg.analytics.bounds import BOUNDS, Bounds
from kg.analytics.periods import MOST_PERIODS, periods_between
from kg.model import images_of
from tests.analytics.coverage import coverage

SEEDS = Path(__file__).parents[2] / "seeds"
START = datetime(2020, 5, 6, tzinfo=UTC)
ANNOTATED = """
import sys, kg, kg.analytics
kg.write_ntriples(kg.analytics.with_analytics(kg.build(sys.argv[1])), sys.argv[2])
"""


FAKE = """
def refuse(*arguments, **options):
    raise SystemExit("another backend was asked")

convert_from_nx = convert_to_nx = pagerank = betweenness_centrality = louvain_communities = refuse
connected_components = refuse
"""


def _install_backend(folder: Path, code: str) -> None:
    """Have Python find a backend of networkx, ``fake``, in a folder on its path."""
    (folder / "fake.py").write_text(code, "ascii")
    about = folder / "fake-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: fake\nVersion: 1.0\n", "ascii")
    (about / "entry_points.txt").write_text("[networkx.backends]\nfake = fake\n", "ascii")


ASKING = """
import sys, kg
from kg import analytics
graph = kg.build(sys.argv[1])
own = analytics.centrality(graph, "betweenness")
try:
    print(own == analytics.centrality(graph, "betweenness", backend="fake"))
except kg.MissingLibraryError as error:
    print(error)
"""

WORKING = """
import networkx as nx

def convert_from_nx(graph, *arguments, **options):
    return graph

def convert_to_nx(result, *arguments, **options):
    return result

def betweenness_centrality(graph, *arguments, **options):
    print("asked")
    return nx.betweenness_centrality(nx.Graph(graph), *arguments, backend="networkx", **options)
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (WORKING, "asked\nasked\nasked\nTrue\n"),  # for each component that has three nodes
        (
            WORKING.replace("return nx.betweenness", "return nx.no_betweenness"),
            "asked\nnetworkx's backend 'fake' does not compute it: module 'networkx' has no attribute"
            " 'no_betweenness_centrality'; leave it out, or name another\n",
        ),
    ],
)
def test_a_backend_that_is_named_is_asked(tmp_path: Path, code: str, said: str) -> None:
    _install_backend(tmp_path, code)
    paths = os.pathsep.join((str(tmp_path), str(SEEDS.parent)))
    command = [sys.executable, "-c", ASKING, str(SEEDS)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, check=True, capture_output=True, text=True
    )
    assert done.stdout == said


def test_no_setting_of_a_machine_puts_other_algorithms_in(tmp_path: Path) -> None:
    _install_backend(tmp_path, FAKE)
    found = []
    for named in ({}, {"NETWORKX_BACKEND_PRIORITY_ALGOS": "fake"}, {"NETWORKX_BACKEND_PRIORITY": "fake"}):
        path = tmp_path / f"{len(found)}.nt"
        paths = os.pathsep.join((str(tmp_path), str(SEEDS.parent)))
        command = [sys.executable, "-c", ANNOTATED, str(SEEDS), str(path)]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": paths, **named}, check=True)
        found.append(path.read_bytes())
    assert found[1:] == found[:1] * 2


ASKED = [
    (function, parameter, BOUNDS[parameter])
    for function in vars(analytics).values()
    if isfunction(function)
    for parameter in signature(function).parameters
    if parameter in BOUNDS
]


def _outside(bounds: Bounds) -> Iterator[Any]:
    """Yield what is none of the numbers that are allowed."""
    yield from (math.nan, math.inf, -math.inf, 10**400, True, "1", -1, bounds.least - 1)
    if bounds.exclusive:
        yield bounds.least
    if bounds.whole:
        yield bounds.least + 0.5
    if bounds.most is not None:
        yield bounds.most + 1


@pytest.mark.parametrize(
    ("function", "parameter", "bounds"), ASKED, ids=[f"{row[0].__name__}-{row[1]}" for row in ASKED]
)
def test_numbers_out_of_bounds_are_refused(function: Any, parameter: str, bounds: Bounds) -> None:
    graph = coverage({"a": ("x", 5, "ai")})
    for value in _outside(bounds):
        message = f"^{parameter} is {re.escape(repr(value))}; it must be .*{re.escape(str(bounds))}$"
        with pytest.raises(kg.SettingsError, match=message):
            function(graph, **{parameter: value})
    for value in filter(None, (bounds.most, bounds.least + 1 if bounds.exclusive else bounds.least)):
        function(graph, **{parameter: int(value)})


def test_every_number_has_bounds() -> None:
    numbers = {parameter for _, parameter, _ in ASKED}
    assert numbers == set(BOUNDS)
    drawn = {"write_timeline", "write_heat_map", "write_trends"}  # whose numbers are those of pictures
    for name, function in vars(analytics).items():
        if isfunction(function) and name not in drawn:
            for parameter in signature(function, eval_str=False).parameters.values():
                is_number = str(parameter.annotation).split(" ")[0] in ("int", "float")
                assert not is_number or parameter.name in BOUNDS


@pytest.mark.parametrize("value", [-1, 2.5, "3", math.nan])
def test_pictures_show_a_number(value: Any, tmp_path: Path) -> None:
    with pytest.raises(kg.SettingsError, match="a picture shows 1 to 60, not"):
        analytics.write_timeline((), tmp_path / "x.svg", top=value)


def test_one_wrong_date_is_told_and_not_counted_through() -> None:
    far = START + timedelta(hours=MOST_PERIODS)
    assert len(periods_between([START, far - timedelta(hours=1)], "hour")) == MOST_PERIODS
    with pytest.raises(kg.SettingsError, match="100,001 periods of one hour, more than 100,000; select less"):
        periods_between([START, far], "hour")


def test_copies_leave_no_images_behind() -> None:
    titles = dict.fromkeys("ab", "The very same title again")
    graph = coverage({"a": ("x", 5), "b": ("y", 6)}, title=titles)
    for number, node in enumerate(sorted(node for node in graph if node.startswith("article:"))):
        graph.nodes[node]["image"] = f"https://a.example/{number}.png"
        graph.nodes[node]["images"] = (graph.nodes[node]["image"],)
    graph.graph["images"] = {f"https://a.example/{number}.png": (1, 1) for number in range(2)}
    single = analytics.without_copies(graph)
    named = {url for _, values in single.nodes(data=True) for url in images_of(values)}
    assert set(single.graph["images"]) == named == {"https://a.example/0.png"}


def test_one_wrong_date_takes_one_line_of_the_summary() -> None:
    graph = coverage({"a": ("x", 0, "ai"), "b": ("y", 60, "ai")}, "ab")
    known = {fact.section for fact in analytics.summary(graph)}
    graph.nodes["article:b"]["published_at"] = datetime(1, 1, 1, tzinfo=UTC)
    facts = {(fact.section, fact.name): fact for fact in analytics.summary(graph)}
    assert {section for section, _ in facts} == known
    bursts = facts["Bursts", "Bursts by the day"]
    assert (bursts.value, bursts.note) == (None, "not known: a date is too far off")
    rows = analytics.topic_trends(graph, "hour", fill=False)
    assert [row.start.year for row in rows] == [1, 2020]
    with pytest.raises(kg.SettingsError, match="select less by since and until"):
        analytics.topic_trends(graph, "hour")
