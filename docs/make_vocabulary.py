"""Write kg/ontology.ttl, shapes.ttl and context.jsonld from the model: `python docs/make_vocabulary.py`."""

from __future__ import annotations

from pathlib import Path

import kg
from kg.schemas import SCHEMAS

PACKAGE = Path(kg.__file__).parent


if __name__ == "__main__":
    for row in SCHEMAS.values():
        (PACKAGE / row.file).write_text(row.make(), "utf-8", newline="\n")
