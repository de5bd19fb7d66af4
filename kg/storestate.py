"""What a named graph of a store holds, read in pages by subject and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from kg.endpoint import Endpoint
from kg.errors import EndpointError, GraphFileError
from kg.formats.ntriples import quoted
from kg.progress import Progress
from kg.spelling import respelled
from kg.triples import to_line

_SUBJECTS: Final = 2000  # that are listed at once
DESCRIBED: Final = 200
"""Subjects whose triples are asked for at once."""

_CAP: Final = 10_000  # rows beyond which Virtuoso, as Debian sets it up, is silent


def _subjects(endpoint: Endpoint, graph: str) -> Iterator[list[str]]:
    """Yield the subjects of a named graph, some at a time, each page behind the last of the one before."""
    last = ""
    while True:
        rows = endpoint.rows(
            f"SELECT DISTINCT ?s WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} FILTER(STR(?s) > {quoted(last)}) }}"
            f" ORDER BY STR(?s) LIMIT {_SUBJECTS}"
        )
        found = [_iri(row["s"]) for row in rows]
        if not found:
            return
        if found[-1] <= last:
            raise EndpointError(
                "the store gives subjects in an order that cannot be followed; nothing was changed"
            )
        yield found
        last = found[-1]


def _iri(term: Any) -> str:
    from pyoxigraph import NamedNode

    if not isinstance(term, NamedNode):
        raise EndpointError(
            "the named graph holds blank nodes, so it was not written by kg; nothing was changed"
        )
    return term.value


def _triples(endpoint: Endpoint, graph: str, subjects: Sequence[str]) -> Iterator[Any]:
    """Yield the triples of some subjects, fewer at a time where the answer may have been cut off."""
    from pyoxigraph import Triple

    names = " ".join(f"<{subject}>" for subject in subjects)
    rows = endpoint.rows(
        f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ VALUES ?s {{ {names} }} ?s ?p ?o }} }}"
    )
    if len(rows) >= _CAP and len(subjects) > 1:
        half = len(subjects) // 2
        yield from _triples(endpoint, graph, subjects[:half])
        yield from _triples(endpoint, graph, subjects[half:])
        return
    for row in rows:
        yield Triple(row["s"], row["p"], row["o"])


def lines_of(endpoint: Endpoint, graph: str, subjects: Sequence[str]) -> list[bytes]:
    """Return the triples that a named graph holds of some subjects, in the spelling of `kg.spelling`.

    Raises
    ------
    EndpointError
        Where the store does not answer, or holds what kg does not write.
    """
    try:
        return [to_line(respelled(triple)) for triple in _triples(endpoint, graph, subjects)]
    except (GraphFileError, SyntaxError, ValueError) as error:
        raise EndpointError(
            f"<{graph}> holds what kg does not write ({error}); it is left as it is"
        ) from error


def write_state(endpoint: Endpoint, graph: str, total: int, path: str, progress: Progress | None) -> None:
    """Write what a named graph holds as lines.

    Parameters
    ----------
    total
        How many triples it says it has.
    path
        The file to write.
    progress
        Called with a stage's name, how much of it is done, and how much there is.

    Raises
    ------
    EndpointError
        Where the store does not give all of it.
    """
    told = 0
    with open(path, "wb") as file:
        for page in _subjects(endpoint, graph):
            for start in range(0, len(page), DESCRIBED):
                lines = lines_of(endpoint, graph, page[start : start + DESCRIBED])
                file.writelines(lines)
                told += len(lines)
                if progress:
                    progress("reading the store", min(told, total), total)
    now = endpoint.count(graph)
    if not told == total == now:
        raise EndpointError(
            f"<{graph}> has {total:,} triples, gave {told:,} and has {now:,} now: the store cuts its answers"
            " off, or somebody else is writing; nothing was changed"
        )
