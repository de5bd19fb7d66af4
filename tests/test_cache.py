"""With the cache or without, whatever has changed: the same graph, and only changed files are read."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
import kg.cache
import kg.files
import kg.fingerprint
from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
from kg.files import find_files
from kg.gather import read_files
from tests.changing import (
    BLOB,
    add,
    an_article,
    change,
    corpus,
    everything,
    nothing,
    outputs,
    pack_of,
    plain,
    records,
    remove,
    rename,
    swap,
    touch,
)
from tests.conftest import Source, article


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("act", [nothing, change, remove, add, rename, swap, touch, everything])
def test_the_outputs_are_the_same(
    source: Source,
    tmp_path: Path,
    settled: None,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Path], None],
    jobs: int,
) -> None:
    monkeypatch.setattr("kg.gather._FEW", 5)
    monkeypatch.setattr("kg.gather._MANY", 5)
    folder, cache = source(corpus()), tmp_path / "cache"
    before = outputs(folder, tmp_path / "out", None)
    assert outputs(folder, tmp_path / "out", cache, jobs) == before
    act(folder)
    expected = outputs(folder, tmp_path / "out", None)
    assert (expected != before) == (act not in (nothing, touch))
    assert outputs(folder, tmp_path / "out", cache, jobs) == expected
    assert outputs(folder, tmp_path / "out", cache, jobs) == expected


OPENED = """
import os, sys, kg.files
kg.files.SETTLING_TIME = -3600
import kg.frontmatter, kg.gather
source, cache = sys.argv[1:]
opened = []
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(source + os.sep):
        if not os.path.isdir(arguments[0]):
            opened.append(arguments[0][len(source) + 1 :])
sys.addaudithook(hook)
from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
files = kg.files.find_files([source], stamped=True)
tuple(kg.gather.read_files(files, cache=RecordCache(CacheFolder(cache), [source], None)))
print(*opened)
"""


def opened(source: Path, cache: Path) -> list[str]:
    """Return which files of a source are opened to read it."""
    command = [sys.executable, "-c", OPENED, str(source), str(cache)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_only_what_has_changed_is_opened(source: Source, tmp_path: Path) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    assert len(opened(folder, cache)) == 46
    assert opened(folder, cache) == []
    change(folder)
    assert opened(folder, cache) == ["news/007.md"]
    assert opened(folder, cache) == []
    rename(folder)
    remove(folder)
    assert opened(folder, cache) == ["a-topics/ai.yaml", "news/zzz.md"]
    os.utime(folder / "twin.md", (1e9, 1e9))
    assert opened(folder, cache) == ["twin.md"]
    assert opened(folder, cache) == []


def test_nothing_is_written_when_nothing_has_changed(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    records(folder, cache)
    before = pack_of(cache).stat()
    os.utime(pack_of(cache), (1e9, 1e9))
    records(folder, cache)
    after = pack_of(cache).stat()
    assert before.st_ino == after.st_ino
    assert after.st_mtime > 1e9 + 1  # it was of use


def test_a_file_that_is_only_touched_is_not_read_as_yaml_again(
    source: Source, tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = source(corpus()), tmp_path / "cache"
    expected = records(folder, cache)
    touch(folder)
    monkeypatch.setattr("kg.gather.to_record", None)
    assert records(folder, cache) == expected


def test_an_edit_within_one_step_of_the_clock_is_seen(source: Source, tmp_path: Path) -> None:
    folder, cache = source({"a.md": article(title="one")}), tmp_path / "cache"
    for title in ("one", "two", "six", "ten", "one", "two"):
        (folder / "a.md").write_text(article(title=title))
        assert records(folder, cache)[0].mentions[0].title == title


def test_a_young_file_is_not_believed_until_it_was_looked_at_again(source: Source, tmp_path: Path) -> None:
    folder, cache = source({"a.md": article(title="one")}), tmp_path / "cache"
    for path in folder.iterdir():
        os.utime(path, (1e9, 1e9))  # its ctime is young
    assert not find_files([folder], stamped=True)[0].settled
    records(folder, cache)
    assert opened(folder, cache) == ["a.md"]
    assert opened(folder, cache) == []


def test_a_file_from_the_future_is_not_believed(source: Source) -> None:
    folder = source({"a.md": article()})
    os.utime(folder / "a.md", (time.time() + 1e6, time.time() + 1e6))
    time.sleep(kg.files.SETTLING_TIME + 0.1)
    assert not find_files([folder], stamped=True)[0].settled


def _tick() -> None:
    time.sleep(0.05)  # longer than the steps in which a file system counts time


def test_an_edit_with_the_time_set_back_is_seen(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source({"a.md": article(title="one")}), tmp_path / "cache"
    records(folder, cache)
    times = (folder / "a.md").stat()
    _tick()
    (folder / "a.md").write_text(article(title="two"))
    os.utime(folder / "a.md", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert records(folder, cache)[0].mentions[0].title == "two"


def test_a_file_replaced_by_an_older_one_is_seen(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source({"a.md": article(title="one")}), tmp_path / "cache"
    times = (folder / "a.md").stat()
    (tmp_path / "b.md").write_text(article(title="two"))
    for older in (times.st_mtime_ns, 10**18):
        records(folder, cache)
        os.utime(tmp_path / "b.md", ns=(older, older))
        (tmp_path / "b.md").replace(folder / "a.md")
        assert records(folder, cache)[0].mentions[0].title == "two"
        (folder / "a.md").write_text(article(title="one"))
        (tmp_path / "b.md").write_text(article(title="two"))


def test_a_link_that_leads_elsewhere_is_seen(source: Source, tmp_path: Path, settled: None) -> None:
    folder = source({"one.data": article(title="one"), "two.data": article(title="two")})
    (folder / "a.md").symlink_to("one.data")
    assert records(folder, tmp_path / "cache")[0].mentions[0].title == "one"
    (folder / "a.md").unlink()
    (folder / "a.md").symlink_to("two.data")
    assert records(folder, tmp_path / "cache")[0].mentions[0].title == "two"


def test_what_cannot_be_read_is_not_kept(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source({"a.md": article(), "b.md": article()}), tmp_path / "cache"
    read = os.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> int:
        if str(path).endswith("b.md"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(path, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", refuse)
        for _ in range(2):
            assert records(folder, cache)[1].issues[0].code == "unreadable"
    assert records(folder, cache) == plain(folder)


def test_each_site_and_each_set_of_sources_has_its_own_pack(
    source: Source, tmp_path: Path, settled: None
) -> None:
    folder, cache = source({"a.md": article(images="[/a.png]"), "sub/b.md": article()}), tmp_path / "cache"
    sites = ("https://one.example/", "https://two.example/", None)
    for _ in range(2):
        found = [records(folder, cache, site=site)[0].mentions[0].images for site in sites]
        assert [[image.url for image in images] for images in found] == [
            ["https://one.example/a.png"],
            ["https://two.example/a.png"],
            [],
        ]
    graphs = [kg.build(sources, cache=cache) for sources in ([folder / "sub"], [folder, folder / "sub"])]
    assert len(list(cache.glob("*.pack"))) == 5
    assert {node[1]["sources"] for graph in graphs for node in graph.nodes(data=True) if "sources" in node[1]}
    kg.build([folder / "sub" / "..", folder / "sub"][::-1], cache=cache)
    assert len(list(cache.glob("*.pack"))) == 5


def test_files_in_another_order_come_in_that_order(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source(corpus()), CacheFolder(tmp_path / "cache")
    expected = {record.path: record for record in records(folder, cache)}
    files = list(find_files([folder], stamped=True))
    for seed in range(3):
        random.Random(seed).shuffle(files)
        found = tuple(read_files(files, cache=RecordCache(cache, [str(folder)], None)))
        assert [record.path for record in found] == [file.path for file in files]
        assert all(expected[record.path] == record for record in found)


def test_without_stamps_every_file_is_looked_into(source: Source, tmp_path: Path, settled: None) -> None:
    folder, cache = source({"a.md": article(title="one")}), CacheFolder(tmp_path / "cache")
    for title in ("one", "two"):
        (folder / "a.md").write_text(article(title=title))
        (record,) = read_files(find_files([folder]), cache=RecordCache(cache, [str(folder)], None))
        assert record.mentions[0].title == title


@pytest.mark.parametrize(
    "text",
    [
        an_article(1),
        an_article(1, secured=BLOB),
        an_article(1, secured=f"'{BLOB}'"),
        an_article(1, secured=f"\n  - {BLOB}\n  - {{key: {BLOB}}}"),
        an_article(1, secured=f">\n  {BLOB}\n  {BLOB}"),
        an_article(1, related=f"[{{title: B, webUrl: https://e.com/b, secured: {BLOB}}}]"),
        an_article(1, title=f"[{BLOB}", secured=BLOB),
        an_article(1, quality="x", secured=f'"{BLOB}"\nsecured: "{BLOB}"'),
    ],
)
def test_what_is_secured_is_never_kept(source: Source, tmp_path: Path, text: str) -> None:
    folder = source({"a.md": text})
    for _ in range(2):
        kg.build(folder, cache=tmp_path / "cache")
    kept = b"".join(path.read_bytes() for path in (tmp_path / "cache").iterdir())
    assert b"a.md" in kept
    if "title: [" not in text:
        assert BLOB.encode() not in kept
        assert BLOB.encode()[:12] not in kept


@pytest.mark.parametrize(
    "name", ["__version__", "_READS", "unicodedata", "sys"], ids=["kg", "libraries", "unicode", "python"]
)
def test_another_version_reads_everything_again(
    source: Source, tmp_path: Path, settled: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    class Other:
        unidata_version = "99.0"
        implementation = sys.implementation
        byteorder = "middle"

    folder, cache = source(corpus()), tmp_path / "cache"
    expected = records(folder, cache)
    before = pack_of(cache).read_bytes()
    kg.fingerprint.record_fingerprint.cache_clear()
    other = {"__version__": "99", "_READS": ("ryaml",)}.get(name, Other)
    with monkeypatch.context() as patch:
        patch.setattr(kg.fingerprint, name, other)
        assert records(folder, cache) == expected
    kg.fingerprint.record_fingerprint.cache_clear()
    assert pack_of(cache).read_bytes() != before
    assert records(folder, cache) == expected
    assert pack_of(cache).read_bytes() == before


def test_changed_source_text_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    (package / "formats").mkdir(parents=True)
    monkeypatch.setattr(kg.fingerprint, "_PACKAGE", str(package))
    seen = set()
    for name in ("read.py", "text.py", "formats/table.py", "formats/page.css"):
        (package / name).write_text("")
        kg.fingerprint.record_fingerprint.cache_clear()
        kg.fingerprint.export_fingerprint.cache_clear()
        seen.add((kg.fingerprint.record_fingerprint(), kg.fingerprint.export_fingerprint()))
    kg.fingerprint.record_fingerprint.cache_clear()
    kg.fingerprint.export_fingerprint.cache_clear()
    assert (len({reading for reading, _ in seen}), len({writing for _, writing in seen})) == (2, 4)


def test_without_its_own_source_text_nothing_is_kept(
    source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = source(corpus())
    monkeypatch.setattr(kg.cache, "record_fingerprint", lambda: None)
    for _ in range(2):
        assert records(folder, tmp_path / "cache") == plain(folder)
    assert not (tmp_path / "cache").exists()


def test_the_python_interface(source: Source, tmp_path: Path) -> None:
    folder = source(corpus())
    for cache in (tmp_path / "cache", str(tmp_path / "cache")):
        graph = kg.build(folder, cache=cache)
        assert json.dumps(kg.to_report(graph)) == json.dumps(kg.to_report(kg.build(folder)))
    found = kg.explain("provider:example.com", folder, cache=tmp_path / "cache")
    assert found == kg.explain("provider:example.com", folder)
    assert len(list((tmp_path / "cache").glob("*.pack"))) == 1
