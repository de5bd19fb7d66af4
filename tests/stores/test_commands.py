"""kg sync and kg load, as they are called."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

import kg
from kg.endpoint import Endpoint
from tests.cli.calling import run
from tests.stores.servers import ENVIRONMENT, Server, free_port

DATA = "https://example.org/kg/graph/data"


def test_load_then_sync(
    server: Server, endpoint: Endpoint, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path
) -> None:
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl.gz")
    other = seeds_graph.copy()
    other.nodes["provider:vice.com"]["name"] = "Vice"
    kg.write_jsonld(other, tmp_path / "b.jsonld")
    options = ["--store", server.kind]
    done = run("load", server.address, tmp_path / "a.ttl.gz", *options, env=ENVIRONMENT)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"<{DATA}>: 0 triples removed, 469 added; 0 before, 469 after.\n" in done.stderr
    done = run("load", server.address, tmp_path / "a.ttl.gz", *options, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (
        2,
        f"kg: <{DATA}> holds 469 triples already; kg sync brings it up to date\n",
    )
    arguments = ["sync", server.address, tmp_path / "b.jsonld", *options]
    done = run(*arguments, "--dry-run", env=ENVIRONMENT)
    told = f"<{DATA}>: 1 triple {{0}}removed, 1 {{0}}added; 469 before, 469 after."
    assert done.stderr.splitlines()[0] == told.format("would be ")
    done = run(*arguments, env=ENVIRONMENT)
    assert done.stderr.splitlines()[0] == told.format("")
    assert endpoint.count(DATA) == 469


def test_query(server: Server, endpoint: Endpoint, seeds_graph: nx.MultiDiGraph[str], tmp_path: Path) -> None:
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    kg.sync(endpoint, tmp_path / "a.ttl")
    construct = "CONSTRUCT { ?s a ?c } WHERE { ?s a ?c } ORDER BY ?s ?c LIMIT 1"
    for query in (["--named", "top-providers"], ["ASK { ?s ?p 'nothing' }"], [construct]):
        for form in ("table", "csv", "json"):
            arguments = ["query", *query, "--format", form]
            asked = run(*arguments, server.address, "--store", server.kind, env=ENVIRONMENT)
            assert asked.returncode == 0, asked.stderr
            local = run(*arguments, tmp_path / "a.ttl")
            assert asked.stdout == local.stdout
    done = run("query", "SELECT", server.address, env=ENVIRONMENT)
    assert (done.returncode, done.stderr[:29]) == (2, "kg: not a valid SPARQL query:")
    done = run("query", "ASK {}", server.address, tmp_path / "a.ttl")
    assert "an endpoint is asked alone" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["http://127.0.0.1:{port}", "{file}"],
            "kg: cannot reach http://127.0.0.1:{port}/query: Connection refused",
        ),
        (["ftp://x", "{file}"], "kg: endpoint 'ftp://x' is not an http(s) URL"),
        (
            ["http://me:secret@127.0.0.1", "{file}"],
            "kg: the endpoint holds a name or a password; set KG_SPARQL",
        ),
        (["http://127.0.0.1:{port}", "{file}", "--store", "jena"], "'jena' is not one of"),
        (["http://127.0.0.1:{port}", "{file}", "--graph", "x"], "graph 'x' is no absolute IRI"),
        (["http://127.0.0.1:{port}", "nowhere.ttl"], "kg: cannot read nowhere.ttl: No such file"),
        (["http://127.0.0.1:{port}"], "Missing argument 'GRAPH'"),
    ],
)
def test_trouble(arguments: list[str], message: str, seeds_graph, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    kg.write_turtle(seeds_graph, tmp_path / "a.ttl")
    filled = {"port": str(free_port()), "file": str(tmp_path / "a.ttl")}
    script = "import kg.endpoint; kg.endpoint._RETRIES = 1"
    for command in ("sync", "load"):
        done = run(command, *(part.format(**filled) for part in arguments), before=script)
        assert (done.returncode, done.stdout) == (2, "")
        assert message.format(**filled) in done.stderr
        assert "secret" not in done.stderr
