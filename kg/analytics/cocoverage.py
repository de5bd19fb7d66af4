"""Which providers cover the same stories?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Any

from kg.analytics.bounds import check_numbers
from kg.analytics.lookups import label_of, nodes_of
from kg.analytics.rounding import significant
from kg.analytics.stories import Story, covered_by, stories

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class CoCoverage:
    """Two providers that cover the same stories.

    Attributes
    ----------
    provider, provider_name, other, other_name
        Their ids and names; `provider` is the smaller id.
    stories
        The stories that both cover, from 1.
    jaccard
        Those as a part of the stories that either covers, above 0 to 1.
    cosine
        Those divided by the geometric mean of how many each covers (Ochiai's coefficient), above
        0 to 1.
    p_value
        How likely one of the two would share as many or more by chance, 0 to 1: the smaller for
        either of them.
    backbone
        Whether that is less than `alpha`.
    """

    provider: str
    provider_name: str
    other: str
    other_name: str
    stories: int
    jaccard: float
    cosine: float
    p_value: float
    backbone: bool


def co_coverage(
    graph: nx.MultiDiGraph[str], *, alpha: float = 0.05, largest: int = 50, seed: int = 0
) -> tuple[CoCoverage, ...]:
    """Return the pairs of providers that share stories: those that share most first, then by id.

    A provider covers a story that it has an article of, dated or not, collected or only listed;
    stories of one provider alone count among those that it covers. A story of `p` providers makes
    ``p (p - 1) / 2`` pairs, so that the work depends on how large stories are: see `stories`.

    The disparity filter asks whether the shared stories of a provider are spread over its `k`
    partners as chance would spread them: a pair with the part `w` of them is as large or larger
    with probability ``(1 - w) ** (k - 1)``. A provider with one partner says nothing of it: 1.

    Parameters
    ----------
    graph
        A coverage graph.
    alpha
        Below which `p_value` a pair belongs to the backbone; 0 to 1.
    largest, seed
        How large components are divided into stories; see `stories`.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.

    References
    ----------
    M. Á. Serrano, M. Boguñá, A. Vespignani: Extracting the multiscale backbone of complex weighted
    networks, PNAS 106 (16), 2009, for the disparity filter. P. Jaccard: The distribution of the flora
    in the alpine zone, New Phytologist 11 (2), 1912. A. Ochiai: Zoogeographical studies on the
    soleoid fishes found in Japan and its neighbouring regions, 1957, for the cosine of sets.

    Examples
    --------
    >>> import kg
    >>> row = co_coverage(kg.build("seeds"))[0]
    >>> row.provider_name, row.other_name, row.stories, row.jaccard, row.p_value
    ('Biometric Companies', 'CNET', 1, 1.0, 0.421875)
    """
    check_numbers(alpha=alpha)
    return _pairs(nodes_of(graph, "provider"), stories(graph, largest=largest, seed=seed), alpha)


def _pairs(
    names: Mapping[str, Mapping[str, Any]], found: Sequence[Story], alpha: float
) -> tuple[CoCoverage, ...]:
    covered = {provider: len(ids) for provider, ids in covered_by(found).items()}
    shared = Counter(pair for story in found for pair in combinations(story.providers, 2))
    partners, strength = Counter[str](), Counter[str]()
    for pair, count in shared.items():
        for provider in pair:
            partners[provider] += 1
            strength[provider] += count
    rows = []
    for (one, other), count in shared.items():
        tails = ((1 - count / strength[end]) ** (partners[end] - 1) for end in (one, other))
        p_value = significant(min(tails))
        rows.append(
            CoCoverage(
                provider=one,
                provider_name=label_of(names, one),
                other=other,
                other_name=label_of(names, other),
                stories=count,
                jaccard=count / (covered[one] + covered[other] - count),
                cosine=count / sqrt(covered[one] * covered[other]),
                p_value=p_value,
                backbone=p_value < alpha,
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.stories, row.provider, row.other)))


def to_co_coverage_graph(
    graph: nx.MultiDiGraph[str], *, alpha: float = 0.05, largest: int = 50, seed: int = 0
) -> nx.Graph[str]:
    """Return the providers that cover stories as a graph, joined where they share some.

    Nodes are providers by id, with `label`, and `stories`, how many they cover; edges have
    `weight`, how many stories both cover, `jaccard`, `cosine`, `p_value` and `backbone`. Nodes and edges
    are in the order of ids. For what they mean, and for the options, see `co_coverage`.
    """
    check_numbers(alpha=alpha)
    import networkx as nx

    network: nx.Graph[str] = nx.Graph()
    names = nodes_of(graph, "provider")
    found = stories(graph, largest=largest, seed=seed)
    for provider, ids in covered_by(found).items():
        network.add_node(provider, label=label_of(names, provider), stories=len(ids))
    for row in sorted(_pairs(names, found, alpha), key=lambda row: (row.provider, row.other)):
        network.add_edge(
            row.provider,
            row.other,
            weight=row.stories,
            jaccard=row.jaccard,
            cosine=row.cosine,
            p_value=row.p_value,
            backbone=row.backbone,
        )
    return network
