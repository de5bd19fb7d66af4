"""How a measure is the same everywhere: whose algorithms it comes of, and how exact it is."""

from __future__ import annotations

from typing import Final

OWN_BACKEND: Final = "networkx"
"""What is asked for the algorithms, so that no setting of a machine puts other ones in their place."""


def significant(value: float) -> float:
    """Return a measure to 12 significant digits: the last ones differ between machines.

    >>> significant(0.1 + 0.2)
    0.3
    """
    return float(f"{value:.12g}")
