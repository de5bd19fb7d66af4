"""Runs one command as a fresh process and measures it from outside."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from typing import Any, Final

SAMPLED_EVERY: Final = 0.05
"""Seconds between two looks at the memory of the processes; more where a look takes long."""


class MeasureError(Exception):
    """A command that failed, with what it said last."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one command.

    Attributes
    ----------
    wall
        Seconds from start to end, the interpreter's own start included.
    peak
        Bytes of memory of the process and all it started, together: the sum of their proportional set
        sizes, so that what they share counts once. The highest of samples about every `SAMPLED_EVERY`
        seconds.
    said
        What the command printed as JSON on its last line.
    """

    wall: float
    peak: int
    said: Mapping[str, Any] = field(default_factory=dict)


def process_tree(root: int) -> list[int]:
    """Return a process and all its descendants that are there now."""
    found = [root]
    for process in found:
        for listed in glob(f"/proc/{process}/task/*/children"):
            try:
                found += map(int, Path(listed).read_text("ascii").split())
            except OSError:
                continue
    return found


def proportional_size(process: int) -> int:
    """Return a process's proportional set size in bytes; 0 where it is gone."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) * 1024


class _Watch(threading.Thread):
    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root = root
        self._over = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._over.is_set():
            started = time.perf_counter()
            self.peak = max(self.peak, sum(map(proportional_size, process_tree(self._root))))
            # Looking holds the process up; it may cost a twentieth of the time at most.
            self._over.wait(max(SAMPLED_EVERY, 19 * (time.perf_counter() - started)))

    def stop(self) -> int:
        self._over.set()
        self.join()
        return self.peak


def run(command: Sequence[str], *, folder: Path, log: Path, limit: float) -> Run:
    """Run a command and return what it took.

    Parameters
    ----------
    folder
        Where it runs.
    log
        Gets what it says on stderr.
    limit
        Seconds after which it is ended.

    Raises
    ------
    MeasureError
        Where it fails or does not end in time.
    """
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": str(folder)}
    with log.open("wb") as stderr:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            output, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired as error:
            for one in process_tree(process.pid):
                os.kill(one, 9)
            process.communicate()
            raise MeasureError(f"not done after {limit:.0f} s") from error
        finally:
            peak = watch.stop()
        wall = time.perf_counter() - started
    if process.returncode:
        last = log.read_text("utf-8", errors="replace").strip().splitlines()[-1:]
        raise MeasureError(f"exit {process.returncode}: {' '.join(last)[-200:]}")
    return Run(wall, peak, _said(output))


def _said(output: bytes) -> dict[str, Any]:
    lines = output.decode("utf-8", errors="replace").strip().splitlines()
    if not lines or not lines[-1].startswith("{"):
        return {}
    said: dict[str, Any] = json.loads(lines[-1])
    return said
