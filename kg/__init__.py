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
    FormatError,
    GraphError,
    GraphFileError,
    Issue,
    KGError,
    NotInGraphError,
    OutputError,
    ProcessError,
    SettingsError,
    SourceError,
)

if TYPE_CHECKING:
    from kg.assemble.graph import build as build
    from kg.explaining import explain as explain
    from kg.formats.graphml import write_graphml as write_graphml
    from kg.formats.html import write_html as write_html
    from kg.formats.ntriples import write_ntriples as write_ntriples
    from kg.formats.rdflib_graph import to_rdflib as to_rdflib
    from kg.formats.table import export as export
    from kg.formats.table import read_graph as read_graph
    from kg.formats.turtle import write_turtle as write_turtle
    from kg.report import report_schema as report_schema
    from kg.report import to_report as to_report
    from kg.streaming.export import stream as stream

__version__ = "0.1.0"

_HOME = {
    "build": "kg.assemble.graph",
    "explain": "kg.explaining",
    "export": "kg.formats.table",
    "read_graph": "kg.formats.table",
    "report_schema": "kg.report",
    "stream": "kg.streaming.export",
    "to_rdflib": "kg.formats.rdflib_graph",
    "to_report": "kg.report",
    "write_graphml": "kg.formats.graphml",
    "write_html": "kg.formats.html",
    "write_ntriples": "kg.formats.ntriples",
    "write_turtle": "kg.formats.turtle",
}

__all__ = [
    "FormatError",
    "GraphError",
    "GraphFileError",
    "Issue",
    "KGError",
    "NotInGraphError",
    "OutputError",
    "SettingsError",
    "ProcessError",
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
