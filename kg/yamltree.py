"""YAML with every value's exact text and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Path = tuple[str | int, ...]
"""Where a value stands in a document: keys and indexes from the root."""

DEPTH_LIMIT: Final = 128
"""Levels of nesting, the same as `ryaml` has; real articles have five."""

ALIAS_LIMIT: Final = 100_000
"""Values that the aliases of one document may repeat."""

NEVER_KEPT: Final = "secured"
"""The key of an encrypted blob that is never kept."""

_NULLS: Final = frozenset(("", "~", "null", "Null", "NULL"))
MERGE_KEY: Final = "<<"
"""The key under which a mapping takes over the keys of others."""

_NULL_TAG: Final = "tag:yaml.org,2002:null"


class TreeError(Exception):
    """A document that cannot be read, with an issue code and the offset of the place."""

    def __init__(self, code: str, offset: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.offset = offset


@dataclass(slots=True)
class Node:
    """A value, and the offset in the text where it begins.

    Attributes
    ----------
    value
        Text or ``None`` for a scalar; a list of nodes; or a dictionary from key to the key's
        offset and the value's node.
    offset
        Where it begins, in characters.
    size
        How many values it holds, itself included.
    depth
        How many levels of collections it has.
    """

    value: str | list[Node] | dict[str, tuple[int, Node]] | None
    offset: int
    size: int = 1
    depth: int = 0

    def plain(self) -> Any:
        """Return the value without its places: all scalars are ``str`` or ``None``."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, (_, node) in self.value.items()}
        return self.value

    def locate(self, path: Path) -> int:
        """Return the offset of the field at `path`, or of the nearest thing that holds it."""
        node, offset = self, self.offset
        for step in path:
            if isinstance(node.value, dict) and step in node.value:
                offset, node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                offset = node.offset
            else:
                break
        return offset


@dataclass(slots=True)
class Tree:
    """A parsed document.

    Attributes
    ----------
    root
        The top node; ``None`` for an empty document.
    duplicates
        The offset and name of every key that stands in its mapping a second time.
    second_document
        The offset where another document begins; ``None`` if there is one only.
    """

    root: Node | None = None
    duplicates: list[tuple[int, str]] = field(default_factory=list)
    second_document: int | None = None


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been seen."""

    node: Node
    anchor: str | None
    secret: bool = False
    key: str | None = None
    key_offset: int = 0


def _merge(mapping: dict[str, tuple[int, Node]]) -> None:
    """Take the keys of the mappings under a merge key; those of the mapping itself win."""
    offset, merged = mapping.pop(MERGE_KEY)
    nodes = merged.value if isinstance(merged.value, list) else [merged]
    if not all(isinstance(node.value, dict) for node in nodes):
        mapping[MERGE_KEY] = offset, merged
        return
    for node in nodes:
        for key, pair in node.value.items() if isinstance(node.value, dict) else ():
            mapping.setdefault(key, pair)


def _too_deep(offset: int) -> TreeError:
    return TreeError("too-deep", offset, f"nested deeper than {DEPTH_LIMIT} levels")


class _Composer:
    """Builds a `Tree` from libyaml's events, without recursion."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.open: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.repeated = 0

    def add(self, node: Node, *, is_text: bool) -> None:
        """Put a finished value where it belongs."""
        if not self.open:
            self.tree.root = node
            return
        parent = self.open[-1]
        parent.node.size += node.size
        parent.node.depth = max(parent.node.depth, node.depth + 1)
        value = parent.node.value
        if isinstance(value, list):
            value.append(node)
        elif parent.key is None:
            parent.key = str(node.value or "") if is_text else "(a collection as key)"
            parent.key_offset = node.offset
        elif isinstance(value, dict):
            self._set(value, parent, node)

    def _set(self, value: dict[str, tuple[int, Node]], parent: _Open, node: Node) -> None:
        key = parent.key or ""
        parent.key = None
        if key in value and not parent.secret:
            self.tree.duplicates.append((parent.key_offset, key))
        if key == NEVER_KEPT:
            node.value, node.size = None, 1  # in place, as an anchor may name it
        value[key] = (parent.key_offset, node)

    def start(self, node: Node, anchor: str | None) -> None:
        if len(self.open) >= DEPTH_LIMIT:
            raise _too_deep(node.offset)
        self.open.append(_Open(node, anchor, self.in_secret()))

    def in_secret(self) -> bool:
        """Tell whether what comes next is part of a value that is never kept."""
        return bool(self.open) and (self.open[-1].secret or self.open[-1].key == NEVER_KEPT)

    def end(self) -> None:
        done = self.open.pop()
        if isinstance(done.node.value, dict) and MERGE_KEY in done.node.value:
            _merge(done.node.value)
        if done.anchor is not None:
            self.anchors[done.anchor] = done.node
        self.add(done.node, is_text=False)

    def alias(self, name: str, offset: int) -> None:
        node = self.anchors.get(name)
        if node is None:
            raise TreeError("yaml-error", offset, "an alias to an anchor that is not defined before it")
        self.repeated += node.size
        if self.repeated > ALIAS_LIMIT:
            raise TreeError("too-large", offset, f"aliases repeat more than {ALIAS_LIMIT:,} values")
        if len(self.open) + node.depth > DEPTH_LIMIT:
            raise _too_deep(offset)
        self.add(
            Node(node.value, node.offset, node.size, node.depth), is_text=isinstance(node.value, str | None)
        )


def _feed(composer: _Composer, events: Iterator[Any]) -> None:
    import yaml

    documents = 0
    for event in events:
        offset = event.start_mark.index
        if isinstance(event, yaml.ScalarEvent):
            absent = (event.implicit[0] and event.value in _NULLS) or event.tag == _NULL_TAG
            node = Node(None if absent or composer.in_secret() else event.value, offset)
            if event.anchor is not None:
                composer.anchors[event.anchor] = node
            composer.add(node, is_text=True)
        elif isinstance(event, yaml.MappingStartEvent):
            composer.start(Node({}, offset), event.anchor)
        elif isinstance(event, yaml.SequenceStartEvent):
            composer.start(Node([], offset), event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            composer.end()
        elif isinstance(event, yaml.AliasEvent):
            composer.alias(str(event.anchor), offset)
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                composer.tree.second_document = offset
                return


def _events(text: str) -> Iterator[Any]:
    """Yield libyaml's events, its errors as `TreeError`."""
    import yaml

    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else 0
        if error.problem and "nesting depth" in error.problem:  # libyaml has a limit of its own since 0.2.6
            raise _too_deep(offset) from None
        context = f"{error.context}: " if error.context else ""
        raise TreeError("yaml-error", offset, f"{context}{error.problem}") from None
    except yaml.YAMLError as error:
        raise TreeError("yaml-error", getattr(error, "position", 0), "not YAML") from None


def parse(text: str) -> Tree:
    """Return the document with the text and the place of every value.

    Tags are passed over: what a value is follows from its field.

    Raises
    ------
    TreeError
        ``yaml-error``, ``too-large`` or ``too-deep``.
    """
    composer = _Composer()
    _feed(composer, _events(text))
    return composer.tree


def locate(text: str, paths: Sequence[Path]) -> list[int]:
    """Return the offsets of fields; of the root alone without reading what follows it.

    Raises
    ------
    TreeError
        Where the document cannot be read.
    """
    if not any(paths):
        begins = (event.start_mark.index for event in _events(text) if hasattr(event, "anchor"))
        return [next(begins, 0)] * len(paths)
    root = parse(text).root
    return [root.locate(path) if root else 0 for path in paths]
