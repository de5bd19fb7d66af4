"""The command as its users call it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(
    *arguments: str | Path, cwd: Path | None = None, before: str = "", **options: object
) -> subprocess.CompletedProcess[str]:
    """Call the installed command, after some Python of the test's own."""
    script = f"{before}\nfrom kg.cli import main; main()"
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, **options)
