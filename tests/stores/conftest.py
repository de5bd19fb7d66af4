"""A server of each kind for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.endpoint import STORES, Endpoint
from tests.stores.servers import CREDENTIALS, KINDS, Server


@pytest.fixture(scope="session", params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = KINDS[request.param](request.param, tmp_path_factory.mktemp(request.param))
    made.start()
    yield made
    made.kill()


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def endpoint(server: Server) -> Iterator[Endpoint]:
    """Return a store without triples but for one that is none of ours."""
    with Endpoint(server.address, STORES[server.kind], timeout=30) as made:
        for kind in ("data", "description"):
            made.update(f"DROP SILENT GRAPH <https://example.org/kg/graph/{kind}>".encode())
        made.update(b"DROP SILENT GRAPH <urn:other>")
        made.update(b'INSERT DATA { GRAPH <urn:other> { <urn:s> <urn:p> "not ours" } }')
        yield made
        assert made.count("urn:other") == 1
