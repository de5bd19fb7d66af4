"""Whatever happens to a pack, the records are right, and the next pack is whole again."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.files
from kg.cachefolder import CacheFolder
from kg.mentions import FileRecord
from tests.changing import corpus, pack_of, plain, records
from tests.conftest import Source

Case = tuple[Path, bytes, tuple[FileRecord, ...]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Return a source, the pack of it, and its records."""
    folder = tmp_path_factory.mktemp("whole") / "source"
    for name, content in corpus(12).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.files, "SETTLING_TIME", -3600)
        records(folder, folder.parent / "cache")
    return folder, pack_of(folder.parent / "cache").read_bytes(), plain(folder)


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.files, "SETTLING_TIME", -3600)


def check(whole: Case, damaged: bytes) -> None:
    """See that a damaged pack does no harm, and is mended."""
    folder, pack, expected = whole
    cache = folder.parent / "cache"
    path = pack_of(cache)
    path.write_bytes(damaged)
    assert records(folder, cache) == expected
    assert path.read_bytes() == pack
    assert records(folder, cache) == expected


def test_the_pack_is_believed_when_it_is_whole(whole: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.gather.read_changed_text", None)
    check(whole, whole[1])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_flipped_bytes(whole: Case, data: st.DataObject) -> None:
    damaged = bytearray(whole[1])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=5, unique=True)):
        damaged[at] ^= data.draw(st.integers(1, 255))
    check(whole, bytes(damaged))


def test_a_flipped_byte_in_every_region(whole: Case) -> None:
    draw = random.Random(1)
    end = len(whole[1])
    places = [*range(0, 90, 7), *range(end - 40, end), *draw.sample(range(end), 150)]
    for at in places:
        damaged = bytearray(whole[1])
        damaged[at] ^= 1 << draw.randrange(8)
        check(whole, bytes(damaged))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_lost_and_added_bytes(whole: Case, data: st.DataObject) -> None:
    pack = whole[1]
    start = data.draw(st.integers(0, len(pack)))
    end = data.draw(st.integers(start, len(pack)) | st.just(len(pack)))
    between = data.draw(st.binary(max_size=40) | st.just(bytes(end - start)))
    if pack[:start] + between + pack[end:] != pack:
        check(whole, pack[:start] + between + pack[end:])


def _edit_index(pack: bytes, edit: Callable[[list[bytes]], None]) -> bytes:
    """Return a pack with another index that is right in itself."""
    from kg import packfile

    start, count, paths_size, _ = packfile._TRAILER.unpack(pack[-packfile._TRAILER.size :])
    columns, at = [], start
    for size in (paths_size, count * 32, count * packfile.STAMP_SIZE, count * 8, count * 4):
        columns.append(pack[at : at + size])
        at += size
    assert at == len(pack) - packfile._TRAILER.size
    edit(columns)
    index = b"".join(columns)
    check = packfile.sha256(index).digest()[:8]
    return pack[:start] + index + packfile._TRAILER.pack(start, count, len(columns[0]), check)


def _swapped_checks(pack: bytes) -> bytes:
    def swap(columns: list[bytes]) -> None:
        checks = columns[3]
        columns[3] = checks[8:16] + checks[:8] + checks[16:]

    return _edit_index(pack, swap)


def _swapped_paths(pack: bytes) -> bytes:
    """Return a pack in which two files have each other's record, with the check that belongs to it."""

    def rename(columns: list[bytes]) -> None:
        columns[0] = columns[0].replace(b"news/002.md", b"news/999.md")
        columns[0] = columns[0].replace(b"news/001.md", b"news/002.md")

    return _edit_index(pack, rename)


def _no_paths(pack: bytes) -> bytes:
    return _edit_index(pack, lambda columns: columns.__setitem__(0, b"\xff\n" * 3))


def _another_version(pack: bytes) -> bytes:
    line, _, rest = pack.partition(b"\n")
    return line[:-4] + b"0000\n" + rest


def _mixed(pack: bytes) -> bytes:
    return pack[: len(pack) // 2] + pack


@pytest.mark.parametrize(
    "damage",
    [
        lambda pack: b"",
        lambda pack: b"\n",
        lambda pack: pack[:40],
        lambda pack: bytes(len(pack)),
        lambda pack: pack + b"\n",
        lambda pack: pack + pack,
        lambda pack: pack[::-1],
        _mixed,
        _swapped_checks,
        _swapped_paths,
        _no_paths,
        _another_version,
    ],
)
def test_other_damage(whole: Case, damage: Callable[[bytes], bytes]) -> None:
    assert damage(whole[1]) != whole[1]
    check(whole, damage(whole[1]))


def test_something_else_in_its_place(whole: Case) -> None:
    folder, pack, expected = whole
    path = pack_of(folder.parent / "cache")
    path.unlink()
    path.mkdir()
    cache = CacheFolder(folder.parent / "cache")
    assert records(folder, cache) == expected
    assert cache.trouble is not None
    assert [name for name in os.listdir(cache.path) if name.endswith(".tmp")] == []
    path.rmdir()
    path.symlink_to("nowhere")
    assert records(folder, cache) == expected
    assert path.read_bytes() == pack


def test_the_pack_of_another_source(whole: Case, source: Source, tmp_path: Path) -> None:
    other = source(corpus(20))
    records(other, tmp_path / "cache")
    check(whole, pack_of(tmp_path / "cache").read_bytes())


@pytest.mark.parametrize("left", [0, 1, 100, 5000])
def test_a_pack_that_is_cut_while_it_is_read(
    whole: Case, tmp_path: Path, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.cache import RecordCache
    from kg.files import find_files
    from kg.gather import read_files

    monkeypatch.setattr("kg.packfile._BLOCK", 64)
    folder, pack, expected = whole
    shutil.copytree(folder.parent / "cache", tmp_path / "cache")
    cache = CacheFolder(tmp_path / "cache")
    path = tmp_path / "cache" / pack_of(folder.parent / "cache").name
    path.write_bytes(pack)
    reading = read_files(find_files([folder], stamped=True), cache=RecordCache(cache, [str(folder)], None))
    begun = [next(reading) for _ in range(2)]
    os.truncate(path, left)
    assert (*begun, *reading) == expected
    assert records(folder, cache) == expected
