"""Graphs of the model: compared, and made by Hypothesis with every kind of value."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import networkx as nx
from hypothesis import strategies as st

from kg.model import ATTRIBUTES, KINDS, RELATIONS, Attribute
from kg.text import FORBIDDEN
from kg.urls import clean_url

HOSTILE = (
    "", " ", "\n", "\t", "a\n\n b\t", '"', "'", "\\", '\\"', "<a href='x'>&amp;]]>", "<!--", "</script>",
    "\u2028\u2029", "\u202eright to left", "é", "e\u0301", "🇨🇭👩‍👩‍👧", "$&", "${x}", "%41%zz", "{{ x }}",
    "\u00a0", "\ufeff", "null", "true", "1.10", "[]", "a:b", "#", "?", "@en", "^^", "_:b0", "\U0010fffd",
)  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=12).map(lambda text: FORBIDDEN.sub("", text)),
)
keys = texts.filter(bool)
iris = st.one_of(
    st.sampled_from(
        (
            "https://example.org/kg/article/x",
            "https://example.org/kg/topics",
            "http://www.example.com",
            "https://bücher.example/straße?q=ä#ü",
            "https://example.com/a/../b;v=1,2/(c)'d'!*@:$&+=?x=%20&y=[".rstrip("["),
            "HTTPS://[::1]:8080/a",
            "urn:isbn:0451450523",
        )
    ),
    texts.map(lambda text: clean_url(f"https://example.com/{text}")).filter(bool),
)
instants = st.datetimes(
    min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)
)  # fmt: skip
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": texts,
    "iri": iris,
    "integer": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "double": st.one_of(
        st.sampled_from((0.0, -0.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e22, 0.1)),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    "instant": instants,
}


def _values(row: Attribute) -> st.SearchStrategy[Any]:
    values = VALUES[row.type]
    if row.many:
        return st.sets(values, min_size=1, max_size=4).map(lambda found: tuple(sorted(found)))
    return values


def _attributes(owner: str) -> st.SearchStrategy[dict[str, Any]]:
    rows = {row.name: _values(row) for row in ATTRIBUTES if row.owner == owner}
    return st.fixed_dictionaries({}, optional=rows)


@st.composite
def graphs(draw: st.DrawFn) -> nx.MultiDiGraph[str]:
    """Return graphs that follow the model, whatever no corpus would ever hold."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        name=draw(texts),
        base=draw(
            st.sampled_from(("https://example.org/kg/", "https://ü.example/x#", "http://localhost:8080/"))
        ),
        images=draw(
            st.dictionaries(iris, st.tuples(st.integers(1, 2**40), st.integers(1, 2**40)), max_size=3)
        ),
    )
    language = draw(st.sampled_from((None, "en", "de-ch", "zh-hant-tw")))
    if language:
        graph.graph["language"] = language
    for name in ("licence", "publisher", "homepage"):
        if draw(st.booleans()):
            graph.graph[name] = draw(iris)
    if draw(st.booleans()):
        graph.graph["dumps"] = tuple(sorted(draw(st.sets(iris, min_size=1, max_size=3))))
    for kind in KINDS:
        for key in draw(st.lists(keys, max_size=3, unique=True)):
            graph.add_node(f"{kind}:{key}", kind=kind, **draw(_attributes(kind)))
    by_kind = {kind: [n for n, data in graph.nodes(data=True) if data["kind"] == kind] for kind in KINDS}
    for name, relation in RELATIONS.items():
        pairs = [(s, t) for s in by_kind[relation.source] for t in by_kind[relation.target]]
        for source, target in (
            draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else ()
        ):
            graph.add_edge(source, target, key=name, **draw(_attributes(name)))
    return graph


def without_issues(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return the graph as a file holds it: the issues are in the report."""
    copy = graph.copy()
    copy.graph.pop("issues", None)
    return copy


def assert_same(first: nx.MultiDiGraph[str], second: nx.MultiDiGraph[str]) -> None:
    """Fail where two graphs differ in a node, edge, value or a value's type."""
    first, second = without_issues(first), without_issues(second)
    assert first.graph == second.graph
    assert dict(first.nodes(data=True)) == dict(second.nodes(data=True))
    assert nx.utils.graphs_equal(first, second)
    for node, data in first.nodes(data=True):
        for name, value in data.items():
            assert type(value) is type(second.nodes[node][name])
