"""Work is shared out in order, and results that nobody has taken yet are few."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from kg import pool
from kg.pool import map_chunks


def _double(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("size", [1, 7, 128])
def test_results_come_in_the_order_of_the_items(jobs: int, size: int) -> None:
    items = range(600)
    parts = list(map_chunks(_double, items, jobs, size=size))
    assert [number for part in parts for number in part] == [2 * number for number in items]
    assert {len(part) for part in parts[:-1]} == {size}


def _leave_a_mark(numbers: Sequence[int], folder: Path) -> None:
    for number in numbers:
        (folder / str(number)).touch()


def test_no_more_is_done_ahead_than_can_be_held(tmp_path: Path) -> None:
    results = iter(map_chunks(partial(_leave_a_mark, folder=tmp_path), range(1000), 2, size=1))
    for _ in range(10):
        next(results)
    results.close()  # type: ignore[attr-defined]
    assert 10 <= len(list(tmp_path.iterdir())) <= 10 + 2 * pool._AHEAD
