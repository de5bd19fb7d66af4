"""Issues that only the whole corpus shows, and their places in the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.errors import Issue, issue
from kg.files import SourceFile
from kg.mentions import FileRecord, Mention, Tally
from kg.read import locate_field, locate_tally
from kg.values import quote
from kg.yamltree import Path


@dataclass(slots=True)
class Findings:
    """What is found while the graph is built; places are looked up in the files.

    Attributes
    ----------
    files
        The files by path.
    issues
        What was found.
    merged
        Edges that were one edge already, by relation.
    differing
        Values that listed mentions gave and the graph does not take, by attribute.
    """

    files: Mapping[str, SourceFile]
    issues: list[Issue] = field(default_factory=list)
    merged: Counter[str] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)

    def where(self, path: str, at: Path) -> str:
        """Return the place of a field as messages name it."""
        line, column = locate_field(self.files[path], at)
        return f"{path}:{line}:{column}"

    def add(self, code: str, path: str, at: Path, message: str) -> None:
        """Report an issue at a field."""
        self.issues.append(issue(code, path, *locate_field(self.files[path], at), message))


def path_of(mention: Mention) -> Path:
    """Return where in its file a mention stands."""
    return () if mention.is_document else ("related", mention.position - 1)


def enumerate_values(values: Mapping[str, object]) -> str:
    """Return values as a message lists them.

    >>> enumerate_values({"quality": 48, "type": "video"})
    "quality '48', type 'video'"
    """
    return (
        ", ".join(f"{name} {quote(str(value), 300)}" for name, value in sorted(values.items())) or "nothing"
    )


_TALLY_MESSAGES = {
    "unmapped-field": "{field}: the graph has no place for this field; {count} found",
    "relative-url": "relative URLs in {field} files are left out, as no site is set; {count} found",
}


def total_tallies(records: Iterable[FileRecord]) -> tuple[Counter[Tally], dict[Tally, str]]:
    """Return how often each tally was counted, and the path of the first file that has it."""
    totals: Counter[Tally] = Counter()
    first: dict[Tally, str] = {}
    for record in records:
        for tally, count in record.tallies:
            totals[tally] += count
            first[tally] = min(record.path, first.get(tally, record.path))
    return totals, first


def tally_issues(
    totals: Mapping[Tally, int], first: Mapping[Tally, str], files: Mapping[str, SourceFile]
) -> Iterator[Issue]:
    """Yield one issue for each tally, at the first place it was found."""
    for tally, count in totals.items():
        path = first[tally]
        message = _TALLY_MESSAGES[tally.code].format(field=tally.field, count=count)
        yield issue(tally.code, path, *locate_tally(files[path], tally), message)
