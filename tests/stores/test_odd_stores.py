"""Stores that do not do what they say, and files that kg did not write."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import networkx as nx
import pytest

import kg
import kg.endpoint
from kg.endpoint import STORES, Endpoint
from tests.stores.servers import Server

Graph = nx.MultiDiGraph
Answer = tuple[int, dict[str, str], bytes]
DATA = "https://example.org/kg/graph/data"
XSD = "http://www.w3.org/2001/XMLSchema#"
JSON = {"Content-Type": "application/sparql-results+json"}


@pytest.fixture
def odd() -> Iterator[Callable[[Answer], str]]:
    """Return what starts a server that answers always the same, and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                status, headers, body = answer
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def renamed(graph: Graph) -> Graph:
    other = graph.copy()
    other.nodes["provider:vice.com"]["name"] = "Vice"
    return other


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ((200, {}, b"<html>Done!</html>"), "has taken the updates of .*, but not done all"),
        ((301, {"Location": "http://127.0.0.1:1/x"}, b""), "has moved to http://127.0.0.1:1/x"),
        ((400, {}, b"no such\nthing"), "answered 400 Bad Request: no such thing"),
        ((401, {"WWW-Authenticate": "Basic"}, b""), "set KG_SPARQL_USER and KG_SPARQL_PASSWORD"),
    ],
)
def test_updates_that_are_not_made(
    answer: Answer, message: str, odd, server: Server, endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path
) -> None:
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    kg.write_turtle(renamed(seeds_graph), tmp_path / "b.ttl")
    kg.sync(endpoint, tmp_path / "a.ttl")
    with (
        Endpoint(server.address, STORES[server.kind], update=odd(answer)) as made,
        pytest.raises(kg.EndpointError, match=message),
    ):
        kg.sync(made, tmp_path / "b.ttl")
    assert [(row.removed, row.added) for row in kg.sync(endpoint, tmp_path / "b.ttl")] == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"boolean": true}',
        b'{"head": {"vars": ["n"]}, "results": {"bindings": []}}',
        b'{"head": {"vars": ["n"]}, "results": {"bindings": [{}]}}',
        b'{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "many"}}]}}',
        b'{"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type":',
    ],
)
def test_odd_answers_are_one_sentence(body: bytes, odd, seeds_graph: Graph, tmp_path: Path) -> None:
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    with Endpoint(odd((200, JSON, body)), STORES["oxigraph"]) as made, pytest.raises(kg.EndpointError):
        kg.sync(made, tmp_path / "a.ttl")


def test_a_store_that_is_busy_is_not_waited_for_for_ever(
    odd, seeds_graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kg.endpoint, "_RETRIES", 2)
    monkeypatch.setattr(kg.endpoint, "_PAUSE", 0.1)
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    started = time.monotonic()
    with (
        Endpoint(odd((503, {"Retry-After": "100000"}, b"busy")), STORES["oxigraph"]) as made,
        pytest.raises(kg.EndpointError, match="503"),
    ):
        kg.sync(made, tmp_path / "a.ttl")
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    "address", ["http://[::1", "http://host/?apikey=s3cret", "http://host/#s3cret", "kg"]
)
def test_addresses_that_make_no_sense(address: str) -> None:
    with pytest.raises(kg.SettingsError) as caught:
        Endpoint(address, STORES["oxigraph"])
    assert "s3cret" not in str(caught.value)


def test_literals_in_other_spellings(endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path) -> None:
    kg.write_ntriples(seeds_graph, tmp_path / "a.nt")
    lines = "".join(
        f'<https://example.org/kg/article/x> <https://example.org/p{number}> "{text}"^^<{XSD}{name}> .\n'
        for number, (text, name) in enumerate(
            [
                ("010", "integer"),
                ("1", "boolean"),
                ("5.0", "decimal"),
                ("2020-01-01T00:00:00.50Z", "dateTime"),
            ]
        )
    )
    with open(tmp_path / "a.nt", "a") as file:
        file.write(lines)
    kg.sync(endpoint, tmp_path / "a.nt")
    for _ in range(3):
        assert [(row.removed, row.added) for row in kg.sync(endpoint, tmp_path / "a.nt")] == [(0, 0), (0, 0)]
    assert endpoint.count(DATA) == 469 + 4


def test_several_datasets_in_one_file(endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path) -> None:
    kg.write_ntriples(seeds_graph, tmp_path / "a.nt")
    other = seeds_graph.copy()
    other.graph["base"] = "https://other.example/"
    kg.write_ntriples(other, tmp_path / "b.nt")
    both = (tmp_path / "a.nt").read_bytes() + (tmp_path / "b.nt").read_bytes()
    (tmp_path / "c.nt").write_bytes(both)
    with pytest.raises(kg.GraphFileError, match="or several"):
        kg.sync(endpoint, tmp_path / "c.nt")


def test_a_title_that_looks_like_a_triple(endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path) -> None:
    graph = seeds_graph.copy()
    text = '<x> <http://rdfs.org/ns/void#uriSpace> "https://evil.example/" .'
    graph.nodes["provider:vice.com"]["name"] = text
    kg.write_ntriples(graph, tmp_path / "a.nt")
    lines = (tmp_path / "a.nt").read_bytes().splitlines(keepends=True)
    (tmp_path / "a.nt").write_bytes(b"".join(reversed(lines)))
    assert [row.graph for row in kg.sync(endpoint, tmp_path / "a.nt")] == [
        DATA,
        "https://example.org/kg/graph/description",
    ]


def test_a_base_that_is_none(endpoint: Endpoint, seeds_graph: Graph, tmp_path: Path) -> None:
    kg.write_ntriples(seeds_graph, tmp_path / "a.nt")
    text = (tmp_path / "a.nt").read_text("utf-8")
    odd = 'uriSpace> "https://x.example/> { ?s ?p ?o } } # "'
    (tmp_path / "a.nt").write_text(text.replace('uriSpace> "https://example.org/kg/"', odd), "utf-8")
    with pytest.raises(kg.GraphFileError, match="base"):
        kg.sync(endpoint, tmp_path / "a.nt", dry_run=True)
    with pytest.raises(kg.SettingsError, match="no absolute IRI"):
        kg.sync(endpoint, tmp_path / "a.nt", graph="x> { } #")
