"""A graph whose articles are all written from one template, as weather and market reports are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import networkx as nx

_STANDING: Final = (
    "Light winds from the west will blow over all of the county through tonight, and no rain is expected"
    " until tomorrow afternoon, when clouds come back from the sea."
)

TEMPLATES: Final = {
    "one piece": ("Weather for Town{0}: sunny and mild", _STANDING),
    "each its own": (
        "Weather for Town{0}: sunny and mild",
        "Town{0} has light winds, and no rain is expected.",
    ),
}
"""Title and excerpt: in the one all are nearly the same, in the other each is just too different."""


def written_from(graph: nx.MultiDiGraph[str], template: str) -> nx.MultiDiGraph[str]:
    """Return the graph with a title and an excerpt for each article that only differ by a number."""
    title, excerpt = TEMPLATES[template]
    filled: nx.MultiDiGraph[str] = graph.copy()
    articles = (values for _, values in filled.nodes(data=True) if values["kind"] == "article")
    for number, values in enumerate(articles):
        values["title"] = values["label"] = title.format(number)
        values["excerpt"] = excerpt.format(number)
    return filled
