"""The generator: the same bytes for a seed, the graph it says, the statistics of the real corpus."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import kg
from bench.check import differences, graph_items, read_expected
from bench.corpus.draw import Draw
from bench.corpus.generate import Corpus, generate
from bench.corpus.measured import DECILES, DEFECTS, MEANS, PROVIDERS, SHARES
from bench.corpus.providers import Providers, name_and_domain
from bench.corpus.spool import SortedLines
from kg.report import to_report

ROOT = Path(__file__).parents[2]


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    generate(str(tmp_path / "here"), 60, seed=7)
    for name, seed in (("there", "7"), ("other", "8")):
        command = [
            sys.executable,
            "-m",
            "bench.corpus",
            str(tmp_path / name),
            "--articles",
            "60",
            "--seed",
            seed,
        ]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        assert len(done.stdout.splitlines()) == 1
    assert _hash(tmp_path / "here") == _hash(tmp_path / "there") != _hash(tmp_path / "other")


def test_a_larger_corpus_begins_like_a_smaller_one(tmp_path: Path) -> None:
    for count in (30, 90):
        generate(str(tmp_path / str(count)), count, seed=2)
    names = [
        {path.name for path in (tmp_path / str(count) / "source" / "_news").iterdir()} for count in (30, 90)
    ]
    assert len(names[0] & names[1]) >= 28


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    generate(str(tmp_path / "a"), 5)
    with pytest.raises(FileExistsError):
        generate(str(tmp_path / "a"), 5)


@pytest.mark.parametrize(("seed", "defects"), [(3, 1.0), (4, 20.0)])
def test_the_graph_is_as_expected(tmp_path: Path, seed: int, defects: float) -> None:
    generate(str(tmp_path), 400, seed=seed, defects=defects)
    graph = kg.build(tmp_path / "source")
    summary, expected = read_expected(tmp_path / "expected.jsonl")
    assert list(differences(expected, graph_items(graph))) == []
    report = to_report(graph)
    assert report["issue_counts"] == summary["issues"]
    assert report["unmapped_fields"] == summary["unmapped"]
    assert report["read"]["passed_over"] == summary["passed_over"]
    assert {name: summary["corpus"][name] for name in ("files", "documents", "listed")} == {
        name: report["read"][name] for name in ("files", "documents", "listed")
    }


def test_every_defect_occurs_where_rates_are_high(tmp_path: Path) -> None:
    generate(str(tmp_path), 600, seed=5, defects=40.0)
    summary, items = read_expected(tmp_path / "expected.jsonl")
    texts = [path.read_bytes().decode("utf-8") for path in (tmp_path / "source").rglob("*.md")]
    for code in (
        "control-characters", "duplicate-document", "duplicate-link", "empty-document", "entity-unescaped",
        "mojibake-repaired", "provider-domain-cleaned", "relative-url", "self-link", "unmapped-field",
        "url-shared-across-providers",
    ):  # fmt: skip
        assert summary["issues"].get(code), code
    for sign in (
        "\x97", "\r\n", "\\a", "&amp;amp;", "Business Wire", "/société/", ".cdn.ampproject.org/c/s/www.",
        "utm_", 'webUrl: "http:', "\t", "&#038;", "<!DOCTYPE html>", "originalUrl", "authors:",
        "type: collection", "price: \n", "/us/live-news/", "_id: ",
    ):  # fmt: skip
        assert any(sign in text for text in texts), sign
    attributes = {name for item in items.values() for name in item}
    assert attributes >= {
        "alternative_titles", "alternative_names", "authors", "modified_at",
        "observed_at",
        "observed_quality", "observed_title", "original_url",
    }  # fmt: skip


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Path]:
    folder = tmp_path_factory.mktemp("large")
    return generate(str(folder), 2000, seed=1), folder


def _deciles(values: list[int]) -> list[int]:
    ordered = sorted(values)
    return [ordered[len(ordered) * tenth // 10] for tenth in range(1, 10)]


def _front_matters(folder: Path) -> list[str]:
    files = [*(folder / "source/_news").iterdir(), *(folder / "source/_learning").glob("a*/*.md")]
    return [path.read_bytes().decode("utf-8").split("\n---", 1)[0] for path in files]


def _line(name: str, text: str) -> str:
    found = re.search(rf'^{name}: "?(.*?)"?$', text, re.MULTILINE)
    return found.group(1) if found else ""


def test_sizes_are_those_of_the_real_corpus(large: tuple[Corpus, Path]) -> None:
    documents = _front_matters(large[1])
    assert len(documents) == 2000
    for name, values in (
        ("front matter bytes", [len(text.encode()) for text in documents]),
        ("title", [len(_line("title", text)) for text in documents]),
        ("excerpt", [len(_line("excerpt", text)) for text in documents]),
        ("web url", [len(_line("webUrl", text)) for text in documents]),
        ("quality", [int(value) for text in documents if (value := _line("quality", text))]),
    ):
        assert sum(values) / len(values) == pytest.approx(MEANS[name], rel=0.05), name
        assert _deciles(values) == pytest.approx(list(DECILES[name][1:-1]), rel=0.12), name
    secured = sum(len(_line("secured", text)) for text in documents)
    assert secured / sum(len(text.encode()) for text in documents) == pytest.approx(0.232, abs=0.01)
    words = sum(len(_line("excerpt", text).split()) for text in documents) / 2000
    assert words == pytest.approx(MEANS["excerpt words"], rel=0.1)


@pytest.mark.parametrize(
    ("sign", "share"),
    [
        (r"^ampWebUrl: ", SHARES["amp"][0]),
        (r"^images:", SHARES["image"][0]),
        (r"^related:", 226 / 1024),
        (r"^webUrl: \"?https?://www\.", SHARES["www"][0]),
        (r"^webUrl: .*/\"?$", SHARES["trailing slash"][0]),
        (r"^heat: -1$", SHARES["heat is -1"][0]),
        (r"^published: true$", SHARES["featured"][0]),
        (r"^title: .*[^\x00-\x7f]", SHARES["title curly"][0]),
        (r"^excerpt: .*[^\x00-\x7f]", SHARES["excerpt curly"][0]),
        (r"^excerpt: .*\\\"", SHARES["excerpt quoted"][0]),
        (r"^tags:", 740 / 1024),
        (r"^  - Drought in US$", 504 / 1024),
    ],
)
def test_shares_are_those_of_the_real_corpus(large: tuple[Corpus, Path], sign: str, share: float) -> None:
    pattern = re.compile(sign, re.MULTILINE)
    found = sum(pattern.search(text) is not None for text in _front_matters(large[1])) / 2000
    assert found == pytest.approx(share, abs=0.07 if "www" in sign or "/" in sign else 0.035)


def test_links_are_those_of_the_real_corpus(large: tuple[Corpus, Path]) -> None:
    _, items = read_expected(large[1] / "expected.jsonl")
    stubs = {key[5:] for key, item in items.items() if item.get("stub")}
    links = {(key.split()[1], key.split()[3]) for key in items if " related_to " in key}
    assert len(links) / 2000 == pytest.approx(375 / 1024, rel=0.15)
    assert len(stubs) / 2000 == pytest.approx(213 / 1024, rel=0.15)
    known = {(a, b) for a, b in links if b not in stubs}
    assert len(known) / len(links) == pytest.approx(125 / 375, abs=0.07)
    assert len({(a, b) for a, b in known if (b, a) in known}) / len(known) == pytest.approx(0.88, abs=0.06)


def test_providers_grow_more_slowly_than_articles() -> None:
    providers = Providers(Draw(1))
    drawn = [providers.next().domain for _ in range(20_000)]
    for count, known in PROVIDERS.items():
        assert len(set(drawn[:count])) == pytest.approx(known, rel=0.15)
    assert len(set(drawn)) < 20_000 / 1236 * 495 / 2
    assert max(map(drawn.count, set(drawn[:50]))) / 20_000 == pytest.approx(38 / 1024, rel=0.6)


def test_domains_are_each_one_providers() -> None:
    domains = [name_and_domain(number)[1] for number in range(20_000)]
    assert len(set(domains)) == len(domains)


def test_stories_do_not_grow_with_the_corpus(large: tuple[Corpus, Path]) -> None:
    _, items = read_expected(large[1] / "expected.jsonl")
    links: Any = nx.Graph(tuple(key.split()[1::2]) for key in items if " related_to " in key)
    assert max(map(len, nx.connected_components(links))) < 60


def test_rates_say_where_they_come_from() -> None:
    for rate, source in (*SHARES.values(), *DEFECTS.values()):
        assert 0 < rate < 1
        assert source.startswith(("sample", "full source", "assumed", "fits the sample"))


def test_lines_are_sorted_once_each_whatever_the_run(tmp_path: Path) -> None:
    lines = [json.dumps({"n": number * 7919 % 97}) for number in range(300)]
    for run in (1000, 7):
        sorter = SortedLines(str(tmp_path), run)
        for line in lines:
            sorter.add(line)
        assert list(sorter.sorted()) == [f"{line}\n" for line in sorted(set(lines))]
