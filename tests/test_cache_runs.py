"""Runs that fail, are killed, or share a cache folder with others leave it whole."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
from kg.files import find_files
from kg.gather import read_files
from kg.packfile import PackWriter
from tests.changing import (
    change,
    corpus,
    pack_of,
    plain,
    records,
    touch,
)
from tests.conftest import Source, article


@pytest.mark.parametrize(("name", "failing"), [("add", 1), ("add", 20), ("copy", 1), ("copy", 2)])
def test_a_full_disk_leaves_the_old_pack_and_the_right_records(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: None, name: str, failing: int
) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    records(folder, cache)
    before = pack_of(cache).read_bytes()
    if name == "add":
        touch(folder)
    change(folder)
    write, calls = getattr(PackWriter, name), []

    def fail(*arguments: Any) -> None:
        calls.append(1)
        if len(calls) == failing:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(*arguments)

    monkeypatch.setattr(PackWriter, name, fail)
    full = CacheFolder(cache)
    assert records(folder, full) == plain(folder)
    assert "No space left on device" in (full.trouble or "")
    assert pack_of(cache).read_bytes() == before
    assert sorted(os.listdir(cache)) == [".gitignore", "CACHEDIR.TAG", pack_of(cache).name]


def test_a_folder_that_cannot_be_made_is_done_without(source: Source, tmp_path: Path) -> None:
    folder = source(corpus())
    (tmp_path / "file").write_text("")
    cache = CacheFolder(tmp_path / "file" / "cache")
    assert records(folder, cache) == plain(folder)
    assert cache.trouble == (
        f"nothing can be kept in the cache folder {tmp_path}/file/cache: Not a directory"
    )


def test_a_run_that_is_given_up_leaves_nothing(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source(corpus()), CacheFolder(tmp_path / "cache")
    reading = read_files(find_files([folder], stamped=True), cache=RecordCache(cache, [str(folder)], None))
    for _ in range(10):
        next(reading)
    reading.close()
    assert sorted(os.listdir(cache.path)) == [".gitignore", "CACHEDIR.TAG"]


KILLED = """
import os, signal, sys
from kg.packfile import PackWriter
from kg.pool import map_chunks
write, calls = PackWriter.add, []
def add(self, *arguments):
    calls.append(1)
    if len(calls) == 20:
        self._stream.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    write(self, *arguments)
PackWriter.add = add
import kg
kg.build(sys.argv[1], cache=sys.argv[2])
"""


def test_a_killed_run_leaves_what_was_there(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    records(folder, cache)
    before = pack_of(cache).read_bytes()
    touch(folder)
    change(folder)
    done = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(cache)], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = cache.glob(".*.tmp")
    assert left.stat().st_size > 0
    assert pack_of(cache).read_bytes() == before
    assert records(folder, cache) == plain(folder)
    assert left.exists()  # another run may be writing it
    os.utime(left, (time.time() - 2 * 86400,) * 2)
    (folder / "new.md").write_text(article())
    assert records(folder, cache) == plain(folder)
    assert not left.exists()


BUILT = """
import hashlib, json, sys, kg
for _ in range(3):
    report = json.dumps(kg.to_report(kg.build(sys.argv[1], cache=sys.argv[2], jobs=int(sys.argv[3]))))
    print(hashlib.sha256(report.encode()).hexdigest())
"""


def test_several_runs_at_once(source: Source, tmp_path: Path) -> None:
    folder, cache = source(corpus(600)), tmp_path / "cache"
    command = [sys.executable, "-c", BUILT, str(folder), str(cache)]
    runs = [
        subprocess.Popen([*command, jobs], stdout=subprocess.PIPE, text=True) for jobs in ("1", "2", "1", "2")
    ]
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * 4
    assert len({line for text in said for line in text.split()}) == 1
    assert records(folder, cache) == plain(folder)
    assert [name for name in os.listdir(cache) if name.endswith(".tmp")] == []


def test_a_reader_goes_on_with_the_pack_it_began_with(
    source: Source, tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.packfile._BLOCK", 64)
    folder, cache = source(corpus()), CacheFolder(tmp_path / "cache")
    expected = records(folder, cache)
    reading = read_files(find_files([folder], stamped=True), cache=RecordCache(cache, [str(folder)], None))
    begun = [next(reading) for _ in range(5)]
    touch(folder)
    records(folder, cache)
    cache.clear()
    assert (*begun, *reading) == expected
