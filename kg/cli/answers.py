"""The rows of a report as a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from kg.analytics.reporting import Column, Form, Report
from kg.cli import console

SEPARATOR: Final = "; "
"""Between several ids in a cell of CSV; no id has a space."""

_LONGEST: Final = 60
"""Characters of a text in a table."""


def _text(value: str) -> str:
    line = console.one_line(value)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _measure(value: float) -> str:
    """Return a number to three significant digits, whole where it is large.

    >>> [_measure(value) for value in (0.0, 0.0117, 2.5, 1234.5)]
    ['0', '0.0117', '2.50', '1,234']
    """
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:#.3g}".rstrip(".")


def _minutes(value: float) -> str:
    """Return a stretch of time in its two largest units.

    >>> [_minutes(value) for value in (0, 17, 535, 4283)]
    ['0 min', '17 min', '8 h 55 min', '2 d 23 h']
    """
    hours, minutes = divmod(round(value), 60)
    days, hours_left = divmod(hours, 24)
    if days >= 2:
        return f"{days:,} d {hours_left} h"
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _any(value: str | int | float | datetime) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return console.minute(value)
    return f"{value:,}" if isinstance(value, int) else _measure(value)


_SHOWN: Final[Mapping[Form, Callable[[Any], str]]] = {
    "text": _text,
    "id": console.one_line,
    "list": lambda value: f"{len(value):,}",
    "count": lambda value: f"{value:,}",
    "measure": _measure,
    "share": lambda value: f"{value:.1%}",
    "minutes": _minutes,
    "time": console.minute,
    "yes": lambda value: "yes" if value else "",
    "any": _any,
}
_LEFT: Final[frozenset[Form]] = frozenset({"text", "id", "time", "yes"})


def to_table(report: Report, rows: Sequence[Any]) -> str:
    """Return rows as a table for people: titles are cut, of several ids there is the number."""
    columns = [column for column in report.columns if column.heading]
    right = [place for place, column in enumerate(columns) if column.form not in _LEFT]
    cells = [[_cell(column, row) for column in columns] for row in rows]
    return console.table([[column.heading for column in columns], *cells], right=right)


def _cell(column: Column, row: Any) -> str:
    value = getattr(row, column.name)
    return "" if value is None else _SHOWN[column.form](value)


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return list(value) if isinstance(value, tuple) else value


def _field(value: Any) -> Any:
    """Return a value as CSV has it."""
    if isinstance(value, tuple):
        return SEPARATOR.join(value)
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def to_csv(report: Report, rows: Sequence[Any]) -> str:
    """Return rows as CSV, the names of their fields first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [column.name for column in report.columns]
    writer.writerow(names)
    writer.writerows([_field(getattr(row, name)) for name in names] for row in rows)
    return text.getvalue().removesuffix("\n")


def to_json(report: Report, rows: Sequence[Any]) -> str:
    """Return rows as a JSON array of objects, one a line."""
    names = [column.name for column in report.columns]
    objects = ({name: _plain(getattr(row, name)) for name in names} for row in rows)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in objects)
    return f"[\n{lines}\n]" if lines else "[]"
