"""Measure kg beside its peers: ``python -m bench``, or ``make bench``."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from bench import harness
from bench.plan import BASELINE, ROWS, Group
from bench.report import write_report
from bench.results import Results, describe_machine, load, save
from bench.tables import machine_line, plain_table

_FEW = 10_000


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", metavar="N,N", help="articles (%(default)s)")
    parser.add_argument(
        "--repeats",
        type=int,
        metavar="N",
        help=f"runs of each row; 3 of whole jobs and up to {_FEW:,} articles, else 1",
    )
    parser.add_argument("--only", metavar="REGEX", help="rows whose name matches, and the baseline")
    parser.add_argument("--work", type=Path, default=Path(".bench"), metavar="DIR", help="keeps the corpora")
    parser.add_argument(
        "--peers", type=Path, default=Path(".venv-bench/bin/python"), metavar="PYTHON",
        help="the interpreter that has the peers",
    )  # fmt: skip
    parser.add_argument("--results", type=Path, default=Path("bench/results.json"), metavar="FILE")
    parser.add_argument(
        "--report",
        action="store_true",
        help="write the results into docs/performance.md instead of measuring",
    )
    return parser.parse_args(given)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(given: list[str] | None = None) -> int:
    """Measure, or report what was measured; 1 where what kg writes is wrong."""
    options = _arguments(given)
    if options.report:
        write_report(load(options.results), Path("docs/performance.md"))
        return 0
    pattern = re.compile(options.only or "")
    rows = [row for row in ROWS if row.name == BASELINE or pattern.search(row.name)]
    work, peers = options.work.resolve(), options.peers.absolute()
    work.mkdir(parents=True, exist_ok=True)
    results = Results(describe_machine(peers))
    for articles in (int(size) for size in options.sizes.split(",")):
        try:
            place, size, summary = harness.prepare(articles, work, peers, _say)
        except harness.WrongOutputError as error:
            _say(f"{articles:,} articles: kg's output is not the expected one, so it is not timed\n{error}")
            return 1
        few = options.repeats or (3 if articles <= _FEW else 1)
        repeats: dict[Group, int] = {"whole job": options.repeats or 3, "stage": few, "peer": few}
        harness.measure(rows, place, size, summary, repeats, _say)
        results.sizes[articles] = size
        save(results, options.results)
    print(plain_table(results))
    print(machine_line(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
