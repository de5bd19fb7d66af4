"""What was read and found: the issues, the counts, and the JSON report."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.errors import CODES, SEVERITIES, Issue
from kg.model import KINDS, RELATIONS

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Intake:
    """What went into a graph, in numbers.

    Attributes
    ----------
    files
        Files read.
    documents, listed
        Mentions that became articles: by documents of their own, and in lists.
    passed_over
        Files that are not for this graph, by kind.
    unmapped
        Values in fields that the graph has no place for, by field.
    merged
        Edges that were one edge already, by relation.
    differing
        Values that mentions gave and that lost to a preferred mention's, by attribute.
    """

    files: int = 0
    documents: int = 0
    listed: int = 0
    passed_over: Mapping[str, int] = field(default_factory=dict)
    unmapped: Mapping[str, int] = field(default_factory=dict)
    merged: Mapping[str, int] = field(default_factory=dict)
    differing: Mapping[str, int] = field(default_factory=dict)


class Issues(tuple[Issue, ...]):
    """The issues of a graph, sorted by place, with what was counted on the way.

    Attributes
    ----------
    intake
        What went into the graph.
    """

    intake: Intake

    def __new__(cls, issues: Iterable[Issue] = (), intake: Intake | None = None) -> Issues:
        """Sort the issues by path, line, column, code and message."""
        ordered = sorted(issues, key=lambda found: (found.place, found.code, found.message))
        self = super().__new__(cls, ordered)
        self.intake = intake or Intake()
        return self

    def __reduce__(self) -> tuple[type[Issues], tuple[tuple[Issue, ...], Intake]]:
        return Issues, (tuple(self), self.intake)

    @property
    def by_code(self) -> dict[str, int]:
        """How many issues there are of each code, most severe first, then in the table's order."""
        counts = Counter(found.code for found in self)
        ordered = sorted(CODES, key=lambda code: SEVERITIES.index(CODES[code].severity))
        return {code: counts[code] for code in ordered if counts[code]}

    @property
    def by_severity(self) -> dict[str, int]:
        """How many issues there are of each severity, the most severe first."""
        counts = Counter(found.severity for found in self)
        return {severity: counts[severity] for severity in SEVERITIES}

    @property
    def errors(self) -> int:
        """How many issues are errors."""
        return self.by_severity["error"]


def issues_of(graph: nx.MultiDiGraph[str]) -> Issues:
    """Return the issues of a graph; none for a graph that was not built from files."""
    issues = graph.graph.get("issues", ())
    return issues if isinstance(issues, Issues) else Issues(issues)


def count_graph(graph: nx.MultiDiGraph[str]) -> dict[str, int]:
    """Return how many articles, stubs among them, providers, topics and edges a graph has."""
    found: Counter[str] = Counter(data["kind"] for _, data in graph.nodes(data=True))
    found.update(relation for _, _, relation in graph.edges(keys=True))
    return named_counts(found, sum(data.get("stub") is True for _, data in graph.nodes(data=True)))


def named_counts(found: Mapping[str, int], stubs: int) -> dict[str, int]:
    """Return the counts of kinds and relations as a report has them; of what analytics add, where any is.

    Parameters
    ----------
    found
        Nodes by kind and edges by relation.
    stubs
        How many of the articles were only ever listed.
    """
    counts = {}
    for kind in KINDS.values():
        if found.get(kind.name) or not kind.derived:
            counts[kind.several] = found.get(kind.name, 0)
        if kind.name == "article":
            counts["stubs"] = stubs
    for name, relation in RELATIONS.items():
        if found.get(name) or not relation.derived:
            counts[name] = found.get(name, 0)
    return counts


def to_report(graph: nx.MultiDiGraph[str]) -> dict[str, Any]:
    """Return the report of a graph as plain values, as `report.json` holds it."""
    return report_of(graph.graph.get("name", ""), count_graph(graph), issues_of(graph))


def report_of(name: str, counts: Mapping[str, int], issues: Issues) -> dict[str, Any]:
    """Return the report of a graph by its name, its counts as `count_graph` gives them, and its issues."""
    intake = issues.intake
    return {
        "name": name,
        "counts": counts,
        "read": {
            "files": intake.files,
            "documents": intake.documents,
            "listed": intake.listed,
            "passed_over": dict(sorted(intake.passed_over.items())),
        },
        "folded": {
            "edges": dict(sorted(intake.merged.items())),
            "values": dict(sorted(intake.differing.items())),
        },
        "unmapped_fields": dict(sorted(intake.unmapped.items())),
        "issue_counts": issues.by_code,
        "issues": [
            {
                "code": found.code,
                "severity": found.severity,
                "where": found.where,
                "message": found.message,
            }
            for found in issues
        ],
    }


def report_text(graph: nx.MultiDiGraph[str]) -> str:
    """Return `report.json`'s text."""
    return json_text(to_report(graph))


def json_text(report: Mapping[str, Any]) -> str:
    """Return a report as `report.json` holds it."""
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema that `report.json` follows."""
    schema: dict[str, Any] = json.loads(files("kg").joinpath("report.schema.json").read_text("utf-8"))
    return schema
