"""Leave out each hundredth line of a file: ``python -m bench.thin FILE TARGET``."""

from __future__ import annotations

import sys
from typing import Final

_EACH: Final = 100

if __name__ == "__main__":
    with open(sys.argv[1], "rb") as lines, open(sys.argv[2], "wb") as target:
        target.writelines(line for number, line in enumerate(lines) if number % _EACH)
