"""Questions about coverage, as SPARQL queries with names: the files in ``kg/queries``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from kg.errors import QueryError

_SUFFIX: Final = ".rq"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that has a name.

    Attributes
    ----------
    name
        What it is asked for by.
    question
        What it answers, in one line.
    sparql
        The query, with its prefixes.
    """

    name: str
    question: str
    sparql: str


@cache
def named_queries() -> MappingProxyType[str, NamedQuery]:
    """Return the queries by name, sorted.

    >>> import kg
    >>> kg.named_queries()["top-providers"].question
    'Who published most?'
    """
    found = {}
    for file in files("kg").joinpath("queries").iterdir():
        if file.name.endswith(_SUFFIX):
            name, text = file.name.removesuffix(_SUFFIX), file.read_text("utf-8")
            question = text.partition("\n")[0].removeprefix("# ")
            found[name] = NamedQuery(name, question, text)
    return MappingProxyType(dict(sorted(found.items())))


def find_query(name: str) -> NamedQuery:
    """Return the query of a name.

    Raises
    ------
    QueryError
        Where there is none.
    """
    queries = named_queries()
    if name not in queries:
        raise QueryError(f"no query is named {name!r}; choose one of {', '.join(queries)}")
    return queries[name]
