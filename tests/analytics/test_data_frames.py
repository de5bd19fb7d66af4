"""Answers as tables of pandas and polars, straight from the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from datetime import UTC, datetime
from typing import Any

import networkx as nx
import pytest

from kg import analytics
from kg.analytics.reporting import Report
from kg.analytics.reports import REPORTS
from tests.analytics.coverage import Graph, coverage

ALL = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)

DAY = 1440
PIECE = "The very same title of a piece"

NUMBERS = {"count": int, "measure": float, "share": float, "minutes": float}


@pytest.fixture(scope="module")
def graph() -> Graph[str]:
    """Return a corpus that every report has rows of, some with dates and numbers that are not there."""
    rows: dict[str, tuple[Any, ...]] = {
        key: ("wxyz"[place % 4], place // 2 * DAY + place, "ai") for place, key in enumerate("abcdef")
    }
    rows |= {key: ("wxyz"[place % 4], 3 * DAY, "law") for place, key in enumerate("ghij")}
    rows |= {"k": ("x", 4 * DAY, "ai vision"), "l": ("u", None), "m": ("v", None)}
    return coverage(rows, "ab bc de gh lm", title=dict.fromkeys("gh", PIECE))


def _rows(report: Report, graph: Graph[str]) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = report.answer(graph)
    assert rows
    return rows


def _names(report: Report) -> list[str]:
    return [field.name for field in fields(report.row)]


@ALL
def test_pandas(report: Report, graph: Graph[str]) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    rows = _rows(report, graph)
    for given in (rows, list(rows)):
        table = pandas.DataFrame(given)
        assert list(table.columns) == _names(report)
        assert len(table) == len(rows)
        _check_values(table, rows, lambda value: None if value is pandas.NaT or value != value else value)
    is_type = pandas.api.types
    for column in report.columns:
        values = [getattr(row, column.name) for row in rows]
        kind = table[column.name].dtype
        if all(value is None for value in values):
            continue
        if column.form == "time":
            assert isinstance(kind, pandas.DatetimeTZDtype) and str(kind.tz) == "UTC"
        elif column.form in NUMBERS:
            whole = NUMBERS[column.form] is int and None not in values
            assert (is_type.is_integer_dtype if whole else is_type.is_float_dtype)(kind), column
        elif column.form == "yes":
            assert is_type.is_bool_dtype(kind)


@ALL
def test_polars(report: Report, graph: Graph[str]) -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    rows = _rows(report, graph)
    # The values of a summary are of several types, which polars has to be told.
    mixed = {column.name: polars.Object for column in report.columns if column.form == "any"}
    types = {
        "text": polars.String, "id": polars.String, "list": polars.List(polars.String), "yes": polars.Boolean,
        "count": polars.Int64, "measure": polars.Float64, "share": polars.Float64, "minutes": polars.Float64,
        "time": polars.Datetime, "any": polars.Object,
    }  # fmt: skip
    for given in (rows, list(rows)):
        table = polars.DataFrame(given, schema_overrides=mixed) if mixed else polars.DataFrame(given)
        assert table.columns == _names(report)
        assert table.height == len(rows)
        assert {column.name: table[column.name].dtype for column in report.columns} == {
            column.name: types[column.form] for column in report.columns
        }
        _check_values(table, rows, lambda value: value)


def _check_values(table: Any, rows: Sequence[Any], plain: Callable[[Any], Any]) -> None:
    """Compare what is in the cells with the fields of the rows."""
    found = [[_comparable(value, plain) for value in table[name]] for name in table.columns]
    expected = [[_comparable(value, lambda value: value) for value in column] for column in _columns(rows)]
    assert found == expected


def _columns(rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    return list(zip(*map(astuple, rows), strict=True))


def _comparable(value: Any, plain: Callable[[Any], Any]) -> Any:
    if hasattr(value, "__len__") and not isinstance(value, str):
        return tuple(value)
    if isinstance(value, datetime):
        value = plain(value)
        # A moment of polars has no time zone, and is one of UTC.
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC))
    return plain(value)


def test_nothing(seeds_graph: nx.MultiDiGraph[str]) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    polars = pytest.importorskip("polars", reason="polars is not installed")
    assert analytics.bursts(seeds_graph) == ()
    assert len(pandas.DataFrame(())) == polars.DataFrame(()).height == 0
