"""What is measured: one row of the table each, and how it is run."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bench.stages import REPORT_STAGES, TEMPLATE_STAGES, export_command, has_option, kg_command

Group = Literal["stage", "whole job", "peer"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a size's files are.

    Attributes
    ----------
    source
        The corpus.
    prepared
        What kg wrote of it, checked, and the same as rows; peers start from it.
    scratch
        A folder of the run's own, empty at first.
    peers
        The interpreter that has the peers that need an environment of their own.
    """

    source: Path
    prepared: Path
    scratch: Path
    peers: Path


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table.

    Attributes
    ----------
    command
        What to run.
    inside
        Whether the seconds are those that the program tells, of the work alone; else from its start to
        its end.
    triples
        Whether it writes triples, so that triples per second mean something.
    largest
        The largest number of articles it is run with, and the reason.
    needs
        An option of ``kg export`` without which the row waits.
    setup
        Run before each run, outside the clock.
    module
        The module that must be there in the peers' environment.
    exact
        Whether it must tell exactly the triples of the expected graph.
    """

    name: str
    group: Group
    command: Callable[[Place], list[str]]
    inside: bool = True
    triples: bool = False
    largest: tuple[int, str] | None = None
    needs: str | None = None
    setup: Callable[[Place], list[list[str]]] | None = None
    module: str | None = None
    exact: bool = False

    def why_not(self, articles: int) -> str | None:
        """Return why the row is not run with so many articles; ``None`` where it is."""
        if self.needs and not has_option(self.needs):
            return f"waits for kg export {self.needs}"
        if self.largest and articles > self.largest[0]:
            return self.largest[1]
        return None


def _stage(name: str, *, triples: bool = False) -> Row:
    def command(place: Place) -> list[str]:
        return [sys.executable, "-m", "bench.stages", name, str(place.source), str(place.prepared)]

    return Row(name, "stage", command, triples=triples)


def _peer(
    name: str,
    module: str,
    *options: str,
    triples: bool = True,
    own: str | None = None,
    exact: bool = False,
    largest: tuple[int, str] | None = None,
) -> Row:
    def command(place: Place) -> list[str]:
        python = str(place.peers) if own else sys.executable
        return [python, "-m", f"bench.peers.{module}", str(place.source), str(place.prepared), *options]

    return Row(name, "peer", command, triples=triples, largest=largest, module=own, exact=exact)


def _export(*options: str, formats: str = "") -> Callable[[Place], list[str]]:
    def command(place: Place) -> list[str]:
        given = [*options, *(["--no-cache"] if has_option("--no-cache") and "--cache" not in options else [])]
        given = [str(place.scratch / "cache") if option == "CACHE" else option for option in given]
        return export_command(place.source, place.scratch / "out", *given, formats=formats)

    return command


def _changing(place: Place) -> Place:
    """Return the place with a copy of the corpus that may be changed."""
    return Place(place.scratch / "source", place.prepared, place.scratch, place.peers)


def _first_run(place: Place) -> list[list[str]]:
    return [_export("--cache", "CACHE")(place)]


_SETTLING: Final = 4  # seconds after which the time of a file's change is trusted


def _changed_after_a_run(place: Place) -> list[list[str]]:
    shutil.copytree(place.source, place.scratch / "source")
    time.sleep(_SETTLING)
    copy = _changing(place)
    return [*_first_run(copy), [sys.executable, "-m", "bench.change", str(copy.source)]]


_DIFFER: Final = (
    "import sys\nfrom kg.cli import main\ntry: main()\nexcept SystemExit as end: sys.exit(end.code != 1)"
)
"""Runs kg; to end with 1, which says that two graphs differ, is right here."""


def _diff(place: Place) -> list[str]:
    files = str(place.scratch / "old.nt"), str(place.prepared / "graph.nt")
    return [sys.executable, "-c", _DIFFER, "diff", *files]


def _thinned(place: Place) -> list[list[str]]:
    return [
        [sys.executable, "-m", "bench.thin", str(place.prepared / "graph.nt"), str(place.scratch / "old.nt")]
    ]


_QUADRATIC: Final = (1_000, "quadratic: pyvis scans lists for every node and edge")
_NAMESPACES: Final = (
    10_000,
    "quadratic: rdflib's Turtle writer compares every new namespace with all before it",
)
_SLOW: Final = (10_000, "gigabytes to hold the triples; measured up to 10,000")

ROWS: Final[tuple[Row, ...]] = (
    _stage("look for files"),
    _stage("read"),
    _stage("build"),
    _stage("turtle", triples=True),
    _stage("ntriples", triples=True),
    _stage("graphml"),
    _stage("html"),
    _stage("read turtle", triples=True),
    _stage("read ntriples", triples=True),
    _stage("read graphml"),
    *map(_stage, REPORT_STAGES),
    *map(_stage, TEMPLATE_STAGES),
    Row("kg --version", "whole job", lambda _place: kg_command("--version"), inside=False),
    Row("kg export", "whole job", _export(), inside=False, triples=True),
    Row(
        "kg export, without the page",
        "whole job",
        _export(formats="turtle,graphml"),
        inside=False,
    ),
    Row(
        "kg export, first with a cache",
        "whole job",
        _export("--cache", "CACHE"),
        inside=False,
        triples=True,
        needs="--cache",
    ),
    Row("kg export --jobs 1", "whole job", _export("--jobs", "1"), inside=False, triples=True),
    Row(
        "kg export, rerun unchanged",
        "whole job",
        _export("--cache", "CACHE"),
        inside=False,
        needs="--cache",
        setup=_first_run,
    ),
    Row(
        "kg export, 1 % changed",
        "whole job",
        lambda place: _export("--cache", "CACHE")(_changing(place)),
        inside=False,
        needs="--cache",
        setup=_changed_after_a_run,
    ),
    Row(
        "kg export --stream",
        "whole job",
        _export("--stream", formats="ntriples"),
        inside=False,
        triples=True,
        needs="--stream",
    ),
    Row("kg diff, 1 % changed", "whole job", _diff, inside=False, triples=True, setup=_thinned),
    _peer("CSafeLoader alone", "csafeloader", triples=False),
    _peer("straightforward stack", "straightforward", largest=_NAMESPACES),
    _peer("straightforward stack with pyvis", "straightforward", "pyvis", largest=_QUADRATIC),
    _peer("pyoxigraph: Turtle", "pyoxigraph_serializer", "turtle", "list"),
    _peer("pyoxigraph: N-Triples", "pyoxigraph_serializer", "ntriples", "list"),
    _peer("pyoxigraph: Dataset to Turtle", "pyoxigraph_serializer", "turtle", "dataset"),
    _peer("pyoxigraph: Dataset to N-Triples", "pyoxigraph_serializer", "ntriples", "dataset"),
    _peer("pyoxigraph: Store to Turtle", "pyoxigraph_serializer", "turtle", "store"),
    _peer("pyoxigraph: Store to N-Triples", "pyoxigraph_serializer", "ntriples", "store"),
    _peer("pyoxigraph: graph to Turtle", "triples", "pyoxigraph", "turtle"),
    _peer("pyoxigraph: graph to N-Triples", "triples", "pyoxigraph", "ntriples"),
    _peer("pyoxigraph: read Turtle", "reading", "pyoxigraph", "turtle"),
    _peer("pyoxigraph: read N-Triples", "reading", "pyoxigraph", "ntriples"),
    _peer("rdflib: Turtle", "rdflib_serializer", "turtle", largest=_NAMESPACES),
    _peer("rdflib: N-Triples", "rdflib_serializer", "ntriples", largest=_SLOW),
    _peer("rdflib: graph to Turtle", "triples", "rdflib", "turtle", largest=_NAMESPACES),
    _peer("rdflib: graph to N-Triples", "triples", "rdflib", "ntriples", largest=_SLOW),
    _peer("rdflib: read Turtle", "reading", "rdflib", "turtle", largest=_SLOW),
    _peer("rdflib: read N-Triples", "reading", "rdflib", "ntriples", largest=_SLOW),
    _peer("rdflib: Turtle to networkx", "reading", "networkx", "turtle", largest=_SLOW),
    _peer("rdflib: N-Triples to networkx", "reading", "networkx", "ntriples", largest=_SLOW),
    _peer("networkx: GraphML", "networkx_graphml", triples=False),
    _peer("Morph-KGC: rows to N-Triples", "morph", own="morph_kgc", exact=True),
    _peer("maplib: rows to N-Triples", "maplib_ntriples", own="maplib", exact=True),
    _peer("KGX: nodes and edges to N-Triples", "kgx_ntriples", own="kgx"),
)

BASELINE: Final = "CSafeLoader alone"
"""The row that all are compared with."""

BASELINE_ROW: Final = next(row for row in ROWS if row.name == BASELINE)
