"""What the web calls each kind of file."""

from __future__ import annotations

from typing import Final

MEDIA_TYPES: Final[dict[str, str]] = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".graphml": "application/graphml+xml",
    ".html": "text/html",
}
"""The media type of a file, by what its name ends with."""

GZIP: Final = "application/gzip"
