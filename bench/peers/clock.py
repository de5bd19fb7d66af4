"""What peers share: their arguments, their clock, their one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Done = TypeVar("Done")


def places() -> tuple[Path, Path]:
    """Return the corpus and the folder to work in."""
    source, work = sys.argv[1:3]
    return Path(source), Path(work)


def clocked(work: Callable[[], Done]) -> tuple[float, Done]:
    """Return how many seconds something took, and what it returned."""
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def tell(seconds: float, **more: float | str) -> None:
    """Print the line that the harness reads."""
    print(json.dumps({"seconds": seconds, **more}))


def count_lines(path: Path) -> int:
    """Return how many lines a file has: N-Triples have one a triple."""
    lines = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            lines += block.count(b"\n")
    return lines
