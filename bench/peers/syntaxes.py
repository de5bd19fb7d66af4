"""The syntaxes that peers read and write, by the names that their command lines have for them."""

from __future__ import annotations

from typing import Final

MEDIA_TYPES: Final = {"turtle": "text/turtle", "ntriples": "application/n-triples"}
"""What rdflib and pyoxigraph both know a syntax by."""

FILES: Final = {"turtle": "graph.ttl", "ntriples": "graph.nt"}
"""What kg has written in it."""
