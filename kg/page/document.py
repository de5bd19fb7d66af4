"""The network as one HTML document that holds all it needs and lets nothing else run.

Data goes into the page as JSON in a block no browser executes; the only scripts and styles
that run are those whose hashes the Content-Security-Policy names.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import datetime
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from kg.errors import OutputError
from kg.model import KINDS, NAME

if TYPE_CHECKING:
    import networkx as nx
    from pyvis.network import Network

LIBRARY: Final = "lib/vis-9.1.2/vis-network.min.js"

SCRIPTS: Final = ("labels.js", "panel.js", "page.js")

SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "article": ("title", "excerpt", "url", "published_at", "stub"),
    "provider": ("name", "domain"),
    "topic": ("name", "description"),
}
"""The attributes that the panel tells of a node, by its kind."""

UNSAFE_IN_SCRIPT: Final = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def to_html(network: Network, graph: nx.MultiDiGraph[str]) -> str:
    """Return the page that shows `network`, with the details of `graph`'s nodes."""
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
    environment.filters["json"] = lambda value: Markup(to_script_json(value))  # noqa: S704
    environment.filters["parsed"] = json.loads
    environment.globals.update(
        name=graph.graph.get("name") or NAME,
        language=graph.graph.get("language") or "en",
        counts=counts(graph),
        details=details(graph),
        style=Markup(style),  # noqa: S704
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        policy=policy(style, scripts),
    )
    network.templateEnv = environment
    return str(network.generate_html())


def details(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    """Return what the panel tells of each node, by id; instants as ISO 8601 text in UTC."""
    return {node: _details_of(graph.nodes[node]) for node in sorted(graph)}


def _details_of(attributes: dict[str, Any]) -> dict[str, Any]:
    shown = SHOWN[attributes["kind"]]
    return {"kind": attributes["kind"]} | {
        name: _plain(attributes[name]) for name in shown if attributes.get(name) is not None
    }


def counts(graph: nx.MultiDiGraph[str]) -> str:
    """Return how much of everything there is, as ``16 articles, 15 providers, 4 topics, 43 links``."""
    kinds = [attributes["kind"] for _, attributes in graph.nodes(data=True)]
    numbers = {kind: kinds.count(kind) for kind in KINDS} | {"link": graph.number_of_edges()}
    return ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for noun, count in numbers.items())


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


def to_script_json(value: object) -> str:
    r"""Return JSON that cannot end the script element it stands in, whatever its texts hold.

    >>> print(to_script_json("</script>"))
    "\u003c/script\u003e"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _plain(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


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
