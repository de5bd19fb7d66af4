"""Lines sorted without holding them all in memory."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO

RUN = 200_000
"""Lines that are sorted in memory; longer inputs are merged from runs of so many."""


def _scratch_file(folder: str) -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder)


class SortedLines:
    """Takes lines in any order and gives them back sorted, each once."""

    def __init__(self, folder: str, run: int = RUN) -> None:
        self._folder = folder
        self._run = run
        self._lines: list[str] = []
        self._files: list[IO[str]] = []
        self._open = ExitStack()

    def add(self, line: str) -> None:
        """Take a line without its end."""
        self._lines.append(line)
        if len(self._lines) >= self._run:
            self._spill()

    def _spill(self) -> None:
        stream = self._open.enter_context(_scratch_file(self._folder))
        self._lines.sort()
        stream.writelines(f"{line}\n" for line in self._lines)
        stream.seek(0)
        self._files.append(stream)
        self._lines = []

    def sorted(self) -> Iterator[str]:
        """Yield the lines with their ends; once."""
        self._lines.sort()
        with self._open:
            last = ""
            for line in heapq.merge(*self._files, (f"{line}\n" for line in self._lines)):
                if line != last:
                    yield line
                last = line
