"""The map of the coverage in a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from kg.drawing import AUTO
from kg.errors import SettingsError
from kg.formats.html import write_html

if TYPE_CHECKING:
    import networkx as nx

_LOWEST: Final = 200
"""The least height of a map, in CSS pixels."""

_ALLOWED: Final = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
"""What the page may do in its frame: not reach the notebook, which is of another origin then."""


@dataclass(frozen=True, slots=True)
class CoverageMap:
    """The page of a graph, which a notebook shows by itself.

    Attributes
    ----------
    page
        The page as HTML, the same that `kg.write_html` writes.
    height
        How high it is shown, in CSS pixels.
    """

    page: str
    height: int

    def __repr__(self) -> str:
        return f"<the map of the coverage, {len(self.page):,} characters of HTML>"

    def _repr_html_(self) -> str:
        """Return the page in a frame that is isolated from the notebook."""
        return (
            f'<iframe title="The map of the coverage" sandbox="{_ALLOWED}" width="100%"'
            f' height="{self.height}" style="border: 0" srcdoc="{html.escape(self.page)}"></iframe>'
        )


def show(graph: nx.MultiDiGraph[str], *, height: int = 640, renderer: str = AUTO) -> CoverageMap:
    """Return the map of a graph for a notebook, which shows it where it is the value of a cell.

    Parameters
    ----------
    graph
        A coverage graph.
    height
        How high it is shown, in CSS pixels; 200 or more.
    renderer
        As for `kg.write_html`.

    Raises
    ------
    SettingsError
        Where the height is out of its range, or the renderer unknown.
    GraphError
        Where the graph does not follow the model.

    Examples
    --------
    >>> import kg
    >>> kg.show(kg.build("seeds"), height=480).height
    480
    """
    if type(height) is not int or height < _LOWEST:
        raise SettingsError(f"height is {height!r}; it must be a whole number of pixels, {_LOWEST} or more")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.html"
        write_html(graph, path, renderer=renderer)
        return CoverageMap(path.read_text(encoding="utf-8"), height)
