"""Generate a corpus: ``python -m bench.corpus DIR --articles N [--seed S]``."""

from __future__ import annotations

import argparse
import sys
import time

from bench.corpus.generate import generate


def main(arguments: list[str] | None = None) -> int:
    """Generate a corpus and say in one line what it is."""
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=__doc__)
    parser.add_argument("folder", metavar="DIR", help="gets source/ and expected.jsonl")
    parser.add_argument("--articles", type=int, required=True, metavar="N", help="article documents")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="the same one gives the same bytes")
    parser.add_argument("--defects", type=float, default=1.0, metavar="X", help="times the measured rates")
    given = parser.parse_args(arguments)
    started = time.perf_counter()
    try:
        corpus = generate(given.folder, given.articles, seed=given.seed, defects=given.defects)
    except FileExistsError as error:
        print(f"{error.filename} is there already; give a new folder", file=sys.stderr)
        return 2
    seconds = time.perf_counter() - started
    counts = corpus.counts
    print(
        f"{given.folder}: {corpus.documents:,} documents in {corpus.files:,} files,"
        f" {corpus.bytes / 2**20:.1f} MiB;"
        f" {counts['article']:,} articles, {counts['provider']:,} providers, {counts['related_to']:,} links,"
        f" {sum(corpus.issues.values()):,} issues; {corpus.files / seconds:,.0f} files/s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
