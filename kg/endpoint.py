"""A triple store over HTTP: SPARQL 1.1 queries and updates, and graphs as a whole."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from kg.errors import EndpointError, SettingsError

if TYPE_CHECKING:
    import pyoxigraph
    import requests

USER: Final = "KG_SPARQL_USER"
PASSWORD: Final = "KG_SPARQL_PASSWORD"  # noqa: S105 - the name of a variable
"""The environment variables with a name and a password; without them ~/.netrc is asked."""

TIMEOUT: Final = 120.0
"""Seconds that a store may keep silent."""

_RETRIES: Final = 6
_REACHED: Final = 3  # times that a store that is not there is looked for again
_PAUSE: Final = 0.5  # seconds before the second try; each pause is twice the one before
_BUSY: Final = (408, 425, 429, 502, 503, 504)
_JSON: Final = "application/sparql-results+json"
_SHOWN: Final = 300  # characters of what a store says of a failure


@dataclass(frozen=True, slots=True)
class StoreKind:
    """Where a product has its services, behind the address that is named, and what it does.

    Attributes
    ----------
    address
        What to name, as an example.
    query, update, graph_store
        What to append for each service.
    parameter
        What the graph store calls a graph.
    """

    address: str
    query: str
    update: str
    graph_store: str
    parameter: str = "graph"


STORES: Final[dict[str, StoreKind]] = {
    "oxigraph": StoreKind("http://localhost:7878", "/query", "/update", "/store"),
    "virtuoso": StoreKind(
        "http://localhost:8890",
        "/sparql",
        "/sparql-auth",
        "/sparql-graph-crud-auth",
        parameter="graph-uri",
    ),
    "fuseki": StoreKind("http://localhost:3030/DATASET", "/query", "/update", "/data"),
    "graphdb": StoreKind("http://localhost:7200/repositories/NAME", "", "/statements", "/rdf-graphs/service"),
}


def _checked(url: str) -> str:
    """Return an address, or raise `SettingsError`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"endpoint {url!r} is not an http(s) URL; give one like http://localhost:7878")
    if parts.query or parts.fragment:
        raise SettingsError(
            "the endpoint has a query or a fragment, which may hold a secret; give the address alone"
        )
    if parts.username is not None or parts.password is not None:
        raise SettingsError(
            f"the endpoint holds a name or a password; set {USER} and {PASSWORD}, or use ~/.netrc"
        )
    return url.rstrip("/")


class Endpoint:
    """The services of one store.

    Parameters
    ----------
    address
        What the paths of `kind` are appended to.
    kind
        The product.
    query, update, graph_store
        The addresses of services that are elsewhere.
    timeout
        Seconds that it may keep silent.

    Raises
    ------
    SettingsError
        Where an address is no http(s) URL, or holds a password.
    """

    def __init__(
        self,
        address: str,
        kind: StoreKind,
        *,
        query: str | None = None,
        update: str | None = None,
        graph_store: str | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        base = _checked(address)
        self.kind = kind
        self._query = _checked(query) if query else base + kind.query
        self._update = _checked(update) if update else base + kind.update
        self._graph_store = _checked(graph_store) if graph_store else base + kind.graph_store
        self._timeout = timeout
        self._session = _session()
        self._auth: dict[str, Any] = {}

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def _send(
        self, url: str, data: bytes | list[tuple[str, str]], headers: Mapping[str, str], **options: Any
    ) -> requests.Response:
        import requests

        host = urlsplit(url).netloc

        def post() -> requests.Response:
            return self._session.post(
                url,
                data=data,
                headers=headers,
                auth=self._auth.get(host, _no_auth),
                timeout=self._timeout,
                allow_redirects=False,  # as what is posted would be lost
                **options,
            )

        try:
            response = post()
            if response.status_code == 401 and host not in self._auth:
                self._auth[host] = _auth_for(response)
                response = post()
        except requests.RequestException as error:
            raise EndpointError(f"cannot reach {url}: {_reason(error)}; check the address") from error
        if response.status_code in (401, 403):
            raise EndpointError(
                f"{url} answered {response.status_code}: it needs a name and a password that it knows;"
                f" set {USER} and {PASSWORD}, or use ~/.netrc"
            )
        if response.is_redirect:
            raise EndpointError(f"{url} has moved to {response.headers['Location']}; give that address")
        if not response.ok:
            said = " ".join(response.text.split())[:_SHOWN]
            raise EndpointError(f"{url} answered {response.status_code} {response.reason}: {said}")
        return response

    def _results(
        self, sparql: str, graphs: Sequence[str]
    ) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
        from pyoxigraph import QueryResultsFormat, parse_query_results

        response = self._asked(sparql, graphs, _JSON)
        try:
            return parse_query_results(response.content, QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            raise EndpointError(
                f"{self._query} gave no SPARQL results: {error}; check the address"
            ) from error

    def _asked(self, sparql: str, graphs: Sequence[str], media_type: str) -> requests.Response:
        form = [("query", sparql), *(("default-graph-uri", graph) for graph in graphs)]
        return self._send(self._query, form, {"Accept": media_type})

    def select(self, sparql: str, graphs: Sequence[str] = ()) -> pyoxigraph.QuerySolutions:
        """Return the solutions of a SELECT.

        Parameters
        ----------
        graphs
            The named graphs that are the default graph together; none for the store's own.

        Raises
        ------
        EndpointError
            Where the store cannot be reached, or does not answer.
        """
        from pyoxigraph import QuerySolutions

        found = self._results(sparql, graphs)
        if not isinstance(found, QuerySolutions):
            raise EndpointError(f"{self._query} gave no solutions; check the address")
        return found

    def ask(self, sparql: str, graphs: Sequence[str] = ()) -> pyoxigraph.QueryBoolean:
        """Return the answer to an ASK; see `select`."""
        from pyoxigraph import QueryBoolean

        found = self._results(sparql, graphs)
        if not isinstance(found, QueryBoolean):
            raise EndpointError(f"{self._query} gave neither yes nor no; check the address")
        return found

    def construct(self, sparql: str, graphs: Sequence[str] = ()) -> list[pyoxigraph.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; see `select`."""
        from pyoxigraph import RdfFormat, parse

        response = self._asked(sparql, graphs, "application/n-triples, text/turtle;q=0.8")
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
        try:
            syntax = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
            return [quad.triple for quad in parse(response.content, syntax)]
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self._query} gave no RDF: {error}; check the address") from error

    def count(self, graph: str) -> int:
        """Return how many triples a named graph has."""
        rows = self.rows(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
        try:
            (row,) = rows
            return int(row["n"].value)
        except (AttributeError, TypeError, ValueError) as error:
            raise EndpointError(f"{self._query} gave no count; check the address") from error

    def rows(self, sparql: str) -> list[pyoxigraph.QuerySolution]:
        """Return all solutions of a SELECT; see `select`."""
        try:
            return list(self.select(sparql))
        except (SyntaxError, ValueError) as error:
            raise EndpointError(f"{self._query} gave results that are not whole: {error}") from error

    def update(self, sparql: bytes) -> None:
        """Make an update."""
        self._send(self._update, sparql, {"Content-Type": "application/sparql-update"})

    def add(self, graph: str, triples: bytes) -> None:
        """Add lines of N-Triples to a named graph."""
        headers = {"Content-Type": "text/turtle"}
        self._send(self._graph_store, triples, headers, params={self.kind.parameter: graph})


def _session() -> requests.Session:
    """Return a session that tries again where a store is busy; all that is sent can be sent twice."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    again = Retry(
        _RETRIES,
        connect=_REACHED,
        backoff_factor=_PAUSE,
        status_forcelist=_BUSY,
        allowed_methods=None,
        raise_on_status=False,
        respect_retry_after_header=False,  # which may be for ever
    )
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=again))
    return session


def _no_auth(request: Any) -> Any:
    """Send no password before one is asked for."""
    return request


def _auth_for(response: requests.Response) -> Any:
    """Return what answers a store that asks for a name and a password."""
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth
    from requests.utils import get_netrc_auth

    user = os.environ.get(USER)
    found = (user, os.environ.get(PASSWORD, "")) if user else get_netrc_auth(response.url)
    if found is None:
        return _no_auth
    digest = response.headers.get("WWW-Authenticate", "").lower().startswith("digest")
    if digest:
        return HTTPDigestAuth(*found)
    return HTTPBasicAuth(*(part.encode("utf-8") for part in found))


def _reason(error: Exception) -> str:
    """Return why a request failed, in a few words and without the address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__ or getattr(cause, "reason", None)
    return "it does not answer in time" if "imeout" in type(error).__name__ else "it does not answer"
