"""Change one document in a hundred: ``python -m bench.change SOURCE``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_SCORE = re.compile(rb"^heat: (-?\d+)", re.MULTILINE)


def change(source: Path) -> int:
    """Give every hundredth news document another heat, and return how many there were."""
    changed = 0
    for path in sorted((source / "_news").iterdir())[::100]:
        path.write_bytes(_SCORE.sub(lambda match: b"heat: %d" % (int(match[1]) + 1), path.read_bytes()))
        changed += 1
    return changed


if __name__ == "__main__":
    print(f"{change(Path(sys.argv[1]))} documents changed")
