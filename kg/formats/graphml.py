"""GraphML: for graph tools (networkx, igraph, graph-tool, Gephi, yEd, Cytoscape, Neo4j APOC)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from json.encoder import encode_basestring as _json
from operator import or_
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from kg.errors import GraphFileError
from kg.formats.sections import LinkText, NodeText, Renderer, Section, Whole
from kg.formats.single import write_single
from kg.ids import link_id
from kg.model import ATTRIBUTES, BY_NAME, GRAPH_TERMS, KINDS, LINK, RELATIONS, Attribute
from kg.rows import IMAGE, Row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import networkx as nx

NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"

_IMAGES_NAME: Final = "images"
_GRAPH_NAMES: Final = (*GRAPH_TERMS, _IMAGES_NAME)


def _parsed(row: Attribute, text: str) -> Any:
    return tuple(json.loads(text)) if row.many else row.values.read(text)


def _key(domain: str, name: str, type_: str) -> str:
    return f'  <key id="{domain[0]}_{name}" for="{domain}" attr.name="{name}" attr.type="{type_}"/>\n'


def _keys(used: int, attributes: Mapping[str, Any]) -> Iterator[str]:
    """Yield the declarations of the attributes that occur: one key per name.

    Parameters
    ----------
    used
        A bit for each row of `ATTRIBUTES` that occurs.
    attributes
        Those of the graph itself.
    """
    types: dict[tuple[str, str], str] = {("node", "kind"): "string", ("edge", "label"): "string"}
    names = set(types)
    for number, row in enumerate(ATTRIBUTES):
        key = "node" if row.owner in KINDS else "edge", row.name
        types[key] = "string" if row.many else row.values.graphml
        if used >> number & 1:
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
    start = f'<data key="{"n" if row.owner in KINDS else "e"}_{row.name}">'
    write = row.values.write
    if row.many:
        return lambda value: f"{start}{_escaped(_json_list(value))}</data>"
    if row.type in ("text", "iri"):
        return lambda value: f"{start}{_escaped(value)}</data>"
    return lambda value: f"{start}{write(value)}</data>"


_NODES: Final = Section(0)
_EDGES: Final = Section(1)
_IMAGES: Final = Section(2, separator=", ")

_Plan = tuple[int, list[tuple[str, Callable[[Any], str]]]]
"""The bits of some attributes, and what makes the data element of each."""


class GraphmlRenderer:
    """Turns nodes and links into XML; a mark has a bit for each attribute that occurs.

    Edges are a section of their own, as tools want the nodes first; so are the sizes of images,
    which are one of the graph's own attributes.
    """

    sections = (_NODES, _EDGES, _IMAGES)
    links = _EDGES
    images = True

    def __init__(self) -> None:
        self._encoders = {
            row.owner: [
                (1 << number, other.name, _encoder(other))
                for number, other in enumerate(ATTRIBUTES)
                if other.owner == row.owner
            ]
            for row in ATTRIBUTES
        }
        self._plans: dict[tuple[str, ...], _Plan] = {}
        self._kinds = {
            kind: f' labels="{row.labels}">{_datum("node", "kind", kind)}' for kind, row in KINDS.items()
        }
        self._labels = {
            name: f' label="{name.upper()}">{_datum("edge", "label", name)}' for name in RELATIONS
        }

    def _data(self, owner: str, values: Mapping[str, Any]) -> tuple[str, int]:
        """Return the data elements of attributes, and their bits."""
        key = (owner, *values)
        plan = self._plans.get(key)
        if plan is None:
            rows = [row for row in self._encoders.get(owner, ()) if row[1] in values]
            plan = sum(bit for bit, _, _ in rows), [(name, encode) for _, name, encode in rows]
            self._plans[key] = plan
        return "".join([encode(values[name]) for name, encode in plan[1]]), plan[0]

    def node(self, row: Row) -> NodeText:
        """Return a node and its edges that are no links, or the size of an image."""
        node, values, edges = row
        kind = values["kind"]
        if kind == IMAGE:
            size = f", {_json(node)}: [{values['width']}, {values['height']}]" if "width" in values else ""
            return ("", "", _escaped(size)), 0
        name = _quoted_id(node)
        data, mark = self._data(kind, values)
        joined = [
            f'    <edge id="{link_id(node, relation, target)}" source={name}'
            f" target={_quoted(target)}{self._labels[relation]}</edge>\n"
            for relation, target, _ in edges
            if relation != LINK
        ]
        return (f"    <node id={name}{self._kinds[kind]}{data}</node>\n", "".join(joined), ""), mark

    def link(self, source: str, target: str, values: Mapping[str, Any], key: str) -> tuple[LinkText, int]:
        """Return an edge that has attributes."""
        data, mark = self._data(LINK, values)
        text = (
            f'    <edge id="{key}" source={_quoted_id(source)} target={_quoted_id(target)}'
            f"{self._labels[LINK]}{data}</edge>\n"
        )
        return LinkText("", text), mark

    def frame(self, whole: Whole) -> Iterator[str | Section]:
        """Yield the declarations, the graph's own data, the nodes and the edges."""
        used = reduce(or_, whole.marks, 0)
        yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
        yield from _keys(used, whole.attributes)
        yield '  <graph id="G" edgedefault="directed">'
        yield from (_datum("graph", n, whole.attributes[n]) for n in GRAPH_TERMS if n in whole.attributes)
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
    graph.graph.update({name: text for name, text in texts.items() if name in _GRAPH_NAMES})
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
