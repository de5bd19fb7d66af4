"""The reference page says what the tables in the code say."""

from __future__ import annotations

import runpy

from tests.conftest import ROOT


def test_reference_is_up_to_date() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_reference.py"))
    assert made["PAGE"].read_text("utf-8") == made["reference"](), "run python docs/make_reference.py"
