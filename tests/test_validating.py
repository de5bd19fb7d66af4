"""Seeds and corpus are valid; each constraint has a graph that breaks it, and is caught."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from rdflib import RDF, XSD, Literal, URIRef

import kg
from kg.analytics import with_analytics
from kg.formats.table import FORMATS
from kg.model import expand
from kg.shapes import NodeShape, Rule, node_shapes
from kg.validating import RULES
from tests.conftest import SEEDS, Source, article

CASES = [
    (shape, rule, constraint)
    for shape in node_shapes()
    for rule in shape.rules
    for constraint in rule.constraints
]


def test_seeds(seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    assert kg.validate(tmp_path / "a.ttl") == ()


@pytest.mark.parametrize("language", [None, "en"])
def test_corpus(language: str | None, corpus: Path, tmp_path: Path) -> None:
    kg.write_ntriples(kg.build(corpus, language=language), tmp_path / "a.nt")
    assert kg.validate(tmp_path / "a.nt") == ()


@pytest.mark.parametrize("name", [name for name, row in FORMATS.items() if row.read])
def test_every_format(name: str, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    path = tmp_path / f"{FORMATS[name].file}.gz"
    graph = seeds_graph.copy()
    graph.nodes["article:7bphuejxmhh2mcfq"]["quality"] = -5
    getattr(kg, f"write_{name}")(graph, path)
    (found,) = kg.validate(path)
    assert (found.severity, found.rule) == ("error", "article-quality")
    assert found.node == "https://example.org/kg/article/7bphuejxmhh2mcfq"
    assert found.message == "kg:quality '-5' is less than '0'"


def test_the_shapes_are_shacl() -> None:
    import pyshacl

    shapes = rdflib.Graph().parse(data=kg.schema_text("shapes"), format="turtle")
    conforms, _, text = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


@pytest.fixture(scope="module")
def valid(seeds_graph: nx.MultiDiGraph[str]) -> rdflib.Graph:
    pytest.importorskip("scipy", reason="scipy, for PageRank, is not installed")
    return kg.to_rdflib(with_analytics(seeds_graph))


def _values(constraint: str, rule: Rule) -> Iterator[rdflib.term.Node]:
    """Yield values that break a constraint and, where one can, none else."""
    kind, _, told = constraint.partition(" ")
    if kind == "sh:maxCount":
        typed = next((c for c in rule.constraints if c.startswith("sh:datatype")), "")
        if "sh:nodeKind sh:IRI" in rule.constraints or any(
            c.startswith("sh:class") for c in rule.constraints
        ):
            yield from (URIRef("https://example.org/one"), URIRef("https://example.org/two"))
        elif typed.endswith("integer"):
            yield from (Literal(1), Literal(2))
        elif typed.endswith("double"):
            yield from (Literal(1.0), Literal(0.5))
        elif typed.endswith("boolean"):
            yield from (Literal(True), Literal(False))
        elif typed.endswith("dateTime"):
            yield from (
                Literal(f"2020-01-0{day}T00:00:00Z", datatype=XSD.dateTime, normalize=False) for day in (1, 2)
            )
        else:
            yield from (Literal("one"), Literal("two"))
    elif kind == "sh:datatype":
        yield Literal("x", lang="en") if told == "xsd:string" else Literal("x")
    elif kind == "sh:or":
        yield Literal(1)
    elif kind == "sh:nodeKind":
        yield Literal("https://example.org/article/aaaaaaaaaaaaaaaa")
    elif kind == "sh:class":
        yield URIRef("https://example.org/kg/nothing/here")
    elif kind in ("sh:minInclusive", "sh:maxInclusive"):
        beyond = int(told) + (1 if kind == "sh:maxInclusive" else -1)
        yield Literal(float(beyond) if "sh:datatype xsd:double" in rule.constraints else beyond)
    elif kind == "sh:minLength":
        yield Literal("")
    elif kind == "sh:pattern":
        if "sh:nodeKind sh:IRI" in rule.constraints:
            yield URIRef("ftp://example.org/no")
        elif "sh:datatype xsd:dateTime" in rule.constraints:
            yield Literal("2020-01-01T00:00:00+01:00", datatype=XSD.dateTime, normalize=False)
        elif "sh:datatype xsd:double" in rule.constraints:
            yield Literal("INF", datatype=XSD.double, normalize=False)
        else:
            yield Literal("two words")
    else:
        assert kind in ("sh:minCount", "sh:disjoint"), kind


def _broken(valid: rdflib.Graph, shape: NodeShape, rule: Rule, constraint: str) -> tuple[rdflib.Graph, str]:
    """Return a graph in which one subject breaks a constraint, and that subject."""
    graph = rdflib.Graph()
    for triple in valid:
        graph.add(triple)
    classes = [URIRef(expand(target)) for target in shape.targets]
    subject = min(subject for kind in classes for subject in valid.subjects(RDF.type, kind))
    path = URIRef(expand(rule.path))
    values = list(_values(constraint, rule))
    if constraint.startswith("sh:disjoint"):
        values = [*valid.objects(subject, URIRef(expand(constraint.partition(" ")[2])))]
        assert values
    graph.remove((subject, path, None))
    for value in values:
        graph.add((subject, path, value))
    return graph, str(subject)


@pytest.mark.parametrize(
    ("shape", "rule", "constraint"),
    [pytest.param(*case, id=f"{case[1].name} {case[2][:24]}") for case in CASES],
)
def test_each_constraint(
    shape: NodeShape, rule: Rule, constraint: str, valid: rdflib.Graph, tmp_path: Path
) -> None:
    graph, subject = _broken(valid, shape, rule, constraint)
    graph.serialize(tmp_path / "a.nt", format="nt", encoding="utf-8")
    found = [v for v in kg.validate(tmp_path / "a.nt") if v.node == subject and v.rule == rule.name]
    assert found, constraint
    kind = constraint.partition(" ")[0].removeprefix("sh:")
    words = {
        "minCount": "has no", "maxCount": "has several", "datatype": "is no", "or": "is neither",
        "nodeKind": "is no IRI", "class": "is no", "minInclusive": "is less than", "minLength": "is empty",
        "maxInclusive": "is more than", "pattern": "does not match", "disjoint": "too",
    }  # fmt: skip
    assert any(words[kind] in violation.message for violation in found)
    assert all(violation.severity == "error" for violation in found)


@pytest.mark.parametrize("shape", [shape for shape in node_shapes() if shape.pattern], ids=lambda s: s.name)
def test_each_shape_asks_for_its_ids(shape: NodeShape, tmp_path: Path) -> None:
    kind = expand(shape.targets[0])
    (tmp_path / "a.nt").write_text(f"<urn:x> <{RDF.type}> <{kind}> .\n")
    assert ("urn:x", shape.name) in {(v.node, v.rule) for v in kg.validate(tmp_path / "a.nt")}


PREFIX = "https://example.org/kg/"


def _found(tmp_path: Path, valid: rdflib.Graph, *triples: str) -> set[tuple[str, str, str]]:
    text = valid.serialize(format="nt") + "".join(f"{triple} .\n" for triple in triples)
    (tmp_path / "a.nt").write_text(text, "utf-8")
    return {(v.severity, v.rule, v.node.removeprefix(PREFIX)) for v in kg.validate(tmp_path / "a.nt")}


def test_what_shapes_cannot_say(valid: rdflib.Graph, tmp_path: Path) -> None:
    node, other = f"<{PREFIX}article/7bphuejxmhh2mcfq>", f"<{PREFIX}article/zzzzzzzzzzzzzzzz>"
    found = _found(tmp_path, valid, f"{node} <https://example.org/kg/ns#relatedTo> {other}")
    assert {row[:2] for row in found} == {("error", "dangling-link"), ("error", "wrong-count")}
    kind = f"<{RDF.type}>"
    for node, class_, rule in (
        ("provider/x.example", "https://schema.org/NewsMediaOrganization", "orphan-provider"),
        ("topic/x", "http://www.w3.org/2004/02/skos/core#Concept", "orphan-topic"),
        ("story/aaaaaaaaaaaaaaaa", "https://example.org/kg/ns#Story", "orphan-story"),
    ):
        assert ("warning", rule, node) in _found(tmp_path, valid, f"<{PREFIX}{node}> {kind} <{class_}>")
    image = "https://example.org/i.png"
    found = _found(tmp_path, valid, f"<{image}> {kind} <https://schema.org/ImageObject>")
    assert ("warning", "orphan-image", image) in found
    assert {rule for _, rule, _ in found} <= set(RULES)


def test_a_topic_of_the_taxonomy_is_no_orphan(source: Source, tmp_path: Path) -> None:
    folder = source({"a.md": article(), "t.yaml": "taxonomy: topic\nname: Tea\n"})
    kg.write_turtle(kg.build(folder), tmp_path / "a.ttl")
    assert kg.validate(tmp_path / "a.ttl") == ()


def test_places_in_the_source(source: Source, tmp_path: Path) -> None:
    text = (
        "---\ntitle: One\nwebUrl: https://a.example/1\nquality: -7\nprovider:\n  name: A\n"
        "  domain: a.example\n"
        "topics: [Tea]\nrelated:\n  - title: Two\n    webUrl: https://b.example/2\n    quality: -9\n---\n"
    )
    folder = source({"one.md": text, "sub/tea.yaml": "taxonomy: topic\nname: Tea\nparent: ''\n"})
    graph = kg.build(folder)
    tea, provider = graph.nodes["topic:tea"], graph.nodes["provider:a.example"]
    tea["alternative_names"], provider["alternative_names"] = ("Tea",), ("A",)
    kg.write_turtle(graph, tmp_path / "a.ttl")
    found = kg.validate(tmp_path / "a.ttl", source=folder)
    assert {(v.rule, v.where) for v in found} == {
        ("article-quality", "one.md:4:1"),
        ("article-quality", "one.md:12:5"),
        ("provider-alternative_names", "one.md:6:3"),
        ("topic-alternative_names", "sub/tea.yaml:1:1"),
    }
    assert all(v.where == "" for v in kg.validate(tmp_path / "a.ttl"))


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(
        kg.MissingLibraryError,
        match=r"pyshacl; python -m pip install 'kg-exporter\[validate\]'$",
    ):
        kg.validate("exports/graph.ttl")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", "<a", "not valid"),
        ("b.nt.gz", "no gzip", "cannot read"),
        ("c.txt", "", "cannot tell the format"),
        ("d.ttl", None, "No such file"),
        ("e.nt", "", "holds no triples"),
    ],
)
def test_what_cannot_be_validated(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(kg.KGError, match=message):
        kg.validate(tmp_path / name)


def test_the_patterns_are_regular_expressions() -> None:
    for shape in node_shapes():
        re.compile(shape.pattern)
    assert SEEDS.is_dir()


def test_values_that_are_not_of_their_type_are_no_traceback(tmp_path: Path) -> None:
    text = (
        f'<{PREFIX}article/aaaaaaaaaaaaaaaa> <https://example.org/kg/ns#quality> "abc"^^<{XSD.integer}> .\n'
    )
    kind = f"<{PREFIX}article/aaaaaaaaaaaaaaaa> <{RDF.type}> <https://schema.org/NewsArticle> .\n"
    (tmp_path / "a.nt").write_text(text + kind)
    script = "from kg.cli import main; main()"
    command = [sys.executable, "-c", script, "validate", str(tmp_path / "a.nt")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "article-quality" in done.stdout
