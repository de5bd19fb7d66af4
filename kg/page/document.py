"""The network as one HTML document that holds all it needs and lets nothing else run.

Data goes into the page as JSON in a block no browser executes; the only scripts and styles
that run are those whose hashes the Content-Security-Policy names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from array import array
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import msgspec

from kg.drawing import WHOLE
from kg.errors import OutputError
from kg.formats.sections import Section, Whole
from kg.model import KINDS, NAME, RELATIONS
from kg.page.tellings import NONE

if TYPE_CHECKING:
    from pyvis.network import Network

LIBRARY: Final = "lib/vis-9.1.2/vis-network.min.js"

SCRIPTS: Final = (
    "elements.js",
    "coverage.js",
    "stories.js",
    "filters.js",
    "looks.js",
    "view.js",
    "controls.js",
    "timeline.js",
    "table.js",
    "styles.js",
    "canvas.js",
    "camera.js",
    "gestures.js",
    "shaders.js",
    "grid.js",
    "scene.js",
    "webgl.js",
    "labels.js",
    "halos.js",
    "picture.js",
    "overview.js",
    "stage.js",
    "exports.js",
    "panel.js",
    "page.js",
)
"""The page's own scripts; each calls only what those before it define."""

_DATA_HERE: Final = "<!--data-->"  # no text of the graph looks so in markup, where it is escaped

_UNSAFE_IN_SCRIPT: Final = tuple(
    (character.encode(), f"\\u{ord(character):04x}".encode()) for character in "<>&\u2028\u2029"
)

_AT_ONCE: Final = 50_000  # numbers turned to JSON together: as objects they take ten times the memory

SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "article": ("title", "excerpt", "url", "published_at", "type", "quality", "heat"),
    "provider": ("name", "domain"),
    "topic": ("name", "description"),
    "story": ("headline", "first_published_at", "last_published_at", "attention", "is_event"),
}
"""The attributes that the page tells of a node, by its kind."""


_KINDS: Final = {
    "article": ("Articles", '<circle cx="8" cy="8" r="6"/>'),
    "stub": ("Articles only listed by others", '<circle cx="8" cy="8" r="5.5"/>'),
    "provider": ("Providers", '<rect x="2.5" y="2.5" width="11" height="11"/>'),
    "topic": ("Topics", '<path d="M8 1l7 7-7 7-7-7z"/>'),
    "story": ("Stories", '<path d="M8 1.5l7 13H1z"/>'),
}
"""What the legend calls each kind of node, and its shape."""

_LOOKS: Final = (
    (
        "colour",
        "colour by",
        (
            ("kind", "kind"),
            ("story", "story"),
            ("topic", "rarest topic"),
            ("quality", "quality"),
            ("heat", "heat"),
            ("published", "date"),
        ),
    ),
    (
        "size",
        "size by",
        (("links", "links"), ("quality", "quality"), ("heat", "heat"), ("coverage", "articles")),
    ),
)
"""What the page's script can colour articles by, and size nodes by; the usual choice first."""

_FACETS: Final = (
    ("stories", "Stories", "Find a story"),
    ("topics", "Topics", "Find a topic"),
    ("providers", "Providers", "Find a provider"),
    ("types", "Types", ""),
)
_COLUMNS: Final = (
    ("title", "Title"),
    ("provider", "Provider"),
    ("published", "Published (UTC)"),
    ("type", "Type"),
    ("quality", "Quality"),
    ("heat", "Heat"),
)
"""The columns of the table, by what the page's script calls them."""


DETAILS: Final = Section(separator=b",")
"""What the panel tells of the nodes, as items of a JSON list."""


def to_html(whole: Whole, network: Network, renderer: str) -> Iterator[str | Section]:
    """Yield the page that shows `network` part by part.

    Parameters
    ----------
    whole
        What the graph is called, and how much it holds.
    network
        The nodes and edges.
    renderer
        What draws them, ``canvas`` or ``webgl``.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined
    from markupsafe import Markup

    style = _part("page.css")
    scripts = [_library(), *(_part(name) for name in SCRIPTS)]
    environment = Environment(
        loader=DictLoader({network.path: _part("template.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        name=whole.attributes.get("name") or NAME,
        language=whole.attributes.get("language") or "en",
        counts=counts(whole.census.counts),
        stories=whole.census.counts["story"],
        kinds=[
            (kind, name, Markup(shape))  # noqa: S704
            for kind, (name, shape) in _KINDS.items()
            if kind != "story" or any(number != NONE for number in network.nodes.stories)
        ],
        facets=_FACETS,
        looks=_LOOKS,
        date="2020-05-06 17:30",
        columns=_COLUMNS,
        overview=network.overview,
        data=Markup(_DATA_HERE),  # noqa: S704
        style=Markup(style),  # noqa: S704
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        policy=policy(style, scripts),
    )
    network.templateEnv = environment
    before, after = str(network.generate_html()).split(_DATA_HERE)
    yield before
    yield from _data_parts(network, renderer)
    yield after


def _data_parts(network: Network, renderer: str) -> Iterator[str | Section]:
    """Yield the JSON that the page's script works on.

    The overview's bubbles and the nodes come by column, the nodes' ``details`` among them; edges by
    relation, as a list in which the numbers of the two nodes that each edge joins follow each other.
    """
    yield f'{{"renderer":"{renderer}","options":{_script_text(json.loads(network.options.to_json()))}'
    overview = network.overview and {"whole": WHOLE, **network.overview.columns()}
    yield f',"overview":{_script_text(overview)},"nodes":{{'
    for name, column in network.nodes.columns().items():
        yield f'"{name}":{_script_text(column)},'
    yield '"details":['
    yield DETAILS
    yield "]}"
    for first, relation in enumerate(RELATIONS):
        yield f"""{"," if first else ',"edges":{'}"{relation}":["""
        yield from _list_parts(network.edges.ends(relation))
        yield "]"
    yield "}}"


def _list_parts(numbers: array[int]) -> Iterator[str]:
    """Yield what stands between the brackets of a JSON list."""
    for start in range(0, len(numbers), _AT_ONCE):
        part = _script_text(numbers[start : start + _AT_ONCE].tolist())[1:-1]
        yield f",{part}" if start else part


def details_text(values: Mapping[str, Any]) -> bytes:
    """Return what the panel tells of a node with these attributes, as an item of a JSON list."""
    shown = {name: values[name] for name in SHOWN[values["kind"]] if name in values}
    return DETAILS.separator + to_script_json(shown)


def counts(numbers: Mapping[str, int]) -> str:
    """Return how much of everything there is, as ``16 articles, 15 providers, 4 topics, 43 links``."""
    shown = [
        (numbers.get(kind.name, 0), kind.name, kind.several)
        for kind in KINDS.values()
        if not kind.derived or numbers.get(kind.name)
    ]
    shown.append((sum(numbers.get(relation, 0) for relation in RELATIONS), "link", "links"))
    return ", ".join(f"{count:,} {one if count == 1 else several}" for count, one, several in shown)


def policy(style: str, scripts: list[str]) -> str:
    """Return a Content-Security-Policy under which these inline blocks run and nothing else does."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_source(script) for script in scripts)}",
            f"style-src {_source(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def to_script_json(value: object) -> bytes:
    r"""Return JSON in UTF-8 that cannot end the script element it stands in, whatever its texts hold.

    >>> print(to_script_json("</script>").decode())
    "\u003c/script\u003e"
    """
    data = msgspec.json.encode(value)
    for unsafe, escaped in _UNSAFE_IN_SCRIPT:
        data = data.replace(unsafe, escaped)
    return data


def _script_text(value: object) -> str:
    return to_script_json(value).decode()


def _source(block: str) -> str:
    """Return the CSP source expression of an inline block."""
    digest = hashlib.sha256(block.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _part(name: str) -> str:
    return (resources.files("kg.page") / name).read_text(encoding="utf-8")


def _library() -> str:
    """Return vis-network as pyvis ships it, without the pointer to a source map, which would be a request."""
    path = resources.files("pyvis") / LIBRARY
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise OutputError(
            f"{path}: vis-network is missing; install pyvis 0.3.2 (pip install pyvis==0.3.2)"
        ) from error
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)
