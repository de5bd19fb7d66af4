"""One spelling for all literals of one value.

Stores give values back in other words than they were given (Virtuoso ``true`` as 1, Oxigraph
``010`` as 10), so that triples are compared in one spelling of both sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from kg.model import expand
from kg.triples import to_line
from kg.valuetypes import VALUE_TYPES


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


def respelled(triple: Any) -> Any:
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


_IN_SPELLING: Final = re.compile(
    rb'"(?:(?:true|false)"\^\^<%(xsd)sboolean>|(?:0|-?[1-9][0-9]*)"\^\^<%(xsd)sinteger>'
    rb"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*[1-9])?Z"
    rb'"\^\^<%(xsd)sdateTime>) \.\n\Z' % {b"xsd": re.escape(_xsd("").encode("ascii"))}
)


def respelled_lines(lines: Iterable[bytes]) -> list[bytes]:
    """Return lines of N-Triples with their literals in our spelling."""
    from pyoxigraph import RdfFormat, parse

    found = []
    for line in lines:
        if b'"^^<' in line and not _IN_SPELLING.search(line):
            found += [to_line(respelled(quad)) for quad in parse(line, RdfFormat.N_TRIPLES)]
        else:
            found.append(line)
    return found
