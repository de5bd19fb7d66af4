"""Issues that only the whole corpus shows, and their places in the files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.errors import Issue, issue
from kg.files import SourceFile
from kg.mentions import FileRecord, Mention, Tally
from kg.read import locate_fields, locate_tallies
from kg.values import quote
from kg.yamltree import Path


class Field(NamedTuple):
    """A field of a file, whose line and column are not known yet."""

    path: str
    at: Path = ()


class _Finding(NamedTuple):
    code: str
    field: Field
    message: str
    other: Field | None


@dataclass(slots=True)
class Findings:
    """What is found while the graph is built.

    Attributes
    ----------
    merged
        Edges that were one edge already, by relation.
    differing
        Values that the graph does not take and no issue names, by attribute.
    """

    merged: Counter[str] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)
    _found: list[_Finding] = field(default_factory=list)

    def add(self, code: str, where: Field, message: str, other: Field | None = None) -> None:
        """Report an issue at a field; ``{other}`` in the message stands for another one's place."""
        self._found.append(_Finding(code, where, message, other))

    def to_issues(self, files: Mapping[str, SourceFile]) -> list[Issue]:
        """Return the issues; each file is looked into once, however much was found in it."""
        wanted = {field for found in self._found for field in (found.field, found.other) if field}
        places = locate(wanted, files)
        issues = []
        for code, where, message, other in self._found:
            if other is not None:
                line, column = places[other]
                message = message.replace("{other}", f"{other.path}:{line}:{column}", 1)
            issues.append(issue(code, where.path, *places[where], message))
        return issues


def locate(fields: Iterable[Field], files: Mapping[str, SourceFile]) -> dict[Field, tuple[int, int]]:
    """Return line and column of fields, reading each file once."""
    by_file: dict[str, list[Path]] = defaultdict(list)
    for path, at in fields:
        by_file[path].append(at)
    places: dict[Field, tuple[int, int]] = {}
    for path, paths in by_file.items():
        places |= {Field(path, at): place for at, place in locate_fields(files[path], paths).items()}
    return places


def field_of(mention: Mention) -> Field:
    """Return where a mention stands."""
    return Field(mention.path, () if mention.is_document else ("related", mention.position - 1))


def enumerate_values(values: Mapping[str, object]) -> str:
    """Return values as a message lists them.

    >>> enumerate_values({"quality": 48, "type": "video"})
    "quality '48', type 'video'"
    """
    return ", ".join(f"{name} {quote(str(value), 300)}" for name, value in sorted(values.items()))


def said_otherwise(values: Mapping[str, object]) -> str:
    """Return the end of a message that says what is not taken."""
    return f"not taken: {enumerate_values(values)}" if values else "it says nothing else"


_TALLY_MESSAGES = {
    "unmapped-field": "{field}: the graph has no place for this field; {count} found",
    "relative-url": "relative URLs in {field} files are left out, as no site is set; {count} found",
}


def tally_issues(
    records: Iterable[FileRecord], files: Mapping[str, SourceFile], site: str | None
) -> tuple[Counter[Tally], list[Issue]]:
    """Return how often each tally was counted, and one issue for each, at its first place."""
    totals: Counter[Tally] = Counter()
    first: dict[Tally, str] = {}
    for record in records:
        for tally, count in record.tallies:
            totals[tally] += count
            first[tally] = min(record.path, first.get(tally, record.path))
    by_file: dict[str, list[Tally]] = defaultdict(list)
    for tally, path in first.items():
        by_file[path].append(tally)
    issues = []
    for path, tallies in by_file.items():
        for tally, place in locate_tallies(files[path], tallies, site=site).items():
            message = _TALLY_MESSAGES[tally.code].format(field=tally.field, count=totals[tally])
            issues.append(issue(tally.code, path, *place, message))
    return totals, issues
