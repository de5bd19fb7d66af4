"""Morph-KGC: the same rows to N-Triples by an RML mapping."""

from __future__ import annotations

from pathlib import Path

import morph_kgc

from bench.peers.clock import clocked, places, tell
from bench.peers.rows import DATATYPES, IRIS, tables

_PREFIXES = """@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _object(column: str) -> str:
    if column in IRIS:
        return f'rml:reference "{column}" ; rr:termType rr:IRI'
    kind = f" ; rr:datatype xsd:{DATATYPES[column]}" if column in DATATYPES else ""
    return f'rml:reference "{column}"{kind}'


def _mapping(rows: Path) -> str:
    parts = [_PREFIXES]
    for table in tables():
        if (rows / f"{table.name}.csv").read_text("utf-8").count("\n") < 2:
            continue
        parts.append(f'<#{table.name}> rml:logicalSource [ rml:source "{rows / table.name}.csv" ;')
        parts.append("  rml:referenceFormulation ql:CSV ] ;")
        parts.append('  rr:subjectMap [ rml:reference "id" ; rr:termType rr:IRI ]')
        for column, term in table.properties.items():
            parts.append(
                f"  ; rr:predicateObjectMap [ rr:predicate <{term}> ; rr:objectMap [ {_object(column)} ] ]"
            )
        parts.append("  .")
    return "\n".join(parts)


if __name__ == "__main__":
    work = places()[1]
    (work / "mapping.ttl").write_text(_mapping(work / "rows"), "utf-8")
    config = f"[CONFIGURATION]\nlogging_level=ERROR\n[rows]\nmappings={work / 'mapping.ttl'}\n"

    def _materialize() -> int:
        triples = morph_kgc.materialize_set(config)
        with (work / "morph.nt").open("w", encoding="utf-8") as stream:
            stream.writelines(f"{triple} .\n" for triple in triples)
        return len(triples)

    seconds, triples = clocked(_materialize)
    tell(seconds, triples=triples)
