"""kg analyze, as it is called."""

from __future__ import annotations

import csv
import io
import json
import os
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import analytics
from kg.analytics.reports import REPORTS
from kg.cli import console
from kg.cli.answers import to_csv, to_json, to_table
from tests.cli.calling import run
from tests.conftest import SEEDS, Source, article

ALL = pytest.mark.parametrize("name", REPORTS)

LISTED = (
    '[{title: "Storm nears, the coast waits", webUrl: "https://other.example/1", publishedDateTime:'
    " 2020-05-06T09:30:00Z, provider: {name: Other, domain: other.example}}]"
)
STORIES = [
    ["id", "headline", "earliest", "articles", "providers", "topics", "first", "last", "span_minutes",
     "attention", "is_event"],
    ["story:STORY", '"=1+1, says ""storm"""', "article:OWN", "article:OWN; article:LISTED",
     "provider:example.com; provider:other.example", "topic:weather", "2020-05-06T09:00:00Z",
     "2020-05-06T09:30:00Z", "30.0", "1.0", "false"],
]  # fmt: skip
"""The lines of the CSV of the story of a storm."""


@pytest.fixture
def storm(source: Source) -> Path:
    """Return a corpus of one story: an article, and another that it lists."""
    document = article(
        title="'=1+1, says \"storm\"'",
        publishedDateTime="2020-05-06T09:00:00Z",
        topics="[Weather]",
        related=LISTED,
    )
    return source({"a.md": document})


def _read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}Z"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def test_the_list() -> None:
    done = run("analyze", "--list")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split("  ", 2) for line in done.stdout.splitlines()]
    assert [row[1].strip() for row in rows] == list(REPORTS)
    assert [row[2].strip() for row in rows] == [report.question for report in REPORTS.values()]


@ALL
def test_every_report(name: str) -> None:
    report = REPORTS[name]
    rows = report.ask(kg.build(SEEDS))
    names = [field.name for field in fields(report.row)]
    done = run("analyze", name, SEEDS, "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == ",".join(names)
    assert _read_csv(done.stdout) == [{n: _as_text(getattr(row, n)) for n in names} for row in rows]
    assert done.stderr.startswith("" if rows else "Nothing found: ")
    done = run("analyze", name, SEEDS, "--format", "json")
    found = json.loads(done.stdout)
    assert [list(row) for row in found] == [names] * len(rows)
    for row, values in zip(rows, found, strict=True):
        for each in names:
            value = getattr(row, each)
            plain = _as_text(value) if isinstance(value, datetime) else value
            assert values[each] == (list(value) if isinstance(value, tuple) else plain)
    done = run("analyze", name, SEEDS)
    lines = done.stdout.splitlines()
    assert len(lines) == (1 + len(rows) if 0 < len(rows) <= 20 or name == "summary" else 22 if rows else 0)
    assert not rows or lines[0].split()[0] == next(c.heading for c in report.columns if c.heading).split()[0]


@ALL
def test_every_report_of_the_corpus(name: str, corpus_graph: Any) -> None:
    report = REPORTS[name]
    rows = report.ask(corpus_graph)
    assert len(_read_csv(to_csv(report, rows))) == len(json.loads(to_json(report, rows))) == len(rows)
    assert len(to_table(report, rows).splitlines()) == len(rows) + 1
    console.emit(to_table(report, report.first(rows, 3)))


def test_csv_of_a_small_corpus(storm: Path) -> None:
    done = run("analyze", "stories", storm, "--format", "csv")
    graph = kg.build(storm)
    found = {data.get("stub"): node for node, data in graph.nodes(data=True) if data["kind"] == "article"}
    expected = "\n".join(map(",".join, STORIES)) + "\n"
    for name, node in (("OWN", found[False]), ("LISTED", found[True])):
        expected = expected.replace(f"article:{name}", node)
    (story,) = analytics.stories(graph)
    assert (done.stdout, done.stderr) == (expected.replace("story:STORY", story.id), "")


def test_a_graph_file_is_asked_as_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl.gz"
    kg.write_turtle(kg.build(SEEDS), path)
    for name in ("stories", "diversity"):
        assert run("analyze", name, path).stdout == run("analyze", name, SEEDS).stdout


@pytest.mark.parametrize("command", [["analyze", "stories"], ["query", "--named", "top-topics"]])
def test_what_is_neither_an_article_nor_a_graph_file(command: list[str]) -> None:
    kg.export(kg.build(SEEDS), "out", formats=["html"])
    for name in ("graph.html", "report.json"):
        done = run(*command, f"out/{name}")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            f"kg: out/{name} is no article, as it has no front matter, and no graph file that can be read;"
            " give a folder of articles, or a graph file whose name ends with .ttl, .nt, .nq, .trig, .jsonld,"
            " .rdf or .graphml, or that and .gz\n"
        )
    done = run("validate", "out/graph.html")
    assert "kg: cannot tell the format of out/graph.html; its name must end with .ttl, .nt," in done.stderr
    Path("article.html").write_text(article())
    assert run(*command, "article.html").returncode == 0


def test_the_first_rows(tmp_path: Path) -> None:
    done = run("analyze", "stories", SEEDS, "--top", "1")
    assert done.stdout.splitlines()[-1] == "  … and 3 more"
    assert len(done.stdout.splitlines()) == 3
    rows = _read_csv(run("analyze", "centrality", SEEDS, "--format", "csv", "--top", "2").stdout)
    assert [row["rank"] for row in rows] == ["1", "2"]
    rows = _read_csv(run("analyze", "topic-trends", SEEDS, "--format", "csv", "--top", "1").stdout)
    assert {row["topic"] for row in rows} == {"topic:ai"} and len(rows) == 5
    whole = run("analyze", "co-coverage", SEEDS, "--top", "0").stdout.splitlines()
    assert len(whole) == 1 + len(analytics.co_coverage(kg.build(SEEDS)))
    assert run("analyze", "co-coverage", SEEDS).stdout.splitlines()[21:] == ["  … and 7 more"]


def test_parts_are_chosen(storm: Path) -> None:
    def articles(*options: str) -> int:
        done = run("analyze", "summary", storm, "--format", "json", *options)
        assert done.returncode == 0, done.stderr
        return int(json.loads(done.stdout)[0]["value"])

    assert articles() == 2
    assert articles("--since", "2020-05-06", "--until", "2020-05-07") == 2
    assert articles("--since", "2020-05-06T09:00", "--until", "2020-05-06T09:30Z") == 1
    assert articles("--since", "2020-05-06T11:10+02:00") == 1
    assert articles("--topic", "weather") == articles("--provider", "Other") == 1
    assert articles("--provider", "other.example", "--provider", "Example") == 2


def test_copies_are_left_out(source: Source) -> None:
    files = {
        f"{name}.md": article(
            title="One very same title of a piece",
            webUrl=f"https://{name}.example/1",
            provider=f"{{name: {name}, domain: {name}.example}}",
            publishedDateTime=f"2020-05-0{day}T09:00:00Z",
            topics="[Weather]",
        )
        for name, day in (("one", 6), ("two", 8))
    }
    folder = source(files)

    def providers(*options: str) -> list[int]:
        done = run("analyze", "diversity", folder, "--format", "json", *options)
        return [row["providers"] for row in json.loads(done.stdout)]

    assert providers() == [2]
    assert providers("--without-copies") == [1]
    assert providers("--without-copies", "--days", "1", "--threshold", "1") == [2]


def test_why_nothing_is_found(source: Source) -> None:
    folder = source({"a.md": article()})
    for options, said in (
        (["stories"], "no article lists another one that is in the graph"),
        (["topic-trends"], "no dated article has a topic; one that was only ever listed, a stub, has none"),
        (["stories", "--since", "2030-01-01"], "no article meets all of --since, --until, --topic and"),
    ):
        done = run("analyze", *options, folder)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr.startswith(f"Nothing found: {said}")
    assert run("analyze", "stories", folder, "--format", "json").stdout == "[]\n"
    assert run("analyze", "stories", folder, "--format", "csv").stdout.count("\n") == 1
    (folder / "a.md").write_text("no front matter")
    done = run("analyze", "stories", folder, "--plot", "x.svg")
    said = "Nothing found: there is no article.\nThere is nothing to draw; x.svg is not written.\n"
    assert (done.returncode, done.stderr) == (0, said)
    assert not Path("x.svg").exists()


@pytest.mark.parametrize("name", ["stories", "co-coverage", "topic-trends"])
def test_a_picture(name: str) -> None:
    done = run("analyze", name, SEEDS, "--plot", "picture.svg", "--top", "3", "--no-cache")
    assert (done.returncode, done.stderr) == (0, "Wrote picture.svg.\n")
    assert done.stdout.startswith("  ")
    assert "</svg>" in Path("picture.svg").read_text("utf-8")


def test_where_a_picture_cannot_be_written_is_told_first() -> None:
    Path("folder.svg").mkdir()
    for plot, reason in (("no/x.svg", "No such file or directory"), ("folder.svg", "it is a folder")):
        done = run("analyze", "stories", "nowhere", "--plot", plot)
        message = f"kg: cannot write {plot}: {reason}; choose another place\n"
        assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


def test_a_missing_library_is_named() -> None:
    before = "import sys; sys.modules['matplotlib'] = None"
    done = run("analyze", "stories", "nowhere", "--plot", "x.svg", before=before)
    assert (done.returncode, done.stdout) == (2, "")
    message = "kg: drawing needs the library matplotlib; python -m pip install 'kg-exporter[plot]'\n"
    assert done.stderr == message


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no REPORT given; choose one (see --list)"),
        (["storys", SEEDS], "kg: no report is named 'storys'; did you mean stories?\n"),
        (["bursts"], "no SOURCE given"),
        (["stories", SEEDS, "--freq", "day"], "kg: stories takes no --freq; topic-trends and bursts do\n"),
        (["bursts", SEEDS, "--s", "1"], "Invalid value for '--s': 1.0 is not in the range x>1."),
        (["bursts", "nowhere", "--gamma", "nan"], "kg: gamma is nan; it must be 0 or more\n"),
        (["stories", SEEDS, "--largest", "0"], "Invalid value for '--largest': 0 is not in the range x>=1."),
        (["syndication", SEEDS, "--without-copies"], "kg: syndication takes no --without-copies; it asks"),
        (["summary", SEEDS, "--plot", "x.svg"], "kg: there is no picture of summary; there is one of"),
        (["stories", SEEDS, "--plot", "x.gif"], "kg: cannot draw x.gif; its name must end with .png or"),
        (["stories", SEEDS, "--plot", "x.svg", "--top", "99"], "kg: a picture shows 1 to 60, not 99\n"),
        (["stories", SEEDS, "--since", "May"], "'May' is no date; give one like 2020-05-06 or"),
        (["stories", SEEDS, "--since", "2020-05-07", "--until", "2020-05-06"], "is before since"),
        (["stories", SEEDS, "--topic", "Computer"], "kg: no topic 'Computer' in this graph; did you mean"),
        (["stories", SEEDS, "graph.ttl"], "a graph file is read alone; leave the other sources out"),
        (["stories", "nowhere.ttl"], "kg: cannot read nowhere.ttl: No such file or directory"),
        (["centrality", SEEDS, "--measure", "fame"], "'fame' is not one of 'pagerank'"),
    ],
)
def test_wrong_use(arguments: list[str], message: str) -> None:
    done = run("analyze", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not Path("x.svg").exists()


def test_titles_do_not_control_the_terminal() -> None:
    assert console.one_line("a\x1b[2J\u202eb\r\nc\x9d") == "a[2Jb c"
    assert console.table([("a\x1b[2J\nb",)]) == "  a[2J b"
    rows = [("新聞", 1), ("e\u0301", 22)]
    assert console.table(rows, right=[1]) == "  新聞   1\n  e\u0301     22"


def test_the_help_names_every_option_and_who_takes_it() -> None:
    text = " ".join(run("analyze", "--help").stdout.split())
    for report in REPORTS.values():
        assert all(f"--{option}" in text for option in report.options)
    assert "hour|day|week" in text and "(topic-trends, bursts)" in text


def test_rows_that_name_what_is_meant() -> None:
    done = run("analyze", "co-coverage", SEEDS, "--provider", "vice.com", "--format", "csv")
    whole = run("analyze", "co-coverage", SEEDS, "--format", "csv")
    rows = [line for line in whole.stdout.splitlines() if "provider:vice.com" in line]
    assert rows
    assert done.stdout.splitlines()[1:] == rows
    done = run("analyze", "co-coverage", SEEDS, "--provider", "vice.com", "--since", "2021-01-01")
    assert done.stderr.startswith("Nothing found: no article meets all of")


def test_a_picture_of_undated_stories_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    related = "related:\n- {title: B, webUrl: 'https://b.example', provider: {name: B, domain: b.example}}\n"
    (folder / "a.md").write_text(
        f"---\ntitle: A\nwebUrl: https://a.example\nprovider: {{name: A, domain: a.example}}\n{related}---\n"
    )
    done = run("analyze", "stories", folder, "--plot", tmp_path / "x.svg", "--no-cache")
    assert (done.returncode, done.stdout.count("\n")) == (0, 2)
    assert done.stderr == f"There is nothing to draw; {tmp_path / 'x.svg'} is not written.\n"
    assert not (tmp_path / "x.svg").exists()


def test_a_backend_of_matplotlib_that_there_is_not(tmp_path: Path) -> None:
    options = ("analyze", "stories", SEEDS, "--plot", tmp_path / "x.svg", "--no-cache")
    done = run(*options, env={**os.environ, "MPLBACKEND": "bogus"})
    assert done.returncode == 2
    assert done.stderr.startswith("kg: matplotlib does not start: ")
    assert "bogus" in done.stderr
    assert "Traceback" not in done.stderr
