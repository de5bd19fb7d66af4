"""What the map is drawn by: the renderers that one can choose, and which of them a graph gets by itself."""

from __future__ import annotations

from typing import Final

from kg.errors import SettingsError

WHOLE: Final = 1500
"""Up to how many nodes a graph is drawn node by node at once; above, its page opens on an overview."""

AUTO: Final = "auto"

RENDERERS: Final[dict[str, str]] = {
    AUTO: f"webgl for more than {WHOLE:,} nodes, canvas for fewer",
    "canvas": "vis-network, in any browser",
    "webgl": "WebGL2, for very many nodes; canvas in a browser without it",
}
"""What can draw a map, and what that is."""


def check_renderer(name: str) -> str:
    """Return the name of a renderer, or raise `SettingsError` where there is none of that name."""
    if name not in RENDERERS:
        raise SettingsError(f"renderer is {name!r}; choose one of {', '.join(RENDERERS)}")
    return name


def renderer_for(name: str, nodes: int) -> str:
    """Return what draws so many nodes: the renderer asked for or, where that is `AUTO`, one by their number.

    >>> renderer_for("auto", 50), renderer_for("auto", 50_000), renderer_for("canvas", 50_000)
    ('canvas', 'webgl', 'canvas')
    """
    if name != AUTO:
        return name
    return "webgl" if nodes > WHOLE else "canvas"
