"""Work is shared out in order, and results that nobody has taken yet are few."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from kg import pool
from kg.pool import map_ahead, map_chunks


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


def _large(_number: int) -> bytes:
    return bytes(3_000_000)


@pytest.mark.parametrize("taken", [1, 2, 5])
def test_a_consumer_that_fails_is_not_held_up_by_results_on_their_way(taken: int) -> None:
    script = (
        "from kg.pool import map_ahead\n"
        "from tests.test_pool import _large\n"
        "for number, _ in enumerate(map_ahead(_large, range(1000), 3)):\n"
        f"    if number == {taken}: raise OSError(28, 'full')\n"
    )
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30, check=False)
        assert b"full" in done.stderr


def _whose(_number: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def test_no_more_processes_than_items() -> None:
    assert len(set(map_ahead(_whose, range(3), 50))) <= 3
    assert set(map_ahead(_whose, range(1), 50)) == {os.getpid()}


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_processes_end_with_the_one_they_work_for(number: int) -> None:
    script = (
        "import os, time\n"
        "from kg.pool import map_ahead\n"
        "def work(n): os.write(1, b'%d\\n' % os.getpid()); time.sleep(60)\n"
        "list(map_ahead(work, range(10), 2))\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    workers = [int(run.stdout.readline()) for _ in range(2)]
    run.send_signal(number)
    run.wait(timeout=20)
    for _ in range(100):
        if not any(os.path.exists(f"/proc/{pid}") for pid in workers):
            break
        time.sleep(0.1)
    assert not [pid for pid in workers if os.path.exists(f"/proc/{pid}")]


def test_a_process_ended_while_it_starts_says_nothing() -> None:
    script = (
        "import multiprocessing.util as util, signal, sys, time\n"
        "from kg.pool import _Crew\n"
        "def end(*_): raise SystemExit('said twice')\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "begin = util._close_stdin\n"
        "util._close_stdin = lambda: (time.sleep(0.3), begin())\n"
        "_Crew(len, 2).end()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_a_killed_process_ends_the_work_however_much_waits_for_it(size: int) -> None:
    script = (
        "import os, signal\n"
        "from kg.pool import map_ahead\n"
        "def work(item):\n"
        "    if item[0] == 5: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return len(item)\n"
        f"list(map_ahead(work, (bytes([n]) + bytes({size}) for n in range(100)), 3))\n"
    )
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=30, check=False)
        assert b"ProcessError: a process was killed" in done.stderr
