"""A difference as text, as RDF Patch, and as SPARQL Update."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kg.differing import Change, Difference

_AT_ONCE: Final = 1000  # triples in one operation


def _text(found: Difference, graph: str | None) -> Iterator[bytes]:
    """Lines that begin with - for what is removed, and + for what is added."""
    for line, added in found.changes():
        yield (b"+ " if added else b"- ") + line


def _patch(found: Difference, graph: str | None) -> Iterator[bytes]:
    """RDF Patch, in one transaction."""
    end = b".\n" if graph is None else f"<{graph}> .\n".encode()
    yield b"TX .\n"
    for line, added in found.changes():
        yield (b"A " if added else b"D ") + line.removesuffix(b".\n") + end
    yield b"TC .\n"


def _operation(name: str, lines: list[bytes], graph: str | None) -> bytes:
    start, end = ("", "") if graph is None else (f"GRAPH <{graph}> {{\n", "}\n")
    return f"{name} DATA {{\n{start}".encode() + b"".join(lines) + f"{end}}} ;\n".encode()


def updates(changes: Iterable[Change], graph: str | None, size: int = _AT_ONCE) -> Iterator[bytes]:
    """Yield SPARQL 1.1 Updates of so many triples at most, which can be made one after the other.

    No triple is in two of them.
    """
    removed: list[bytes] = []
    added: list[bytes] = []

    def update() -> bytes:
        parts = [
            _operation(name, lines, graph)
            for name, lines in (("DELETE", removed), ("INSERT", added))
            if lines
        ]
        removed.clear()
        added.clear()
        return b"".join(parts)

    for change in changes:
        (added if change.added else removed).append(change.line)
        if len(removed) + len(added) == size:
            yield update()
    if removed or added:
        yield update()


def _sparql(found: Difference, graph: str | None) -> Iterator[bytes]:
    """SPARQL 1.1 Update, some triples an operation; all is removed before anything is added."""
    for added in (False, True):
        yield from updates((change for change in found.changes() if change.added == added), graph)


@dataclass(frozen=True, slots=True)
class PatchFormat:
    """One form of a difference.

    Attributes
    ----------
    meaning
        One line for the help and the reference page.
    write
        Yields the parts of its text; the graph is named where there is one.
    """

    meaning: str
    write: Callable[[Difference, str | None], Iterator[bytes]]


PATCH_FORMATS: Final[dict[str, PatchFormat]] = {
    "text": PatchFormat("- and + before triples, for people", _text),
    "patch": PatchFormat("RDF Patch, for Jena and others", _patch),
    "sparql": PatchFormat("SPARQL 1.1 Update, for any store", _sparql),
}
