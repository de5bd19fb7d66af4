"""The notebook runs anywhere, shows what it says, and is kept without what it once showed."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import kg
from kg import analytics
from tests.conftest import ROOT, SEEDS, Source, article

NOTEBOOK = ROOT / "examples" / "coverage.ipynb"

SHOWN = {
    "bursts",
    "centrality",
    "co_coverage",
    "coverage_gaps",
    "diversity",
    "first_movers",
    "never_meet",
    "select",
    "stories",
    "syndication",
    "to_co_coverage_graph",
    "topic_cooccurrence",
    "topic_trends",
    "without_copies",
}
"""The functions of `kg.analytics` that the notebook introduces."""

HOSTILE = r'"<img src=x onerror=alert(1)> *costs* $\\frac$"'


def _read() -> Any:
    return nbformat.read(NOTEBOOK, as_version=4)


def _code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def execute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what runs the notebook on a source, in a kernel of this very interpreter."""

    def run(source: Path | None) -> Any:
        paths = [str(Path(kg.__file__).parent.parent), os.environ.get("PYTHONPATH", "")]
        settings = {
            "KG_CORPUS": str(source.absolute()) if source else "",
            "IPYTHONDIR": str(tmp_path / "ipython"),
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        }
        kernel = {
            "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            "display_name": "Python 3",
            "language": "python",
            "env": settings,
        }
        folder = tmp_path / "jupyter" / "kernels" / "python3"
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps(kernel), "utf-8")
        monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
        where = {"metadata": {"path": str(NOTEBOOK.parent)}}
        return NotebookClient(_read(), kernel_name="python3", timeout=120, resources=where).execute()

    return run


def _shown(notebook: Any, kind: str) -> Iterator[str]:
    for cell in _code(notebook):
        for output in cell.outputs:
            if kind in output.get("data", {}):
                yield output.data[kind]


def _assert_all_plots(notebook: Any) -> None:
    """Check that each cell that draws has a plot, and that none fails or warns."""
    drawing = [cell for cell in _code(notebook) if "plt.subplots(" in cell.source]
    assert len(drawing) >= 7
    for cell in drawing:
        assert sum("image/png" in output.get("data", {}) for output in cell.outputs) == 1, cell.id
    outputs = [output for cell in _code(notebook) for output in cell.outputs]
    assert {output.output_type for output in outputs} <= {"display_data", "stream"}
    assert not [output.text for output in outputs if "Warning" in output.get("text", "")]


def test_runs_on_the_seeds_by_default(execute: Any) -> None:
    done = execute(None)
    _assert_all_plots(done)
    words = " ".join(_shown(done, "text/html"))
    assert "This is a very small corpus" in words
    assert "too few for a trend" in words
    assert "nothing can be said about who tends to be first" in words
    assert all(story.headline[:20] in words for story in analytics.stories(kg.build(SEEDS)))


def test_runs_on_the_corpus(execute: Any, corpus: Path) -> None:
    done = execute(corpus)
    _assert_all_plots(done)
    words = " ".join(_shown(done, "text/html"))
    assert "This is a very small corpus" not in words
    assert "too few for a trend" not in words


def test_titles_are_text_and_nothing_needs_to_be_there(execute: Any, source: Source) -> None:
    listed = f"[{{title: {HOSTILE}, webUrl: 'https://example.org/b', provider: {{name: {HOSTILE}}}}}]"
    folder = source({"a.md": article(title=HOSTILE, related=listed), "b.md": article(webUrl="https://b.org")})
    done = execute(folder)
    _assert_all_plots(done)
    words = " ".join(_shown(done, "text/html"))
    assert "<img" not in words
    assert "&lt;img src=x onerror=alert(1)&gt; *costs* $\\frac$" in words


def test_the_file_holds_nothing_that_it_once_showed() -> None:
    notebook = _read()
    for cell in _code(notebook):
        assert (cell.outputs, cell.execution_count, cell.metadata) == ([], None, {}), cell.id
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert "attachments" not in NOTEBOOK.read_text("utf-8")


def test_the_file_is_as_jupyter_writes_it() -> None:
    text = NOTEBOOK.read_text("utf-8")
    nbformat.validate(_read())
    assert text == nbformat.writes(_read()) + "\n"
    ids = [cell.id for cell in _read().cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) for name in ids), "ids say what a cell is about"


def test_it_introduces_the_functions() -> None:
    lines = "\n".join(cell.source for cell in _code(_read())).splitlines()
    tree = ast.parse("\n".join(line for line in lines if not line.startswith("%")))
    called = {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }
    assert {name for module, name in called if module == "analytics"} == SHOWN
    assert ("kg", "build") in called
    for name in SHOWN:
        assert name in vars(analytics)
