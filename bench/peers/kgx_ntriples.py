"""KGX: the same nodes and edges, from its TSV form to N-Triples by its transformer.

KGX loads the Biolink model and a list of prefixes from the network; the model that the package
``biolink-model`` ships and the prefixes of these ids are taken instead.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import bmt.toolkit

from bench.peers.clock import clocked, count_lines, places, tell
from bench.peers.rows import BASE


def _work_offline() -> None:
    schema = str(files("biolink_model") / "schema" / "biolink_model.yaml")
    initialise = bmt.toolkit.Toolkit.__init__

    def init(self: Any, *_: Any, **__: Any) -> None:
        initialise(self, schema, {"predicate mappings": []})

    bmt.toolkit.Toolkit.__init__ = init
    from kgx import config

    config.jsonld_context_map |= {"monarch_context": {}, "obo_context": {}}
    config.jsonld_context_map["biolink"] = {
        "biolink": "https://w3id.org/biolink/vocab/",
        "OBAN": "http://purl.org/oban/",
        "PMID": "http://www.ncbi.nlm.nih.gov/pubmed/",
        **{kind: f"{BASE}{kind}/" for kind in ("article", "provider", "topic")},
    }


if __name__ == "__main__":
    _work_offline()
    from kgx.transformer import Transformer

    work = places()[1]

    def _transform() -> None:
        inputs = {"filename": [str(work / "rows/nodes.tsv"), str(work / "rows/edges.tsv")], "format": "tsv"}
        Transformer().transform(inputs, {"filename": str(work / "kgx.nt"), "format": "nt"})

    seconds, _ = clocked(_transform)
    tell(seconds, triples=count_lines(work / "kgx.nt"))
