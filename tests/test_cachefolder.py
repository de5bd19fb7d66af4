"""The cache folder: what is in it, how large it may grow, what is removed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import kg
import kg.files
from kg.cachefolder import CacheFolder
from tests.changing import corpus, pack_of, plain, records
from tests.conftest import Source


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.files, "SETTLING_TIME", -3600)


def use(folder: Path, cache: CacheFolder, when: float) -> str:
    """Read a source, as if at some time; return the name of its pack."""
    before = {pack.path for pack in cache.packs()}
    records(folder, cache)
    (name,) = {pack.path for pack in cache.packs()} - before or {cache.packs()[-1].path}
    os.utime(name, (when, when))
    return os.path.basename(name)


def test_a_new_folder_is_marked(source: Source, tmp_path: Path) -> None:
    folder = source(corpus())
    records(folder, tmp_path / "deep" / "er" / "cache")
    cache = tmp_path / "deep" / "er" / "cache"
    assert (cache / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert (cache / ".gitignore").read_text() == "*\n"


def test_a_folder_that_was_there_is_not_marked(source: Source, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    records(source(corpus()), tmp_path / "mine")
    assert len(os.listdir(tmp_path / "mine")) == 1


def test_a_run_that_keeps_nothing_makes_no_folder(source: Source, tmp_path: Path) -> None:
    records(source({}), tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_least_recently_used_packs_go_first(source: Source, tmp_path: Path) -> None:
    folder = source({f"{letter}/{name}": text for letter in "abcd" for name, text in corpus(10).items()})
    cache = CacheFolder(tmp_path / "cache")
    a = use(folder / "a", cache, 1e9)
    size = cache.packs()[0].size
    b = use(folder / "b", cache, 1e9 + 1)
    assert use(folder / "a", cache, 1e9 + 2) == a
    small = CacheFolder(tmp_path / "cache", bound=size * 5 // 2)
    c = use(folder / "c", small, 1e9 + 3)
    assert [os.path.basename(pack.path) for pack in cache.packs()] == [a, c]
    d = use(folder / "d", small, 1e9 + 4)
    assert [os.path.basename(pack.path) for pack in cache.packs()] == [c, d]
    assert b not in os.listdir(cache.path)
    for letter in "abcd":
        assert records(folder / letter, small) == plain(folder / letter)


@pytest.mark.parametrize("bound", [0, 100, 3000, 8000])
def test_what_is_beyond_the_bound_is_not_kept(source: Source, tmp_path: Path, bound: int) -> None:
    folder = source(corpus())
    cache = CacheFolder(tmp_path / "cache", bound=bound)
    for _ in range(3):
        assert records(folder, cache) == plain(folder)
        (folder / "news/003.md").write_text("---\ntitle: A longer title\n---\n")
        os.utime(folder / "news/001.md", (1e9, 1e9))
        assert records(folder, cache) == plain(folder)
    assert sum(pack.size for pack in cache.packs()) <= bound
    assert bool(cache.packs()) == (bound > 100)
    assert cache.trouble is None


def test_old_notes_are_removed(source: Source, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    records(source(corpus()), cache)
    for number in range(300):
        note = cache / f"export-{number:032x}.json"
        note.write_text("{}")
        os.utime(note, (1e9 + number, 1e9 + number))
    (source({}) / "new.md").write_text("")
    records(source({}), cache)
    notes = sorted(cache.glob("*.json"))
    assert len(notes) == 256
    assert notes[0].name == f"export-{300 - 256:032x}.json"


def test_clearing_removes_what_kg_made_and_nothing_else(source: Source, tmp_path: Path) -> None:
    folder, path = source(corpus()), tmp_path / "cache"
    records(folder, path)
    temporary = path / f".{pack_of(path).name}.0123456789abcdef.tmp"
    temporary.write_bytes(b"x" * 10)
    size = sum(file.stat().st_size for file in path.iterdir())
    cache = CacheFolder(path)
    removed = cache.clear()
    assert (len(removed), sum(entry.size for entry in removed)) == (4, size)
    assert not path.exists()
    assert cache.clear() == []


def test_clearing_leaves_what_others_made(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "mine"
    path.mkdir()
    (path / "sub").mkdir()
    foreign = {
        "notes.txt": "x",
        ".gitignore": "*.pyc\n",
        "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# of another program",
        "records-1.pack": "x",
        "export.json": "{}",
        ".x.tmp": "",
        "records-0123456789abcdef0123456789abcdef.pack.bak": "",
    }
    for name, text in foreign.items():
        (path / name).write_text(text)
    records(source(corpus()), path)
    (entry,) = CacheFolder(path).clear()
    assert entry.path.endswith(".pack")
    assert {file.name: file.read_text() for file in path.iterdir() if file.is_file()} == foreign


def test_clearing_follows_no_link(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "cache"
    records(source(corpus()), path)
    pack = pack_of(path)
    pack.rename(tmp_path / "elsewhere")
    pack.symlink_to(tmp_path / "elsewhere")
    CacheFolder(path).clear()
    assert (tmp_path / "elsewhere").exists()
    assert not path.exists()


def test_clearing_what_is_no_folder_does_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert CacheFolder(tmp_path / "file").clear() == []
    assert CacheFolder(tmp_path / "missing").clear() == []
    assert CacheFolder("nul\0byte").clear() == []
    assert (tmp_path / "file").read_text() == "x"


def test_a_name_no_system_takes_is_done_without(source: Source) -> None:
    folder = source(corpus())
    cache = CacheFolder("nul\0byte")
    assert records(folder, cache) == plain(folder)
    assert cache.trouble is not None
    assert kg.build(folder, cache="x" * 5000).number_of_nodes() > 0


def test_young_leftovers_stay(source: Source, tmp_path: Path) -> None:
    path = tmp_path / "cache"
    records(source(corpus()), path)
    names = [f".records-{number:032x}.pack.0123456789abcdef.tmp" for number in range(2)]
    for name, age in zip(names, (3600, 90_000), strict=True):
        (path / name).write_text("")
        os.utime(path / name, (time.time() - age,) * 2)
    (source({}) / "new.md").write_text("")
    records(source({}), path)
    assert [(path / name).exists() for name in names] == [True, False]
