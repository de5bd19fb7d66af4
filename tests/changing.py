"""A corpus, what may happen to it between two runs, and its records with a cache and without."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import kg
import kg.cache
import kg.files
import kg.fingerprint
from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
from kg.files import find_files
from kg.formats.table import FORMATS
from kg.gather import read_files
from kg.mentions import FileRecord
from tests.conftest import article

BLOB = "c2VjcmV0IHNlY3JldCBzZWNyZXQ7c2VjcmV0IHNlY3JldA=="


def an_article(number: int, **fields: Any) -> str:
    values: dict[str, Any] = {
        "title": f"Title {number}",
        "webUrl": f"https://example.com/{number}",
        "quality": "many" if number % 10 == 0 else number,
        "length": 5,
        "secured": f'"{BLOB}"',
        "related": f"[{{title: Next, webUrl: 'https://example.com/{number + 1}'}}]",
    }
    return article(**{**values, **fields})


def corpus(count: int = 40) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {f"news/{n:03}.md": an_article(n) for n in range(count)}
    return files | {
        "twin.md": an_article(1, title="Another title"),
        "topics/ai.yaml": "taxonomy: topic\nname: AI\n",
        "notes.txt": "no front matter",
        "broken.md": "---\ntitle: [\n---\n",
        "empty.md": "",
        "latin.md": article(title="caf\xe9").encode("latin-1"),
    }


def outputs(source: Path, target: Path, cache: Path | None, jobs: int = 1) -> dict[str, bytes]:
    """Return what an export writes, by name."""
    kg.export(kg.build(source, cache=cache, jobs=jobs), target, formats=tuple(FORMATS))
    return {path.name: path.read_bytes() for path in target.iterdir()}


def records(source: Path, folder: CacheFolder | Path, **options: Any) -> tuple[FileRecord, ...]:
    """Return the records of a source as they come with a cache."""
    folder = CacheFolder(folder) if isinstance(folder, Path) else folder
    cache = RecordCache(folder, [str(source)], options.get("site"))
    return tuple(read_files(find_files([source], stamped=True), cache=cache, **options))


def plain(source: Path) -> tuple[FileRecord, ...]:
    return tuple(read_files(find_files([source])))


def pack_of(folder: Path) -> Path:
    (pack,) = folder.glob("*.pack")
    return pack


def change(source: Path) -> None:
    (source / "news/007.md").write_text(an_article(7, title="Changed"))


def remove(source: Path) -> None:
    (source / "news/000.md").unlink()
    (source / "news/039.md").unlink()


def add(source: Path) -> None:
    (source / "a.md").write_text(an_article(98))
    (source / "news/0055.md").write_text(an_article(99))


def rename(source: Path) -> None:
    (source / "news/011.md").rename(source / "news/zzz.md")
    (source / "topics").rename(source / "a-topics")


def swap(source: Path) -> None:
    one, other, between = source / "news/001.md", source / "news/002.md", source / "between"
    one.rename(between)
    other.rename(one)
    between.rename(other)


def touch(source: Path) -> None:
    for path in source.rglob("*.md"):
        os.utime(path, (1e9, 1e9))


def everything(source: Path) -> None:
    for act in (change, remove, add, rename, swap, touch):
        act(source)


def nothing(source: Path) -> None:
    pass
