"""The answers written back into the graph: stories, who tells them, and the measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.analytics.bounds import check_numbers
from kg.analytics.centrality import require_scipy, scores_of, to_article_network
from kg.analytics.cocoverage import to_co_coverage_graph
from kg.analytics.derived import without_analytics
from kg.analytics.diversity import diversity
from kg.analytics.lookups import nodes_of, targets
from kg.analytics.precedence import first_movers
from kg.analytics.rounding import significant
from kg.analytics.stories import Story, stories
from kg.model import KINDS, drop_absent
from kg.progress import Progress

if TYPE_CHECKING:
    import networkx as nx

Values = Mapping[str, Mapping[str, Any]]
"""Attributes by node; ``None`` for what a node does not have."""

_STAGE: Final = "measuring"


def with_analytics(
    graph: nx.MultiDiGraph[str], *, largest: int = 50, seed: int = 0, progress: Progress | None = None
) -> nx.MultiDiGraph[str]:
    """Return a copy of the graph with stories, whose articles are part of them, and with measures.

    It follows the model, so that every format holds it. Stories are those of `stories`; articles
    and providers have their `centrality`, providers also how many articles and stories they have
    and how often they are first (`first_movers`), topics their articles and the `diversity` of
    these: an article counts for the topics that it names. What does not apply is absent. Measures
    are computed by networkx itself and have 12 significant digits. What was added before is
    made anew; no other function of `kg.analytics` sees it.

    Parameters
    ----------
    graph
        A coverage graph, which is not changed.
    largest, seed
        How large components are divided into stories, see `stories`; `seed` also draws the nodes
        that betweenness is estimated from, see `centrality`.
    progress
        Called with a stage's name, how much of it is done, and how much there is.

    Raises
    ------
    SettingsError
        Where a setting is out of its range.
    MissingLibraryError
        Where scipy, which PageRank needs, is not installed.

    Examples
    --------
    >>> import kg
    >>> measured = with_analytics(kg.build("seeds"))
    >>> measured.nodes["provider:zdnet.com"]["story_count"]
    2
    >>> sorted(data["attention"] for _, data in measured.nodes(data=True) if data["kind"] == "story")
    [1.0, 1.5, 1.6, 2.4]
    """
    check_numbers(largest=largest, seed=seed)
    require_scipy()
    plain = without_analytics(graph)
    measured: nx.MultiDiGraph[str] = plain.copy()
    if progress:
        progress(_STAGE, 0, len(_STEPS) + 1)
    corpus = _Corpus(plain, stories(plain, largest=largest, seed=seed), largest, seed)
    for done, step in enumerate(_STEPS, 1):
        if progress:
            progress(_STAGE, done, len(_STEPS) + 1)
        for node, values in step(corpus).items():
            measured.nodes[node].update(drop_absent(dict(values)))
    for story in corpus.stories:
        _add_story(measured, story)
    if progress:
        progress(_STAGE, len(_STEPS) + 1, len(_STEPS) + 1)
    return measured


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What is measured, and how its stories are found."""

    graph: nx.MultiDiGraph[str]
    stories: tuple[Story, ...]
    largest: int
    seed: int


def _articles(corpus: _Corpus) -> Values:
    return _central(to_article_network(corpus.graph), corpus.seed, degree="degree")


def _providers(corpus: _Corpus) -> Values:
    network = to_co_coverage_graph(corpus.graph, largest=corpus.largest, seed=corpus.seed)
    return _central(network, corpus.seed, degree="strength")


def _central(network: nx.Graph[str], seed: int, *, degree: str) -> Values:
    """Return how central each node is; degrees, which are whole numbers, under the name given."""
    ranks, degrees = scores_of(network, "pagerank"), scores_of(network, "degree")
    between = scores_of(network, "betweenness", seed=seed)
    return {
        node: {"pagerank": ranks[node], degree: int(degrees[node]), "betweenness": between[node]}
        for node in network
    }


def _counts(corpus: _Corpus) -> Values:
    """Return how many articles and stories each provider has, and how many articles each topic.

    What first movers and diversity say of those that they have a row for comes later.
    """
    graph = corpus.graph
    published = Counter(provider for some in targets(graph, "published_by").values() for provider in some)
    about = Counter(topic for some in targets(graph, "about").values() for topic in some)
    told = Counter(provider for story in corpus.stories for provider in story.providers)
    counts: dict[str, dict[str, Any]] = {}
    for provider in nodes_of(graph, "provider"):
        counts[provider] = {"article_count": published[provider], "story_count": told[provider]}
        counts[provider] |= {"contested_count": 0, "first_count": 0}
    for topic in nodes_of(graph, "topic"):
        counts[topic] = {"article_count": about[topic], "provider_count": 0}
    return counts


def _precedence(corpus: _Corpus) -> Values:
    return {
        row.provider: {
            "contested_count": row.stories,
            "first_count": row.first,
            "first_share": _measure(row.share),
            "median_lag_minutes": _measure(row.median_lag_minutes),
        }
        for row in first_movers(corpus.graph, largest=corpus.largest, seed=corpus.seed)
    }


def _diversity(corpus: _Corpus) -> Values:
    return {
        row.group: {
            "provider_count": row.providers,
            "entropy": _measure(row.entropy),
            "hhi": _measure(row.hhi),
            "effective_providers": _measure(row.effective_providers),
        }
        for row in diversity(corpus.graph)
    }


_STEPS: Final[tuple[Callable[[_Corpus], Values], ...]] = (
    _articles,
    _providers,
    _counts,
    _precedence,
    _diversity,
)


def _measure(value: float | None) -> float | None:
    return None if value is None else significant(value)


def _add_story(graph: nx.MultiDiGraph[str], story: Story) -> None:
    values = drop_absent(dict(_of_story(story)))
    graph.add_node(story.id, kind="story", label=values[KINDS["story"].label], **values)
    for article in story.articles:
        graph.add_edge(article, story.id, "part_of")


def _of_story(story: Story) -> Iterator[tuple[str, Any]]:
    yield "headline", story.headline
    yield "first_published_at", story.first
    yield "last_published_at", story.last
    yield "span_minutes", _measure(story.span_minutes)
    yield "article_count", len(story.articles)
    yield "provider_count", len(story.providers)
    yield "attention", significant(story.attention)
    yield "is_event", story.is_event
