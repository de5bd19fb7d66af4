"""The files that say what a graph means and must be like, made from the model and shipped beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from kg.errors import FormatError
from kg.formats.jsonld import context_text
from kg.ontology import ontology_text
from kg.shapes import shapes_text


@dataclass(frozen=True, slots=True)
class Schema:
    """One such file.

    Attributes
    ----------
    file
        Its name in the package.
    meaning
        One line for the help and the reference page.
    make
        Makes its text of the model.
    """

    file: str
    meaning: str
    make: Callable[[], str]


SCHEMAS: Final[dict[str, Schema]] = {
    "ontology": Schema("ontology.ttl", "the classes and properties that are kg's own", ontology_text),
    "shapes": Schema("shapes.ttl", "what a graph must be like, as SHACL", shapes_text),
    "context": Schema("context.jsonld", "what the names in graph.jsonld mean", context_text),
}


def schema_text(name: str) -> str:
    """Return the text of the ontology, the shapes or the JSON-LD context.

    Raises
    ------
    FormatError
        For a name that is not among `SCHEMAS`.

    Examples
    --------
    >>> import kg
    >>> "kg:RelatedLink a owl:Class" in kg.schema_text("ontology")
    True
    """
    if name not in SCHEMAS:
        raise FormatError(f"unknown schema {name!r}; choose one of {', '.join(SCHEMAS)}")
    return files("kg").joinpath(SCHEMAS[name].file).read_text("utf-8")
