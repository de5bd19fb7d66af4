"""Write reference.md from the tables in the code: `python docs/make_reference.py`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.analytics.options import COPIES, OPTIONS
from kg.analytics.reporting import Option, Report
from kg.analytics.reports import REPORTS
from kg.canonical import STEPS, TRACKING
from kg.errors import CODES, SEVERITIES
from kg.fields import (
    DOCUMENT_FIELDS,
    MENTION_FIELDS,
    ORGANIZATION_FIELDS,
    PROVIDER_FIELDS,
    TOPIC_FIELDS,
    Field,
)
from kg.formats.exporting import REPORT_FILE
from kg.formats.table import FORMATS
from kg.model import BY_OWNER, KINDS, PREFIXES, RELATIONS, TYPE_TERMS
from kg.schemas import SCHEMAS
from kg.shelf import named_queries
from kg.validating import RULES
from kg.valuetypes import VALUE_TYPES

PAGE = Path(__file__).parent / "reference.md"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _attributes(owner: str, *, derived: bool = False) -> str:
    rows = (
        (
            _code(row.name),
            f"{row.type}, several" if row.many else row.type,
            _code(row.term),
            row.values.graphml if not row.many else "string (JSON)",
            row.meaning,
        )
        for row in BY_OWNER[owner]
        if row.derived == derived
    )
    return _table(("attribute", "type", "RDF property", "GraphML", "meaning"), rows)


def _fields(fields: dict[str, Field], already: Iterable[str] = ()) -> str:
    rows = (
        (_code(key), _code(field.name), field.meaning) for key, field in fields.items() if key not in already
    )
    return _table(("field", "becomes", "read as"), rows)


def _meanings(row: type) -> dict[str, str]:
    """Return what the description of a row says of each of its fields."""
    _, _, attributes = (inspect.getdoc(row) or "").partition("Attributes\n----------\n")
    said: dict[str, list[str]] = {}
    names: list[str] = []
    for line in attributes.splitlines():
        if re.match(r"\w", line):
            names = line.split(", ")
        for name in names:
            said.setdefault(name, []).extend([line.strip()] if line.startswith(" ") else [])
    return {name: " ".join(lines).replace("``", "`") for name, lines in said.items()}


def _columns(report: Report) -> str:
    meanings = _meanings(report.row)
    together: dict[str, list[str]] = {}
    for column in report.columns:
        together.setdefault(meanings[column.name], []).append(column.name)
    rows = (
        (_code(column.name), column.heading, column.unit, _once(meanings[column.name], column.name, together))
        for column in report.columns
    )
    return _table(("column", "in a table", "unit", "meaning"), rows)


def _once(meaning: str, name: str, together: dict[str, list[str]]) -> str:
    """Return a meaning that several columns share at the first of them only."""
    first, *others = together[meaning]
    if name != first:
        return f"see {_code(first)}"
    return f"With {', '.join(map(_code, others))}: {meaning}" if others else meaning


def _values(option: Option) -> str:
    if option.choices:
        return ", ".join(map(_code, option.choices))
    return str(option.bounds or "")


def _default(option: Option, takers: Sequence[Report]) -> str:
    default = takers[0].default(option)
    if isinstance(default, bool):
        return _code(f"--{'' if default else 'no-'}{option.name}")
    return "" if default is None else _code(str(default))


def _reports() -> Iterable[str]:
    yield "## Reports"
    yield (
        "What `kg analyze` answers, and `kg.analytics` in Python. `--top N` takes the first N of what is"
        " named. CSV and JSON have all columns: times are like `2020-05-06T17:30:00Z`, and in CSV `; ` stands"
        " between several ids. Text is as it is in the graph: a spreadsheet that opens CSV rather than"
        " importing it as text takes a title that begins with `=`, `+`, `-` or `@` for a formula."
    )
    rows = (
        (
            _code(row.name),
            row.question,
            row.order,
            row.counted,
            *("yes" if able else "no" for able in (not row.indifferent, row.draw)),
        )
        for row in REPORTS.values()
    )
    yield _table(
        ("`kg analyze`", "what it answers", "order", "`--top` counts", "`--without-copies`", "`--plot`"), rows
    )
    options = []
    for option in OPTIONS.values():
        takers = [row for row in REPORTS.values() if option.name in row.options]
        named = ", ".join(_code(row.name) for row in takers)
        options.append(
            (_code(f"--{option.name}"), option.help, _values(option), _default(option, takers), named)
        )
    yield _table(("option", "meaning", "values", "by default", "reports"), options)
    yield (
        f"{', '.join(_code(f'--{name}') for name in COPIES)} also say which articles `--without-copies`"
        " leaves out: of the whole graph, before a part of it is taken."
    )
    for name, option in (("providers", "--provider"), ("topics", "--topic")):
        whole = ", ".join(_code(row.name) for row in REPORTS.values() if name in row.named)
        yield (
            f"`{option}` chooses the articles that are asked about; but of {whole}, which compare {name} with"
            " each other, it chooses the rows that name one of them."
        )
    for row in REPORTS.values():
        yield f"### {row.name}\n\nIn Python `kg.analytics.{row.answer.__name__}`.\n\n{_columns(row)}"


def _sections() -> Iterable[str]:
    yield "# Reference"
    yield "This page is made from the tables in the code by `docs/make_reference.py`."
    yield "## Formats"
    rows = (
        (
            _code(name),
            _code(row.file),
            row.meaning,
            _code(row.media_type),
            *("yes" if able else "no" for able in (row.read, not row.ties, row.compressible)),
        )
        for name, row in FORMATS.items()
    )
    yield _table(("format", "file", "for", "media type", "`kg.read_graph`", "`kg.stream`", "`.gz`"), rows)
    yield f"`{REPORT_FILE}` is always written too; `kg.report_schema()` returns its JSON Schema."
    yield "## The vocabulary's files"
    rows = (
        (_code(f"kg/{row.file}"), row.meaning, _code(f"kg ontology {name}")) for name, row in SCHEMAS.items()
    )
    yield _table(("file", "what", "printed by"), rows)
    yield "## Named queries"
    rows = ((_code(row.name), row.question) for row in named_queries().values())
    yield _table(("`kg query --named`", "what it answers"), rows)
    yield from _reports()
    yield "## What `kg validate` finds besides the shapes"
    rows = ((_code(name), severity, meaning) for name, (severity, meaning) in RULES.items())
    yield _table(("rule", "severity", "meaning"), rows)
    yield "## Nodes"
    yield (
        "Every node carries `kind` and the attributes of its kind; an attribute without a value is absent."
        " `kg export --with-analytics` and `kg.analytics.with_analytics` add what is said to be theirs, and"
        " `kg.analytics` says how it is computed."
    )
    for kind in KINDS.values():
        terms = f"`{kind.term}`"
        if kind.name == "article":
            rest = ", ".join(f"`{term}` ({word})" for word, term in TYPE_TERMS.items())
            terms = f"by its `type` {rest}, else {terms}"
        yield f'### {kind.name}\n\nId `{kind.name}:KEY`; in RDF {terms}; in GraphML `labels="{kind.labels}"`.'
        if not kind.derived:
            yield _attributes(kind.name)
        yield "With analytics:"
        yield _attributes(kind.name, derived=True)
    yield "## Edges"
    rows = (
        (_code(r.name), r.source, r.target, _code(r.term), r.meaning + " (with analytics)" * r.derived)
        for r in RELATIONS.values()
    )
    yield _table(("key", "from", "to", "RDF property", "meaning"), rows)
    for relation in RELATIONS.values():
        if relation.reified:
            yield f"### {relation.name}"
            yield "In RDF each edge is a `kg:RelatedLink` too, with `kg:from` and `kg:to`."
            yield _attributes(relation.name)
    yield "## Types"
    rows = ((_code(name), row.meaning, _code(row.datatype) or "IRI") for name, row in VALUE_TYPES.items())
    yield _table(("type", "values", "RDF"), rows)
    yield "## Prefixes"
    yield _table(("prefix", "namespace"), ((_code(p), f"<{iri}>") for p, iri in PREFIXES.items()))
    yield "## Fields of the files"
    yield "A field that is not listed is counted in the report and left out."
    yield "### An article's document\n\n" + _fields(DOCUMENT_FIELDS)
    taken = ", ".join(_code(key) for key in DOCUMENT_FIELDS if key not in MENTION_FIELDS)
    yield f"An item of `related` has the same fields but {taken}."
    yield "### `provider`\n\n" + _fields(PROVIDER_FIELDS)
    yield "### `taxonomy: topic`\n\n" + _fields(TOPIC_FIELDS)
    yield "### `taxonomy: organization`\n\n" + _fields(ORGANIZATION_FIELDS)
    yield "## The canonical URL"
    yield (
        "What identifies an article, with its provider's domain. `kg explain` shows each step for a URL.\n\n"
        + "\n".join(f"{number}. {name}" for number, (name, _) in enumerate(STEPS, 1))
    )
    yield f"Tracking parameters: `utm_*`, {', '.join(_code(name) for name in sorted(TRACKING))}."
    yield "## Issues"
    for severity in SEVERITIES:
        codes = (
            (_code(name), c.meaning, c.consequence) for name, c in CODES.items() if c.severity == severity
        )
        yield f"### {severity}\n\n" + _table(("code", "found", "what becomes of it"), codes)


def reference() -> str:
    """Return the text of reference.md."""
    return "\n\n".join(_sections()) + "\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8", newline="\n")
