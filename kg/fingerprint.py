"""What kept results depend on besides the sources: this program and what it stands on."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from typing import Final

from kg import __version__

_READS: Final = ("ryaml", "PyYAML", "ftfy", "idna", "msgspec")
_WRITES: Final = ("networkx", "pyvis", "jinja2", "scipy")
_PACKAGE: Final = os.path.dirname(__file__)


def _versions(names: Iterable[str]) -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version

    for name in names:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} unknown"


def _digest(paths: Iterable[str], facts: Iterable[str]) -> str | None:
    """Return a digest over files and facts; ``None`` where there are no files to be read."""
    digest = sha256("\n".join(facts).encode("utf-8"))
    any_file = False
    for path in sorted(paths):
        any_file = True
        try:
            with open(path, "rb") as stream:
                content = stream.read()
        except OSError:
            return None
        digest.update(f"\0{os.path.relpath(path, _PACKAGE)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest() if any_file else None


def _facts(names: Iterable[str]) -> Iterator[str]:
    yield f"kg {__version__}"
    yield f"{sys.implementation.cache_tag} {sys.byteorder} {unicodedata.unidata_version}"
    yield from _versions(names)


@cache
def record_fingerprint() -> str | None:
    """Return what every record of a file depends on besides the file, its path and the site.

    Where the program's own source cannot be read there is no telling, and it is ``None``.
    """
    modules = [os.path.join(_PACKAGE, name) for name in _listed(_PACKAGE) if name.endswith(".py")]
    return _digest(modules, _facts(_READS))


@cache
def export_fingerprint() -> str | None:
    """Return what the files of an export depend on besides the sources and the settings; see above."""
    paths = [
        os.path.join(folder, name)
        for folder, _, names in os.walk(_PACKAGE)
        if os.path.basename(folder) != "__pycache__"
        for name in names
    ]
    return _digest(paths, _facts((*_READS, *_WRITES)))


def _listed(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
