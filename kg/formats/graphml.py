"""GraphML: for graph tools (networkx, igraph, graph-tool, Gephi, yEd, Cytoscape, Neo4j APOC)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from json.encoder import encode_basestring
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final, TextIO
from xml.sax.saxutils import escape, quoteattr

from kg.errors import GraphFileError
from kg.formats.single import write_single
from kg.model import ATTRIBUTES, BY_NAME, BY_OWNER, GRAPH_TERMS, KINDS, RELATIONS, Attribute, link_id
from kg.rows import IMAGE, Header, Row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"

_GRAPH_NAMES: Final = (*GRAPH_TERMS, "images")


def _parsed(row: Attribute, text: str) -> Any:
    return tuple(json.loads(text)) if row.many else row.values.read(text)


def _key(domain: str, name: str, type_: str) -> str:
    return f'  <key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{type_}"/>\n'


def _keys(header: Header) -> Iterator[str]:
    """Yield the declarations of the attributes that occur: one key per name."""
    used = {"node": {"kind"}, "edge": {"label"}}
    for owner, names in header.used.items():
        used["node" if owner in KINDS else "edge"].update(names)
    types: dict[tuple[str, str], str] = {("node", "kind"): "string", ("edge", "label"): "string"}
    for row in ATTRIBUTES:
        domain = "node" if row.owner in KINDS else "edge"
        types[domain, row.name] = "string" if row.many else row.values.graphml
    for name in _GRAPH_NAMES:
        if name in header.attributes:
            yield _key("graph", name, "string")
    yield from (_key(domain, name, types[domain, name]) for domain, name in types if name in used[domain])


_quoted: Final = lru_cache(maxsize=2**12)(quoteattr)  # many edges lead to few providers and topics


def _escaped(text: str) -> str:
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def _datum(domain: str, name: str, text: str) -> str:
    return f'<data key="{domain[0]}_{name}">{_escaped(text)}</data>'


def _json_list(texts: Iterable[str]) -> str:
    """Return JSON as `json.dumps` does, which spends most of its time on getting ready."""
    return f"[{', '.join(map(encode_basestring, texts))}]"


def _encoder(row: Attribute) -> Callable[[Any], str]:
    """Return what makes the data element of an attribute."""
    start = f'<data key="{"n" if row.owner in KINDS else "e"}_{row.name}">'
    write = row.values.write
    if row.many:
        return lambda value: f"{start}{_escaped(_json_list(value))}</data>"
    if row.type in ("text", "iri"):
        return lambda value: f"{start}{_escaped(value)}</data>"
    return lambda value: f"{start}{write(value)}</data>"


def _graph_data(attributes: Mapping[str, Any]) -> Iterator[str]:
    for name in _GRAPH_NAMES:
        if name in attributes:
            value = attributes[name]
            text = json.dumps(value, sort_keys=True, ensure_ascii=False) if name == "images" else value
            yield _datum("graph", name, text)


def stream_graphml(header: Header, rows: Iterable[Row], stream: TextIO) -> None:
    """Write the rows of a graph that follows the model; edges are held back until all nodes are there."""
    encoders = {owner: [(row.name, _encoder(row)) for row in table] for owner, table in BY_OWNER.items()}
    nodes = {kind: f' labels="{row.labels}">{_datum("node", "kind", kind)}' for kind, row in KINDS.items()}
    links = {name: f' label="{name.upper()}">{_datum("edge", "label", name)}' for name in RELATIONS}

    def data_of(owner: str, values: Mapping[str, Any]) -> str:
        return "".join([encode(values[name]) for name, encode in encoders[owner] if name in values])

    stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n')
    stream.writelines(_keys(header))
    stream.write(f'  <graph id="G" edgedefault="directed">{"".join(_graph_data(header.attributes))}\n')
    with TemporaryFile("w+", encoding="utf-8", newline="\n") as held:
        for node, values, edges in rows:
            name, kind = _quoted(node), values["kind"]
            if kind == IMAGE:
                continue  # the graph's own data has them
            stream.write(f"    <node id={name}{nodes[kind]}{data_of(kind, values)}</node>\n")
            for relation, target, own in edges:
                data = data_of(relation, own) if own else ""
                held.write(
                    f'    <edge id="{link_id(node, relation, target)}" source={name}'
                    f" target={_quoted(target)}{links[relation]}{data}</edge>\n"
                )
        held.seek(0)
        copyfileobj(held, stream, 2**20)
    stream.write("  </graph>\n</graphml>\n")


def write_graphml(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as GraphML; instants are ISO 8601 text, and tuples JSON text.

    The file takes its place when all is written. Raises `GraphError` for a graph that does not
    follow the model, `OutputError` where the file cannot be written.
    """
    write_single(graph, path, stream_graphml)


def _values(element: Element, names: Mapping[str, str]) -> dict[str, str]:
    """Return the data of a graph, node or edge by attribute name."""
    return {
        names.get(data.get("key", ""), data.get("key", "")): data.text or ""
        for data in element.findall(f"{{{NAMESPACE}}}data")
    }


def _attributes(owner: str, texts: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for name, text in texts.items():
        row = BY_NAME[owner].get(name)
        if row is None:
            raise GraphFileError(f"{owner} has no attribute {name!r}")
        values[name] = _parsed(row, text)
    return values


def _add_node(graph: nx.MultiDiGraph[str], element: Element, names: Mapping[str, str]) -> None:
    texts = _values(element, names)
    kind = texts.pop("kind", "")
    if kind not in KINDS:
        raise GraphFileError(f"node {element.get('id')!r} has no kind that the model knows")
    graph.add_node(element.get("id", ""), kind=kind, **_attributes(kind, texts))


def _add_edge(graph: nx.MultiDiGraph[str], element: Element, names: Mapping[str, str]) -> None:
    texts = _values(element, names)
    relation = texts.pop("label", "")
    if relation not in RELATIONS:
        raise GraphFileError(f"edge {element.get('id')!r} has no label that is a relation of the model")
    source, target = element.get("source", ""), element.get("target", "")
    graph.add_edge(source, target, key=relation, **_attributes(relation, texts))


def _add_graph_values(graph: nx.MultiDiGraph[str], element: Element, names: Mapping[str, str]) -> None:
    texts = _values(element, names)
    images = json.loads(texts.pop("images", "{}"))
    graph.graph.update({name: text for name, text in texts.items() if name in _GRAPH_NAMES})
    graph.graph["images"] = {url: tuple(size) for url, size in images.items()}


def read_graphml(path: str | os.PathLike[str]) -> nx.MultiDiGraph[str]:
    """Return the graph that a GraphML file written by `write_graphml` holds.

    Raises
    ------
    GraphFileError
        Where the file is no XML, or no GraphML with a graph.
    """
    from xml.etree.ElementTree import ParseError, iterparse

    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    names: dict[str, str] = {}
    adders = {"node": _add_node, "edge": _add_edge, "graph": _add_graph_values}
    seen: list[str] = []
    try:
        for event, element in iterparse(path, events=("start", "end")):  # noqa: S314 (expat refuses entity bombs)
            tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
            if event == "start":
                seen = seen or [tag]
            elif tag == "key":
                names[element.get("id", "")] = element.get("attr.name", "")
            elif tag in adders:
                adders[tag](graph, element, names)
                element.clear()
                seen += [tag] if tag == "graph" else []
    except ParseError as error:
        raise GraphFileError(f"not valid XML: {error}") from error
    if seen != ["graphml", "graph"]:
        raise GraphFileError("not GraphML with one graph")
    return graph
