"""Backends of networkx: other people's code that computes a measure where it is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
from typing import Any, Final

from kg.clusters import OWN_BACKEND
from kg.errors import KGError, MissingLibraryError

_FOR_TESTS: Final = "nx_loopback"  # a backend that networkx registers for its own tests


def options_of(backend: str | None) -> dict[str, Any]:
    """Return what tells networkx which backend to use, whatever the environment says.

    Raises
    ------
    MissingLibraryError
        Where there is no such backend.
    """
    backend = OWN_BACKEND if backend is None else backend
    found = {entry.name for entry in entry_points(group="networkx.backends")} - {_FOR_TESTS}
    if backend not in {OWN_BACKEND, *found}:
        raise MissingLibraryError(
            f"networkx has no backend {backend!r} here, but {', '.join(sorted({OWN_BACKEND, *found}))};"
            " install the one that you mean, such as nx-parallel (python -m pip install nx-parallel)"
        )
    return {"backend": backend}


@contextmanager
def told_of(backend: str | None) -> Iterator[None]:
    """Have what a backend raises told as a `MissingLibraryError`.

    It is another's code, may not compute everything, and may have been made for another version of
    networkx.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, KGError) or backend in (None, OWN_BACKEND):
            raise
        raise MissingLibraryError(
            f"networkx's backend {backend!r} does not compute it: {error}; leave it out, or name another"
        ) from error
