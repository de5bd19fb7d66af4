"""The answers of one graph."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.analytics.bursts import Burst, bursts, loudest
from kg.analytics.centrality import Centrality, Of, centrality
from kg.analytics.cocoverage import CoCoverage, co_coverage
from kg.analytics.diversity import Diversity, diversity
from kg.analytics.gaps import CoverageGap, NeverMeet, coverage_gaps, never_meet
from kg.analytics.lookups import nodes_of
from kg.analytics.precedence import FirstMover, first_movers
from kg.analytics.stories import Story, stories
from kg.errors import SettingsError

if TYPE_CHECKING:
    import networkx as nx


class Answers:
    """What is asked of one graph, each question once."""

    def __init__(self, graph: nx.MultiDiGraph[str], largest: int, seed: int) -> None:
        self.graph = graph
        self._how: dict[str, Any] = {"largest": largest, "seed": seed}

    @cached_property
    def articles(self) -> Mapping[str, Mapping[str, Any]]:
        """The articles with their attributes."""
        return nodes_of(self.graph, "article")

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """Those of `stories`."""
        return stories(self.graph, **self._how)

    @cached_property
    def movers(self) -> tuple[FirstMover, ...]:
        """Those of `first_movers`."""
        return first_movers(self.graph, **self._how)

    @cached_property
    def pairs(self) -> tuple[CoCoverage, ...]:
        """Those of `co_coverage`."""
        return co_coverage(self.graph, **self._how)

    @cached_property
    def gaps(self) -> tuple[CoverageGap, ...]:
        """Those of `coverage_gaps`."""
        return coverage_gaps(self.graph, **self._how)

    @cached_property
    def strangers(self) -> tuple[NeverMeet, ...]:
        """Those of `never_meet`."""
        return never_meet(self.graph, **self._how)

    @cached_property
    def bursts(self) -> tuple[Burst, ...] | None:
        """Those of the graph; ``None`` where a wrong date makes the days too many to look at."""
        try:
            return tuple(loudest(bursts(self.graph)))
        except SettingsError:
            return None

    def central(self, of: Of) -> tuple[Centrality, ...]:
        """Return those of `centrality`."""
        return centrality(self.graph, of=of, **self._how)

    @cached_property
    def voices(self) -> tuple[Diversity, ...]:
        """Those of `diversity` by topic."""
        return diversity(self.graph)
