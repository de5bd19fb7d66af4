"""The package is layered: a module imports only modules above it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kg

PACKAGE = Path(kg.__file__).parent

LAYERS = (
    (
        "kg.errors",
        "kg.text",
        "kg.progress",
        "kg.valuetypes",
        "kg.explanation",
        "kg.collector",
        "kg.compression",
        "kg.clusters",
    ),
    ("kg.fingerprint", "kg.cachefolder", "kg.rows", "kg.drawing"),
    ("kg.urls", "kg.ids", "kg.model", "kg.yamltree", "kg.files", "kg.pool"),
    (
        "kg.canonical",
        "kg.iris",
        "kg.mentions",
        "kg.quickyaml",
        "kg.report",
        "kg.packfile",
    ),
    ("kg.vocabulary",),
    ("kg.ontology", "kg.shelf", "kg.columns"),
    ("kg.shapes", "kg.batches", "kg.census"),
    ("kg.conform",),
    ("kg.plain", "kg.recall"),
    ("kg.values", "kg.frontmatter", "kg.resolve", "kg.settings", "kg.statistics", "kg.cache"),
    ("kg.fields", "kg.uptodate"),
    ("kg.interpret",),
    ("kg.read",),
    ("kg.gather",),
    ("kg.assemble.findings", "kg.assemble.placing"),
    ("kg.assemble.images", "kg.assemble.links", "kg.assemble.providers", "kg.assemble.topics"),
    ("kg.assemble.articles", "kg.assemble.catalogue"),
    ("kg.assemble.graph", "kg.explaining", "kg.origins"),
    ("kg.page.field", "kg.page.numbered"),
    ("kg.page.ties", "kg.page.tellings", "kg.page.lattice"),
    ("kg.page.discs",),
    ("kg.formats.sections", "kg.formats.texts", "kg.formats.mediatypes"),
    ("kg.page.layout",),
    ("kg.page.overview",),
    ("kg.page.network", "kg.page.document"),
    ("kg.page",),
    ("kg.formats.atomic", "kg.formats.description", "kg.formats.rdf_reader", "kg.formats.rendering"),
    ("kg.formats.syntax", "kg.formats.single"),
    ("kg.formats.speech",),
    ("kg.formats.rdf",),
    ("kg.formats.ntriples", "kg.formats.graphml", "kg.formats.html"),
    (
        "kg.formats.rdflib_graph",
        "kg.formats.turtle",
        "kg.formats.nquads",
        "kg.formats.jsonld",
        "kg.formats.rdfxml",
    ),
    ("kg.formats.trig",),
    ("kg.formats.table", "kg.schemas"),
    ("kg.formats.exporting", "kg.formats.reading", "kg.showing"),
    ("kg.validating",),
    ("kg.streaming.spool", "kg.streaming.filelist", "kg.streaming.segments"),
    ("kg.streaming.spools",),
    ("kg.streaming.memo", "kg.streaming.kept", "kg.streaming.places"),
    ("kg.streaming.intake", "kg.streaming.comparing", "kg.streaming.resolving", "kg.streaming.assembling"),
    ("kg.streaming.corpus",),
    ("kg.streaming.export",),
    ("kg.analytics.bounds", "kg.analytics.backends"),
    (
        "kg.analytics.lookups",
        "kg.analytics.rounding",
        "kg.analytics.periods",
        "kg.analytics.similarity",
        "kg.analytics.derived",
        "kg.analytics.reporting",
        "kg.analytics.pictures",
    ),
    (
        "kg.analytics.selection",
        "kg.analytics.stories",
        "kg.analytics.tallies",
        "kg.analytics.syndication",
        "kg.analytics.columns",
    ),
    (
        "kg.analytics.cocoverage",
        "kg.analytics.gaps",
        "kg.analytics.precedence",
        "kg.analytics.trends",
        "kg.analytics.bursts",
        "kg.analytics.cooccurrence",
        "kg.analytics.diversity",
        "kg.analytics.copies",
    ),
    ("kg.analytics.centrality", "kg.analytics.plotting"),
    ("kg.analytics.annotating", "kg.analytics.answers"),
    ("kg.analytics.summary",),
    ("kg.analytics.options",),
    ("kg.analytics.reports",),
    ("kg.analytics.asking",),
    ("kg.endpoint",),
    ("kg.querying", "kg.triples"),
    ("kg.differing",),
    ("kg.patching",),
    ("kg.spelling",),
    ("kg.storestate",),
    ("kg.syncing",),
    ("kg.cli.console", "kg.cli.options"),
    ("kg.cli.exporting", "kg.cli.storing", "kg.cli.answers", "kg.cli.reading"),
    ("kg.cli.watching",),
    (
        "kg.cli.export",
        "kg.cli.view",
        "kg.cli.check",
        "kg.cli.stats",
        "kg.cli.analyze",
        "kg.cli.explain",
        "kg.cli.cache",
        "kg.cli.ontology",
        "kg.cli.query",
        "kg.cli.diff",
        "kg.cli.validate",
        "kg.cli.load",
        "kg.cli.sync",
    ),
)
"""From the top down; modules of one layer do not know each other."""

RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}


def _modules() -> dict[str, Path]:
    paths = (path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
    return {".".join(("kg", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in paths}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "kg":
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            known = {name for name in names if name in _modules()}
            found |= known or {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == "kg"}
    return found


def test_every_module_has_a_layer() -> None:
    assert {name for name in _modules() if name not in RANK} == set()
    assert {name for name in RANK if name not in _modules() and name != "kg.page"} == set()


@pytest.mark.parametrize("name", sorted(_modules()))
def test_imports_point_up(name: str) -> None:
    for imported in _imports(_modules()[name]):
        if imported == "kg":
            continue
        assert RANK[imported] < RANK[name], f"{name} imports {imported}"


@pytest.mark.parametrize("name", sorted(_modules()))
def test_modules_are_small(name: str) -> None:
    assert len(_modules()[name].read_text("utf-8").splitlines()) <= 310


def test_import_loads_nothing_third_party() -> None:
    script = (
        "import sys; before = set(sys.modules); import kg\n"
        "print(*{m.split('.')[0] for m in set(sys.modules) - before} - sys.stdlib_module_names)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["kg"]


def test_every_public_name_is_there_and_documented() -> None:
    for name in kg.__all__:
        value = getattr(kg, name)
        assert name == "__version__" or value.__doc__, name
    with pytest.raises(AttributeError, match="nothing"):
        _ = kg.nothing
