"""Texts of articles are used again where nothing they were made of has changed, and only there."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cachefolder import CacheFolder
from kg.formats.table import FORMATS
from kg.settings import make_settings
from kg.streaming import corpus, kept, resolving, segments, spools
from kg.streaming.export import write_corpus
from tests import changing as changes
from tests.conftest import Source
from tests.streaming.samples import EVERYTHING, topic


@pytest.fixture(autouse=True)
def several_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spools, "_FILES", 10)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Yield a list that grows with each article that is made anew."""
    calls: list[int] = []
    make = resolving._TextMaker.make

    def count(self: Any, packed: Any) -> Any:
        calls.extend([1] * len(packed))
        return make(self, packed)

    monkeypatch.setattr(resolving._TextMaker, "make", count)
    yield calls


def write(
    source: Path, target: Path, cache: CacheFolder | Path | None = None, *, jobs: int = 1, **options: Any
) -> dict[str, bytes]:
    """Return what an export writes, by name."""
    folder = CacheFolder(cache) if isinstance(cache, Path) else cache
    formats = options.pop("formats", tuple(FORMATS))
    write_corpus(make_settings([str(source)], **options), target, formats, jobs=jobs, cache=folder)
    return {path.name: path.read_bytes() for path in target.iterdir()}


ACTS = (
    changes.nothing,
    changes.change,
    changes.remove,
    changes.add,
    changes.rename,
    changes.swap,
    changes.touch,
    changes.everything,
)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("act", ACTS)
def test_the_files_are_those_of_a_run_without(
    source: Source, tmp_path: Path, act: Callable[[Path], None], jobs: int
) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    before = write(folder, tmp_path / "out", cache, jobs=jobs)
    assert before == write(folder, tmp_path / "out")
    act(folder)
    expected = write(folder, tmp_path / "out")
    for _ in range(2):
        assert write(folder, tmp_path / "out", cache, jobs=jobs) == expected
    assert len(CacheFolder(cache).texts()) == 1


def test_only_what_has_changed_is_made_again(source: Source, tmp_path: Path, made: list[int]) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    articles = kg.build(folder).nodes
    count = sum(node.startswith("article:") for node in articles)
    for act, expected in ((changes.nothing, count), (changes.nothing, 0), (changes.touch, 0)):
        act(folder)
        write(folder, tmp_path / "out", cache)
        assert len(made) == expected, act
        made.clear()
    changes.change(folder)
    write(folder, tmp_path / "out", cache)
    assert len(made) == 1


@pytest.mark.parametrize("seed", range(20))
def test_any_change(source: Source, tmp_path: Path, seed: int) -> None:
    """Files of a corpus in which everything hangs together come, go and trade contents."""
    draw, folder, cache = random.Random(seed), source(EVERYTHING), tmp_path / "cache"
    away = tmp_path / "away"
    away.mkdir()
    for _ in range(6):
        here = sorted(path for path in folder.rglob("*") if path.is_file())
        there = sorted(away.iterdir())
        act = draw.choice(("go", "come", "trade", "stay"))
        if act == "go" and here:
            path = draw.choice(here)
            path.rename(away / str(path.relative_to(folder)).replace("/", "+"))
        elif act == "come" and there:
            path = draw.choice(there)
            path.rename(folder / path.name.replace("+", "/"))
        elif act == "trade" and len(here) > 1:
            one, other = draw.sample(here, 2)
            content = one.read_bytes()
            one.write_bytes(other.read_bytes())
            other.write_bytes(content)
        assert write(folder, tmp_path / "out", cache) == write(folder, tmp_path / "out")


def test_the_taxonomy_changes_all(source: Source, tmp_path: Path, made: list[int]) -> None:
    folder, cache = source(EVERYTHING), tmp_path / "cache"
    write(folder, tmp_path / "out", cache)
    all_of_them = len(made)
    (folder / "a-topic.yaml").write_text(topic("law", shortname="AI"))
    made.clear()
    written = write(folder, tmp_path / "out", cache)
    assert len(made) == all_of_them
    assert written == write(folder, tmp_path / "out")


@pytest.mark.parametrize(
    "options",
    [{"title": "T"}, {"base": "https://kg.example/"}, {"language": "en"}, {"formats": ("html", "turtle")}],
)
def test_other_settings_have_texts_of_their_own(
    source: Source, tmp_path: Path, options: dict[str, Any], made: list[int]
) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    write(folder, tmp_path / "out", cache)
    all_of_them = len(made)
    made.clear()
    assert write(folder, tmp_path / "b", cache, **options) == write(folder, tmp_path / "c", **options)
    assert len(made) == 2 * all_of_them
    assert len(CacheFolder(cache).texts()) == 2


def test_another_program_makes_all_anew(
    source: Source, tmp_path: Path, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    write(folder, tmp_path / "out", cache)
    all_of_them = len(made)
    monkeypatch.setattr(kept, "export_fingerprint", lambda: "another")
    write(folder, tmp_path / "out", cache)
    assert len(made) == 2 * all_of_them
    monkeypatch.setattr(kept, "export_fingerprint", lambda: None)
    write(folder, tmp_path / "out", cache)
    assert len(made) == 3 * all_of_them


def _texts(cache: Path) -> Path:
    (entry,) = CacheFolder(cache).texts()
    return Path(entry.path)


def test_damage_is_never_believed(source: Source, tmp_path: Path) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    expected = write(folder, tmp_path / "out", cache)
    whole = tmp_path / "whole"
    shutil.copytree(_texts(cache), whole)
    draw = random.Random(1)
    for name in sorted(os.listdir(whole)):
        for damage in ("flip", "cut", "add", "empty", "remove", "folder"):
            shutil.rmtree(_texts(cache))
            shutil.copytree(whole, cache / f"texts-{_name(folder)}-{draw.randbytes(8).hex()}")
            path = _texts(cache) / name
            data = bytearray(path.read_bytes())
            if damage == "flip" and data:
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            changed = {"cut": data[:-1], "add": data + b"x", "empty": b""}.get(damage, data)
            path.write_bytes(changed)
            if damage in ("remove", "folder"):
                path.unlink()
            if damage == "folder":
                path.mkdir()
            assert write(folder, tmp_path / "out", cache) == expected, (name, damage)


def _name(folder: Path) -> str:
    files = [row.file for row in FORMATS.values()]
    texts = kept.TextCache(CacheFolder("x"), make_settings([str(folder)]), files)
    return texts._name.removeprefix("texts-")


def test_too_many_are_not_kept(source: Source, tmp_path: Path) -> None:
    folder = source(changes.corpus())
    expected = write(folder, tmp_path / "out")
    roomy = CacheFolder(tmp_path / "roomy")
    assert write(folder, tmp_path / "out", roomy) == expected
    sizes = roomy.packs()[0].size, roomy.texts()[0].size
    for bound, texts in ((sum(sizes) + 1000, 1), (sum(sizes) - 1, 0), (sizes[0], 0), (0, 0)):
        cache = CacheFolder(tmp_path / str(bound), bound=bound)
        for _ in range(2):
            assert write(folder, tmp_path / "out", cache) == expected
        assert len(cache.texts()) == texts
        assert len(cache.packs()) == (bound > 0)
        assert not list(Path(cache.path).glob(".texts-*"))


def test_texts_go_before_packs(source: Source, tmp_path: Path) -> None:
    folder = source(
        {f"{letter}/{name}": text for letter in "ab" for name, text in changes.corpus(10).items()}
    )
    roomy = CacheFolder(tmp_path / "cache")
    write(folder / "a", tmp_path / "out", roomy)
    size = roomy.packs()[0].size + roomy.texts()[0].size
    tight = CacheFolder(tmp_path / "cache", bound=size + 100)
    write(folder / "b", tmp_path / "out", tight)
    assert (len(tight.packs()), len(tight.texts())) == (2, 0)


def test_what_a_killed_run_leaves_goes_a_day_later(source: Source, tmp_path: Path) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    write(folder, tmp_path / "out", cache)
    left = cache / f".texts-{'0' * 32}-{'1' * 16}.tmp"
    (left / "mentions").mkdir(parents=True)
    (left / "mentions" / "0-1").write_bytes(b"x")
    changes.change(folder)
    write(folder, tmp_path / "out", cache)
    assert left.exists()
    os.utime(left, (time.time() - 2 * 86400,) * 2)
    changes.touch(folder)
    (folder / "new.md").write_text(changes.an_article(77))
    write(folder, tmp_path / "out", cache)
    assert not left.exists()


def test_a_failure_leaves_none_behind(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    monkeypatch.setattr("kg.streaming.corpus.Assembler.__call__", None)
    with pytest.raises(TypeError):
        write(folder, tmp_path / "out", cache)
    assert not list(cache.glob(".texts-*"))
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_no_failure(source: Source, tmp_path: Path) -> None:
    folder = source(changes.corpus())
    (tmp_path / "file").write_text("")
    cache = CacheFolder(tmp_path / "file" / "cache")
    assert write(folder, tmp_path / "out", cache) == write(folder, tmp_path / "out")
    assert cache.trouble is not None


def test_clearing_removes_texts(source: Source, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    write(source(changes.corpus()), tmp_path / "out", cache)
    removed = CacheFolder(cache).clear()
    assert any("texts-" in entry.path for entry in removed)
    assert not cache.exists()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("when", ["ArticleResolver", "UrlComparer", "Assembler"])
def test_a_cache_that_is_removed_meanwhile_is_done_without(
    source: Source, tmp_path: Path, when: str, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = source(changes.corpus()), CacheFolder(tmp_path / "cache")
    expected = write(folder, tmp_path / "out", cache)
    changes.change(folder)
    kind = getattr(corpus, when)
    call = kind.__call__

    def remove(self: Any, item: Any) -> Any:
        shutil.rmtree(cache.path, ignore_errors=True)
        return call(self, item)

    monkeypatch.setattr(kind, "__call__", remove)
    written = write(folder, tmp_path / "out", cache, jobs=jobs)
    monkeypatch.undo()
    assert written == write(folder, tmp_path / "other") != expected
    assert cache.trouble is not None


def test_earlier_texts_that_another_run_removes_are_written_again(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    write(folder, tmp_path / "out", cache)
    changes.change(folder)
    take = segments.Segments.take

    def remove(self: Any, other: Any, *rest: Any) -> None:
        shutil.rmtree(os.path.dirname(other.path(0, 0)), ignore_errors=True)
        take(self, other, *rest)

    monkeypatch.setattr(segments.Segments, "take", remove)
    assert write(folder, tmp_path / "out", cache) == write(folder, tmp_path / "other")


def test_texts_that_are_used_stay_the_longest(source: Source, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("kg.files.SETTLING_TIME", -3600)
    folder, cache = source(changes.corpus()), tmp_path / "cache"
    command = [str(folder), "-o", str(tmp_path / "out"), "--cache", str(cache)]
    for _ in range(2):
        subprocess.run([sys.executable, "-c", SETTLED, "export", *command], check=True, capture_output=True)
        texts = _texts(cache)
        used = texts.stat().st_mtime_ns
        os.utime(texts, (1e9, 1e9))
        done = subprocess.run(
            [sys.executable, "-c", SETTLED, "export", *command], check=True, capture_output=True, text=True
        )
        assert "up to date" in done.stderr
        assert texts.stat().st_mtime_ns >= used


SETTLED = "import kg.files; kg.files.SETTLING_TIME = -3600; from kg.cli import main; main()"
