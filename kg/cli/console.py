"""What is shown on the terminal: progress, tables, sizes."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, Final, TextIO

import click

from kg.progress import Progress

if TYPE_CHECKING:
    from kg.cachefolder import CacheFolder


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Yield what shows progress on a terminal's stderr; ``None`` where stderr is no terminal."""
    if sys.stderr is None or not sys.stderr.isatty():
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


def silence(stream: TextIO | None) -> None:
    """Send what follows nowhere, so that Python does not fail once more when it flushes at exit."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


_UNENCODABLE: Final = "backslashreplace"
"""What becomes of characters that an encoding has not: something like ``\\u2026``."""


def show_all_text() -> None:
    """Have every text shown, whatever the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_UNENCODABLE)


class ReaderGoneError(Exception):
    """Nobody reads stdout any more, as when it is piped to `head`."""


def emit(text: str) -> None:
    """Write what is for people to stdout, in its encoding."""
    _write(f"{text}\n")


def emit_data(text: str) -> None:
    """Write what is for programs to stdout, as UTF-8 whatever the terminal's encoding is."""
    _write(f"{text}\n".encode("utf-8", _UNENCODABLE))


def emit_parts(parts: Iterable[bytes]) -> None:
    """Write data to stdout part by part, as it is."""
    for part in parts:
        _write(part)


def _write(data: str | bytes) -> None:
    try:
        # The stream itself: where its encoding is ASCII, click would put one of its own in its place.
        click.echo(data, file=sys.stdout, nl=False)
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def say(message: str = "") -> None:
    """Write a message to stderr; where that cannot be written there is nobody to tell."""
    try:
        click.echo(message, file=sys.stderr, err=True)
    except OSError:
        silence(sys.stderr)


def say_trouble(cache: CacheFolder | None) -> None:
    """Say why nothing could be kept, where that is so."""
    if cache is not None and cache.trouble:
        say(f"kg: {cache.trouble}; name another with --cache DIR, or none with --no-cache")


def plural(count: int, noun: str, several: str = "") -> str:
    """Return a count with its noun, in the plural given or with an s.

    >>> plural(1, "stub"), plural(1234, "article"), plural(2, "entry", "entries")
    ('1 stub', '1,234 articles', '2 entries')
    """
    return f"{count:,} {noun if count == 1 else several or noun + 's'}"


def size(count: int) -> str:
    """Return a number of bytes for people.

    >>> size(512), size(2_400_000)
    ('512 B', '2.4 MB')
    """
    if count < 1000:
        return f"{count} B"
    power = min((len(str(count)) - 1) // 3, 3)
    return f"{count / 1000**power:.1f} {'kMG'[power - 1]}B"


def minute(moment: datetime) -> str:
    """Return a moment to the minute, in UTC and with a year of four digits.

    >>> minute(datetime(812, 5, 6, 17, 30, 59, tzinfo=UTC))
    '0812-05-06 17:30'
    """
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "minutes")


_UNSHOWN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What moves the cursor, colours the screen or turns the direction of what follows."""


def one_line(text: str) -> str:
    r"""Return text of the data as a terminal can show it: in one line, without what controls one.

    >>> one_line("Of\n two  lines, \x1b[31mred")
    'Of two lines, [31mred'
    """
    return _UNSHOWN.sub("", " ".join(text.split()))


def _width(text: str) -> int:
    """Return how many columns a terminal shows text in; East Asian characters take two."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def table(rows: Iterable[Sequence[object]], *, right: Iterable[int] = ()) -> str:
    """Return rows as aligned text, two spaces in; the columns `right` are set to the right.

    >>> print(table([("Salon", 2), ("VICE", 10)], right=[1]))
      Salon   2
      VICE   10
    """
    cells = [[text if (text := str(cell)).isprintable() else one_line(text) for cell in row] for row in rows]
    if not cells:
        return ""
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    flush = set(right)

    def padded(column: int, cell: str) -> str:
        space = " " * (widths[column] - _width(cell))
        return space + cell if column in flush else cell + space

    lines = ("  ".join(padded(column, cell) for column, cell in enumerate(row)) for row in cells)
    return "\n".join(f"  {line}".rstrip() for line in lines)
