"""What is shown on the terminal: progress, tables, sizes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import click

from kg.read import Progress


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Yield what shows progress on a terminal's stderr; ``None`` where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    # Without the refreshing thread: worker processes are forked while the bar is shown.
    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
    )
    tasks: dict[str, int] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bar.add_task(stage, total=total)
        bar.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]
        bar.refresh()

    with bar:
        yield show


def say(message: str = "") -> None:
    """Write a message to stderr."""
    click.echo(message, err=True)


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "stub"), plural(1234, "article")
    ('1 stub', '1,234 articles')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def size(count: int) -> str:
    """Return a number of bytes for people.

    >>> size(512), size(2_400_000)
    ('512 B', '2.4 MB')
    """
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    raise AssertionError


def table(rows: Iterable[Sequence[object]], *, right: Iterable[int] = ()) -> str:
    """Return rows as aligned text, two spaces in; the columns `right` are set to the right.

    >>> print(table([("Salon", 2), ("VICE", 10)], right=[1]))
      Salon   2
      VICE   10
    """
    cells = [[str(cell) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    flush = set(right)
    lines = (
        "  ".join(
            c.rjust(w) if i in flush else c.ljust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in cells
    )
    return "\n".join(f"  {line}".rstrip() for line in lines)
