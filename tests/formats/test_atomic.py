"""A reader never sees half a file, and a failed or killed run leaves the old one."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.errors import OutputError
from kg.formats import table
from kg.formats.atomic import atomic_files, check_place
from kg.formats.graphml import GraphmlRenderer
from tests.conftest import SEEDS


def test_appears_when_done(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with atomic_files() as files:
        files.open(target).write(b"new\n")
        assert target.read_text() == "old"
    assert target.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_files(tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("old")
    with pytest.raises(RuntimeError), atomic_files() as files:
        files.open(first).write(b"new")
        files.open(second).write(b"new")
        raise RuntimeError
    assert first.read_text() == "old"
    assert list(tmp_path.iterdir()) == [first]


def test_export_writes_all_or_nothing(seeds_graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(GraphmlRenderer):
        def frame(self, whole):
            yield "half"
            raise OSError(28, "No space left on device")

    broken = table.Format("graph.graphml", "", lambda attributes: Full())
    monkeypatch.setitem(table.FORMATS, "graphml", broken)
    with pytest.raises(OutputError, match="No space left"):
        kg.export(seeds_graph, tmp_path, formats=("turtle", "graphml"))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence(seeds_graph) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with pytest.raises(OutputError, match="No space left"):
        kg.write_turtle(seeds_graph, "/dev/full")


@pytest.mark.parametrize("target", ["missing/graph.ttl", "file/graph.ttl", "folder"])
def test_no_such_place(seeds_graph, target: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match=target.split("/")[0]):
        kg.write_turtle(seeds_graph, tmp_path / target)


def test_permissions_are_as_for_any_new_file(seeds_graph, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    assert stat.S_IMODE((tmp_path / "a.ttl").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "plain").stat().st_mode
    )
    (tmp_path / "a.ttl").chmod(0o600)
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    assert stat.S_IMODE((tmp_path / "a.ttl").stat().st_mode) == 0o600


def test_a_link_stays_a_link(seeds_graph, tmp_path: Path) -> None:
    (tmp_path / "real.ttl").write_text("old")
    (tmp_path / "link.ttl").symlink_to("real.ttl")
    kg.write_turtle(seeds_graph, tmp_path / "link.ttl")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").read_text().startswith("@prefix")


def test_a_pipe_is_written_to(seeds_graph) -> None:
    script = "import kg, sys; kg.write_ntriples(kg.build(sys.argv[1]), '/dev/stdout')"
    done = subprocess.run([sys.executable, "-c", script, SEEDS], capture_output=True, check=True)
    assert done.stdout.count(b"\n") == len(kg.to_rdflib(seeds_graph))


def test_a_killed_run_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("old")
    script = (
        "import sys, time\nfrom kg.formats.atomic import atomic_files\n"
        "with atomic_files() as files:\n"
        "    files.open(sys.argv[1]).write(b'x' * 10_000_000)\n"
        "    print('writing', flush=True)\n    time.sleep(60)\n"
    )
    run = subprocess.Popen([sys.executable, "-c", script, str(target)], stdout=subprocess.PIPE)
    assert run.stdout.readline() == b"writing\n"
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert target.read_text() == "old"


@pytest.mark.parametrize("way", ["graph", "corpus"])
def test_an_old_file_that_nobody_may_write_to_is_replaced(seeds_graph, way: str, tmp_path: Path) -> None:
    def export() -> None:
        if way == "graph":
            kg.export(seeds_graph, tmp_path, formats="turtle")
        else:
            kg.stream(SEEDS, tmp_path, formats="turtle")

    export()
    (tmp_path / "graph.ttl").write_text("old")
    (tmp_path / "graph.ttl").chmod(0o444)
    modes = []
    chmod = os.chmod

    def watched(path: str, mode: int) -> None:
        modes.append((os.path.getsize(path) > 0, mode))
        chmod(path, mode)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "chmod", watched)
        export()
    assert (True, 0o444) in modes  # when it is written, and no sooner
    assert (tmp_path / "graph.ttl").read_text("utf-8").startswith("@prefix")
    assert stat.S_IMODE((tmp_path / "graph.ttl").stat().st_mode) == 0o444


def test_what_killed_runs_left_goes_a_day_later(seeds_graph, tmp_path: Path) -> None:
    names = (".graph.ttl.abc_1.tmp", ".report.json.x.tmp", ".kg-export-1", ".other.tmp", ".graph.ttl.tmp")
    for name in names:
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (1e9, 1e9))
    (tmp_path / ".graph.nt.young.tmp").write_text("x")
    kg.export(seeds_graph, tmp_path, formats="turtle")
    left = {path.name for path in tmp_path.iterdir()} - {"graph.ttl", "report.json"}
    assert left == {".other.tmp", ".graph.ttl.tmp", ".graph.nt.young.tmp"}


def test_whether_a_place_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.svg"
    check_place(path)
    assert os.listdir(tmp_path) == []
    path.write_text("old")
    check_place(path)
    assert (os.listdir(tmp_path), path.read_text()) == (["a.svg"], "old")
    for wrong, reason in ((tmp_path, "it is a folder"), (tmp_path / "no" / "a.svg", "No such file")):
        with pytest.raises(OutputError, match=f"cannot write {wrong}: {reason}.*; choose another place"):
            check_place(wrong)
    os.mkfifo(tmp_path / "pipe.svg")
    check_place(tmp_path / "pipe.svg")  # without waiting for one who reads it

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    monkeypatch.setattr(os, "access", lambda *_: False)
    for name in ("a.svg", "pipe.svg"):
        with pytest.raises(OutputError, match=f"{name}: Permission denied; choose another place"):
            check_place(tmp_path / name)
