"""Rows to files: their texts are gathered by section, and put between the parts of the frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec

from kg.compression import compressing
from kg.formats.sections import Renderer, Section, Whole, row_texts
from kg.page.ties import Ties
from kg.pool import map_ahead
from kg.rows import IMAGE, Row, batches

MakeRenderer = Callable[[Mapping[str, Any]], Renderer]
"""Returns what turns the rows of a graph with these attributes into text; a function that other
processes can import.
"""

_AT_ONCE: Final = 256  # rows turned into text together
_HELD: Final = 2**20  # bytes of a section that are held in memory
COPIED: Final = 2**20  # bytes copied at once


class Output(NamedTuple):
    """A file that is to be written.

    Attributes
    ----------
    make_renderer
        Makes what turns rows into text.
    stream
        The open file.
    ties
        Whether the frame asks for them.
    compressed
        Whether the file is compressed.
    """

    make_renderer: MakeRenderer
    stream: BinaryIO
    ties: bool = False
    compressed: bool = False

    @property
    def path(self) -> str:
        """Where the file is for the time being, for a process that writes it."""
        return str(self.stream.name)


class _Texts(NamedTuple):
    """What some rows add to the sections of one format, and how many have each mark."""

    sections: list[bytes]
    marks: dict[int, int]


def _render(renderers: Sequence[Renderer], rows: Sequence[Row]) -> list[_Texts]:
    found = []
    for renderer in renderers:
        sections: list[list[str]] = [[] for _ in renderer.sections]
        marks: Counter[int] = Counter()
        for row in rows:
            texts, some = row_texts(renderer, row)
            for gathered, text in zip(sections, texts, strict=True):
                gathered.append(text)
            marks.update(some)
        found.append(_Texts(["".join(texts).encode("utf-8") for texts in sections], dict(marks)))
    return found


_pack: Final = msgspec.msgpack.Encoder().encode
_unpack: Final = msgspec.msgpack.Decoder(
    list[tuple[str, dict[str, Any], list[tuple[str, str, dict[str, Any]]]]]
).decode


def _render_packed(
    makers: Sequence[MakeRenderer], attributes: Mapping[str, Any], packed: bytes
) -> list[_Texts]:
    return _render([make(attributes) for make in makers], _unpack(packed))


@dataclass(slots=True)
class _Census:
    """What is to be known of all rows, gathered while they pass."""

    ties: Ties | None
    counts: Counter[str] = field(default_factory=Counter)

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            if row[1]["kind"] != IMAGE:
                self.counts[row[1]["kind"]] += 1
                self.counts.update([relation for relation, _, _ in row[2]])
                if self.ties is not None:
                    self.ties.add(row)
            yield row


def write_rows(
    outputs: Sequence[Output], attributes: Mapping[str, Any], rows: Iterable[Row], *, jobs: int | None = 1
) -> None:
    """Write the rows of a graph that follows the model in several formats.

    Parameters
    ----------
    attributes
        Those of the graph itself.
    rows
        As `kg.rows.to_rows` yields them.
    jobs
        Processes that turn rows into text side by side; ``None`` for one per core.
    """
    census = _Census(Ties() if any(output.ties for output in outputs) else None)
    own = {name: value for name, value in attributes.items() if isinstance(value, str)}
    makers = [output.make_renderer for output in outputs]
    renderers = [make(own) for make in makers]
    marks: list[Counter[int]] = [Counter() for _ in outputs]
    with ExitStack() as stack:
        sections = [
            [stack.enter_context(SpooledTemporaryFile(_HELD)) for _ in renderer.sections]
            for renderer in renderers
        ]
        parcels = batches(census.passing(rows), _AT_ONCE)
        rendered: Iterable[list[_Texts]]
        if jobs == 1:
            rendered = (_render(renderers, some) for some in parcels)
        else:
            rendered = map_ahead(partial(_render_packed, makers, own), map(_pack, parcels), jobs)
        for found in rendered:
            for files, counter, texts in zip(sections, marks, found, strict=True):
                for file, data in zip(files, texts.sections, strict=True):
                    file.write(data)
                counter.update(texts.marks)
        for output, renderer, files, counter in zip(outputs, renderers, sections, marks, strict=True):
            whole = Whole(attributes, census.counts, counter, census.ties)
            with compressing(output.stream, output.compressed) as stream:
                for part in renderer.frame(whole):
                    if isinstance(part, str):
                        stream.write(part.encode("utf-8"))
                    else:
                        _copy(part, files[part.number], stream)


def _copy(section: Section, file: SpooledTemporaryFile[bytes], stream: BinaryIO) -> None:
    file.seek(len(section.separator))
    copyfileobj(file, stream, COPIED)
