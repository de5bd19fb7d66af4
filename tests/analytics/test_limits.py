"""What is asked for beyond all sense, and what a machine's settings may not change."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import kg
from kg import analytics
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


def test_no_setting_of_a_machine_puts_other_algorithms_in(tmp_path: Path) -> None:
    (tmp_path / "fake.py").write_text(FAKE, "ascii")
    about = tmp_path / "fake-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: fake\nVersion: 1.0\n", "ascii")
    (about / "entry_points.txt").write_text("[networkx.backends]\nfake = fake\n", "ascii")
    found = []
    for named in ({}, {"NETWORKX_BACKEND_PRIORITY_ALGOS": "fake"}, {"NETWORKX_BACKEND_PRIORITY": "fake"}):
        path = tmp_path / f"{len(found)}.nt"
        paths = os.pathsep.join((str(tmp_path), str(SEEDS.parent)))
        command = [sys.executable, "-c", ANNOTATED, str(SEEDS), str(path)]
        subprocess.run(command, env={**os.environ, "PYTHONPATH": paths, **named}, check=True)
        found.append(path.read_bytes())
    assert found[1:] == found[:1] * 2


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    graph = coverage({"a": ("x", 5, "ai")})
    for ask in (
        lambda: analytics.bursts(graph, s=value),
        lambda: analytics.bursts(graph, gamma=value),
        lambda: analytics.syndication(graph, days=value),
        lambda: analytics.syndication(graph, threshold=value),
    ):
        with pytest.raises(kg.SettingsError, match="must be"):
            ask()


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
