"""Runs the plan: each row at each size in fresh processes, in turns."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.check import check_outputs, expected_triples, read_expected
from bench.corpus.generate import generate
from bench.measure import MeasureError, Run, run
from bench.peers.rows import write_kgx, write_rows
from bench.plan import BASELINE, BASELINE_ROW, Group, Place, Row
from bench.results import Measured, Size, summarise

ROOT = Path(__file__).parent.parent
LIMIT = 1800.0
"""Seconds that one run may take."""

Say = Callable[[str], None]


class WrongOutputError(Exception):
    """What kg wrote is not what must come out, so that timing it means nothing."""


def _module_there(python: Path, module: str) -> bool:
    if not python.exists():
        return False
    code = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
    return subprocess.run([str(python), "-c", code], check=False).returncode == 0


def prepare(articles: int, work: Path, peers: Path, say: Say) -> tuple[Place, Size, dict[str, Any]]:
    """Generate a corpus unless it is there, have kg write it, and check what it wrote.

    Raises
    ------
    WrongOutputError
        Where the graph is not the expected one.
    """
    corpus, prepared = work / f"corpus-{articles}", work / f"prepared-{articles}"
    if not (corpus / "expected.jsonl").exists():
        shutil.rmtree(corpus, ignore_errors=True)
        say(f"generating {articles:,} articles")
        generate(str(corpus), articles)
    shutil.rmtree(prepared, ignore_errors=True)
    prepared.mkdir(parents=True)
    say(f"checking what kg writes of {articles:,} articles")
    source = corpus / "source"
    command = [sys.executable, "-m", "bench.stages", "prepare", str(source), str(prepared)]
    run(command, folder=ROOT, log=work / "prepare.log", limit=LIMIT)
    wrong = check_outputs(corpus / "expected.jsonl", prepared)
    if wrong:
        raise WrongOutputError("\n".join([*wrong[:10], f"{len(wrong):,} differences"]))
    write_rows(corpus / "expected.jsonl", prepared / "rows")
    write_kgx(corpus / "expected.jsonl", prepared / "rows")
    summary, items = read_expected(corpus / "expected.jsonl")
    read = summary["corpus"]
    triples = expected_triples(items).total()
    size = Size(documents=read["documents"], files=read["files"], bytes=read["bytes"], triples=triples)
    return Place(source, prepared, work / "scratch", peers), size, summary


def _run_once(row: Row, place: Place, work: Path) -> Run:
    shutil.rmtree(place.scratch, ignore_errors=True)
    place.scratch.mkdir(parents=True)
    if row.setup:
        for command in row.setup(place):
            run(command, folder=ROOT, log=work / "setup.log", limit=LIMIT)
    return run(row.command(place), folder=ROOT, log=work / "run.log", limit=LIMIT)


def _other_work(row: Row, said: Mapping[str, Any], size: Size, counts: Mapping[str, int]) -> str | None:
    """Return how a peer that tells what it made did not make what it should."""
    expected = {**counts, "triples": size.triples} if row.exact else counts
    for name, count in expected.items():
        if name in said and said[name] != count:
            return f"not the same work: {said[name]:,} {name}, must be {count:,}"
    return None


def measure(
    rows: Sequence[Row],
    place: Place,
    size: Size,
    summary: dict[str, Any],
    repeats: Mapping[Group, int],
    say: Say,
) -> None:
    """Run all rows in turns, as often as is asked for their group, and put the medians into `size`.

    Right before each run of a whole job the baseline is run again.
    """
    articles = size.documents
    runs: dict[str, list[Run]] = {}
    yardsticks: dict[str, list[float]] = {}
    reasons: dict[str, str] = {}
    for row in rows:
        reason = row.why_not(articles)
        if reason is None and row.module and not _module_there(place.peers, row.module):
            reason = f"not installed in the peers' environment: {row.module}"
        if reason is not None:
            reasons[row.name] = reason
    for turn in range(max(repeats.values())):
        for row in rows if turn % 2 == 0 else reversed(rows):
            if row.name in reasons or turn >= repeats[row.group]:
                continue
            say(f"{articles:,} articles, run {turn + 1} of {repeats[row.group]}: {row.name}")
            try:
                if row.group == "whole job" and BASELINE in {row.name for row in rows}:
                    # A machine that others use is not as fast now as it was some minutes ago.
                    beside = _run_once(BASELINE_ROW, place, place.scratch.parent)
                    runs.setdefault(BASELINE, []).append(beside)
                    yardsticks.setdefault(row.name, []).append(float(beside.said["seconds"]))
                done = _run_once(row, place, place.scratch.parent)
            except MeasureError as error:
                reasons[row.name] = str(error)
                continue
            reason = _other_work(row, done.said, size, summary["counts"])
            if reason:
                reasons[row.name] = reason
            runs.setdefault(row.name, []).append(done)
    shutil.rmtree(place.scratch, ignore_errors=True)
    for row in rows:
        if row.name in reasons:
            size.rows[row.name] = Measured(reason=reasons[row.name])
        else:
            beside_it = yardsticks.get(row.name, ())
            size.rows[row.name] = summarise(runs[row.name], inside=row.inside, yardsticks=beside_it)
