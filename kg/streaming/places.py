"""Lines and columns of fields that an earlier run looked up, for files that are what they were."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import msgspec

from kg.assemble.findings import Field
from kg.files import SourceFile
from kg.streaming.segments import read_checked, write_checked
from kg.yamltree import Path

_NAME: Final = "places"

Place = tuple[int, int]
"""Line and column, from 1."""


class _FilePlaces(msgspec.Struct, frozen=True, array_like=True, gc=False):
    path: str
    stamp: bytes
    places: list[tuple[Path, Place]]


def read_places(folder: str | None, files: Mapping[str, SourceFile]) -> dict[Field, Place]:
    """Return the places that an earlier run left in a folder, of files whose stamps are what they were."""
    if folder is None:
        return {}
    try:
        found = read_checked(os.path.join(folder, _NAME), list[_FilePlaces])
    except (OSError, ValueError):
        return {}
    return {
        Field(kept.path, at): place
        for kept in found
        if _settled_stamp(files.get(kept.path)) == kept.stamp
        for at, place in kept.places
    }


def write_places(folder: str, places: Mapping[Field, Place], files: Mapping[str, SourceFile]) -> None:
    """Leave the places of files with settled stamps in a folder."""
    by_file: dict[str, list[tuple[Path, Place]]] = {}
    for (path, at), place in sorted(places.items(), key=lambda item: item[0].path):
        by_file.setdefault(path, []).append((at, place))
    kept = [
        _FilePlaces(path, stamp, found)
        for path, found in by_file.items()
        if (stamp := _settled_stamp(files.get(path)))
    ]
    write_checked(os.path.join(folder, _NAME), kept)


def _settled_stamp(file: SourceFile | None) -> bytes | None:
    return file.stamp if file and file.settled and file.stamp else None
