"""What is no coverage graph is refused with its path."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.model import ATTRIBUTES, KINDS

GRAPHML = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{}</graphml>'
KIND = '<key id="k" for="node" attr.name="kind"/><key id="q" for="node" attr.name="quality"/>'
DATASET = (
    "<https://a.example/d> a <http://rdfs.org/ns/void#Dataset> ;"
    ' <http://rdfs.org/ns/void#uriSpace> "https://a.example/" .\n'
)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.graphml", "<svg/>", "not GraphML with one graph"),
        ("a.graphml", "<graphml>", "not valid XML"),
        ("a.graphml", GRAPHML.format(""), "not GraphML with one graph"),
        ("a.graphml", GRAPHML.format('<graph><node id="a"/></graph>'), "no kind"),
        ("a.graphml", GRAPHML.format('<graph><edge source="a" target="b"/></graph>'), "no label"),
        (
            "a.graphml",
            GRAPHML.format(
                KIND + '<graph><node id="article:a"><data key="k">article</data>'
                '<data key="q">99999999999999999999</data></node></graph>'
            ),
            "quality must be",
        ),
        (
            "a.graphml",
            GRAPHML.format(
                KIND
                + '<graph><node id="article:a"><data key="k">article</data>'
                + '<data key="z">1</data></node></graph>'
            ),
            "no attribute 'z'",
        ),
        ("a.ttl", "<a", "not valid"),
        ("a.ttl", "", "no void:Dataset"),
        ("a.ttl", DATASET.replace('https://a.example/"', 'kg"'), "base must be"),
        ("a.nt", "nonsense", "not valid"),
        (
            "a.ttl",
            DATASET + "<https://a.example/article/x> a <https://schema.org/NewsArticle> ;"
            " <https://schema.org/publisher> <https://a.example/provider/p> .",
            "says nothing of https://a.example/provider/p",
        ),
        (
            "a.ttl",
            DATASET + "<https://a.example/x> <https://a.example/p> <<( <a:a> <a:b> <a:c> )>> .",
            "triple term",
        ),
    ],
)
def test_what_is_no_coverage_graph(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(kg.GraphFileError, match=message) as caught:
        kg.read_graph(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(kg.GraphFileError, match="No such file"):
        kg.read_graph(tmp_path / "a.ttl")
    with pytest.raises(kg.FormatError, match=r"must end with \.ttl, .*\.rdf or \.graphml, or that and \.gz"):
        kg.read_graph(tmp_path / "a.xml")


def test_a_file_loaded_twice_is_the_same_graph(seeds_graph, tmp_path: Path) -> None:
    kg.write_ntriples(seeds_graph, tmp_path / "a.nt")
    twice = (tmp_path / "a.nt").read_bytes() * 2
    (tmp_path / "b.nt").write_bytes(twice)
    kg.write_ntriples(kg.read_graph(tmp_path / "b.nt"), tmp_path / "c.nt")
    assert (tmp_path / "c.nt").read_bytes() == (tmp_path / "a.nt").read_bytes()


def test_a_second_value_that_is_none_is_told(seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    kg.write_ntriples(seeds_graph, path)
    lines = path.read_text("utf-8").splitlines()
    line = next(line for line in lines if "/quality>" in line or "#quality>" in line)
    subject, predicate, _ = line.split(" ", 2)
    path.write_text("\n".join([*lines, f'{subject} {predicate} "zzz" .', ""]), "utf-8")
    with pytest.raises(kg.GraphFileError, match=r"holds no coverage graph: .*zzz"):
        kg.read_graph(path)


def test_an_attribute_has_one_graphml_type() -> None:
    types: dict[tuple[bool, str], set[str]] = {}
    for row in ATTRIBUTES:
        type_ = "string" if row.many else row.values.graphml
        types.setdefault((row.owner in KINDS, row.name), set()).add(type_)
    assert {name for name, found in types.items() if len(found) > 1} == set()
