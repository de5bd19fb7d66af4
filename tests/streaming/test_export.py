"""Without the graph the files are the same, byte for byte."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.formats import table
from kg.formats.graphml import GraphmlRenderer
from kg.formats.table import FORMATS
from kg.report import issues_of
from kg.settings import make_settings
from kg.streaming import corpus as streaming
from kg.streaming import spools
from kg.streaming.export import write_corpus
from tests.conftest import SEEDS, Source, article
from tests.streaming.samples import CODES, EVERYTHING, document, image, item

STREAMED = tuple(name for name, row in FORMATS.items() if not row.ties)


@pytest.fixture
def everything(source: Source) -> Path:
    return source(EVERYTHING)


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Share articles out to buckets, and so to processes, however few there are."""
    monkeypatch.setattr(spools, "_FILES", 1)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def assert_same(source: Path, folder: Path, *, jobs: int = 1, **options: Any) -> None:
    """Fail where an export without the graph differs in a byte, or leaves anything else behind."""
    graph = kg.build(source, **options)
    kg.export(graph, folder / "graph", formats=FORMATS)
    told = write_corpus(make_settings([str(source)], **options), folder / "stream", tuple(FORMATS), jobs=jobs)
    assert contents(folder / "stream") == contents(folder / "graph")
    assert dict(told.counts) == kg.to_report(graph)["counts"]
    assert list(told.counts) == list(kg.to_report(graph)["counts"])
    assert told.issues == issues_of(graph)
    assert told.issues.intake == issues_of(graph).intake


@pytest.mark.parametrize("jobs", [1, 2])
def test_seeds(jobs: int, tmp_path: Path, shared_out: None) -> None:
    assert_same(SEEDS, tmp_path, jobs=jobs, language="en", title="Seeds", licence="https://e.com/licence")


@pytest.mark.parametrize("jobs", [1, 2])
def test_corpus(corpus: Path, jobs: int, tmp_path: Path, shared_out: None) -> None:
    assert_same(corpus, tmp_path, jobs=jobs, base="https://kg.example/")


@pytest.mark.parametrize("jobs", [1, 3])
@pytest.mark.parametrize("site", [None, "https://site.example/"])
def test_everything(everything: Path, site: str | None, jobs: int, tmp_path: Path, shared_out: None) -> None:
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
        "import sys, kg, kg.streaming.spools as spools\n"
        "spools._FILES = 1\n"
        "source, target, jobs = sys.argv[1:]\n"
        f"kg.stream(source, target, formats={STREAMED!r}, jobs=int(jobs))"
    )
    for seed, jobs in ((1, 1), (2, 2)):
        command = [sys.executable, "-c", script, str(corpus), str(tmp_path / str(seed)), str(jobs)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")


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
    able = "graphml, jsonld, nquads, ntriples, rdfxml, trig, turtle"
    message = f"^{name} needs all nodes in memory and cannot be streamed; choose from {able}$"
    with pytest.raises(kg.FormatError, match=message):
        kg.stream(SEEDS, tmp_path / "out", formats=("ntriples", name))
    assert not (tmp_path / "out").exists()


def test_an_unknown_format(tmp_path: Path) -> None:
    with pytest.raises(kg.FormatError, match="unknown format 'gephx'"):
        kg.stream(SEEDS, tmp_path, formats="gephx")


@pytest.mark.parametrize("where", ["PutAside", "ArticleResolver", "UrlComparer", "Assembler"])
def test_a_failure_leaves_nothing(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def fail(*_: Any, **__: Any) -> None:
        seen.append([path.name for path in (tmp_path / "out").iterdir() if path.is_dir()])
        raise RuntimeError

    monkeypatch.setattr(streaming, where, fail)
    with pytest.raises(RuntimeError):
        kg.stream(SEEDS, tmp_path / "out")
    assert seen[0][0].startswith(".kg-")
    assert not (tmp_path / "out").exists()


class Full(GraphmlRenderer):
    def __init__(self, attributes: Any) -> None:
        super().__init__()

    def nodes(self, table: Any, edges: Any) -> Any:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_leaves_the_old_files(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shared_out: None
) -> None:
    (tmp_path / "graph.graphml").write_text("old")
    monkeypatch.setitem(table.FORMATS, "graphml", table.Format("graph.graphml", "", Full))
    with pytest.raises(kg.OutputError, match="No space left on device"):
        kg.stream(SEEDS, tmp_path, formats="graphml", jobs=jobs)
    assert contents(tmp_path) == {"graph.graphml": b"old"}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("size", [2_000, 20_000])
def test_a_full_disk_is_one_sentence(corpus: Path, size: int, jobs: int, tmp_path: Path) -> None:
    script = (
        "import resource, sys, kg.streaming.spools as spools\n"
        "from kg.cli import main\n"
        "spools._FILES = 1\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, resource.RLIM_INFINITY))\n"
        "main()"
    )
    options = ["--stream", "--no-cache", "-o", str(tmp_path / "out"), "-j", str(jobs)]
    command = [sys.executable, "-c", script, "export", str(corpus), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("kg: cannot write")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("step", ["PutAside", "ArticleResolver", "UrlComparer", "Assembler"])
def test_interrupted_leaves_nothing(everything: Path, step: str, tmp_path: Path) -> None:
    script = (
        "import os, time, kg.streaming.corpus as corpus, kg.streaming.spools as spools\n"
        "def wait(*a, **k): os.write(1, b'x\\n'); time.sleep(60)\n"
        "spools._FILES = 1\n"
        f"corpus.{step}.__call__ = wait\n"
        "from kg.cli import main; main()"
    )
    options = ["-f", "turtle,html", "--no-cache", "-o", str(tmp_path / "out"), "-j", "2"]
    command = [sys.executable, "-c", script, "export", str(everything), *options]
    run = subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, start_new_session=True)
    assert run.stdout is not None
    assert run.stdout.readline() == "x\n"
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] != []
    os.killpg(run.pid, signal.SIGINT)
    _, errors = run.communicate()
    assert (run.returncode, errors) == (130, "\nkg: interrupted\n")
    assert not (tmp_path / "out").exists()


def test_what_a_killed_run_left_goes_a_day_later(tmp_path: Path) -> None:
    left, other = tmp_path / ".kg-export-1234", tmp_path / ".kg-cache"
    for folder in (left, other):
        folder.mkdir()
        (folder / "0").write_text("x")
    kg.stream(SEEDS, tmp_path)
    assert left.exists()
    for folder in (left, other):
        os.utime(folder, (time.time() - 2 * 86400,) * 2)
    kg.stream(SEEDS, tmp_path)
    assert not left.exists()
    assert other.exists()


def test_the_output_may_be_inside_the_source(source: Source, tmp_path: Path) -> None:
    """The output folder may be inside the source: what is put aside there is no source."""
    folder = source({"a.md": article()})
    kg.stream(folder, folder / "out")
    first = contents(folder / "out")
    kg.stream(folder, folder / "out")
    assert contents(folder / "out") == first
