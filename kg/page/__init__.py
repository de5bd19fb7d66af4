"""The HTML page: one file that shows the coverage graph offline, in any browser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kg.collector import collector_paused
from kg.rows import IMAGE, Header, Row, batches

if TYPE_CHECKING:
    from kg.page.numbered import Numbered

_AT_ONCE: Final = 100  # nodes whose details are turned to JSON together, few enough to stay in a cache


def render(header: Header, rows: Iterable[Row]) -> Iterator[str]:
    """Yield the page part by part, the same for equal graphs."""
    from kg.page.document import to_html
    from kg.page.network import to_network

    with collector_paused():
        graph, details = _gathered(rows)
        network = to_network(graph)
    yield from to_html(header, network, details)


def _gathered(rows: Iterable[Row]) -> tuple[Numbered, list[bytes]]:
    """Return what the page draws of the nodes, and what it tells of them."""
    from kg.page.document import details_of, to_script_json
    from kg.page.ties import Ties

    ties = Ties()
    details: list[bytes] = []
    for some in batches((row for row in rows if row[1]["kind"] != IMAGE), _AT_ONCE):
        for row in some:
            ties.add(row)
        details.append(to_script_json([details_of(values) for _, values, _ in some]))
    return ties.numbered(), details
