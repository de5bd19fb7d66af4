"""GraphML: for graph tools (networkx, igraph, graph-tool, Gephi, yEd, Cytoscape, Neo4j APOC)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from json.encoder import encode_basestring as _json
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from kg.columns import Edges, Link, Node, Table
from kg.errors import GraphFileError
from kg.formats.sections import LinkText, Renderer, Section, Whole
from kg.formats.single import write_single
from kg.formats.texts import encoded
from kg.ids import link_id
from kg.model import ATTRIBUTES, BY_NAME, BY_OWNER, GRAPH, IMAGE, KINDS, LINK, RELATIONS, Attribute

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"

_IMAGES_NAME: Final = "images"
_GRAPH_NAMES: Final = (*BY_NAME[GRAPH], _IMAGES_NAME)
_DOMAINS: Final = dict.fromkeys(KINDS, "node") | dict.fromkeys(RELATIONS, "edge")


def _parsed(row: Attribute, text: str) -> Any:
    return tuple(json.loads(text)) if row.many else row.values.read(text)


def _key(domain: str, name: str, type_: str) -> str:
    return f'  <key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{type_}"/>\n'


def _keys(used: Container[tuple[str, str]], attributes: Mapping[str, Any]) -> Iterator[str]:
    """Yield the declarations of the attributes that occur: one key per name.

    Parameters
    ----------
    used
        The attributes that nodes and edges have, by owner and name.
    attributes
        Those of the graph itself.
    """
    types = {("node", "kind"): "string", ("edge", "label"): "string"}
    names = set(types)
    for row in ATTRIBUTES:
        if row.owner in _DOMAINS:
            key = _DOMAINS[row.owner], row.name
            types[key] = "string" if row.many else row.values.graphml
            if (row.owner, row.name) in used:
                names.add(key)
    for name in _GRAPH_NAMES:
        if name in attributes:
            yield _key("graph", name, "string")
    yield from (_key(domain, name, types[domain, name]) for domain, name in types if (domain, name) in names)


_quoted: Final = lru_cache(maxsize=2**12)(quoteattr)  # many edges lead to few providers and topics
_PLAIN_ID: Final = re.compile(r"[a-z0-9:.-]+\Z")


def _quoted_id(node: str) -> str:
    return f'"{node}"' if _PLAIN_ID.match(node) else _quoted(node)


def _escaped(text: str) -> str:
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def _datum(domain: str, name: str, text: str) -> str:
    return f'<data key="{domain[0]}_{name}">{_escaped(text)}</data>'


def _json_list(texts: Iterable[str]) -> str:
    """Return JSON as `json.dumps` does, which spends most of its time on getting ready."""
    return f"[{', '.join(map(_json, texts))}]"


def _encoder(row: Attribute) -> Callable[[Any], str]:
    """Return what makes the data element of an attribute."""
    start = f'<data key="{_DOMAINS[row.owner][0]}_{row.name}">'
    write = row.values.write
    if row.many:
        return lambda value: f"{start}{_escaped(_json_list(value))}</data>"
    if row.type in ("text", "iri"):
        return lambda value: f"{start}{_escaped(value)}</data>"
    return lambda value: f"{start}{write(value)}</data>"


def _text(row: Attribute, value: Any) -> str:
    return _json_list(value) if row.many else row.values.write(value)


_NODES: Final = Section(0)
_EDGES: Final = Section(1)
_IMAGES: Final = Section(2, separator=b", ")

_Plan = list[tuple[str, Callable[[Any], str]]]
"""What makes the data element of each attribute, by its name."""


class GraphmlRenderer:
    """Turns nodes and links into XML.

    Edges are a section of their own, as tools want the nodes first; so are the sizes of images,
    which are one of the graph's own attributes.
    """

    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    sections = (_NODES, _EDGES, _IMAGES)
    links = _EDGES
    images = True

    def __init__(self) -> None:
        self._encoders = {
            owner: {name: _encoder(row) for name, row in BY_NAME[owner].items()} for owner in _DOMAINS
        }
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._kinds = {
            kind: f' labels="{row.labels}">{_datum("node", "kind", kind)}' for kind, row in KINDS.items()
        }
        self._labels = {
            name: f' label="{name.upper()}">{_datum("edge", "label", name)}' for name in RELATIONS
        }

    def _data(self, owner: str, values: Mapping[str, Any]) -> str:
        """Return the data elements of attributes."""
        key = (owner, *values)
        plan = self._plans.get(key)
        if plan is None:
            plan = [(name, encode) for name, encode in self._encoders[owner].items() if name in values]
            self._plans[key] = plan
        return "".join([encode(values[name]) for name, encode in plan])

    def nodes(self, table: Table[Node], edges: Mapping[str, Edges]) -> Sequence[Sequence[bytes]]:
        """Return each node and its edges that are no links, or the size of an image."""
        joined = [""] * len(table.items)
        for relation, some in sorted(edges.items()):
            if relation != LINK:
                for place, target in zip(some.sources, some.targets, strict=True):
                    joined[place] += self._edge(table.items[place][0], relation, target)
        told = list(map(self._node, table.items))
        return list(map(encoded, ([node for node, _ in told], joined, [image for _, image in told])))

    def _edge(self, source: str, relation: str, target: str) -> str:
        return (
            f'    <edge id="{link_id(source, relation, target)}" source={_quoted_id(source)}'
            f" target={_quoted(target)}{self._labels[relation]}</edge>\n"
        )

    def _node(self, node: Node) -> tuple[str, str]:
        name, values = node
        kind = values["kind"]
        if kind == IMAGE:
            size = f", {_json(name)}: [{values['width']}, {values['height']}]" if "width" in values else ""
            return "", _escaped(size)
        data = self._data(kind, values)
        return f"    <node id={_quoted_id(name)}{self._kinds[kind]}{data}</node>\n", ""

    def link_texts(self, table: Table[Link]) -> Sequence[LinkText]:
        """Return edges that have attributes."""
        label = self._labels[LINK]
        return [
            LinkText(
                b"",
                f'    <edge id="{key}" source={_quoted_id(source)} target={_quoted_id(target)}'
                f"{label}{self._data(LINK, values)}</edge>\n".encode(),
            )
            for source, target, values, key in table.items
        ]

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the declarations, the graph's own data, the nodes and the edges."""
        own = whole.attributes
        yield from _keys(whole.census.values(), own)
        yield '  <graph id="G" edgedefault="directed">'
        yield from (
            _datum("graph", row.name, _text(row, own[row.name])) for row in BY_OWNER[GRAPH] if row.name in own
        )
        if _IMAGES_NAME in whole.attributes:
            yield f'<data key="g_{_IMAGES_NAME}">{{'
            yield _IMAGES
            yield "}</data>"
        yield "\n"
        yield _NODES
        yield _EDGES
        yield "  </graph>\n</graphml>\n"


def graphml_renderer(attributes: Mapping[str, Any]) -> Renderer:
    """Return what turns nodes and links into GraphML; what the graph itself says makes no difference."""
    return GraphmlRenderer()


def write_graphml(graph: nx.MultiDiGraph[str], path: str | os.PathLike[str]) -> None:
    """Write the graph as GraphML; instants are ISO 8601 text, and tuples JSON text.

    The file takes its place when all is written. Raises `GraphError` for a graph that does not
    follow the model, `OutputError` where the file cannot be written. A path that ends with
    ``.gz`` is compressed.
    """
    write_single(graph, path, graphml_renderer)


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
    graph.graph.update(_attributes(GRAPH, {n: text for n, text in texts.items() if n in BY_NAME[GRAPH]}))
    graph.graph["images"] = {url: tuple(size) for url, size in images.items()}


def read_graphml(stream: BinaryIO) -> nx.MultiDiGraph[str]:
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
        for event, element in iterparse(stream, events=("start", "end")):  # noqa: S314 (expat refuses entity bombs)
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
