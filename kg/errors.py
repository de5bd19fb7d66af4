"""The two channels of trouble: exceptions for failures, issues for problems in the data.

    KGError                 every exception the package raises on purpose
    ├── SourceError         a source that is not there or cannot be read
    ├── SettingsError       a setting that makes no sense, or a broken kg.toml
    ├── FormatError         a format nobody knows
    ├── GraphError          a graph that does not follow the model, so that no format could hold it
    ├── GraphFileError      a graph file that does not hold a coverage graph
    ├── EndpointError       a triple store that cannot be reached, or does not do what it is asked
    ├── MissingLibraryError a library that only some work needs, and that is not installed
    ├── NotInGraphError     an id or URL that names nothing in the graph
    ├── QueryError          a query that is not valid SPARQL, or a name that no query has
    ├── OutputError         a file or folder that cannot be written
    └── ProcessError        a process that was killed before its work was done

An `Issue` is never raised: it is collected and reported, and the rest of the file is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Severity = Literal["error", "warning", "note"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")


class KGError(Exception):
    """A failure with a message that says where, what, and what to do."""


class SourceError(KGError):
    """A source that is not there or cannot be read."""


class SettingsError(KGError):
    """A setting that makes no sense, or a settings file that cannot be read."""


class FormatError(KGError):
    """A format that is not in the table of formats."""


class GraphError(KGError):
    """A graph that does not follow the model."""


class GraphFileError(KGError):
    """A graph file that does not hold a coverage graph."""


class EndpointError(KGError):
    """A triple store that cannot be reached, or does not do what it is asked."""


class MissingLibraryError(KGError):
    """A library that only some work needs, and that is not installed."""


def missing_library(library: str, work: str, extra: str) -> MissingLibraryError:
    """Return what is to be raised where a library is not installed.

    Parameters
    ----------
    library
        What pip calls it.
    work
        What needs it, as the beginning of a sentence.
    extra
        The extra of this package that it comes with.

    Examples
    --------
    >>> str(missing_library("scipy", "PageRank", "analytics"))
    "PageRank needs the library scipy; python -m pip install 'kg-exporter[analytics]'"
    """
    return MissingLibraryError(
        f"{work} needs the library {library}; python -m pip install 'kg-exporter[{extra}]'"
    )


class NotInGraphError(KGError):
    """An id or URL that names nothing in the graph."""


class QueryError(KGError):
    """A query that is not valid SPARQL, or a name that no query has."""


class OutputError(KGError):
    """A file or folder that cannot be written."""


class ProcessError(KGError):
    """A process that was killed before its work was done."""


@dataclass(frozen=True, slots=True)
class Code:
    """One row of the table of issue codes.

    Attributes
    ----------
    severity
        ``error``: an article or a file is missing from the graph; ``warning``: a value is
        missing, guessed or in doubt; ``note``: repaired or folded, nothing lost.
    meaning
        What was found.
    consequence
        What becomes of the value.
    """

    severity: Severity
    meaning: str
    consequence: str


CODES: Final[dict[str, Code]] = {
    "unreadable": Code("error", "the file cannot be opened or read", "the file is missing"),
    "yaml-error": Code(
        "error", "the YAML is broken, or has a second document", "the file, or the rest of it, is missing"
    ),
    "not-a-mapping": Code("error", "the YAML is a list or a single value", "the file is missing"),
    "missing-title": Code("error", "a mention or a topic has no title", "it makes no node"),
    "missing-url": Code("error", "a mention has neither webUrl nor originalUrl", "it makes no article"),
    "bad-url": Code("error", "a mention's URL is not an http(s) URL with a host", "it makes no article"),
    "too-large": Code("error", "the YAML is larger than an article can be", "the file is missing"),
    "too-deep": Code("error", "the YAML is nested deeper than an article can be", "the file is missing"),
    "empty-document": Code("warning", "the file or its front matter is empty", "nothing to keep"),
    "not-utf8": Code("warning", "the file is not UTF-8", "it is decoded by the encoding named"),
    "bad-date": Code("warning", "a date that is no ISO 8601 instant", "the value is left out"),
    "naive-date": Code("warning", "a date without a time zone", "it is taken as UTC"),
    "relative-url": Code("warning", "a URL without a host, and no site is set", "the value is left out"),
    "bad-number": Code("warning", "not a whole number of signed 64 bit", "the value is left out"),
    "wrong-type": Code("warning", "a value of another type than the field's", "taken as the message says"),
    "duplicate-key": Code("warning", "a key that stands twice in one mapping", "the last one wins"),
    "duplicate-document": Code(
        "warning", "a second document of the same article or topic", "the preferred one wins each field"
    ),
    "url-shared-across-providers": Code(
        "warning", "one URL under two provider domains", "two articles, one of them in doubt"
    ),
    "provider-from-url": Code(
        "warning", "no usable provider domain", "the URL's host is taken as the provider's domain"
    ),
    "unknown-topic-parent": Code(
        "warning", "a topic's parent is not in the taxonomy", "no broader edge is made"
    ),
    "topic-cycle": Code(
        "warning", "topics that are broader than themselves", "the edge leaving the smallest id is dropped"
    ),
    "mojibake-repaired": Code("note", "text decoded with the wrong encoding", "the text is repaired"),
    "control-characters": Code("note", "characters no text should hold", "they are replaced or removed"),
    "entity-unescaped": Code("note", "HTML entities in plain text", "they are decoded"),
    "provider-domain-cleaned": Code("note", "a provider domain with more than a host", "the host is taken"),
    "self-link": Code("note", "an article listed as related to itself", "the link is dropped"),
    "duplicate-link": Code("note", "an article listed twice", "the first link is kept"),
    "unmapped-field": Code("note", "a field the graph has no place for", "it is counted"),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem found in the data.

    Attributes
    ----------
    code
        A key of `CODES`.
    severity
        ``error``, ``warning`` or ``note``.
    where
        ``path:line:column`` of the field, the path relative to the source root, line and
        column counted from 1.
    message
        What was found there, and what became of it.
    """

    code: str
    severity: Severity
    where: str
    message: str

    @property
    def place(self) -> tuple[str, int, int]:
        """The path, line and column of `where`, to sort by."""
        path, line, column = self.where.rsplit(":", 2)
        return path, int(line), int(column)


def issue(code: str, path: str, line: int, column: int, message: str) -> Issue:
    """Return an `Issue` with the severity its code has.

    >>> issue("bad-date", "a.md", 4, 1, "'soon' is no date; left out").where
    'a.md:4:1'
    """
    return Issue(code, CODES[code].severity, f"{path}:{line}:{column}", message)
