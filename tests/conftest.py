"""What all tests share: sources made on the spot, the seeds, and the optional corpus."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import hypothesis
import networkx as nx
import pytest

import kg
import kg.files

# A landing must not depend on what a random run happens to find; local runs go on looking.
hypothesis.settings.register_profile("kg", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("kg")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
CORPUS = Path(os.environ.get("KG_CORPUS", ROOT.parent / "shared" / "corpus"))

Source = Callable[[dict[str, str | bytes]], Path]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Turn skips into failures where nothing may be skipped."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and os.environ.get("KG_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where KG_NO_SKIPS is set: {call.excinfo}"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    """Return what makes a source folder out of file names and contents."""

    def make(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "source"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        folder.mkdir(exist_ok=True)
        return folder

    return make


def article(**fields: Any) -> str:
    """Return an article's file; fields are YAML text, and ``None`` leaves a default out."""
    defaults = {
        "title": "A title",
        "webUrl": "https://example.com/a",
        "provider": "{name: Example, domain: example.com}",
    }
    lines = [f"{key}: {value}" for key, value in {**defaults, **fields}.items() if value is not None]
    return "\n".join(["---", *lines, "---", "The body.", ""])


def program(name: str) -> str:
    """Return the path of a program, or skip the test."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Return the folder of the real corpus, or skip the test."""
    if not CORPUS.is_dir():
        pytest.skip(f"no corpus at {CORPUS}; set KG_CORPUS")
    return CORPUS


@pytest.fixture(scope="session")
def seeds_graph() -> nx.MultiDiGraph[str]:
    """Return the graph of the seeds, which no test may change."""
    return kg.build(SEEDS)


@pytest.fixture(scope="session")
def corpus_graph(corpus: Path) -> nx.MultiDiGraph[str]:
    """Return the graph of the corpus, which no test may change."""
    return kg.build(corpus)


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every stamp believed, however young the file is."""
    monkeypatch.setattr(kg.files, "SETTLING_TIME", -3600)
