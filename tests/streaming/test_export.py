"""Without the graph in memory the files are the same, byte for byte."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from subprocess import PIPE
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.files import find_files
from kg.formats import side_by_side, table
from kg.formats.table import FORMATS
from kg.gather import read_files
from kg.report import issues_of
from kg.rows import header_of, to_rows
from kg.settings import Settings
from kg.streaming import corpus as streaming
from kg.streaming import export as streamed
from kg.streaming.corpus import stream_corpus
from kg.streaming.filelist import FileList
from tests.conftest import SEEDS, Source, article
from tests.streaming.samples import CODES, EVERYTHING, document, image, item

STREAMED = tuple(name for name, row in FORMATS.items() if row.streams)


@pytest.fixture
def everything(source: Source) -> Path:
    return source(EVERYTHING)


@pytest.fixture
def always_parallel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share work out to processes however little there is."""
    monkeypatch.setattr(streaming, "_PARALLEL_FROM", 0)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_same(source: Path, folder: Path, *, jobs: int = 1, **options: Any) -> None:
    """Fail where a streamed export differs in a byte, or leaves anything else behind."""
    kg.export(kg.build(source, **options), folder / "graph", formats=STREAMED)
    written = kg.stream(source, folder / "stream", formats=STREAMED, jobs=jobs, **options)
    expected = contents(folder / "graph")
    assert contents(folder / "stream") == expected
    assert {os.path.basename(file.path): file.size for file in written} == {
        name: len(content) for name, content in expected.items()
    }


@pytest.mark.parametrize("jobs", [1, 2])
def test_seeds(jobs: int, tmp_path: Path, always_parallel: None) -> None:
    assert_same(SEEDS, tmp_path, jobs=jobs, language="en", title="Seeds", licence="https://e.com/licence")


@pytest.mark.parametrize("jobs", [1, 2])
def test_corpus(corpus: Path, jobs: int, tmp_path: Path, always_parallel: None) -> None:
    assert_same(corpus, tmp_path, jobs=jobs, base="https://kg.example/")


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("site", [None, "https://site.example/"])
def test_everything(
    everything: Path, site: str | None, jobs: int, tmp_path: Path, always_parallel: None
) -> None:
    assert_same(everything, tmp_path, jobs=jobs, site=site)


def test_everything_is_there(everything: Path) -> None:
    graph = kg.build(everything)
    found = issues_of(graph)
    assert set(found.by_code) >= CODES
    assert set(found.intake.merged) == {"published_by", "about", "related_to"}
    assert {"image size", "logo", "excerpt"} <= set(found.intake.differing)
    assert graph.in_degree("topic:alone") == 1
    assert graph.degree("topic:y") == 1


def test_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert_same(tmp_path / "in", tmp_path)


def test_several_sources(everything: Path, tmp_path: Path) -> None:
    kg.export(kg.build([everything / "z", SEEDS]), tmp_path / "a", formats="ntriples")
    kg.stream([everything / "z", SEEDS], tmp_path / "b", formats="ntriples")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_a_cache_does_not_matter(everything: Path, tmp_path: Path) -> None:
    for _ in range(2):
        kg.stream(everything, tmp_path / "b", cache=tmp_path / "cache")
    kg.export(kg.build(everything), tmp_path / "a", formats="ntriples")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_hash_seed_and_jobs(corpus: Path, tmp_path: Path) -> None:
    script = (
        "import sys, kg, kg.streaming.corpus as corpus\n"
        "corpus._PARALLEL_FROM = 0\n"
        "source, target, jobs = sys.argv[1:]\n"
        f"kg.stream(source, target, formats={STREAMED!r}, jobs=int(jobs))"
    )
    for seed, jobs in ((1, 1), (2, 2)):
        command = [sys.executable, "-c", script, str(corpus), str(tmp_path / str(seed)), str(jobs)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


def plain(row: Any) -> Any:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(row))


@pytest.mark.parametrize("seed", [0, 1])
def test_the_rows_are_the_graph_s_in_its_order(everything: Path, seed: int, tmp_path: Path) -> None:
    graph = kg.build(everything)
    files = find_files([everything])
    records = list(read_files(files))
    random.Random(seed).shuffle(records)
    found = stream_corpus(records, FileList(files), str(tmp_path / "spools"), Settings())
    assert [plain(row) for row in found.rows()] == [plain(row) for row in to_rows(graph)]
    assert list(found.rows()) == list(found.rows())
    attributes = {name: value for name, value in header_of(graph).attributes.items() if name != "images"}
    assert found.header.attributes == attributes
    assert found.counts == kg.to_report(graph)["counts"]
    assert list(found.counts) == list(kg.to_report(graph)["counts"])
    assert found.issues == issues_of(graph)
    assert found.issues.intake == issues_of(graph).intake


urls = st.sampled_from("abcdef")
images = st.lists(
    st.builds(image, st.sampled_from("ijk"), st.integers(1, 3), st.integers(1, 2)), max_size=3
).map(lambda found: f"[{', '.join(found)}]")
fields = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(("One", "Two", "'3'")),
        "quality": st.integers(0, 2).map(str),
        "publishedDateTime": st.integers(1, 3).map("2020-09-0{}T00:00:00Z".format),
        "excerpt": st.sampled_from(("x", "y")),
        "images": images,
        "topics": st.lists(st.sampled_from(("AI", "ai", "Law")), max_size=3).map(
            lambda found: f"[{', '.join(found)}]"
        ),
    },
)
listed = st.builds(
    lambda url, domain, own: item(url, domain, **own),
    urls,
    st.sampled_from(("example.com", "two.com")),
    fields,
)
documents = st.builds(
    lambda url, items, own: document(url, *items, **own), urls, st.lists(listed, max_size=4), fields
)


@settings(max_examples=40)
@given(st.lists(documents, max_size=6))
def test_any_corpus(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for number, text in enumerate(texts):
            (folder / "in" / f"{number}.md").write_text(text, "utf-8")
        assert_same(folder / "in", folder)


@pytest.mark.parametrize("name", sorted(set(FORMATS) - set(STREAMED)))
def test_other_formats_are_refused(name: str, tmp_path: Path) -> None:
    message = f"^{name} needs the whole graph and cannot be streamed; choose from ntriples, turtle$"
    with pytest.raises(kg.FormatError, match=message):
        kg.stream(SEEDS, tmp_path / "out", formats=("ntriples", name))
    assert not (tmp_path / "out").exists()


def test_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(kg.FormatError, match="unknown format 'gephx'"):
        kg.stream(SEEDS, tmp_path, formats="gephx")


@pytest.mark.parametrize("where", ["put_aside", "resolve_mentions"])
def test_a_failure_leaves_nothing(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def fail(*_: Any, **__: Any) -> None:
        seen.append([path.name for path in (tmp_path / "out").iterdir() if path.is_dir()])
        raise RuntimeError

    monkeypatch.setattr(streaming, where, fail)
    with pytest.raises(RuntimeError):
        kg.stream(SEEDS, tmp_path / "out")
    assert seen[0][0].startswith(".kg-stream-")
    assert not (tmp_path / "out").exists()


def test_a_failure_leaves_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "graph.nt").write_text("old")

    def fail(_header: Any, rows: Any, _stream: Any) -> None:
        next(iter(rows))
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(table.FORMATS, "ntriples", table.Format("graph.nt", "", fail, streams=True))
    with pytest.raises(kg.OutputError, match="No space left on device"):
        kg.stream(SEEDS, tmp_path)
    assert contents(tmp_path) == {"graph.nt": b"old"}


def test_no_writer_that_has_failed_is_waited_for(
    everything: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_header: Any, _rows: Any, _stream: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(table.FORMATS, "turtle", table.Format("graph.ttl", "", fail, streams=True))
    monkeypatch.setattr(side_by_side, "_AT_ONCE", 1)
    monkeypatch.setattr(streamed, "_AHEAD", 1)
    with pytest.raises(kg.OutputError, match="No space left on device"):
        kg.stream(everything, tmp_path / "out", formats=("ntriples", "turtle"), jobs=2)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("size", [2_000, 20_000])
def test_a_full_disk_is_one_sentence(corpus: Path, size: int, jobs: int, tmp_path: Path) -> None:
    script = (
        "import resource, sys, kg.streaming.corpus as corpus\n"
        "from kg.cli import main\n"
        "corpus._PARALLEL_FROM = 0\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, resource.RLIM_INFINITY))\n"
        "main()"
    )
    options = ["--stream", "--no-cache", "-o", str(tmp_path / "out"), "-j", str(jobs)]
    command = [sys.executable, "-c", script, "export", str(corpus), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("kg: cannot write")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("step", ["resolve_mentions", "StreamedCorpus.rows"])
def test_interrupted_leaves_nothing(everything: Path, step: str, tmp_path: Path) -> None:
    script = (
        "import time, kg.streaming.corpus as corpus\n"
        "from kg.streaming.corpus import StreamedCorpus\n"
        "def wait(*a, **k): print('x', flush=True); time.sleep(60)\n"
        f"corpus.{step} = wait\n"
        "from kg.cli import main; main()"
    )
    options = ["--stream", "--no-cache", "-o", str(tmp_path / "out"), "-j", "2"]
    command = [sys.executable, "-c", script, "export", str(everything), *options]
    run = subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "x\n"
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] != []
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate()
    assert (run.returncode, errors) == (130, "\nkg: interrupted\n")
    assert not (tmp_path / "out").exists()


def test_articles_of_other_files_come_in(source: Source, tmp_path: Path) -> None:
    """The output folder may be inside the source: what is put aside there is no source."""
    folder = source({"a.md": article()})
    kg.stream(folder, folder / "out")
    first = contents(folder / "out")
    kg.stream(folder, folder / "out")
    assert contents(folder / "out") == first
