"""kg query: questions in SPARQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import click

from kg.cachefolder import CacheFolder
from kg.cli import console, options
from kg.cli.storing import STORES
from kg.errors import SourceError
from kg.model import KINDS

if TYPE_CHECKING:
    from kg.querying import Results


def _sparql(arguments: tuple[str, ...], file: str | None, named: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the query, and the sources behind it."""
    from kg.shelf import find_query

    if file is not None and named is not None:
        raise click.UsageError("give a query by --file or by --named, not by both")
    if named is not None:
        return find_query(named).sparql, arguments
    if file is not None:
        try:
            with click.open_file(file, encoding="utf-8") as stream:
                return str(stream.read()), arguments
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise SourceError(f"cannot read the query in {file}: {reason}; check the path") from error
    if not arguments:
        raise click.UsageError("no query given; give one in SPARQL, --file FILE or --named NAME (see --list)")
    return arguments[0], arguments[1:]


def _list(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if not value:
        return
    from kg.shelf import named_queries

    console.emit(console.table([(row.name, row.question) for row in named_queries().values()]))
    context.exit()


def _ask_endpoint(address: str, kind: str, sparql: str, graphs: tuple[str, ...], base: str) -> Results:
    from kg.endpoint import STORES, Endpoint
    from kg.ids import named_graphs
    from kg.querying import ask_endpoint

    with Endpoint(address, STORES[kind]) as endpoint:
        return ask_endpoint(endpoint, sparql, graphs or named_graphs(base))


def _emit(results: Results, form: str, base: str) -> None:
    """Show the results of a query; nodes in a table by their ids."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

    if not isinstance(results, QuerySolutions | QueryBoolean):
        data = serialize(results, format=RdfFormat.N_TRIPLES)
    elif form == "table":
        _emit_table(results, base)
        return
    else:
        data = results.serialize(format=getattr(QueryResultsFormat, form.upper()))
    text = (data or b"").decode("utf-8")
    console.emit_data(text.removesuffix("\n").replace("\r\n", "\n"))


def _id_of(text: str, base: str) -> str:
    """Return the id of a node whose IRI this is, as kg explain takes it; any other text as it is."""
    kind, _, key = text[len(base) :].partition("/") if base and text.startswith(base) else ("", "", "")
    return f"{kind}:{unquote(key)}" if kind in KINDS else text


def _emit_table(results: Results, base: str) -> None:
    from kg.querying import to_answer

    answer = to_answer(results)
    if answer.truth is not None:
        console.emit("yes" if answer.truth else "no")
        return

    def short(value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return console.one_line(_id_of(str(value), base))

    rows = [tuple(map(short, row)) for row in answer.rows]
    numbers = [
        column
        for column in range(len(answer.variables))
        if any(isinstance(row[column], int | float) for row in answer.rows)
    ]
    console.emit(console.table([answer.variables, *rows], right=numbers))
    console.say(console.plural(len(rows), "row"))


@click.command("query")
@click.argument("arguments", nargs=-1, metavar="[SPARQL] [SOURCE]...")
@click.option("--file", metavar="FILE", help="Take the query from a file; - for stdin.")
@click.option("--named", metavar="NAME", help="Take a query from the shelf; see --list.")
@click.option(
    "--list",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list,
    help="List the shelf's queries.",
)
@click.option("--show", is_flag=True, help="Print the query instead of asking it.")
@options.answer_format
@click.option(
    "--store",
    "kind",
    type=click.Choice(STORES),
    default=STORES[0],
    show_default=True,
    help="What a SOURCE that is an endpoint is.",
)
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="IRI",
    help="A named graph of an endpoint to ask; by default those that kg sync writes.",
)
@options.settings_options()
@options.jobs
@options.cache
def command(
    arguments: tuple[str, ...],
    file: str | None,
    named: str | None,
    show: bool,
    form: str,
    kind: str,
    graphs: tuple[str, ...],
    given: options.Given,
    jobs: int | None,
    cache: CacheFolder | None,
) -> None:
    """Ask a question in SPARQL 1.1 of each SOURCE.

    A SOURCE is a folder of articles, or a graph file that kg export wrote; or the one SOURCE is the
    address of a triple store, as kg sync takes it. The answer of CONSTRUCT and DESCRIBE is N-Triples,
    whatever the format.

    \b
    Examples:
      kg query --list
      kg query --named top-providers seeds
      kg query --named top-topics http://localhost:8890 --store virtuoso
      kg query "SELECT * { ?article <https://schema.org/headline> ?headline }" exports/graph.ttl --format csv
    """
    sparql, sources = _sparql(arguments, file, named)
    if show:
        console.emit_data(sparql.removesuffix("\n"))
        return
    settings = options.merge_settings(sources, given)
    addresses = [source for source in settings.sources if source.startswith(("http://", "https://"))]
    if addresses:
        if len(settings.sources) > 1:
            raise click.UsageError("an endpoint is asked alone; leave the other sources out")
        _emit(_ask_endpoint(addresses[0], kind, sparql, graphs, settings.base), form, settings.base)
        return
    from kg.querying import ask, base_of_store, open_store

    with console.progress_bar() as progress:
        store = open_store(settings, jobs=jobs, cache=cache, progress=progress)
    _emit(ask(store, sparql), form, base_of_store(store))
