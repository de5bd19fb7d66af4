"""The ontology, the shapes and the JSON-LD context are the model's, and hold for what is written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

import kg
from kg.model import ATTRIBUTES, PREFIXES, RELATIONS, expand
from kg.ontology import label_of
from kg.schemas import SCHEMAS
from kg.shapes import node_shapes
from kg.vocabulary import CLASSES, PROPERTIES, SHORT_NAMES

PACKAGE = Path(kg.__file__).parent
OWN = PREFIXES["kg"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_up_to_date(name: str) -> None:
    """Else: `make vocabulary`."""
    assert kg.schema_text(name) == SCHEMAS[name].make()


def test_an_unknown_schema() -> None:
    with pytest.raises(kg.FormatError, match="choose one of ontology, shapes, context"):
        kg.schema_text("owl")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_command_prints_them(name: str) -> None:
    command = [sys.executable, "-c", "from kg.cli import main; main()", "ontology", name]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout == (PACKAGE / SCHEMAS[name].file).read_bytes()


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data=kg.schema_text("ontology"), format="turtle")


def test_every_own_term_is_described(ontology: rdflib.Graph) -> None:
    own = {expand(term) for term in (*CLASSES, *PROPERTIES) if term.startswith("kg:")}
    described = {str(s) for s in ontology.subjects(RDF.type, None) if str(s).startswith(OWN)} - {OWN}
    assert described == own
    for term in own:
        subject = rdflib.URIRef(term)
        assert len(str(ontology.value(subject, RDFS.label))) > 1
        assert str(ontology.value(subject, RDFS.comment)).endswith(".")
        if ontology.value(subject, RDF.type) != OWL.Class:
            assert ontology.value(subject, RDFS.domain) is not None
            assert ontology.value(subject, RDFS.range) is not None


def test_what_they_specialise(ontology: rdflib.Graph) -> None:
    found = {
        (str(s).removeprefix(OWN), str(o))
        for s, o in [
            *ontology.subject_objects(RDFS.subPropertyOf),
            *ontology.subject_objects(RDFS.subClassOf),
        ]
    }
    assert found == {
        ("ampCacheUrl", "http://purl.org/dc/terms/hasFormat"),
        ("ampUrl", "http://purl.org/dc/terms/hasFormat"),
        ("leadImage", "https://schema.org/image"),
        ("relatedTo", "http://purl.org/dc/terms/relation"),
        ("RelatedLink", "https://schema.org/ListItem"),
    }


def test_what_is_written_uses_nothing_else(corpus_graph: nx.MultiDiGraph[str]) -> None:
    rdf = kg.to_rdflib(corpus_graph)
    known = {expand(term) for term in PROPERTIES} | {str(RDF.type)}
    assert {str(p) for p in rdf.predicates()} <= known
    assert {str(o) for o in rdf.objects(None, RDF.type)} <= {expand(term) for term in CLASSES}


def test_ranges_and_domains_hold(corpus_graph: nx.MultiDiGraph[str], ontology: rdflib.Graph) -> None:
    rdf = kg.to_rdflib(corpus_graph)
    for predicate, range_ in ontology.subject_objects(RDFS.range):
        for value in rdf.objects(None, predicate):
            if isinstance(value, rdflib.Literal):
                assert range_ in (RDFS.Literal, value.datatype or rdflib.XSD.string)
            else:
                assert range_ not in (RDFS.Literal, rdflib.XSD.string)


def test_labels() -> None:
    assert label_of("kg:inTaxonomy") == "in taxonomy"


def test_short_names_are_unique() -> None:
    assert len(set(SHORT_NAMES.values())) == len(SHORT_NAMES)


def test_the_context_names_all(seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    context = json.loads(kg.schema_text("context"))["@context"]
    kg.write_jsonld(seeds_graph, tmp_path / "a.jsonld")
    document = json.loads((tmp_path / "a.jsonld").read_bytes())
    assert document["@context"] == context
    keys = {key for node in document["@graph"] for key in node} - {"@id", "@type"}
    assert keys <= set(context)
    for row in ATTRIBUTES:
        defined = context[SHORT_NAMES[row.term]]
        assert defined["@id"] == expand(row.term)
        assert ("@container" in defined) >= row.many


def test_there_is_a_shape_for_every_row() -> None:
    rules = {rule.name: rule for shape in node_shapes() for rule in shape.rules}
    for row in ATTRIBUTES:
        assert rules[f"{row.owner}-{row.name}"].path == row.term
    for relation in RELATIONS.values():
        assert rules[f"{relation.source}-{relation.name}"].path == relation.term


def test_the_schemas_parse_by_another_parser() -> None:
    for name in ("ontology", "shapes"):
        triples = set(pyoxigraph.parse(kg.schema_text(name).encode(), format=pyoxigraph.RdfFormat.TURTLE))
        assert len(triples) == len(rdflib.Graph().parse(data=kg.schema_text(name), format="turtle"))
