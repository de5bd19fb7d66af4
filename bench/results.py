"""The measurements: medians, exponents, ratios, and the JSON they are kept in."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.measure import SAMPLED_EVERY, Run

LIBRARIES: Final = ("kg-exporter", "PyYAML", "networkx", "rdflib", "pyoxigraph", "pyvis")
PEERS: Final = ("morph-kgc", "maplib", "kgx")


@dataclass(frozen=True, slots=True)
class Measured:
    """One row at one size.

    Attributes
    ----------
    seconds
        The median of the runs.
    wall
        The median from start to end, the interpreter's start and what is outside the clock included.
    peak
        Bytes of memory in all processes together, the median.
    triples
        What was written, where that is triples.
    runs
        The seconds of each run.
    yardstick
        The median of the seconds that the baseline took right before each run; ``None`` where it
        was not run again.
    reason
        Why there are none.
    """

    seconds: float | None = None
    wall: float | None = None
    peak: int | None = None
    triples: int | None = None
    runs: tuple[float, ...] = ()
    yardstick: float | None = None
    reason: str | None = None


@dataclass(slots=True)
class Size:
    """All rows at one size."""

    documents: int
    files: int
    bytes: int
    triples: int
    rows: dict[str, Measured] = field(default_factory=dict)


@dataclass(slots=True)
class Results:
    """All that was measured, and on what."""

    machine: dict[str, Any]
    sizes: dict[int, Size] = field(default_factory=dict)


def summarise(runs: Sequence[Run], *, inside: bool, yardsticks: Sequence[float] = ()) -> Measured:
    """Return the medians of runs; `inside` takes the seconds that the program told.

    Parameters
    ----------
    yardsticks
        The seconds of the baseline beside each run.
    """
    seconds = [float(run.said["seconds"]) if inside else run.wall for run in runs]
    told = runs[0].said.get("triples")
    return Measured(
        seconds=round(median(seconds), 4),
        wall=round(median(run.wall for run in runs), 4),
        peak=int(median(run.peak for run in runs)),
        triples=None if told is None else int(told),
        runs=tuple(round(one, 4) for one in seconds),
        yardstick=round(median(yardsticks), 4) if yardsticks else None,
    )


def growth_exponent(smaller: tuple[int, float], larger: tuple[int, float]) -> float:
    """Return the exponent of the power by which time grows with size.

    >>> growth_exponent((1_000, 2.0), (10_000, 20.0))
    1.0
    """
    (count, seconds), (count_2, seconds_2) = smaller, larger
    return round(math.log(seconds_2 / seconds) / math.log(count_2 / count), 3)


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _versions(names: Sequence[str]) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def peer_versions(python: Path) -> dict[str, str]:
    """Return the versions of the peers in their own environment."""
    if not python.exists():
        return dict.fromkeys(PEERS, "not installed")
    code = f"import json; from bench.results import _versions; print(json.dumps(_versions({PEERS!r})))"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def describe_machine(peers: Path) -> dict[str, Any]:
    """Return what the figures depend on, and nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory / 2**30, 1),
        "system": platform.system(),
        "python": platform.python_version(),
        "libraries": {**_versions(LIBRARIES), **peer_versions(peers)},
        "memory_is": "sum of the proportional set sizes (smaps_rollup) of all processes of a run, the highest"
        f" of samples about every {SAMPLED_EVERY * 1000:.0f} ms",
    }


def save(results: Results, path: Path) -> None:
    """Write results as JSON."""
    sizes = {str(articles): asdict(size) for articles, size in sorted(results.sizes.items())}
    text = json.dumps({"machine": results.machine, "sizes": sizes}, indent=1, ensure_ascii=False)
    path.write_text(f"{text}\n", "utf-8")


def load(path: Path) -> Results:
    """Read results that were saved."""
    data = json.loads(path.read_text("utf-8"))
    results = Results(data["machine"])
    for articles, size in data["sizes"].items():
        rows = {
            name: Measured(**{**row, "runs": tuple(row["runs"])}) for name, row in size.pop("rows").items()
        }
        results.sizes[int(articles)] = Size(**size, rows=rows)
    return results
