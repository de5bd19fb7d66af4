"""Files to records: each file quickly, and exactly where there is something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from kg.errors import Issue, issue
from kg.files import SourceFile
from kg.frontmatter import Source, read_yaml_text
from kg.interpret import interpret
from kg.mentions import FileRecord, Tally
from kg.quickyaml import QuickParseError, quick_parse
from kg.text import printable
from kg.values import quote
from kg.yamltree import Path, Tree, TreeError, locate, parse

NO_FRONT_MATTER: Final = "no front matter"


def _dotted(path: Path) -> str:
    """Return a field's name as messages show it.

    >>> _dotted(("related", 2, "images", 0, "url"))
    'related[2].images[0].url'
    """
    name = ""
    for step in path:
        name += f"[{step}]" if isinstance(step, int) else f".{printable(step)}" if name else printable(step)
    return name


def _field_name(path: Path) -> str:
    name = ""
    for step in path:
        name += "[]" if isinstance(step, int) else f".{printable(step)}" if name else printable(step)
    return name


_Counts = dict[tuple[str, Path], int]
"""How often a finding was made at each path; at the empty one where fields are not told apart."""


class _QuickNotes:
    """Counts, and gives up where anything has a place or needs the exact text."""

    __slots__ = ("counts", "site")

    def __init__(self, site: str | None) -> None:
        self.site = site
        self.counts: _Counts = {}

    def add(self, code: str, at: Path, message: str) -> None:
        raise QuickParseError

    def tally(self, code: str, at: Path, *, by_field: bool = True) -> None:
        if not by_field:
            at = ()
        elif not isinstance(at[-1], str):
            raise QuickParseError
        self.counts[code, at] = self.counts.get((code, at), 0) + 1

    def inexact(self) -> None:
        raise QuickParseError


class _PlacedNotes:
    """Keeps each finding with the path of its field."""

    def __init__(self, site: str | None) -> None:
        self.site = site
        self.findings: list[tuple[str, Path, str]] = []
        self.counts: _Counts = {}
        self.first: dict[tuple[str, str], Path] = {}

    def add(self, code: str, at: Path, message: str) -> None:
        name = _dotted(at)
        self.findings.append((code, at, f"{name}: {message}" if name else message))

    def tally(self, code: str, at: Path, *, by_field: bool = True) -> None:
        counted = code, at if by_field else ()
        self.counts[counted] = self.counts.get(counted, 0) + 1
        self.first.setdefault((code, _field_name(counted[1])), at)

    def inexact(self) -> None:
        raise AssertionError("an exact tree holds text only")


@lru_cache(maxsize=2**12)
def _tally(kind: str | None, code: str, at: Path) -> Tally:
    name = _field_name(at)
    return Tally(code, f"{kind}.{name}" if name else str(kind))


def _tallies(kind: str | None, counts: _Counts) -> tuple[tuple[Tally, int], ...]:
    """Return the counts by field, whatever its place in lists, sorted."""
    if len(counts) == 1:
        (((code, at), n),) = counts.items()
        return ((_tally(kind, code, at), n),)
    totals: dict[Tally, int] = {}
    for (code, at), n in counts.items():
        tally = _tally(kind, code, at)
        totals[tally] = totals.get(tally, 0) + n
    return tuple(sorted(totals.items(), key=_by_name))


def _by_name(counted: tuple[Tally, int]) -> tuple[str, str]:
    return counted[0].code, counted[0].field


def _with_findings(record: FileRecord, issues: tuple[Issue, ...], counts: _Counts) -> FileRecord:
    if not issues and not counts:
        return record
    return replace(record, issues=issues, tallies=_tallies(record.kind, counts))


def _quickly(source: Source, site: str | None) -> FileRecord:
    value = quick_parse(source.yaml or "")
    if not isinstance(value, dict):
        raise QuickParseError
    notes = _QuickNotes(site)
    return _with_findings(interpret(value, source.path, notes), source.issues, notes.counts)


@dataclass(slots=True)
class _Exact:
    """A file read with places."""

    record: FileRecord
    notes: _PlacedNotes
    place: Callable[[Path], tuple[int, int]]


def _tree_issues(path: str, tree: Tree, place: Callable[[int], tuple[int, int]]) -> Iterator[Issue]:
    for offset, key in tree.duplicates:
        message = f"the key {quote(key)} stands here a second time; the last one wins"
        yield issue("duplicate-key", path, *place(offset), message)
    if tree.second_document is not None:
        message = "a second YAML document begins here; a file is one mapping, the rest is left out"
        yield issue("yaml-error", path, *place(tree.second_document), message)


def _exactly(source: Source, site: str | None) -> _Exact:
    notes = _PlacedNotes(site)
    place = source.places()

    def only(code: str, where: tuple[int, int], message: str) -> _Exact:
        found = issue(code, source.path, *where, message)
        record = FileRecord(source.path, None, issues=(*source.issues, found))
        return _Exact(record, notes, lambda _path: (1, 1))

    try:
        tree = parse(source.yaml or "")
    except TreeError as error:
        return only(error.code, place(error.offset), f"{error}; the file is left out")
    if tree.root is None or tree.root.value is None:
        return only("empty-document", (1, 1), "the document is empty")
    root, value = tree.root, tree.root.plain()
    if not isinstance(value, dict):
        what = "a list" if isinstance(value, list) else "a single value"
        return only(
            "not-a-mapping", place(root.offset), f"expected a mapping, found {what}; the file is left out"
        )
    record = interpret(value, source.path, notes)
    issues = [*source.issues, *_tree_issues(source.path, tree, place)]
    issues += [
        issue(code, source.path, *place(root.locate(at)), message) for code, at, message in notes.findings
    ]
    record = _with_findings(record, tuple(issues), notes.counts)
    return _Exact(record, notes, lambda path: place(root.locate(path)))


def read_file(file: SourceFile, *, site: str | None = None) -> FileRecord:
    """Return what one file says. What is wrong with it is in the record's issues.

    Parameters
    ----------
    file
        The file, as `kg.files.find_files` found it.
    site
        The address that relative URLs are resolved against; without it they are left out.
    """
    return to_record(read_yaml_text(file), site)


def to_record(source: Source, site: str | None) -> FileRecord:
    """Return what the YAML of a file says; see `read_file`."""
    if source.yaml is None:
        if source.issues:
            return FileRecord(source.path, None, issues=source.issues)
        return FileRecord(source.path, NO_FRONT_MATTER, passed_over=True)
    try:
        return _quickly(source, site)
    except QuickParseError:
        return _exactly(source, site).record


def locate_tallies(
    file: SourceFile, tallies: Iterable[Tally], *, site: str | None = None
) -> dict[Tally, tuple[int, int]]:
    """Return line and column of the first place in a file that each tally counted."""
    exact = _exactly(read_yaml_text(file), site)
    return {
        tally: exact.place(exact.notes.first.get((tally.code, tally.field.partition(".")[2]), ()))
        for tally in tallies
    }


def locate_fields(file: SourceFile, paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return line and column of fields in a file that was read before."""
    source = read_yaml_text(file)
    wanted = list(paths)
    try:
        offsets = locate(source.yaml or "", wanted)
    except TreeError:  # it has changed since
        return dict.fromkeys(wanted, (1, 1))
    place = source.places()
    return {path: place(offset) for path, offset in zip(wanted, offsets, strict=True)}
