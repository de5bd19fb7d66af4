"""A knowledge-graph exporter for news coverage.

It reads a folder of articles (Markdown with YAML front matter), builds one
`networkx.MultiDiGraph` of articles, providers, topics and related links, and turns it into
RDF, GraphML and an interactive HTML map.

>>> import kg
>>> graph = kg.build("seeds")
>>> graph.nodes["provider:vice.com"]["name"]
'VICE'

Nothing third-party is imported until a function needs it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import (
    EndpointError,
    FormatError,
    GraphError,
    GraphFileError,
    Issue,
    KGError,
    MissingLibraryError,
    NotInGraphError,
    OutputError,
    ProcessError,
    QueryError,
    SettingsError,
    SourceError,
)

if TYPE_CHECKING:
    from kg.assemble.graph import build as build
    from kg.differing import difference as difference
    from kg.endpoint import STORES as STORES
    from kg.endpoint import Endpoint as Endpoint
    from kg.explaining import explain as explain
    from kg.formats.exporting import export as export
    from kg.formats.graphml import write_graphml as write_graphml
    from kg.formats.html import write_html as write_html
    from kg.formats.jsonld import write_jsonld as write_jsonld
    from kg.formats.nquads import write_nquads as write_nquads
    from kg.formats.ntriples import write_ntriples as write_ntriples
    from kg.formats.rdflib_graph import to_rdflib as to_rdflib
    from kg.formats.rdfxml import write_rdfxml as write_rdfxml
    from kg.formats.reading import read_graph as read_graph
    from kg.formats.trig import write_trig as write_trig
    from kg.formats.turtle import write_turtle as write_turtle
    from kg.querying import query as query
    from kg.report import report_schema as report_schema
    from kg.report import to_report as to_report
    from kg.schemas import schema_text as schema_text
    from kg.settings import make_settings as make_settings
    from kg.shelf import named_queries as named_queries
    from kg.showing import show as show
    from kg.streaming.export import stream as stream
    from kg.syncing import load as load
    from kg.syncing import sync as sync
    from kg.validating import validate as validate

__version__ = "0.1.0"

_HOME = {
    "Endpoint": "kg.endpoint",
    "STORES": "kg.endpoint",
    "build": "kg.assemble.graph",
    "difference": "kg.differing",
    "explain": "kg.explaining",
    "export": "kg.formats.exporting",
    "load": "kg.syncing",
    "make_settings": "kg.settings",
    "named_queries": "kg.shelf",
    "query": "kg.querying",
    "read_graph": "kg.formats.reading",
    "report_schema": "kg.report",
    "schema_text": "kg.schemas",
    "show": "kg.showing",
    "stream": "kg.streaming.export",
    "sync": "kg.syncing",
    "to_rdflib": "kg.formats.rdflib_graph",
    "to_report": "kg.report",
    "validate": "kg.validating",
    "write_graphml": "kg.formats.graphml",
    "write_html": "kg.formats.html",
    "write_jsonld": "kg.formats.jsonld",
    "write_nquads": "kg.formats.nquads",
    "write_ntriples": "kg.formats.ntriples",
    "write_rdfxml": "kg.formats.rdfxml",
    "write_trig": "kg.formats.trig",
    "write_turtle": "kg.formats.turtle",
}

__all__ = [
    "EndpointError",
    "FormatError",
    "GraphError",
    "GraphFileError",
    "Issue",
    "KGError",
    "MissingLibraryError",
    "NotInGraphError",
    "OutputError",
    "SettingsError",
    "ProcessError",
    "QueryError",
    "SourceError",
    "__version__",
    *_HOME,
]


def __getattr__(name: str) -> Any:
    """Load a public function when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
