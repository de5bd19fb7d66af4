"""Which articles and providers are in the middle of things?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import lcm
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from kg.analytics.backends import options_of, told_of
from kg.analytics.bounds import check_numbers
from kg.analytics.cocoverage import to_co_coverage_graph
from kg.analytics.lookups import label_of, nodes_of, targets
from kg.analytics.rounding import significant
from kg.clusters import OWN_BACKEND
from kg.errors import SettingsError, missing_library
from kg.model import LINK

if TYPE_CHECKING:
    import networkx as nx

Measure = Literal["pagerank", "degree", "betweenness"]
Of = Literal["articles", "providers"]


MEASURES: Final = ("pagerank", "degree", "betweenness")
KINDS_OF: Final = {"articles": "article", "providers": "provider"}

SAMPLE_ABOVE: Final = 2000
"""How many nodes a network has at most whose betweenness is exact by default."""

_DAMPING: Final = 0.85
_PIVOTS: Final = 100
_FEWEST_PIVOTS: Final = 20
_WORK: Final = 15_000_000
"""Nodes and ties that all pivots together go through at most: about a minute's work."""

_ERROR: Final = 1e-13
"""How far the ranks of one step of PageRank may be from those of the step before, in all."""


@dataclass(frozen=True, slots=True)
class Centrality:
    """How central an article or a provider is.

    Attributes
    ----------
    id, label
        Its id, and its title or name.
    measure
        ``pagerank``, ``degree`` or ``betweenness``.
    score
        See `centrality` for its unit and range.
    rank
        1 for the highest score; those of equal scores have the same rank, and the next ones are
        missing.
    pivots
        From how many nodes the score was estimated; ``None`` where it is exact.
    """

    id: str
    label: str
    measure: Measure
    score: float
    rank: int
    pivots: int | None


@dataclass(frozen=True, slots=True)
class _Sampling:
    """From how many nodes betweenness is estimated, and where it is."""

    above: int = SAMPLE_ABOVE
    pivots: int | None = None
    seed: int = 0

    def of(self, component: nx.Graph[str], network: nx.Graph[str]) -> int | None:
        """Return the number of pivots in a component; ``None`` where all its nodes are taken."""
        if len(network) <= self.above:
            return None
        size = len(component) + component.number_of_edges()
        pivots = self.pivots or max(_FEWEST_PIVOTS, min(_PIVOTS, _WORK // size))
        return pivots if len(component) > pivots else None


def to_article_network(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Return the articles, joined where one lists the other, in the order of ids."""
    import networkx as nx

    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(nodes_of(graph, "article"))
    network.add_edges_from(
        (source, other) for source, others in targets(graph, LINK).items() for other in others
    )
    return network


def _components(network: nx.Graph[str]) -> Iterator[nx.Graph[str]]:
    """Yield the parts of a network that hang together, nodes and edges in its order."""
    import networkx as nx

    place: dict[str, int] = {node: position for position, node in enumerate(network)}
    for found in nx.connected_components(network, backend=OWN_BACKEND):
        members = cast("set[str]", found)
        # A subgraph of networkx would go through its nodes in the order of a set.
        part: nx.Graph[str] = nx.Graph()
        ordered: list[str] = sorted(members, key=place.__getitem__)
        part.add_nodes_from(ordered)
        part.add_edges_from((node, other) for node in part for other in network[node])
        yield part


def require_scipy() -> None:
    """Raise `MissingLibraryError` where what computes PageRank is not installed."""
    try:
        import scipy  # noqa: F401
    except ImportError as error:
        raise missing_library("scipy", "PageRank", "analytics") from error


def _pagerank(network: nx.Graph[str], options: dict[str, Any]) -> dict[str, float]:
    import networkx as nx

    if not network:
        return {}
    require_scipy()
    ranks: dict[str, float] = nx.pagerank(
        network, alpha=_DAMPING, tol=_ERROR / len(network), max_iter=1000, weight="weight", **options
    )
    return ranks


def _betweenness(
    network: nx.Graph[str], sampling: _Sampling, options: dict[str, Any]
) -> Iterator[tuple[str, float, int | None]]:
    """Yield each node with its betweenness, and the number of pivots that it is estimated from."""
    import networkx as nx

    weights = {(one, other): weight for one, other, weight in network.edges(data="weight", default=1)}
    # Whole numbers, for which equally long ways are equally long in whatever order they are added.
    longest = lcm(*weights.values())
    weighted = len(set(weights.values())) > 1
    pairs = (len(network) - 1) * (len(network) - 2) / 2
    for component in _components(network):
        if len(component) < 3:
            yield from ((node, 0.0, None) for node in component)
            continue
        for one, other, values in component.edges(data=True):
            values["distance"] = longest // network[one][other].get("weight", 1)
        pivots = sampling.of(component, network)
        found: dict[str, float] = nx.betweenness_centrality(
            component,
            k=pivots,
            normalized=False,
            weight="distance" if weighted else None,
            seed=sampling.seed,
            **options,
        )
        yield from ((node, score / pairs, pivots) for node, score in found.items())


def _degrees(network: nx.Graph[str]) -> Iterator[tuple[str, float]]:
    for node, degree in network.degree(weight="weight"):
        yield node, float(degree)


def centrality(
    graph: nx.MultiDiGraph[str],
    measure: Measure = "pagerank",
    of: Of = "articles",
    *,
    sample_above: int = SAMPLE_ABOVE,
    pivots: int | None = None,
    seed: int = 0,
    largest: int = 50,
    backend: str | None = None,
) -> tuple[Centrality, ...]:
    """Return the articles or the providers by how central they are, the most central first, then by id.

    Articles are joined where one lists the other, in whichever direction: a list of related
    articles shows one story and cites nothing, so that its direction says who was collected, not
    who matters. Providers are joined where they cover the same stories, weighted by how many
    (see `to_co_coverage_graph`); those without a story are in no row.

    ``degree``
        The number of articles that an article is joined to; the sum of the weights of what a
        provider is joined to (Barrat et al. 2004). From 0.
    ``pagerank``
        The probability that someone is here who again and again follows a tie, a heavy one more
        often, or (with probability 0.15) begins anywhere. Above 0; all sum to 1.
    ``betweenness``
        The share of the pairs of others whose shortest way leads through here, parts of a pair
        where there are several; pairs that nothing joins count as well. For providers a tie is
        as long as ``1 / weight`` (Newman 2001). 0 to 1.

    The work for betweenness grows with the number of nodes times that of ties. So in a network of
    more than `sample_above` nodes, parts of it that hang together and have more than `pivots` nodes
    are estimated from the shortest ways that begin at `pivots` of them, drawn at random, as
    networkx does (Brandes and Pich 2007). Rows say so.

    Parameters
    ----------
    graph
        A coverage graph.
    measure
        ``pagerank``, ``degree`` or ``betweenness``.
    of
        ``articles`` or ``providers``.
    sample_above, pivots
        From where on betweenness is estimated, and from how many nodes, 2 or more; by default
        from 100, and in parts of more than 150,000 nodes and ties from fewer, 20 at least.
    seed
        What the pivots are drawn by, and the stories of providers found.
    largest
        How stories are found; see `stories`.
    backend
        A backend of networkx that is to compute PageRank and betweenness, such as ``parallel``;
        by default networkx itself does.

    Raises
    ------
    SettingsError
        Where there is no such measure, or a setting is out of its range.
    MissingLibraryError
        Where the backend, or for PageRank scipy, is not installed.

    References
    ----------
    L. Page, S. Brin, R. Motwani, T. Winograd (1999): The PageRank citation ranking. L. C. Freeman
    (1977): A set of measures of centrality based on betweenness. U. Brandes, C. Pich (2007):
    Centrality estimation in large networks. A. Barrat et al. (2004): The architecture of complex
    weighted networks. M. E. J. Newman (2001): Scientific collaboration networks II.

    Examples
    --------
    >>> import kg
    >>> row = centrality(kg.build("seeds"), "degree", "providers")[0]
    >>> row.label, row.score, row.rank
    ('ZDNet', 7.0, 1)
    """
    if measure not in MEASURES:
        raise SettingsError(f"unknown measure {measure!r}; choose one of {', '.join(MEASURES)}")
    if of not in KINDS_OF:
        raise SettingsError(f"no centrality of {of!r}; choose one of {', '.join(KINDS_OF)}")
    check_numbers(sample_above=sample_above, seed=seed, largest=largest)
    if pivots is not None:
        check_numbers(pivots=pivots)
    options = options_of(backend)
    if of == "articles":
        network = to_article_network(graph)
    else:
        network = to_co_coverage_graph(graph, largest=largest, seed=seed)
    with told_of(backend):
        scores, estimated = _scores(network, measure, _Sampling(sample_above, pivots, seed), options)
    return tuple(_ranked(graph, of, measure, scores, estimated))


def _scores(
    network: nx.Graph[str], measure: Measure, sampling: _Sampling, options: dict[str, Any]
) -> tuple[dict[str, float], dict[str, int | None]]:
    """Return the score of each node, and the number of pivots of those that are estimated."""
    if measure == "degree":
        return _rounded(dict(_degrees(network))), {}
    if measure == "pagerank":
        return _rounded(_pagerank(network, options)), {}
    found = list(_betweenness(network, sampling, options))
    scores = _rounded({node: score for node, score, _ in found})
    return scores, {node: number for node, _, number in found}


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {node: significant(score) for node, score in scores.items()}


def scores_of(network: nx.Graph[str], measure: Measure, *, seed: int = 0) -> dict[str, float]:
    """Return how central each node of one of the networks of `centrality` is, by its defaults."""
    scores, _ = _scores(network, measure, _Sampling(seed=seed), options_of(None))
    return scores


def _ranked(
    graph: nx.MultiDiGraph[str],
    of: Of,
    measure: Measure,
    scores: Mapping[str, float],
    estimated: Mapping[str, int | None],
) -> Iterator[Centrality]:
    nodes = nodes_of(graph, KINDS_OF[of])
    ordered = sorted(scores, key=lambda node: (-scores[node], node))
    rank = 1
    for score, same in groupby(ordered, key=scores.__getitem__):
        tied = list(same)
        for node in tied:
            yield Centrality(node, label_of(nodes, node), measure, score, rank, estimated.get(node))
        rank += len(tied)
