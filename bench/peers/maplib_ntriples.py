"""maplib: the same rows, as polars data frames, to N-Triples by templates."""

from __future__ import annotations

from pathlib import Path

import polars
from maplib import Model

from bench.peers.clock import clocked, count_lines, places, tell
from bench.peers.rows import DATATYPES, IRIS, Table, tables

_PREFIXES = """@prefix x: <urn:x:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ottr: <http://ns.ottr.xyz/0.4/> .
"""


def _type(column: str) -> str:
    if column == "id" or column in IRIS:
        return "ottr:IRI"
    return f"xsd:{DATATYPES.get(column, 'string')}"


def _template(table: Table) -> str:
    names = {column: f"?c{place}" for place, column in enumerate(("id", *table.properties))}
    signature = ", ".join(
        f"{'' if column == 'id' else '? '}{_type(column)} {name}" for column, name in names.items()
    )
    body = ",\n".join(
        f"  ottr:Triple({names['id']}, <{term}>, {names[column]})"
        for column, term in table.properties.items()
    )
    return f"{_PREFIXES}x:{table.name} [{signature}] :: {{\n{body}\n}} .\n"


def _frame(path: Path, table: Table) -> polars.DataFrame:
    columns = ("id", *table.properties)
    frame = polars.read_csv(path, schema=dict.fromkeys(columns, polars.String))
    for column in columns:
        kind = DATATYPES.get(column)
        if kind == "dateTime":
            frame = frame.with_columns(
                polars.col(column).str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")
            )
        elif kind == "boolean":
            frame = frame.with_columns(polars.col(column) == "true")
        elif kind:
            frame = frame.with_columns(polars.col(column).cast(polars.Int64))
    return frame.rename({column: f"c{place}" for place, column in enumerate(columns)})


if __name__ == "__main__":
    work = places()[1]
    frames = [(table, _frame(work / "rows" / f"{table.name}.csv", table)) for table in tables()]
    frames = [(table, frame) for table, frame in frames if frame.height]

    def _map_all() -> None:
        model = Model()
        for table, frame in frames:
            model.add_template(_template(table))
            model.map(f"urn:x:{table.name}", frame)
        model.write(str(work / "maplib.nt"), format="ntriples")

    seconds, _ = clocked(_map_all)
    tell(seconds, triples=count_lines(work / "maplib.nt"))
