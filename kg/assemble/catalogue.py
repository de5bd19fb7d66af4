"""What grows slower than a corpus: its taxonomy, its providers and topics, its issues and counts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import asdict

from kg.assemble.findings import Field, Findings, said_otherwise
from kg.assemble.providers import Providers
from kg.errors import Issue, issue
from kg.files import SourceFile
from kg.mentions import FileRecord, Tally
from kg.read import locate_tallies
from kg.report import Intake, Issues
from kg.resolve import Taxonomy, build_taxonomy

_TALLY_MESSAGES = {
    "unmapped-field": "{field}: the graph has no place for this field; {count} found",
    "relative-url": "relative URLs in {field} files are left out, as no site is set; {count} found",
}


@dataclass(slots=True)
class Catalogue:
    """What records say of a corpus as a whole.

    Attributes
    ----------
    providers
        The names and logos of providers.
    topic_names
        The names that mentions give topics, and how often.
    """

    providers: Providers = field(default_factory=Providers)
    topic_names: Counter[str] = field(default_factory=Counter)
    _files: int = 0
    _documents: int = 0
    _listed: int = 0
    _passed_over: Counter[str] = field(default_factory=Counter)
    _totals: Counter[Tally] = field(default_factory=Counter)
    _first: dict[Tally, str] = field(default_factory=dict)
    _issues: list[Issue] = field(default_factory=list)
    _entries: list[FileRecord] = field(default_factory=list)

    def add(self, record: FileRecord) -> None:
        """Take in what one file says."""
        self._files += 1
        if record.passed_over and record.kind:
            self._passed_over[record.kind] += 1
        for tally, count in record.tallies:
            self._totals[tally] += count
            first = self._first.get(tally)
            if first is None or record.path < first:
                self._first[tally] = record.path
        self._issues += record.issues
        if record.topics or record.organizations:
            self._entries.append(record)
        for mention in record.mentions:
            if mention.is_document:
                self._documents += 1
            else:
                self._listed += 1
            self.providers.add(mention)
            for name in mention.topics:
                self.topic_names[name] += 1

    def extend(self, others: Catalogue) -> None:
        """Take in what other records say."""
        self.providers.extend(others.providers)
        self.topic_names.update(others.topic_names)
        self._files += others._files
        self._documents += others._documents
        self._listed += others._listed
        self._passed_over.update(others._passed_over)
        self._totals.update(others._totals)
        for tally, path in others._first.items():
            self._first[tally] = min(path, self._first.get(tally, path))
        self._issues += others._issues
        self._entries += others._entries

    def taxonomy(self, findings: Findings) -> Taxonomy:
        """Return the taxonomy, and report each entry that came second, with what it says otherwise."""
        taxonomy = build_taxonomy(self._entries)
        for first, second in taxonomy.repeated:
            kept, said = asdict(first), asdict(second)
            lost = {
                name: said[name]
                for name in said
                if said[name] not in (None, (), kept[name]) and name != "path"
            }
            message = f"the same as {{other}}, which is taken; {said_otherwise(lost)}"
            findings.add("duplicate-document", Field(second.path), message, Field(first.path))
        return taxonomy

    def issues(
        self,
        findings: Findings,
        files: Mapping[str, SourceFile],
        *,
        site: str | None,
        jobs: int | None,
        places: dict[Field, tuple[int, int]] | None = None,
    ) -> Issues:
        """Return all issues and counts; what only the whole corpus shows is looked up in the files.

        Parameters
        ----------
        findings
            What was found in the whole.
        files
            The files by path.
        site
            The address that relative URLs are resolved against.
        jobs
            Processes that look places up side by side.
        places
            Lines and columns that are known, to which all others that are wanted are added.
        """
        found = findings.to_issues(files, jobs=jobs, places=places)
        issues = [*self._issues, *self._tally_issues(files, site), *found]
        unmapped = {tally.field: n for tally, n in self._totals.items() if tally.code == "unmapped-field"}
        intake = Intake(
            files=self._files,
            documents=self._documents,
            listed=self._listed,
            passed_over=dict(self._passed_over),
            unmapped=unmapped,
            merged=dict(findings.merged),
            differing=dict(findings.differing),
        )
        return Issues(issues, intake)

    def _tally_issues(self, files: Mapping[str, SourceFile], site: str | None) -> list[Issue]:
        """Return one issue for each tally, at its first place."""
        by_file: dict[str, list[Tally]] = defaultdict(list)
        for tally, path in self._first.items():
            by_file[path].append(tally)
        issues = []
        for path, tallies in by_file.items():
            for tally, place in locate_tallies(files[path], tallies, site=site).items():
                message = _TALLY_MESSAGES[tally.code].format(field=tally.field, count=self._totals[tally])
                issues.append(issue(tally.code, path, *place, message))
        return issues
