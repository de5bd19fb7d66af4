"""Asking a report of a part of a graph, with options by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.analytics.bounds import check_numbers
from kg.analytics.copies import without_copies
from kg.analytics.options import COPIES, OPTIONS
from kg.analytics.reporting import Draw, Report, listed
from kg.analytics.reports import REPORTS
from kg.analytics.selection import Selection
from kg.errors import SettingsError

if TYPE_CHECKING:
    import networkx as nx

Options = Mapping[str, Any]


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


class Answered(NamedTuple):
    """What a report says of a part of a graph.

    Attributes
    ----------
    graph
        The graph that was asked.
    rows
        Those of the part that is meant.
    left
        How many others there are.
    """

    graph: nx.MultiDiGraph[str]
    rows: tuple[Any, ...]
    left: int


def ask_part(
    report: Report,
    graph: nx.MultiDiGraph[str],
    part: Selection,
    how: Options,
    *,
    single: Options | None = None,
) -> Answered:
    """Ask a report of a part of a graph.

    The part is taken out, and the question asked of it. But what the report compares with each other
    stays whole, and the rows that name what is meant are kept: that a topic is one provider's alone, or
    how large its share is, only all articles can say.

    Copies are left out of the whole graph before: whether an article is a copy does not depend on
    who asks.

    Parameters
    ----------
    part
        Which articles are meant.
    how
        What the report's function is called with, as `parameters` returns it.
    single
        What says which articles are copies, so that only the first of each piece counts; ``None``
        where all count.

    Raises
    ------
    NotInGraphError
        For a topic or provider that is not in the graph.
    SettingsError
        Where copies make no difference to the report.
    """
    if single is not None:
        check_single(report)
        graph = without_copies(graph, **single)
    meant = {name: part.meant(graph, name) for name in report.named if getattr(part, name)}
    wholly: dict[str, Any] = dict.fromkeys(meant, ())
    cut = replace(part, **wholly)
    if cut != Selection():
        graph = cut.apply(graph)
    rows = report.ask(graph, **how)
    kept = tuple(row for row in rows if all(_names(row, report.named[name], meant[name]) for name in meant))
    return Answered(graph, kept, len(rows) - len(kept))


def _names(row: Any, fields: Sequence[str], wanted: set[str]) -> bool:
    """Tell whether one of a row's fields is, or has, one of the ids that are wanted."""
    values = (getattr(row, name) for name in fields)
    return any(not wanted.isdisjoint((value,) if isinstance(value, str) else value) for value in values)


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
