"""Formats written by processes of their own."""

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
from kg.errors import OutputError
from kg.formats import table
from kg.formats.table import FORMATS
from tests.page import samples

LARGE = samples.large(1500)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that makes one format's writer do something else."""

    def put(stream: Any) -> None:
        monkeypatch.setitem(FORMATS, "graphml", table.Format("graph.graphml", "", stream))

    yield put
    assert multiprocessing.active_children() == []


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_files_are_the_same(tmp_path: Path) -> None:
    kg.export(LARGE, tmp_path / "one", formats=tuple(FORMATS), jobs=1)
    kg.export(LARGE, tmp_path / "more", formats=tuple(FORMATS), jobs=2)
    assert _bytes(tmp_path / "more") == _bytes(tmp_path / "one")
    assert len(_bytes(tmp_path / "one")) == len(FORMATS) + 1


def _export(folder: Path) -> None:
    kg.export(LARGE, folder, formats=("turtle", "graphml", "ntriples"), jobs=2)


def test_a_full_disk_is_one_sentence(broken: Any, tmp_path: Path) -> None:
    def fail(header: Any, rows: Any, stream: Any) -> None:
        next(iter(rows))
        raise OSError(28, "No space left on device")

    broken(fail)
    with pytest.raises(OutputError, match="No space left on device; free some space and try again"):
        _export(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_process_is_one_sentence(broken: Any, tmp_path: Path) -> None:
    broken(lambda header, rows, stream: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(OutputError, match="was killed, perhaps for want of memory; try one job"):
        _export(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_defect_is_not_hidden(broken: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    broken(lambda header, rows, stream: 1 // 0)
    with pytest.raises(RuntimeError, match="a process that wrote a format failed"):
        _export(tmp_path)
    assert "ZeroDivisionError" in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_failure_before_there_is_a_graph_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), table.exporting(tmp_path / "out", ("turtle", "html"), jobs=2):
        assert len(multiprocessing.active_children()) == 2
        _ = 1 // 0
    assert multiprocessing.active_children() == []
    assert not (tmp_path / "out").exists()


SLOW = """
import sys, time, kg
from kg.formats import table
from tests.page import samples

def slow(header, rows, stream):
    print("writing", flush=True)
    time.sleep(60)

table.FORMATS["graphml"] = table.Format("graph.graphml", "", slow)
kg.export(samples.large(1500), sys.argv[1], formats=("turtle", "graphml"), jobs=2)
"""


def test_no_process_outlives_an_interrupted_export(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert run.stdout is not None
    assert run.stdout.readline() == b"writing\n"
    writers = _children(run.pid)
    assert len(writers) == 2
    run.send_signal(signal.SIGINT)
    run.wait(timeout=20)
    assert list(tmp_path.iterdir()) == []
    assert not [pid for pid in writers if os.path.exists(f"/proc/{pid}")]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
