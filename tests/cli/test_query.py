"""kg query and kg ontology, as they are called."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import kg
from tests.cli.calling import run
from tests.conftest import SEEDS

HEADLINES = (
    "PREFIX schema: <https://schema.org/> PREFIX kg: <https://example.org/kg/ns#>"
    " SELECT ?headline ?quality { ?a schema:headline ?headline ; kg:quality ?quality }"
    " ORDER BY ?quality LIMIT 2"
)


def test_the_shelf() -> None:
    done = run("query", "--list")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split("  ", 2) for line in done.stdout.splitlines()]
    assert [row[1].strip() for row in rows] == list(kg.named_queries())
    assert len(rows) >= 10


def test_a_named_query() -> None:
    done = run("query", "--named", "top-topics", SEEDS, "--no-cache")
    assert done.returncode == 0
    head, first, *_ = done.stdout.splitlines()
    assert head.split() == ["topic", "name", "articles", "providers"]
    assert first.split()[0].startswith("topic:")
    assert done.stderr == f"{len(done.stdout.splitlines()) - 1} rows\n"


def test_the_formats(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl.gz"
    kg.write_turtle(kg.build(SEEDS), path)
    expected = [tuple(map(str, row)) for row in kg.query(HEADLINES, path).rows]
    for source in (path, SEEDS):
        done = run("query", HEADLINES, source, "--format", "csv")
        assert [tuple(row) for row in csv.reader(io.StringIO(done.stdout))] == [
            ("headline", "quality"),
            *expected,
        ]
        done = run("query", HEADLINES, source, "--format", "json")
        bindings = json.loads(done.stdout)["results"]["bindings"]
        assert [(row["headline"]["value"], row["quality"]["value"]) for row in bindings] == expected


def test_a_query_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(HEADLINES)
    done = run("query", "--file", tmp_path / "q.rq", SEEDS)
    assert len(done.stdout.splitlines()) == 3
    assert run("query", "--file", "-", SEEDS, input=HEADLINES).stdout == done.stdout


def test_a_query_is_shown() -> None:
    done = run("query", "--named", "top-topics", "--show")
    assert done.stdout == kg.named_queries()["top-topics"].sparql


def test_yes_or_no_and_triples() -> None:
    assert run("query", "ASK { ?s ?p 'nothing' }", SEEDS).stdout == "no\n"
    assert json.loads(run("query", "ASK { ?s ?p ?o }", SEEDS, "--format", "json").stdout)["boolean"] is True
    done = run("query", "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } LIMIT 1", SEEDS)
    assert done.stdout.count(" .\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query"], "no query given"),
        (["query", "ASK {}"], "no SOURCE given"),
        (["query", "--named", "x", SEEDS], "no query is named 'x'; choose one of articles-by-day"),
        (["query", "--named", "top-topics", "--file", "x", SEEDS], "not by both"),
        (["query", "--file", "nowhere.rq", SEEDS], "cannot read the query in nowhere.rq: No such file"),
        (["query", "SELECT", SEEDS], "kg: not a valid SPARQL query: "),
        (["query", "ASK {}", "nowhere.ttl"], "kg: cannot read nowhere.ttl: No such file or directory"),
        (["ontology", "owl"], "owl"),
    ],
)
def test_wrong_use(arguments: list[str], message: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
