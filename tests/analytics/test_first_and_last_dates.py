"""The first and the last years that a date can have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kg import analytics
from kg.analytics.periods import LAST, LENGTHS
from kg.analytics.reports import REPORTS
from kg.cli.answers import to_csv, to_table
from kg.errors import SettingsError
from tests.analytics.coverage import Graph, coverage

FIRST = datetime(1, 1, 1, tzinfo=UTC)
VERY_LAST = datetime.max.replace(tzinfo=UTC)
NEAR = {
    "first": [FIRST, FIRST + timedelta(minutes=3), FIRST + timedelta(days=40)],
    "last": [VERY_LAST - timedelta(days=40), VERY_LAST - timedelta(days=15), VERY_LAST],
    "one moment at first": [FIRST, FIRST],
    "one moment at last": [VERY_LAST, VERY_LAST],
}


def _at(dates: Sequence[datetime]) -> Graph[str]:
    """Return the graph of one story, about one topic at first and another one in the end."""
    keys = "abc"[: len(dates)]
    rows = {key: (provider, 0, "ai") for key, provider in zip(keys, "xyz", strict=False)}
    graph = coverage({**rows, keys[-1]: ("z", 0, "law")}, " ".join(map("".join, pairwise(keys))))
    for key, date in zip(keys, dates, strict=True):
        graph.nodes[f"article:{key}"]["published_at"] = date
    return graph


@pytest.mark.parametrize("dates", NEAR.values(), ids=NEAR)
def test_pictures(dates: Sequence[datetime], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    graph = _at(dates)
    analytics.write_timeline(analytics.stories(graph), tmp_path / "stories.svg")
    for freq in LENGTHS:
        found = analytics.bursts(graph, freq, gamma=0)
        path = tmp_path / f"{freq}.svg"
        analytics.write_trends(analytics.topic_trends(graph, freq), path, found=found)
        assert "</svg>" in path.read_text("utf-8")


def test_a_picture_of_all_time(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="pictures need matplotlib")
    path = tmp_path / "all.svg"
    analytics.write_timeline(analytics.stories(_at([FIRST, VERY_LAST])), path)
    assert ">8001</text>" in path.read_text("utf-8")


@pytest.mark.parametrize("freq", LENGTHS)
def test_a_burst_that_no_date_ends(freq: str) -> None:
    *_, burst = analytics.bursts(_at(NEAR["last"]), freq, gamma=0)
    assert (burst.topic, burst.end) == ("topic:law", LAST)
    assert "9999-12-31T23:59:59Z" in to_csv(REPORTS["bursts"], [burst])


def test_years_have_four_digits() -> None:
    graph = _at([datetime(812, 5, 6, 17, 30, tzinfo=UTC), datetime(812, 5, 7, tzinfo=UTC)])
    assert "  0812-05-06 17:30  " in to_table(REPORTS["stories"], analytics.stories(graph))
    assert "0812-05-06 00:00" in to_table(REPORTS["topic-trends"], analytics.topic_trends(graph))
    assert [row.label for row in analytics.diversity(graph, "hour")] == [
        "0812-05-06T17:00Z",
        "0812-05-07T00:00Z",
    ]
    assert analytics.diversity(graph, "week")[0].label == "0812-04-30"  # a Monday
    with pytest.raises(SettingsError, match="from 0001-01-01 to 9999-12-31 there are"):
        analytics.topic_trends(_at([FIRST, VERY_LAST]))
