"""Whatever the terminal's encoding lacks: data is UTF-8 all the same, and text for people is shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from tests.cli.calling import run
from tests.conftest import Source, article

HEADLINE = "<https://schema.org/headline>"
SELECT = f"SELECT ?title {{ ?article {HEADLINE} ?title }} ORDER BY ?title"
CONSTRUCT = f"CONSTRUCT WHERE {{ ?article {HEADLINE} ?title }}"

TITLE = "新聞 “Sturm” – zażółć… 🇨🇭"
LISTED = (
    f'[{{title: "{TITLE} 2", webUrl: "https://other.example/1", publishedDateTime: 2020-05-06T09:30:00Z,'
    " provider: {name: Þórr – 雷, domain: other.example}}]"
)

DATA = {
    "analyze csv": ["analyze", "stories", "source", "--format", "csv"],
    "analyze json": ["analyze", "stories", "source", "--format", "json"],
    "query csv": ["query", SELECT, "source", "--format", "csv"],
    "query json": ["query", SELECT, "source", "--format", "json"],
    "query triples": ["query", CONSTRUCT, "source"],
    "query show": ["query", f'SELECT * {{ ?article ?term "{TITLE}" }}', "--show"],
    "check json": ["check", "source", "--format", "json"],
    "validate json": ["validate", "broken.ttl", "--format", "json"],
    "diff text": ["diff", "graph.ttl", "broken.ttl"],
    "diff patch": ["diff", "graph.ttl", "broken.ttl", "--format", "patch"],
    "diff sparql": ["diff", "graph.ttl", "broken.ttl", "--format", "sparql"],
    "ontology": ["ontology", "ontology"],
    "shapes": ["ontology", "shapes"],
    "context": ["ontology", "context"],
}
TEXT = {
    "analyze": ["analyze", "summary", "source"],
    "analyze list": ["analyze", "--list"],
    "query": ["query", SELECT, "source"],
    "query list": ["query", "--list"],
    "check": ["check", "source"],
    "stats": ["stats", "source"],
    "explain": ["explain", "https://example.com/a", "source"],
    "validate": ["validate", "broken.ttl"],
    "cache": ["cache", "info", "--cache", "кэш"],
    "export": ["export", "source", "-o", "графы", "-f", "turtle"],
    "a failure": ["export", "源"],
    "wrong use": ["分析"],
    "help": ["analyze", "--help"],
}
PLAIN = ("analyze list", "query list", "help", "ontology", "shapes", "context")
"""What all is ASCII of anyway."""

ENCODINGS = pytest.mark.parametrize("encoding", ["cp1252", "ascii"])


@pytest.fixture(autouse=True)
def _hostile(source: Source) -> None:
    """Make a corpus and its graph, and one that is broken, in the current folder."""
    folder = source(
        {
            "ä.md": article(
                title=f'"{TITLE}"',
                publishedDateTime="2020-05-06T09:00:00Z",
                topics="[Überflüssiges – 新聞]",
                related=LISTED,
                quality=f'"{TITLE}"',
            )
        }
    )
    Path("source").symlink_to(folder)
    kg.write_turtle(kg.build("source"), "graph.ttl")
    text = Path("graph.ttl").read_text("utf-8").replace(TITLE, f"{TITLE}{TITLE}")
    text = text.replace('"2020-05-06T09:00:00Z"', '"雷"')
    Path("broken.ttl").write_text(text, "utf-8")


def _output(arguments: list[str], encoding: str, name: str) -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONIOENCODING": name}
    done = run(*arguments, env=environment, encoding=encoding)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@ENCODINGS
@pytest.mark.parametrize("name", DATA)
def test_data_is_utf8(name: str, encoding: str) -> None:
    code, out, _ = _output(DATA[name], "utf-8", encoding)
    assert (code, out) == _output(DATA[name], "utf-8", "utf-8")[:2]
    assert out
    assert not out.isascii() or name in PLAIN


@ENCODINGS
@pytest.mark.parametrize("name", TEXT)
def test_text_is_shown(name: str, encoding: str) -> None:
    code, out, err = _output(TEXT[name], encoding, encoding)
    known, shown, said = _output(TEXT[name], "utf-8", "utf-8")
    assert code == known
    # A table's columns are as wide as what is in them; what an export says of time is its own.
    assert out.split() == shown.encode(encoding, "backslashreplace").decode(encoding).split()
    if name != "export":
        assert err == said.encode(encoding, "backslashreplace").decode(encoding)
    assert not (shown + said).isascii() or name in PLAIN
