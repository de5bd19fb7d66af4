"""What is raised on purpose."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import kg
from tests.conftest import ROOT

RAISED = re.compile(r'missing_library\("([^"]+)", "[^"]+", "([^"]+)"\)')


def test_a_missing_library_comes_with_the_extra_that_is_named() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    sources = [path.read_text("utf-8") for path in Path(kg.__file__).parent.rglob("*.py")]
    named = [pair for text in sources if "def missing_library" not in text for pair in RAISED.findall(text)]
    assert {"matplotlib", "scipy", "pyshacl", "watchfiles"} <= {library for library, _ in named}
    for library, extra in named:
        assert any(re.split("[<>=]", required)[0] == library for required in extras[extra]), library
