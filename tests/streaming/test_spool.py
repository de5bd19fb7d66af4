"""What is put aside comes back as it was."""

from __future__ import annotations

import os
import random
from multiprocessing import get_context
from pathlib import Path

import pytest

from kg.files import SourceFile
from kg.ids import article_id
from kg.streaming import filelist, spool
from kg.streaming.filelist import FileList, FilesByPath
from kg.streaming.spool import Spool
from kg.streaming.spools import make_room


def test_items_come_back_by_bucket_in_their_order(tmp_path: Path) -> None:
    kept: Spool[tuple[int, str]] = Spool(str(tmp_path / "a"), tuple[int, str])
    kept.make()
    for number in range(1000):
        kept.add(number % 3 * 5, (number, "é" * number))
    kept.flush()
    assert kept.buckets() == [0, 5, 10]
    for bucket in (0, 5, 10):
        expected = [(n, "é" * n) for n in range(1000) if n % 3 * 5 == bucket]
        assert list(kept.read(bucket)) == expected
    kept.remove(5)
    assert list(kept.read(5)) == []
    assert kept.buckets() == [0, 10]


def test_little_is_held(tmp_path: Path) -> None:
    kept: Spool[int] = Spool(str(tmp_path), int)
    for number in range(3000):
        kept.add(0, number)
        assert sum(map(len, kept._waiting.values())) < spool._MOST
    assert os.listdir(tmp_path) == [f"0-{os.getpid()}"]
    kept.flush()
    assert list(kept.read(0)) == list(range(3000))


def _fill(folder: str, start: int) -> None:
    kept: Spool[int] = Spool(folder, int)
    for number in range(start, start + 1000):
        kept.add(7, number)
    kept.flush()


def test_several_processes_add_to_one_bucket(tmp_path: Path) -> None:
    processes = [get_context("fork").Process(target=_fill, args=(str(tmp_path), n)) for n in (0, 1000)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    kept: Spool[int] = Spool(str(tmp_path), int)
    assert sorted(kept.read(7)) == list(range(2000))
    assert kept.buckets() == [7]


def test_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    kept: Spool[int] = Spool(str(tmp_path), int)
    kept.flush()
    assert (kept.buckets(), list(kept.read(1))) == ([], [])


@pytest.mark.parametrize(("files", "articles", "urls"), [(0, 1, 1), (99_999, 32, 4), (10**7, 256, 32)])
def test_buckets_follow_the_order_of_ids(files: int, articles: int, urls: int, tmp_path: Path) -> None:
    room = make_room(str(tmp_path), files)
    ids = sorted(article_id(str(n), "example.com") for n in range(20_000))
    buckets = [room.article_bucket(article) for article in ids]
    assert buckets == sorted(buckets)
    assert set(buckets) == set(range(articles))
    assert {room.url_bucket(f"https://example.com/ü/{n}") for n in range(1000)} == set(range(urls))


FILES = tuple(
    SourceFile(f"{n:04}.md", f"/some/where/{n:04}.md", bytes([n % 256]), n % 2 == 0) for n in range(1000)
)


@pytest.mark.parametrize("size", [0, 1, filelist._PART, filelist._PART + 1, len(FILES)])
def test_a_file_list_is_what_was_packed(size: int) -> None:
    files, packed = FILES[:size], FileList(FILES[:size])
    assert len(packed) == size
    assert tuple(packed) == files
    assert tuple(packed[3:700:2]) == files[3:700:2]
    assert tuple(packed[:]) == files
    order = random.Random(1).sample(range(size), size)
    assert [packed[n] for n in order] == [files[n] for n in order]
    with pytest.raises(IndexError):
        _ = packed[size]


def test_names_that_are_no_text_are_kept() -> None:
    odd = SourceFile("\\xff.md", os.fsdecode(b"/some/\xff.md"))
    assert tuple(FileList((odd,))) == (odd,)


def test_files_are_found_by_path() -> None:
    by_path = FilesByPath(FileList(FILES))
    assert {path: by_path[path] for path in by_path} == {file.path: file for file in FILES}
    for path in ("", "0000.m", "0500.md2", "z"):
        with pytest.raises(KeyError):
            _ = by_path[path]
    with pytest.raises(KeyError):
        _ = FilesByPath(FileList(()))["a"]
