"""The resolved graph as rows, for peers that begin with tables: CSV files, and what their columns mean.

``python -m bench.peers.rows EXPECTED WORK`` writes ``WORK/rows``; the rows are those of the
expected graph, not of what kg wrote.
"""

from __future__ import annotations

import csv
import json
import sys
from base64 import b32encode
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from bench.check import LISTS, PROPERTIES, RDF_TYPE, RELATIONS, iri

BASE: Final = "https://example.org/kg/"
IRIS: Final = frozenset(
    "url original_url amp_url amp_cache_url image images logo target rdf_type to from in_scheme".split()
)
DATATYPES: Final = {
    "published_at": "dateTime", "modified_at": "dateTime", "observed_at": "dateTime", "quality": "integer",
    "heat": "integer", "position": "integer", "observed_quality": "integer", "width": "integer",
    "height": "integer", "featured": "boolean", "stub": "boolean", "in_taxonomy": "boolean",
}  # fmt: skip
CLASSES: Final = {
    "article": iri("schema:NewsArticle"), "answer": iri("schema:Answer"), "link": iri("kg:RelatedLink"),
    "provider": iri("schema:NewsMediaOrganization"), "topic": iri("skos:Concept"),
    "image": iri("schema:ImageObject"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file: the column ``id`` is the subject's IRI, the others' properties are given."""

    name: str
    properties: dict[str, str]


def tables() -> Iterator[Table]:
    """Yield the tables: one a kind of node, one for each attribute with several values, one a relation."""
    for kind, attributes in PROPERTIES.items():
        single = {name: iri(term) for name, term in attributes.items() if name not in LISTS}
        more = {"rdf_type": RDF_TYPE}
        if kind == "topic":
            more["in_scheme"] = iri("skos:inScheme")
        if kind == "link":
            more |= {"from": iri("kg:from"), "to": iri("kg:to")}
        yield Table(kind, single | more)
        for name, term in attributes.items():
            if name in LISTS:
                yield Table(f"{kind}-{name}", {name: iri(term)})
    for relation, term in RELATIONS.items():
        yield Table(relation, {"target": iri(term)})
    sizes = {"width": iri("schema:width"), "height": iri("schema:height")}
    yield Table("image", {"rdf_type": RDF_TYPE, **sizes})


def _resource(node: str) -> str:
    return BASE + node.replace(":", "/", 1)


def _link(source: str, relation: str, target: str) -> str:
    digest = sha256("\n".join((source, relation, target)).encode("utf-8")).digest()[:10]
    return f"{BASE}link/{b32encode(digest).decode('ascii').lower()}"


def _rows(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tables and rows of one line of ``expected.jsonl``."""
    what = next(iter(item))
    name = item.pop(what)
    if what == "image":
        width, height = item["size"]
        yield "image", {"id": name, "rdf_type": CLASSES["image"], "width": width, "height": height}
        return
    if what == "edge":
        source, relation, target = name
        yield relation, {"id": _resource(source), "target": _resource(target)}
        if relation != "related_to":
            return
        kind, subject = "link", _link(source, relation, target)
        item |= {"from": _resource(source), "to": _resource(target)}
    else:
        kind, subject = item.pop("kind"), _resource(name)
    item["rdf_type"] = CLASSES.get(item.get("type", kind), CLASSES[kind])
    if kind == "topic":
        item["in_scheme"] = f"{BASE}topics"
    for attribute in LISTS.intersection(item):
        for value in item.pop(attribute):
            yield f"{kind}-{attribute}", {"id": subject, attribute: value}
    yield kind, {"id": subject, **item}


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def write_rows(expected: Path, folder: Path) -> None:
    """Write the CSV files of an expected graph."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack, expected.open(encoding="utf-8") as lines:
        writers = {}
        for table in tables():
            stream = stack.enter_context(
                (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="")
            )
            writers[table.name] = csv.DictWriter(stream, ["id", *table.properties], lineterminator="\n")
            writers[table.name].writeheader()
        next(lines)
        for line in lines:
            for name, row in _rows(json.loads(line)):
                writers[name].writerow({column: _cell(value) for column, value in row.items()})


def write_kgx(expected: Path, folder: Path) -> None:
    """Write the nodes and edges as KGX has them: two TSV files, values in a list split by ``|``."""
    nodes: dict[str, dict[str, Any]] = {}
    edges: list[dict[str, Any]] = []
    columns: dict[str, dict[str, None]] = defaultdict(dict)
    with expected.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            item = json.loads(line)
            what = next(iter(item))
            name = item.pop(what)
            if what == "image":
                continue
            row = {k: "|".join(v) if isinstance(v, list) else _cell(v) for k, v in item.items()}
            if what == "node":
                row["section"] = row.pop("category", "")
                nodes[name] = {"id": name, "category": "biolink:NamedThing", **row}
            else:
                row |= {"subject": name[0], "predicate": f"biolink:{name[1]}", "object": name[2]}
                edges.append({"id": _link(*name), **row})
            columns[what] |= dict.fromkeys(nodes[name] if what == "node" else edges[-1])
    for what, rows in (("node", nodes.values()), ("edge", edges)):
        with (folder / f"{what}s.tsv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(columns[what]), delimiter="\t", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    rows = Path(sys.argv[2]) / "rows"
    write_rows(Path(sys.argv[1]), rows)
    write_kgx(Path(sys.argv[1]), rows)
