"""Where few files of many have changed, their records are added in a pack of their own."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

import kg.cachefolder
import kg.gather
from kg.cachefolder import CacheFolder
from kg.frontmatter import Source as Read
from kg.mentions import FileRecord
from tests.changing import (
    add,
    an_article,
    change,
    corpus,
    everything,
    outputs,
    plain,
    records,
    remove,
    rename,
    swap,
    touch,
)
from tests.conftest import Source


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch, settled: None) -> None:
    """Have every pack taken for one that is too large to be written anew for little."""
    monkeypatch.setattr("kg.cache._SMALL", 0)


def packs(cache: Path) -> list[Path]:
    """Return the pack of all records and that of additions, as far as they are there."""
    return sorted(cache.glob("*.pack"), key=lambda path: "-added" in path.name)


@pytest.fixture
def looked_into(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that are read as YAML, as they are."""
    seen: list[str] = []
    to_record = kg.gather.to_record

    def counted(source: Read, site: str | None) -> FileRecord:
        seen.append(source.path)
        return to_record(source, site)

    monkeypatch.setattr("kg.gather.to_record", counted)
    return seen


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("act", [change, remove, add, rename, swap, touch, everything])
def test_the_outputs_are_the_same(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path], None], jobs: int
) -> None:
    monkeypatch.setattr("kg.gather._FEW", 5)
    monkeypatch.setattr("kg.gather._MANY", 5)
    monkeypatch.setattr("kg.cache._FEW", 1)
    folder, cache = source(corpus()), tmp_path / "cache"
    outputs(folder, tmp_path / "out", cache, jobs)
    act(folder)
    expected = outputs(folder, tmp_path / "out", None)
    assert outputs(folder, tmp_path / "out", cache, jobs) == expected
    assert outputs(folder, tmp_path / "out", cache, jobs) == expected


def test_only_what_has_changed_is_written(source: Source, tmp_path: Path, looked_into: list[str]) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    records(folder, cache)
    (first,) = packs(cache)
    before = first.read_bytes()
    for number, names in enumerate([("news/007.md",), ("news/007.md", "twin.md"), ("news/011.md",)]):
        for name in names:
            (folder / name).write_text(an_article(7, title=f"Changed {number}"))
        looked_into.clear()
        assert records(folder, cache) == plain(folder)
        assert looked_into[: len(names)] == sorted(names)
        looked_into.clear()
        records(folder, cache)
        assert not looked_into
    assert first.read_bytes() == before
    added = packs(cache)[1].read_bytes()
    assert (added.count(b"Changed 0"), added.count(b"Changed 1"), added.count(b"Changed 2")) == (0, 2, 1)


def test_many_additions_become_one_pack_again(source: Source, tmp_path: Path, looked_into: list[str]) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    records(folder, cache)
    counts = []
    for number in range(12):
        (folder / f"news/{number:03}.md").write_text(an_article(number, title="Changed"))
        looked_into.clear()
        assert records(folder, cache) == plain(folder)
        assert looked_into[0] == f"news/{number:03}.md"
        counts.append(len(packs(cache)))
    assert counts == [2] * 5 + [1] + [2] * 5 + [1]


def test_records_of_files_that_are_gone_go(source: Source, tmp_path: Path) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    records(folder, cache)
    size = packs(cache)[0].stat().st_size
    for number in range(20):
        (folder / f"news/{number:03}.md").unlink()
        assert records(folder, cache) == plain(folder)
    assert packs(cache)[0].stat().st_size < size * 0.7


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_records_are_right(source: Source, tmp_path: Path, seed: int) -> None:
    folder, cache, draw = source(corpus()), tmp_path / "cache", random.Random(seed)

    def damage() -> None:
        path = draw.choice(packs(cache))
        data = bytearray(path.read_bytes())
        data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        path.write_bytes(data if draw.random() < 0.5 else data[: draw.randrange(len(data))])

    def lose() -> None:
        draw.choice(packs(cache)).unlink()

    def edit() -> None:
        number = draw.randrange(40)
        (folder / f"news/{number:03}.md").write_text(an_article(number, title=f"{draw.random()}"))

    records(folder, cache)
    for _ in range(12):
        draw.choice([damage, lose, edit, edit, edit])()
        assert records(folder, cache) == plain(folder)
        assert 1 <= len(packs(cache)) <= 2


def test_the_bound_is_that_of_both(source: Source, tmp_path: Path) -> None:
    folder = source(corpus())
    records(folder, tmp_path / "cache")
    size = packs(tmp_path / "cache")[0].stat().st_size
    tight = CacheFolder(tmp_path / "cache", bound=size + 600)
    for number in range(4):
        (folder / f"news/{number:03}.md").write_text(an_article(number, title="Changed"))
        assert records(folder, tight) == plain(folder)
        assert size < sum(pack.size for pack in tight.packs()) <= tight.bound


def test_another_run_may_have_written_either_pack(source: Source, tmp_path: Path) -> None:
    folder, cache, other = source(corpus()), tmp_path / "cache", tmp_path / "other"
    records(folder, cache)
    change(folder)
    records(folder, cache)
    (folder / "news/009.md").write_text(an_article(9, title="Changed"))
    records(folder, other)
    for found in packs(other):
        found.replace(cache / found.name)
    change(folder)
    assert records(folder, cache) == plain(folder)
    assert records(folder, cache) == plain(folder)
