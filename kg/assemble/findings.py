"""Issues that only the whole corpus shows, and their places in the files."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import msgspec

from kg.errors import Issue, issue
from kg.files import SourceFile
from kg.mentions import Placed
from kg.pool import map_chunks
from kg.read import locate_fields
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

    def extend(self, others: Findings) -> None:
        """Take in what was found elsewhere."""
        self.merged.update(others.merged)
        self.differing.update(others.differing)
        self._found += others._found

    def __bool__(self) -> bool:
        return bool(self._found or self.merged or self.differing)

    def pack(self) -> bytes:
        """Return all of it as bytes that `unpack` reads."""
        return msgspec.msgpack.encode((self.merged, self.differing, self._found))

    @staticmethod
    def unpack(data: bytes) -> Findings:
        """Return the findings that bytes hold; raises `ValueError` where they hold anything else."""
        merged, differing, found = _DECODER.decode(data)
        return Findings(Counter(merged), Counter(differing), found)

    def to_issues(
        self,
        files: Mapping[str, SourceFile],
        *,
        jobs: int | None = 1,
        places: dict[Field, tuple[int, int]] | None = None,
    ) -> list[Issue]:
        """Return the issues; each file is looked into once, however much was found in it.

        Parameters
        ----------
        places
            Lines and columns that are known, to which all others that are wanted are added.
        """
        wanted = {field for found in self._found for field in (found.field, found.other) if field}
        places = {} if places is None else places
        places.update(locate(wanted - places.keys(), files, jobs=jobs))
        issues = []
        for code, where, message, other in self._found:
            if other is not None:
                line, column = places[other]
                message = message.replace("{other}", f"{other.path}:{line}:{column}", 1)
            issues.append(issue(code, where.path, *places[where], message))
        return issues


_DECODER: Final = msgspec.msgpack.Decoder(tuple[dict[str, int], dict[str, int], list[_Finding]])

_Wanted = tuple[SourceFile, list[Path]]


def locate(
    fields: Iterable[Field], files: Mapping[str, SourceFile], *, jobs: int | None = 1
) -> dict[Field, tuple[int, int]]:
    """Return line and column of fields, reading each file once."""
    by_file: dict[str, list[Path]] = defaultdict(list)
    for path, at in fields:
        by_file[path].append(at)
    wanted = [(files[path], paths) for path, paths in sorted(by_file.items())]
    places: dict[Field, tuple[int, int]] = {}
    for part in map_chunks(_locate_some, wanted, jobs):
        places.update(part)
    return places


def _locate_some(wanted: Sequence[_Wanted]) -> list[tuple[Field, tuple[int, int]]]:
    return [
        (Field(file.path, at), place)
        for file, paths in wanted
        for at, place in locate_fields(file, paths).items()
    ]


def field_of(mention: Placed) -> Field:
    """Return where a mention stands."""
    return Field(mention.path, () if mention.position == 0 else ("related", mention.position - 1))


def enumerate_values(values: Mapping[str, object]) -> str:
    """Return values as a message lists them.

    >>> enumerate_values({"quality": 48, "type": "video"})
    "quality '48', type 'video'"
    """
    return ", ".join(f"{name} {quote(str(value), 300)}" for name, value in sorted(values.items()))


def said_otherwise(values: Mapping[str, object]) -> str:
    """Return the end of a message that says what is not taken."""
    return f"not taken: {enumerate_values(values)}" if values else "it says nothing else"
