"""Small coverage graphs, and a large one, made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from random import Random
from typing import Any

import networkx as nx

from kg.batches import to_batches
from kg.drawing import AUTO
from kg.formats.html import drawn_by
from kg.formats.rendering import Output, write_batches
from kg.page.numbered import Numbered
from kg.page.ties import Ties

PAYLOADS = (
    "</script><script>window.pwned = 1</script>",
    "<!-- <script> window.pwned = 1 //",
    "--><script src=//payload.invalid/script></script><!--",
    "<img src=x onerror='window.pwned = 1'>",
    "<img src=//payload.invalid/image>",
    '"><svg onload="window.pwned = 1">',
    "</title><iframe srcdoc='<script>parent.pwned = 1</script>'></iframe>",
    "</style><style>* { background: url(//payload.invalid/style) }</style>",
    "} * { background: url('//payload.invalid/css') } /*",
    "' autofocus onfocus='window.pwned = 1' x='",
    '<a href="javascript:window.pwned = 1">href</a>',
    "javascript:window.pwned=1",
    "JaVa\tScRiPt:window.pwned=1",
    "java\nscript:window.pwned=1",
    "data:text/html,<script>window.pwned=1</script>",
    "{{ 7 * 7 }} ${window.pwned = 1} {% raw %}",
    "one\u2028two\u2029three',window.pwned=1,'",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "\u2069\u202e out of an isolate",
    "👩‍👩‍👧 emoji & entities &lt;b&gt; &#x27;",
    "__proto__",
    "constructor",
    "toString",
    "\\u003cimg src=x onerror=window.pwned=1\\u003e",
    "100%25 %3Cimg%20src=x%20onerror=window.pwned=1%3E %",
    "a&node=b#q=c?d",
    '=HYPERLINK("https://payload.invalid/")',
    "@SUM(1+1)*cmd|'x'!A0",
)

Graph = nx.MultiDiGraph


def rendered(graph: Graph[str], renderer: str = AUTO) -> str:
    """Return the page of a graph as one text, even of one that does not follow the model."""
    stream = BytesIO()
    write_batches([Output(drawn_by(renderer), stream, ties=True)], graph.graph, to_batches(graph))
    return stream.getvalue().decode("utf-8")


def numbered(graph: Graph[str]) -> Numbered:
    """Return what the page draws of a graph."""
    ties = Ties()
    for batch in to_batches(graph):
        ties.add(batch)
    return ties.numbered()


def new(name: str = "Sample", **attributes: Any) -> Graph[str]:
    return nx.MultiDiGraph(name=name, base="https://example.org/kg/", **attributes)


def add_article(graph: Graph[str], key: str, title: str, **attributes: Any) -> str:
    node = f"article:{key}"
    graph.add_node(node, **({"kind": "article", "label": title, "title": title, "stub": False} | attributes))
    return node


def add_provider(graph: Graph[str], domain: str, name: str) -> str:
    node = f"provider:{domain}"
    graph.add_node(node, kind="provider", label=name, name=name, domain=domain)
    return node


def add_topic(graph: Graph[str], slug: str, name: str, **attributes: Any) -> str:
    node = f"topic:{slug}"
    graph.add_node(node, **({"kind": "topic", "label": name, "name": name} | attributes))
    return node


def add_related(graph: Graph[str], article: str, others: Iterable[str]) -> None:
    for position, other in enumerate(others, 1):
        graph.add_edge(article, other, "related_to", position=position, listed_in="a.md")


def add_story(graph: Graph[str], key: str, headline: str, articles: Iterable[str], **attributes: Any) -> str:
    node = f"story:{key}"
    graph.add_node(node, kind="story", label=headline, headline=headline, **attributes)
    for article in articles:
        graph.add_edge(article, node, "part_of")
    return node


def story() -> Graph[str]:
    """Return three documents, a listed article, their providers and three topics."""
    graph = new("City news")
    herald, post = (
        add_provider(graph, "herald.example", "The Herald"),
        add_provider(graph, "post.example", "Post"),
    )
    city = add_topic(graph, "city", "City", description="What happens in the city.")
    transport = add_topic(graph, "transport", "Transport")
    trams = add_topic(graph, "trams", "Trams")
    graph.add_edge(trams, transport, "broader")
    opening = add_article(
        graph,
        "aaaaaaaaaaaaaaaa",
        "The new tram line opens",
        excerpt="After six years of works the first tram left the station.",
        url="https://herald.example/tram?a=1&b=2",
        published_at=datetime(2020, 9, 14, 19, 17, tzinfo=UTC),
    )
    works = add_article(
        graph,
        "bbbbbbbbbbbbbbbb",
        "Six years of works",
        url="http://post.example/works",
        published_at=datetime(2020, 9, 13, 8, 0, tzinfo=UTC),
    )
    budget = add_article(graph, "cccccccccccccccc", "The city's budget", url="https://post.example/budget")
    listed = add_article(
        graph, "dddddddddddddddd", "Only ever listed", url="https://herald.example/l", stub=True
    )
    for article, provider in ((opening, herald), (works, post), (budget, post), (listed, herald)):
        graph.add_edge(article, provider, "published_by")
    for article, topic in ((opening, trams), (opening, city), (works, trams), (budget, city)):
        graph.add_edge(article, topic, "about")
    add_related(graph, opening, (listed, works))
    add_related(graph, works, (opening,))
    return graph


def told() -> Graph[str]:
    """Return these with the story that three of the articles tell."""
    graph = story()
    graph.graph["name"] = "City stories"
    add_story(
        graph,
        "eeeeeeeeeeeeeeee",
        "Trams for the city",
        [f"article:{character * 16}" for character in "abd"],
        first_published_at=datetime(2020, 9, 13, 8, 0, tzinfo=UTC),
        last_published_at=datetime(2020, 9, 14, 19, 17, tzinfo=UTC),
        attention=4 / 3,
        is_event=True,
    )
    return graph


def hostile() -> Graph[str]:
    """Return a graph with a payload in every field of every kind of node."""
    graph = new("".join(PAYLOADS[:4]), language='en"><script>window.pwned = 1</script>')
    for number, payload in enumerate(PAYLOADS):
        provider = add_provider(graph, f"{payload}.{number}", payload)
        topic = add_topic(graph, f"{payload}.{number}", payload, description=payload)
        article = add_article(
            graph,
            f"{number}{payload}",
            payload,
            excerpt=payload,
            url=payload,
            published_at=datetime(2020, 1, 1 + number, tzinfo=UTC),
            type=payload,
            stub=bool(number % 2),
        )
        graph.add_edge(article, provider, "published_by")
        graph.add_edge(article, topic, "about")
        add_story(graph, f"{number}{payload}", payload, [article])
    articles = sorted(node for node in graph if node.startswith("article:"))
    for article, *others in zip(articles, articles[1:], articles[2:], articles[3:], strict=False):
        add_related(graph, article, others)
    return graph


def one_article() -> Graph[str]:
    graph = new("Alone")
    add_article(graph, "aaaaaaaaaaaaaaaa", "An article on its own")
    return graph


def parallel() -> Graph[str]:
    """Return two articles that list each other, one of them by two relations."""
    graph = new("Parallel")
    one, other = add_article(graph, "a", "One"), add_article(graph, "b", "Other")
    add_related(graph, one, (other,))
    add_related(graph, other, (one,))
    graph.add_edge(one, other, "about")
    return graph


def star(size: int) -> Graph[str]:
    """Return articles that all have the same topic and provider."""
    graph = new("Star")
    topic, provider = add_topic(graph, "all", "All"), add_provider(graph, "one.example", "One")
    for number in range(size - 2):
        article = add_article(graph, f"{number:016}", f"Article {number}")
        graph.add_edge(article, topic, "about")
        graph.add_edge(article, provider, "published_by")
    return graph


def minute(text: str) -> datetime:
    """Return a moment as the page has it, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def varied(size: int = 160, seed: int = 2) -> Graph[str]:
    """Return articles of all sorts, some of them without a date, a type, a quality or a topic."""
    random = Random(seed)
    graph = new("Varied")
    topics = [add_topic(graph, f"t{number}", f"Topic {number}") for number in range(6)]
    providers = [add_provider(graph, f"p{number}.example", f"Provider {number}") for number in range(50)]
    words = ("Tram", "bus", "Éclair", "naïve", "ﬁre", "STRASSE", "Straße", "新闻", "İstanbul")
    articles = []
    for number in range(size):
        values: dict[str, Any] = {
            "published_at": datetime(2020, 5, 1, tzinfo=UTC) + timedelta(minutes=random.randrange(8000)),
            "type": random.choice(("News", "Opinion", "video")),
            "quality": random.randrange(100),
            "heat": random.randrange(-1, 9),
        }
        known = {name: value for name, value in values.items() if random.random() < 0.85}
        title = f"{' '.join(random.sample(words, 2))} {number}"
        stub = random.random() < 0.2
        articles.append(add_article(graph, f"{number:016}", title, stub=stub, **known))
        graph.add_edge(articles[-1], random.choice(providers), "published_by")
        for topic in random.sample(topics, random.randrange(3)):
            graph.add_edge(articles[-1], topic, "about")
        add_related(graph, articles[-1], random.sample(articles[:-1], min(len(articles) - 1, 2)))
    graph.add_edge(topics[0], topics[1], "broader")
    return graph


def large(size: int = 1750, seed: int = 1) -> Graph[str]:
    """Return a graph as uneven as news are: few topics, many small providers, many listed articles."""
    random = Random(seed)
    graph = new("Large")
    topics = [add_topic(graph, f"t{number}", f"Topic {number}") for number in range(16)]
    providers = [
        add_provider(graph, f"p{number}.example", f"Provider {number}") for number in range(size * 28 // 100)
    ]
    articles: list[str] = []
    for number in range(size - len(graph)):
        stub = number % 6 == 5
        article = add_article(
            graph,
            f"{number:016}",
            f"Headline {number} of what happened in the city on that day",
            excerpt="The first sentences of an article, as real ones have them. " * 3,
            url=f"https://p.example/{number}",
            published_at=datetime(2020, 5, 1, tzinfo=UTC) + timedelta(minutes=number),
            stub=stub,
        )
        popular = min(int(random.paretovariate(0.8)) - 1, len(providers) - 1)
        graph.add_edge(article, providers[random.choice((popular, number % len(providers)))], "published_by")
        if stub:
            for other in articles[-3:]:
                graph.add_edge(other, article, "related_to", position=1, listed_in="a.md")
        else:
            for _ in range(2):
                graph.add_edge(article, topics[int(random.paretovariate(1)) % len(topics)], "about")
        articles.append(article)
    return graph


def shuffled(graph: Graph[str], seed: int) -> Graph[str]:
    """Return an equal graph whose nodes and edges were added in another order."""
    random = Random(seed)
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.shuffle(nodes)
    random.shuffle(edges)
    other: Graph[str] = nx.MultiDiGraph(**graph.graph)
    other.add_nodes_from(nodes)
    for source, target, relation, attributes in edges:
        other.add_edge(source, target, relation, **attributes)
    return other
