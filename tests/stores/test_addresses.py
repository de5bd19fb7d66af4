"""Stores that have their services elsewhere: each address as its manual says, with a real store behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import networkx as nx
import pytest
import requests

import kg
from kg.endpoint import STORES, Endpoint
from tests.stores.servers import Oxigraph, Server

# Fuseki: "Fuseki HTTP Administration Protocol, Services"; GraphDB: the REST API of RDF4J.
MANUALS = {
    "fuseki": ("/news", {"/news/query": "/query", "/news/update": "/update", "/news/data": "/store"}),
    "graphdb": (
        "/repositories/news",
        {
            "/repositories/news": "/query",
            "/repositories/news/statements": "/update",
            "/repositories/news/rdf-graphs/service": "/store",
        },
    ),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Oxigraph("oxigraph", tmp_path_factory.mktemp("oxigraph"))
    made.start()
    yield made
    made.kill()


@pytest.fixture
def elsewhere(store: Server) -> Iterator[Callable[[dict[str, str]], str]]:
    """Return what starts a server that has the store's services at other paths, and returns its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(paths: dict[str, str]) -> str:
        class Handler(BaseHTTPRequestHandler):
            def _forward(self) -> None:
                path, _, query = self.path.partition("?")
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if path not in paths:
                    self.send_error(404)
                    return
                names = ("Accept", "Content-Type", "Content-Encoding")
                headers = {name: self.headers[name] for name in names if name in self.headers}
                address = f"{store.address}{paths[path]}?{query}".rstrip("?")
                answer = requests.request(self.command, address, data=body, headers=headers, timeout=30)
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST = do_PUT = _forward  # noqa: N815 - the names that http.server calls

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    requests.post(f"{store.address}/update", data={"update": "DROP ALL"}, timeout=30).raise_for_status()
    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def _load_and_sync(endpoint: Endpoint, graph: nx.MultiDiGraph[str], folder: Path) -> None:
    kg.write_nquads(graph, folder / "one.nq")
    assert [row.removed for row in kg.load(endpoint, folder / "one.nq")] == [0, 0]
    other = graph.copy()
    other.nodes["provider:vice.com"]["name"] = "Vice"
    kg.write_nquads(other, folder / "other.nq")
    assert kg.sync(endpoint, folder / "other.nq")[0].added > 0
    assert all((row.removed, row.added) == (0, 0) for row in kg.sync(endpoint, folder / "other.nq"))


@pytest.mark.parametrize("kind", MANUALS)
def test_the_addresses_of_a_product(kind: str, elsewhere, seeds_graph, tmp_path: Path) -> None:
    base, paths = MANUALS[kind]
    with Endpoint(elsewhere(paths) + base, STORES[kind], timeout=30) as endpoint:
        _load_and_sync(endpoint, seeds_graph, tmp_path)


def test_each_address_by_itself(elsewhere, seeds_graph, tmp_path: Path) -> None:
    asked, told, kept = (elsewhere({"/here": path}) + "/here" for path in ("/query", "/update", "/store"))
    services = {"query": asked, "update": told, "graph_store": kept}
    with Endpoint("http://127.0.0.1:1", STORES["oxigraph"], **services, timeout=30) as endpoint:
        _load_and_sync(endpoint, seeds_graph, tmp_path)
