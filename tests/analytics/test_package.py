"""The package as a whole: what its answers are made of, and what it takes to ask."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import fields, is_dataclass
from datetime import datetime
from math import isfinite
from typing import Any

import networkx as nx
import pytest

from kg import analytics
from tests.conftest import ROOT

ANSWERS = (
    analytics.stories,
    analytics.first_movers,
    analytics.co_coverage,
    analytics.coverage_gaps,
    analytics.never_meet,
    analytics.topic_trends,
    analytics.topic_cooccurrence,
    analytics.diversity,
    analytics.centrality,
)


def _is_plain(value: Any) -> bool:
    if isinstance(value, float):
        return isfinite(value)
    if isinstance(value, tuple):
        return all(isinstance(item, str) for item in value)
    return value is None or isinstance(value, str | int | datetime)


@pytest.mark.parametrize("answer", ANSWERS)
def test_rows_are_plain(answer: Any, seeds_graph: nx.MultiDiGraph[str]) -> None:
    rows = answer(seeds_graph)
    assert rows
    assert isinstance(rows, tuple)
    for row in rows:
        assert is_dataclass(row)
        assert not hasattr(row, "__dict__")
        values = {field.name: getattr(row, field.name) for field in fields(row)}
        assert [name for name, value in values.items() if not _is_plain(value)] == []
        assert hash(row) == hash(type(row)(**values))


@pytest.mark.parametrize("answer", ANSWERS)
def test_nothing_is_answered_by_nothing(answer: Any) -> None:
    assert answer(nx.MultiDiGraph()) == ()


def test_asking_loads_nothing_that_is_not_needed() -> None:
    script = (
        "import sys; before = set(sys.modules); from kg import analytics\n"
        "print(*{m.split('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kg"]


def test_hashes_do_not_matter() -> None:
    """Answers of a graph with a component that is divided are the same under any hash seed."""
    script = (
        "import networkx as nx; from kg import analytics as a\n"
        "from tests.analytics.coverage import coverage\n"
        "keys = [chr(0x4e00 + n) for n in range(120)]\n"
        "edges = nx.connected_watts_strogatz_graph(120, 4, 0.2, seed=1).edges\n"
        "rows = {key: ('vwxyz'[n * n % 5], n % 7, 'ai law') for n, key in enumerate(keys)}\n"
        "graph = coverage(rows, ' '.join(keys[i] + keys[j] for i, j in edges))\n"
        "for f in (a.stories, a.first_movers, a.co_coverage, a.coverage_gaps, a.never_meet):\n"
        "    print(ascii(f(graph, largest=20)))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(answers) == 1
    assert answers.pop().count(b"Story(") > 5
