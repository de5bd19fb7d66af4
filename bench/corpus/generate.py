"""A corpus on disk, and beside it the graph that must come out."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from typing import Final

from bench.corpus import taxonomy
from bench.corpus.draw import Draw
from bench.corpus.expect import Expectation, Item
from bench.corpus.render import count_unmapped, render
from bench.corpus.spool import SortedLines
from bench.corpus.stories import stories

_COLLECTION: Final = """---
title: "Collection {number}"
excerpt: ""
type: collection
heat: 200

items:
  - articles/one
  - articles/two

topics:
  - Drought
---
"""


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was generated."""

    files: int
    documents: int
    bytes: int
    counts: dict[str, int]
    issues: dict[str, int]


class _Writer:
    """Writes files below a folder that must not have them yet."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._made: set[str] = set()
        self.files = self.bytes = 0

    def write(self, path: str, data: bytes) -> None:
        parent = path.rpartition("/")[0]
        if parent not in self._made:
            os.makedirs(f"{self._folder}/{parent}", exist_ok=True)
            self._made.add(parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        handle = os.open(f"{self._folder}/{path}", flags, 0o644)
        try:
            os.write(handle, data)
        finally:
            os.close(handle)
        self.files += 1
        self.bytes += len(data)


def to_line(item: Item) -> str:
    """Return an item as its line in ``expected.jsonl``; what it is and its id come first."""
    if len(item) == 1 and "edge" in item:
        source, relation, target = item["edge"]
        return f'{{"edge": ["{source}", "{relation}", "{target}"]}}'
    return json.dumps(item, ensure_ascii=False)


def _others(draw: Draw, writer: _Writer, number: int, passed_over: Counter[str]) -> None:
    """Write what stands beside a document now and then and is not for the graph."""
    if draw.defect("other kind"):
        text = _COLLECTION.format(number=number)
        writer.write(f"_learning/collections/collection-{number}.md", text.encode("utf-8"))
        passed_over["collection"] += 1
    if draw.defect("no front matter"):
        writer.write(f"_learning/notes/note-{number}.md", b"# Notes\n\nNothing to see here.\n")
        passed_over["no front matter"] += 1


def generate(folder: str, articles: int, *, seed: int = 1, defects: float = 1.0) -> Corpus:
    """Write ``source/`` and ``expected.jsonl`` into a folder.

    Parameters
    ----------
    articles
        Article documents to write; listed articles without a document come on top.
    seed
        The same seed gives the same bytes.
    defects
        What the measured rates of defects are multiplied by.

    Raises
    ------
    FileExistsError
        Where the folder holds a corpus already.
    """
    draw, expectation, unmapped = Draw(seed, defects), Expectation(), Counter(taxonomy.UNMAPPED)
    passed_over = Counter({"tag": 1})
    issues = expectation.issues
    os.makedirs(folder, exist_ok=True)
    writer, lines = _Writer(f"{folder}/source"), SortedLines(folder)
    for path, text in taxonomy.files():
        writer.write(path, text.encode("utf-8"))
    issues.update(taxonomy.ISSUES)
    documents = by_hand = listed = 0
    for story in stories(draw, articles):
        for document in story:
            count_unmapped(document, unmapped)
            writer.write(document.path, render(draw, document, issues))
            documents += 1
            listed += len(document.lists)
            by_hand += document.category is None
            _others(draw, writer, documents, passed_over)
        for item in expectation.story(story):
            lines.add(to_line(item))
    for item in (*expectation.providers(), *expectation.topics()):
        lines.add(to_line(item))
    issues["relative-url"] += by_hand > 0
    issues["unmapped-field"] = len(unmapped)
    counts = dict(sorted(expectation.counts.items()))
    found = {code: issues[code] for code in sorted(issues) if issues[code]}
    summary = {
        "corpus": {"files": writer.files, "documents": documents, "listed": listed, "bytes": writer.bytes},
        "counts": counts,
        "issues": found,
        "passed_over": dict(sorted(passed_over.items())),
        "unmapped": dict(sorted(unmapped.items())),
    }
    with open(f"{folder}/expected.jsonl", "w", encoding="utf-8", newline="\n") as stream:
        stream.write(to_line(summary) + "\n")
        stream.writelines(lines.sorted())
    return Corpus(writer.files, documents, writer.bytes, counts, found)
