"""SPARQL on a folder of articles or a graph file, in a store that lives as long as the question."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from kg.cachefolder import CacheFolder
from kg.compression import reading
from kg.endpoint import Endpoint
from kg.errors import QueryError
from kg.files import source_list
from kg.formats.ntriples import write_ntriples
from kg.formats.reading import failures_of, find_format, graph_files, read_graph, syntax_of
from kg.formats.table import FORMATS
from kg.model import expand
from kg.progress import Progress
from kg.settings import Settings
from kg.streaming.export import write_corpus
from kg.valuetypes import VALUE_TYPES

if TYPE_CHECKING:
    from typing import TypeAlias

    import pyoxigraph

    Results: TypeAlias = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | Iterable[pyoxigraph.Triple]
    """What pyoxigraph, or a store, gives: solutions, yes or no, or triples."""

Value = str | int | float | bool | datetime | None
"""A value of an answer: IRIs and text are `str`; ``None`` where a variable has none."""

_READ: Final = {
    expand(row.datatype): row.read
    for row in VALUE_TYPES.values()
    if row.datatype and row.datatype != "xsd:string"
}
_IRI: Final = r"(?:<[^<>\s]*>|[\w.-]*:[\w.-]*)"
_FROM: Final = re.compile(rf"(?i)(?<![\w:?$.-])FROM\s+(?:NAMED\s+)?{_IRI}")
_SERVICE: Final = re.compile(rf"(?i)(?<![\w:?$.-])SERVICE\s+(?:SILENT\s+)?(?:{_IRI}|[?$]\w+)\s*\{{")
_TRIPLE: Final = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives.

    Attributes
    ----------
    variables
        The names of the columns; of triples ``subject``, ``predicate``, ``object``.
    rows
        In the order of the query, which is that of no ``ORDER BY`` by chance.
    truth
        What ASK gives; ``None`` for other queries.
    """

    variables: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    truth: bool | None = None


def _value(term: Any) -> Value:
    """Return a term as a value; of a literal that is not what its type says the text."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    read = _READ.get(datatype.value) if datatype is not None else None
    try:
        value: Value = read(term.value) if read else getattr(term, "value", None) or str(term)
    except ValueError:
        return str(term.value)
    return value


def to_answer(results: Results) -> Answer:
    """Return results as plain values."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    if isinstance(results, QueryBoolean):
        return Answer((), (), bool(results))
    if isinstance(results, QuerySolutions):
        names = tuple(variable.value for variable in results.variables)
        return Answer(names, tuple(tuple(_value(row[name]) for name in names) for row in results))
    rows = ((triple.subject, triple.predicate, triple.object) for triple in results)
    return Answer(_TRIPLE, tuple(tuple(map(_value, row)) for row in rows))


_ONCE: Final = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o . GRAPH ?graph { ?s ?p ?o } }"
"""Has a triple that is in a named graph in no other: a query of all graphs together counts it once."""


def _load_file(store: pyoxigraph.Store, path: str) -> None:
    from pyoxigraph import RdfFormat

    syntax = syntax_of(find_format(path))
    if syntax is None:
        with tempfile.TemporaryDirectory() as folder:
            lines = os.path.join(folder, FORMATS["ntriples"].file)
            write_ntriples(read_graph(path), lines)
            store.bulk_load(path=lines, format=RdfFormat.N_TRIPLES)
        return
    with failures_of(path), reading(path) as file:
        store.bulk_load(file, syntax)


def open_store(
    settings: Settings,
    *,
    jobs: int | None = 1,
    cache: CacheFolder | None = None,
    progress: Progress | None = None,
) -> pyoxigraph.Store:
    """Return a store in memory that holds a graph.

    Parameters
    ----------
    settings
        The sources, which are folders and files of articles, or files of graphs, told by their
        ending; and how the graph of the former is made.
    jobs, cache, progress
        As for `kg.stream`.

    Raises
    ------
    SourceError
        Where a source does not exist, or is a file that is neither an article nor a graph file.
    GraphFileError
        Where a graph file cannot be read.
    """
    from pyoxigraph import RdfFormat, Store

    store = Store()
    graphs = graph_files(settings.sources)
    sources = tuple(path for path in settings.sources if path not in graphs)
    for path in graphs:
        _load_file(store, path)
    if sources:
        with tempfile.TemporaryDirectory() as folder:
            of_articles = replace(settings, sources=sources)
            write_corpus(of_articles, folder, ["ntriples"], jobs=jobs, cache=cache, progress=progress)
            lines = os.path.join(folder, FORMATS["ntriples"].file)
            store.bulk_load(path=lines, format=RdfFormat.N_TRIPLES)
    if len(settings.sources) > 1 and any(store.named_graphs()):
        store.update(_ONCE)
    return store


def ask(store: pyoxigraph.Store, sparql: str) -> Results:
    """Return the results of a query, in which all named graphs are the default graph, unless it says FROM.

    Raises
    ------
    QueryError
        Where it is not valid.
    """
    if _SERVICE.search(sparql):
        raise QueryError("SERVICE asks a store on the network; ask that store itself")
    try:
        return store.query(sparql, use_default_graph_as_union=not _FROM.search(sparql))
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"not a valid SPARQL query: {getattr(error, 'msg', None) or error}") from error


def ask_endpoint(endpoint: Endpoint, sparql: str, graphs: Sequence[str] = ()) -> Results:
    """Return the results that a store's endpoint gives.

    Parameters
    ----------
    graphs
        The named graphs that are the default graph together; none for the store's own.

    Raises
    ------
    QueryError
        Where the query is not valid.
    EndpointError
        Where the store cannot be reached, or does not answer.
    """
    from pyoxigraph import QueryBoolean, QuerySolutions, Store

    form = ask(Store(), sparql)
    if isinstance(form, QuerySolutions):
        return endpoint.select(sparql, graphs)
    if isinstance(form, QueryBoolean):
        return endpoint.ask(sparql, graphs)
    return endpoint.construct(sparql, graphs)


def base_of_store(store: pyoxigraph.Store) -> str:
    """Return the IRI that the ids of a store's graph are appended to; empty where it does not say."""
    found = to_answer(ask(store, f"SELECT ?base {{ ?dataset <{expand('void:uriSpace')}> ?base }} LIMIT 1"))
    return str(found.rows[0][0]) if found.rows else ""


def query(
    sparql: str,
    source: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    jobs: int | None = 1,
    cache: str | os.PathLike[str] | None = None,
    settings: Settings | None = None,
) -> Answer:
    """Return what a SPARQL 1.1 query says of articles or of a graph file.

    Parameters
    ----------
    sparql
        The query; `kg.named_queries` has some.
    source
        Folders and files of articles, or files of graphs that ``kg export`` wrote.
    jobs
        Processes that read side by side; ``None`` for one per core.
    cache
        A folder that keeps what was read; ``None`` for none. See `kg.build`.
    settings
        How the graph of articles is made, as `kg.make_settings` returns them.

    Raises
    ------
    QueryError
        Where the query is not valid.
    SourceError, GraphFileError
        Where a source cannot be read.

    Examples
    --------
    >>> import kg
    >>> answer = kg.query("SELECT (COUNT(?a) AS ?articles) { ?a schema:headline ?h }"
    ...     .replace("schema:headline", "<https://schema.org/headline>"), "seeds")
    >>> answer.variables, answer.rows
    (('articles',), ((16,),))
    """
    asked = replace(settings or Settings(), sources=source_list(source))
    store = open_store(asked, jobs=jobs, cache=None if cache is None else CacheFolder(cache))
    return to_answer(ask(store, sparql))
