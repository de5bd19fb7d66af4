"""Results as one table, for a terminal and for Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bench.plan import BASELINE, ROWS
from bench.results import Measured, Results, growth_exponent

HEAD: Final = (
    "what", "articles", "seconds", "documents/s", "triples/s", "memory MiB", "× CSafeLoader", "grows as n^",
)  # fmt: skip


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 100 else f"{value:.0f}"


def _before(results: Results, name: str, articles: int) -> tuple[int, float] | None:
    """Return the next smaller size at which a row was measured."""
    for smaller in sorted((size for size in results.sizes if size < articles), reverse=True):
        row = results.sizes[smaller].rows.get(name)
        if row is not None and row.seconds:
            return smaller, row.seconds
    return None


def _line(results: Results, name: str, articles: int, row: Measured, triples: bool) -> tuple[str, ...]:
    size = results.sizes[articles]
    if row.seconds is None:
        return (name, f"{articles:,}", row.reason or "not measured")
    baseline = size.rows.get(BASELINE)
    yardstick = row.yardstick or (baseline.seconds if baseline else None)
    before = _before(results, name, articles)
    return (
        name,
        f"{articles:,}",
        _seconds(row.seconds),
        f"{size.documents / row.seconds:,.0f}",
        f"{(row.triples or size.triples) / row.seconds:,.0f}" if triples else "",
        f"{(row.peak or 0) / 2**20:,.0f}",
        f"{row.seconds / yardstick:.2f}" if yardstick else "",
        f"{growth_exponent(before, (articles, row.seconds)):.2f}" if before else "",
    )


def lines(results: Results) -> Iterator[tuple[str, ...]]:
    """Yield the table's lines: each row of the plan, smaller sizes first.

    A line of three cells gives the reason why there is no figure.
    """
    for row in ROWS:
        for articles in sorted(results.sizes):
            measured = results.sizes[articles].rows.get(row.name)
            if measured is not None:
                yield _line(results, row.name, articles, measured, row.triples)


def plain_table(results: Results) -> str:
    """Return the table for a terminal."""
    found = list(lines(results))
    whole: Sequence[tuple[str, ...]] = [HEAD, *(line for line in found if len(line) == len(HEAD))]
    widths = [max(len(line[column]) for line in whole) for column in range(len(HEAD))]
    widths[0] = max(widths[0], *(len(line[0]) for line in found)) if found else widths[0]
    shown = []
    for line in (HEAD, *found):
        cells = [line[0].ljust(widths[0]), line[1].rjust(widths[1])]
        if len(line) == len(HEAD):
            cells += [cell.rjust(width) for cell, width in zip(line[2:], widths[2:], strict=True)]
        else:
            cells.append(f" {line[2]}")
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown) + "\n"


def markdown_table(results: Results) -> str:
    """Return the table as Markdown."""
    shown = [f"| {' | '.join(HEAD)} |", "| --- |" + " ---: |" * (len(HEAD) - 1)]
    for line in lines(results):
        cells = (*line, *("",) * (len(HEAD) - len(line)))
        shown.append(f"| {' | '.join(cells)} |")
    return "\n".join(shown) + "\n"


def machine_line(results: Results) -> str:
    """Return in one paragraph what it was measured on."""
    machine = results.machine
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    return (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']};"
        f" Python {machine['python']}; {libraries}. Memory: {machine['memory_is']}."
    )
