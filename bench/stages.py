"""All that the harness calls of `kg`; one stage in a process of its own.

``python -m bench.stages STAGE SOURCE WORK`` prints one line of JSON: the seconds of the stage
alone, and what it handled. What comes before the stage is done outside the clock; `prepare`
leaves the graph in WORK for the stages that write it.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.template import TEMPLATES, written_from
from kg.analytics import REPORTS

if TYPE_CHECKING:
    import networkx as nx

Told = dict[str, Any]

_PICKLE: Final = "graph.pickle"


def kg_command(*arguments: str) -> list[str]:
    """Return the command that runs kg with some arguments."""
    return [sys.executable, "-c", "from kg.cli import main; main()", *arguments]


def export_command(source: Path, output: Path, *options: str, formats: str = "") -> list[str]:
    """Return the command that exports a source, as a person would type it."""
    given = *(("-f", formats) if formats else ()), *options
    return kg_command("export", str(source), "-o", str(output), *given)


@cache
def has_option(option: str) -> bool:
    """Tell whether ``kg export`` knows an option."""
    help_ = subprocess.run(kg_command("export", "--help"), capture_output=True, text=True, check=True)
    return re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", help_.stdout) is not None


def _clocked(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def _find(source: Path) -> Sequence[Any]:
    from kg.files import find_files

    return find_files([source])


def _look(source: Path, work: Path) -> Told:
    import kg.files

    seconds, files = _clocked(lambda: kg.files.find_files([source]))
    return {"seconds": seconds, "files": len(files)}


def _read(source: Path, work: Path) -> Told:
    from kg.gather import read_files

    files = _find(source)
    seconds, _ = _clocked(lambda: tuple(read_files(files, jobs=None)))
    return {"seconds": seconds, "files": len(files)}


def _build(source: Path, work: Path) -> Told:
    from kg.assemble.graph import build_graph
    from kg.gather import read_files
    from kg.settings import make_settings

    import_module("networkx")
    files = _find(source)
    records = tuple(read_files(files, jobs=None))
    settings = make_settings((str(source),))
    seconds, graph = _clocked(lambda: build_graph(records, files, settings))
    return {"seconds": seconds, "nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}


def _prepare(source: Path, work: Path) -> Told:
    """Write the outputs that are checked and that peers start from, and keep the graph."""
    import kg

    seconds, graph = _clocked(lambda: kg.build(source, jobs=None))
    kg.export(graph, work, formats=("turtle", "ntriples", "graphml", "html"))
    with (work / _PICKLE).open("wb") as stream:
        pickle.dump(graph, stream, protocol=5)
    return {"seconds": seconds}


def _graph(work: Path) -> nx.MultiDiGraph[str]:
    with (work / _PICKLE).open("rb") as stream:
        graph: nx.MultiDiGraph[str] = pickle.load(stream)  # noqa: S301 - written by `_prepare`
    return graph


def _writer(name: str) -> Callable[[Path, Path], Told]:
    """Return the stage that writes one format: the public function, which checks the graph as well."""

    def write(source: Path, work: Path) -> Told:
        import kg

        graph = _graph(work)
        writer = getattr(kg, f"write_{name}")
        target = work / f"stage-{name}"
        seconds, _ = _clocked(lambda: writer(graph, target))
        size = os.path.getsize(target)
        target.unlink()
        return {"seconds": seconds, "bytes": size}

    return write


def _reader(name: str) -> Callable[[Path, Path], Told]:
    """Return the stage that reads what `_prepare` wrote in one format, and checks it."""

    def read(source: Path, work: Path) -> Told:
        import kg
        from kg.formats.table import FORMATS

        import_module("networkx")
        import_module("pyoxigraph")
        seconds, graph = _clocked(lambda: kg.read_graph(work / FORMATS[name].file))
        return {"seconds": seconds, "nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}

    return read


def _report(name: str) -> Callable[[Path, Path], Told]:
    """Return the stage that asks one question of the graph, with the options it has by default."""

    def ask(source: Path, work: Path) -> Told:
        for library in ("networkx", "scipy.sparse"):
            import_module(library)
        graph = _graph(work)
        seconds, rows = _clocked(lambda: REPORTS[name].ask(graph))
        return {"seconds": seconds, "rows": len(rows)}

    return ask


def _template(name: str) -> Callable[[Path, Path], Told]:
    """Return the stage that looks for copies among as many articles, all written from one template."""

    def ask(source: Path, work: Path) -> Told:
        graph = written_from(_graph(work), name)
        seconds, rows = _clocked(lambda: REPORTS["syndication"].ask(graph))
        return {"seconds": seconds, "rows": len(rows)}

    return ask


TEMPLATE_STAGES: Final = {f"copies of one template, {name}": name for name in TEMPLATES}
"""The stages that look for copies among articles of one template, with the names of the templates."""

REPORT_STAGES: Final = {f"analyze {name}": name for name in REPORTS}
"""The stages that ask a question, with the names of the reports."""

STAGES: Final[dict[str, Callable[[Path, Path], Told]]] = {
    "prepare": _prepare,
    "look for files": _look,
    "read": _read,
    "build": _build,
    **{name: _writer(name) for name in ("turtle", "ntriples", "graphml", "html")},
    **{f"read {name}": _reader(name) for name in ("turtle", "ntriples", "graphml")},
    **{stage: _report(name) for stage, name in REPORT_STAGES.items()},
    **{stage: _template(name) for stage, name in TEMPLATE_STAGES.items()},
}


def main() -> None:
    """Run one stage."""
    stage, source, work = sys.argv[1:]
    print(json.dumps(STAGES[stage](Path(source), Path(work))))


if __name__ == "__main__":
    main()
