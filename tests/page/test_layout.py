"""Where nodes are drawn."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from math import dist, hypot
from pathlib import Path
from random import Random
from statistics import median, quantiles

import networkx as nx
import pytest

import kg
from kg.page.layout import SETTLED, SPACING, WIDENING, positions
from kg.page.network import to_network
from kg.page.tellings import story_numbers
from tests.conftest import SEEDS
from tests.page import samples

Places = dict[str, tuple[int, int]]


def _places(graph: nx.MultiDiGraph[str], size: float = 11.0) -> Places:
    numbered = samples.numbered(graph)
    related = numbered.related()
    xs, ys = positions(numbered, [size] * len(numbered), related, story_numbers(numbered, related))
    return dict(zip(numbered.ids, zip(xs, ys, strict=True), strict=True))


def _kept(graph: nx.MultiDiGraph[str]) -> Places:
    """Return the places in the page itself, where nodes have the sizes that they are drawn with."""
    nodes = to_network(samples.numbered(graph)).nodes
    return {node["id"]: (node["x"], node["y"]) for node in nodes}


def _moves(places: Places, others: Places) -> list[float]:
    """Return how far each node of both moved, as a share of the diagonal of the first picture."""
    across, down = zip(*places.values(), strict=True)
    diagonal = hypot(max(across) - min(across), max(down) - min(down))
    return [dist(places[node], others[node]) / diagonal for node in places.keys() & others.keys()]


def _built_without(source: Path, left_out: Collection[Path], copy: Path) -> nx.MultiDiGraph[str]:
    for file in source.rglob("*"):
        if file.is_file() and file not in left_out:
            target = copy / file.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    return kg.build(copy, jobs=1)


def _overlapping(places: Places, least: float) -> list[tuple[str, str]]:
    nodes = sorted(places, key=lambda node: places[node])
    found = []
    for index, one in enumerate(nodes):
        for other in nodes[index + 1 :]:
            if places[other][0] - places[one][0] >= least:
                break
            if dist(places[one], places[other]) < least:
                found.append((one, other))
    return found


@pytest.mark.parametrize("graph", [samples.story(), samples.hostile(), samples.parallel(), samples.star(40)])
def test_nodes_of_a_small_graph_do_not_touch(graph: nx.MultiDiGraph[str]) -> None:
    assert _overlapping(_places(graph), least=22.0) == []


@pytest.mark.parametrize("graph", [samples.large(), samples.star(1750)], ids=["uneven", "star"])
def test_nodes_of_a_large_graph_hardly_touch(graph: nx.MultiDiGraph[str]) -> None:
    places = _places(graph, size=16.0)
    assert len(_overlapping(places, least=32.0)) <= len(graph) // 100
    assert len(_overlapping(places, least=16.0)) <= len(graph) // 1000


def test_discs_of_a_graph_too_large_to_settle_stand_apart() -> None:
    graph = samples.large(SETTLED + 400)
    places = _places(graph, size=16.0)
    assert len(_overlapping(places, least=32.0)) <= len(graph) // 100


def test_no_room_is_wasted() -> None:
    places = _places(samples.large())
    width = max(x for x, _ in places.values()) - min(x for x, _ in places.values())
    height = max(y for _, y in places.values()) - min(y for _, y in places.values())
    assert width * height < 6 * len(places) * SPACING * SPACING * WIDENING


def test_the_picture_is_wider_than_high_and_centred() -> None:
    places = _places(samples.large(300)).values()
    assert max(x for x, _ in places) > max(y for _, y in places)
    for axis in (0, 1):
        assert abs(min(place[axis] for place in places) + max(place[axis] for place in places)) <= 2


def test_places_do_not_depend_on_the_order_of_nodes_and_edges() -> None:
    graph = samples.large(300)
    assert _places(samples.shuffled(graph, 5)) == _places(graph)


def test_an_article_stands_by_its_own() -> None:
    graph = samples.new()
    for story in ("a", "b", "c", "d"):
        topic = samples.add_topic(graph, story, story)
        for number in range(12):
            article = samples.add_article(graph, f"{story}{number}", "Title")
            graph.add_edge(
                article, samples.add_provider(graph, f"{story}{number}.example", "P"), "published_by"
            )
            graph.add_edge(article, topic, "about")
    places = _places(graph)
    own = [dist(places[one], places[other]) for one, other, key in graph.edges(keys=True) if key == "about"]
    foreign = [
        dist(places[node], places[f"topic:{story}"])
        for node in graph
        for story in "abcd"
        if node.startswith("article:") and not node.startswith(f"article:{story}")
    ]
    assert sum(own) / len(own) < 0.5 * sum(foreign) / len(foreign)


def test_nodes_without_edges_have_places() -> None:
    graph = samples.new()
    for number in range(30):
        samples.add_topic(graph, f"t{number}", "Alone")
        samples.add_article(graph, f"a{number}", "Alone")
        samples.add_provider(graph, f"p{number}", "Alone")
    assert _overlapping(_places(graph), least=22.0) == []


def test_articles_without_topics_stand_with_their_story() -> None:
    graph = samples.new()
    stories = []
    for story in range(6):
        articles = [samples.add_article(graph, f"{story}{number}", "Title") for number in range(5)]
        for article in articles:
            domain = f"{article[-1]}.example"
            graph.add_edge(article, samples.add_provider(graph, domain, "P"), "published_by")
        samples.add_related(graph, articles[0], articles[1:])
        stories.append(articles)
    places = _places(graph)
    spans = [dist(places[one], places[other]) for one, *others in stories for other in others]
    everywhere = [dist(places[one[0]], places[other[1]]) for one in stories for other in stories]
    assert sum(spans) / len(spans) < 0.7 * sum(everywhere) / len(everywhere)
    assert _overlapping(places, least=22.0) == []


def test_the_empty_graph_has_no_places() -> None:
    assert _places(samples.new()) == {}


@pytest.mark.parametrize("number", range(5))
def test_an_article_more_leaves_the_seeds_near_where_they_were(
    seeds_graph: nx.MultiDiGraph[str], number: int, tmp_path: Path
) -> None:
    left_out = sorted(SEEDS.glob("*.txt"))[number]
    before = _kept(_built_without(SEEDS, {left_out}, tmp_path))
    assert median(_moves(_kept(seeds_graph), before)) < 0.2


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
@pytest.mark.parametrize("which", ["newest", "any"])
def test_new_articles_leave_the_corpus_near_where_it_was(
    corpus: Path, corpus_graph: nx.MultiDiGraph[str], which: str, share: float, tmp_path: Path
) -> None:
    articles = sorted(file for file in (corpus / "_news").rglob("*") if file.is_file())
    if which == "newest":
        articles.sort(key=_published)
    else:
        Random(7).shuffle(articles)
    before = _kept(_built_without(corpus, set(articles[-int(len(articles) * share) :]), tmp_path))
    moves = _moves(_kept(corpus_graph), before)
    assert median(moves) < 0.05
    assert quantiles(moves, n=10)[-1] < 0.12


def _published(article: Path) -> str:
    lines = article.read_text("utf-8", errors="replace").splitlines()
    dates = (line.partition(":")[2].strip() for line in lines if line.startswith("publishedDateTime:"))
    return next(dates, "")


@pytest.mark.parametrize("size", [300, 1750, SETTLED + 3000])
@pytest.mark.parametrize("share", [0.05, 0.1])
def test_new_articles_leave_others_near_where_they_were(size: int, share: float) -> None:
    graph = samples.large(size)
    before = graph.copy()
    articles = [node for node in graph if node.startswith("article:")]
    before.remove_nodes_from(Random(1).sample(articles, int(len(articles) * share)))
    assert median(_moves(_kept(graph), _kept(before))) < 0.06


def test_what_nothing_links_to_anything_stays_near() -> None:
    graph = samples.large()
    alone = samples.add_topic(graph, "alone", "Alone")
    places = _places(graph)
    nearest = min(dist(places[alone], place) for node, place in places.items() if node != alone)
    assert nearest < 8 * SPACING
