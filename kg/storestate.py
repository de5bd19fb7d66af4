"""What a named graph of a store holds, read in pages by subject and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from kg.endpoint import Endpoint
from kg.errors import EndpointError
from kg.formats.ntriples import quoted
from kg.model import expand
from kg.progress import Progress
from kg.triples import to_line
from kg.valuetypes import VALUE_TYPES

_SUBJECTS: Final = 2000  # that are listed at once
_DESCRIBED: Final = 200  # subjects whose triples are asked for at once
_CAP: Final = 10_000  # rows beyond which Virtuoso, as Debian sets it up, is silent


def _xsd(name: str) -> str:
    return expand(f"xsd:{name}")


def _decimal(text: str) -> tuple[str, str] | None:
    whole, _, fraction = text.partition(".")
    return None if fraction.strip("0") else (whole, _xsd("integer"))


def _same(name: str) -> Callable[[str], tuple[str, str]]:
    row = VALUE_TYPES[name]
    datatype = expand(row.datatype)
    return lambda text: (row.write(row.read(text)), datatype)


_SPELLINGS: Final[dict[str, Callable[[str], tuple[str, str] | None]]] = {
    _xsd("boolean"): _same("boolean"),
    _xsd("dateTime"): _same("instant"),
    _xsd("double"): _same("double"),
    _xsd("integer"): _same("integer"),
    _xsd("int"): _same("integer"),
    _xsd("decimal"): _decimal,
}
"""How the values that stores spell in other ways are spelled here, with their type, by their type."""


def _respelled(triple: Any) -> Any:
    """Return a triple whose literal is spelled as ours, where it has the same value."""
    from pyoxigraph import Literal, NamedNode, Triple

    term = triple.object
    spell = _SPELLINGS.get(term.datatype.value) if isinstance(term, Literal) else None
    try:
        spelled = spell(term.value) if spell else None
    except ValueError:
        spelled = None
    if spelled is None:
        return triple
    text, datatype = spelled
    return Triple(triple.subject, triple.predicate, Literal(text, datatype=NamedNode(datatype)))


def _subjects(endpoint: Endpoint, graph: str) -> Iterator[list[str]]:
    """Yield the subjects of a named graph, some at a time, each page behind the last of the one before."""
    last = ""
    while True:
        rows = endpoint.select(
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
    rows = list(
        endpoint.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ VALUES ?s {{ {names} }} ?s ?p ?o }} }}")
    )
    if len(rows) >= _CAP and len(subjects) > 1:
        half = len(subjects) // 2
        yield from _triples(endpoint, graph, subjects[:half])
        yield from _triples(endpoint, graph, subjects[half:])
        return
    for row in rows:
        yield Triple(row["s"], row["p"], row["o"])


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
            for start in range(0, len(page), _DESCRIBED):
                for triple in _triples(endpoint, graph, page[start : start + _DESCRIBED]):
                    file.write(to_line(_respelled(triple) if endpoint.kind.rewrites else triple))
                    told += 1
                if progress:
                    progress("reading the store", min(told, total), total)
    now = endpoint.count(graph)
    if not told == total == now:
        raise EndpointError(
            f"<{graph}> has {total:,} triples, gave {told:,} and has {now:,} now: the store cuts its answers"
            " off, or somebody else is writing; nothing was changed"
        )
