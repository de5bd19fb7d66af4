"""Differences against sets of triples that another parser reads."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings

import kg
from kg.differing import Difference, difference
from kg.formats.table import FORMATS
from kg.patching import PATCH_FORMATS
from kg.triples import read_lines
from tests.conftest import SEEDS
from tests.formats.test_golden import small_graph
from tests.graphs import graphs

Triples = set[pyoxigraph.Triple]
READABLE = [name for name, row in FORMATS.items() if row.read]
GRAPH = "https://example.org/kg/graph/data"


def triples(path: Path) -> Triples:
    return {quad.triple for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_TRIPLES)}


def parsed(found: Difference) -> tuple[Triples, Triples]:
    """Return the triples removed and added."""
    sides: tuple[list[bytes], list[bytes]] = [], []
    changes = list(found.changes())
    assert all(first < second for first, second in pairwise(changes))
    for line, added in changes:
        sides[added].append(line)
    assert (len(sides[0]), len(sides[1])) == (found.removed, found.added)
    removed, added = (
        {q.triple for q in pyoxigraph.parse(b"".join(side), pyoxigraph.RdfFormat.N_TRIPLES)} for side in sides
    )
    return removed, added


def changed(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a graph with something added, removed and changed."""
    other = graph.copy()
    first, second, *_ = sorted(node for node, data in other.nodes(data=True) if data["kind"] == "article")
    other.remove_node(first)
    other.nodes[second]["title"] = 'Another "title"\n\\ 🇨🇭'
    other.add_node("topic:new", kind="topic", label="New", name="New", in_taxonomy=False)
    return other


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("bucket", [2**25, 5000])
@pytest.mark.parametrize("fixture", ["seeds_graph", "corpus_graph"])
def test_what_has_changed(
    fixture: str, bucket: int, jobs: int, tmp_path: Path, request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.differing._BUCKET", bucket)
    graph = request.getfixturevalue(fixture)
    old, new = tmp_path / "old.nt", tmp_path / "new.nt"
    kg.write_ntriples(graph, old)
    kg.write_ntriples(changed(graph), new)
    with difference(old, new, jobs=jobs) as found:
        removed, added = parsed(found)
    assert removed == triples(old) - triples(new) != set()
    assert added == triples(new) - triples(old) != set()


@pytest.mark.parametrize("suffix", ["", ".gz"])
@pytest.mark.parametrize("name", READABLE)
def test_the_format_makes_no_difference(
    name: str, suffix: str, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path
) -> None:
    path = tmp_path / (FORMATS[name].file + suffix)
    getattr(kg, f"write_{name}")(seeds_graph, path)
    with difference(SEEDS, path) as found:
        assert parsed(found) == (set(), set())


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(one=graphs(), other=graphs())
def test_any_two_graphs(tmp_path: Path, one: nx.MultiDiGraph[str], other: nx.MultiDiGraph[str]) -> None:
    kg.write_ntriples(one, tmp_path / "a.nt")
    kg.write_ntriples(other, tmp_path / "b.nt")
    kg.write_turtle(other, tmp_path / "b.ttl")
    a, b = triples(tmp_path / "a.nt"), triples(tmp_path / "b.nt")
    for new in ("b.nt", "b.ttl"):
        with difference(tmp_path / "a.nt", tmp_path / new) as found:
            assert parsed(found) == (a - b, b - a)


@pytest.mark.parametrize(
    "line",
    [
        b'<a:s>   <a:p>\t"x".',
        b'<a:s> <a:p> "\\u0078" . # x',
        b'# nothing\n\n<a:s> <a:p> "x"^^<http://www.w3.org/2001/XMLSchema#string> .\r',
        b'<\\u0061:s> <a:p> "x" .',
        b'<a:s> <a:p> "x" .\n<a:s> <a:p> "\\U00000078" .',
    ],
)
def test_another_spelling_is_the_same_triple(line: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_bytes(line + b"\n")
    (tmp_path / "b.nt").write_bytes(b'<a:s> <a:p> "x" .\n')
    with difference(tmp_path / "a.nt", tmp_path / "b.nt") as found:
        assert (found.removed, found.added) == (0, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'"x"', b'"x"@en'),
        (b'"x"@en', b'"x"@de'),
        (b'"1"', b'"1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (b'"a:x"', b"<a:x>"),
        (b'"e\xcc\x81"', b'"\xc3\xa9"'),
        (b'"\\n"', b'"\\\\n"'),
        (
            b'"01"^^<http://www.w3.org/2001/XMLSchema#integer>',
            b'"1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        ),
    ],
)
def test_other_terms_are_other_triples(one: bytes, other: bytes, tmp_path: Path) -> None:
    for name, term in (("a.nt", one), ("b.nt", other)):
        (tmp_path / name).write_bytes(b"<a:s> <a:p> " + term + b" .\n")
    with difference(tmp_path / "a.nt", tmp_path / "b.nt") as found:
        assert (found.removed, found.added) == (1, 1)


def test_language_tags_have_no_case(tmp_path: Path) -> None:
    (tmp_path / "a.nt").write_bytes(b'<a:s> <a:p> "x"@EN-gb .\n')
    (tmp_path / "b.nt").write_bytes(b'<a:s> <a:p> "x"@en-GB .\n')
    with difference(tmp_path / "a.nt", tmp_path / "b.nt") as found:
        assert (found.removed, found.added) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.nt", b"<a:s> <a:p> _:b .\n", "blank node"),
        ("a.nt", b"<a:s> <a:p> <a:o> .\n" * 3 + b"<a:s> <a:p> .\n", "line 4 is not valid"),
        ("a.nt", b'<a:s> <a:p> "\xff" .\n', "cannot read|not valid"),
        ("a.ttl", b"<a:s> <a:p> [] .\n", "blank node"),
        ("a.ttl", b"<a:s>", "not valid"),
        ("a.nt.gz", b"no gzip", "cannot read"),
        ("nowhere.nt", None, "No such file"),
    ],
)
def test_what_cannot_be_compared(name: str, content: bytes | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(kg.GraphFileError, match=message) as caught, difference(SEEDS, tmp_path / name):
        pass
    assert name in str(caught.value)


def test_our_lines_are_taken_as_they_are(
    corpus_graph: nx.MultiDiGraph[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.write_ntriples(corpus_graph, tmp_path / "a.nt")
    monkeypatch.setattr("kg.triples._respelled", None)
    lines = [line for some in read_lines(tmp_path / "a.nt") for line in some]
    assert b"".join(lines) == (tmp_path / "a.nt").read_bytes()


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    kg.write_turtle(small_graph(), tmp_path / "old.ttl")
    kg.write_turtle(changed(small_graph()), tmp_path / "new.ttl")
    return tmp_path / "old.ttl", tmp_path / "new.ttl"


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("graph", [None, GRAPH])
def test_an_update_makes_one_of_the_other(
    graph: str | None, size: int, two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.patching._AT_ONCE", size)
    name = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
    store, wanted = pyoxigraph.Store(), pyoxigraph.Store()
    other = (
        pyoxigraph.Quad(name, pyoxigraph.NamedNode("a:p"), name, pyoxigraph.NamedNode("a:other"))
        if graph
        else None
    )
    store.load(path=two[0], to_graph=name)
    wanted.load(path=two[1], to_graph=name)
    if other:
        store.add(other)
        wanted.add(other)
    with difference(*two) as found:
        store.update(b"".join(PATCH_FORMATS["sparql"].write(found, graph)).decode())
    assert set(store) == set(wanted)


@pytest.mark.parametrize("graph", [None, GRAPH])
def test_a_patch_makes_one_of_the_other(graph: str | None, two: tuple[Path, Path]) -> None:
    with difference(*two) as found:
        lines = b"".join(PATCH_FORMATS["patch"].write(found, graph)).decode().splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    sides: dict[str, Triples] = {"A": set(), "D": set()}
    for line in lines[1:-1]:
        ((quad),) = pyoxigraph.parse(line[2:].encode(), pyoxigraph.RdfFormat.N_QUADS)
        assert isinstance(quad.graph_name, pyoxigraph.DefaultGraph) == (graph is None)
        sides[line[0]].add(quad.triple)
    old, new = (
        {quad.triple for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE)}
        for path in two
    )
    assert (old - sides["D"]) | sides["A"] == new


def test_text_is_a_line_a_triple(two: tuple[Path, Path]) -> None:
    with difference(*two) as found:
        text = io.BytesIO(b"".join(PATCH_FORMATS["text"].write(found, None)))
        lines = text.read().decode().splitlines()
        assert len(lines) == found.removed + found.added
    assert {line[:2] for line in lines} == {"- ", "+ "}


def test_a_folder_without_articles_is_a_slip(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with (
        pytest.raises(kg.GraphFileError, match=r"empty holds no article; check the path"),
        kg.difference(SEEDS, tmp_path / "empty"),
    ):
        pass
