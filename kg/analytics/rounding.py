"""How exact a measure is."""

from __future__ import annotations


def significant(value: float) -> float:
    """Return a measure to 12 significant digits: the last ones differ between machines.

    >>> significant(0.1 + 0.2)
    0.3
    """
    return float(f"{value:.12g}")
