"""Rows turned into text by several processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.errors import OutputError, ProcessError
from kg.formats import table
from kg.formats.graphml import GraphmlRenderer
from kg.formats.table import FORMATS
from tests.page import samples

LARGE = samples.large(1500)


class Full(GraphmlRenderer):
    def __init__(self, attributes: Any) -> None:
        super().__init__()

    def nodes(self, table: Any, edges: Any) -> Any:
        raise OSError(28, "No space left on device")


class Killed(Full):
    def nodes(self, table: Any, edges: Any) -> Any:
        os.kill(os.getpid(), signal.SIGKILL)


class Defect(Full):
    def nodes(self, table: Any, edges: Any) -> Any:
        return 1 // 0


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_files_are_the_same(tmp_path: Path) -> None:
    kg.export(LARGE, tmp_path / "one", formats=tuple(FORMATS), jobs=1)
    kg.export(LARGE, tmp_path / "more", formats=tuple(FORMATS), jobs=2)
    assert _bytes(tmp_path / "more") == _bytes(tmp_path / "one")
    assert len(_bytes(tmp_path / "one")) == len(FORMATS) + 1


@pytest.mark.parametrize(
    ("renderer", "error", "message"),
    [
        (Full, OutputError, "No space left on device; free some space and try again"),
        (Killed, ProcessError, "was killed, perhaps for want of memory; try one job"),
        (Defect, ZeroDivisionError, "division"),
    ],
)
def test_a_failure_in_a_process_is_one_here(
    renderer: Any, error: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "graphml", table.Format("graph.graphml", "", renderer))
    with pytest.raises(error, match=message):
        kg.export(LARGE, tmp_path, formats=("turtle", "graphml", "ntriples"), jobs=2)
    assert list(tmp_path.iterdir()) == []
    assert multiprocessing.active_children() == []


SLOW = """
import multiprocessing, os, sys, time, kg
from kg.formats import table
from kg.formats.graphml import graphml_renderer
from tests.page import samples

def slow(attributes):
    if multiprocessing.parent_process():
        os.write(1, b"x")
        time.sleep(60)
    return graphml_renderer(attributes)

table.FORMATS["graphml"] = table.Format("graph.graphml", "", slow)
kg.export(samples.large(1500), sys.argv[1], formats=("turtle", "graphml"), jobs=2)
"""


def test_no_process_outlives_an_interrupted_export(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert run.stdout is not None
    assert run.stdout.read(2) == b"xx"
    writers = _children(run.pid)
    assert len(writers) == 2
    run.send_signal(signal.SIGINT)
    run.wait(timeout=20)
    assert list(tmp_path.iterdir()) == []
    assert not [pid for pid in writers if os.path.exists(f"/proc/{pid}")]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
