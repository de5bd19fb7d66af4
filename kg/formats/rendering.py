"""Batches of nodes to files: their texts are gathered by section, and put between the parts of the frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, Final, NamedTuple

import msgspec

from kg.census import Census
from kg.columns import Batch, Edges, make_batch
from kg.compression import compressing
from kg.formats.sections import Renderer, Section, Whole, section_texts
from kg.model import BY_NAME, GRAPH
from kg.page.ties import Ties
from kg.pool import map_ahead

MakeRenderer = Callable[[Mapping[str, Any]], Renderer]
"""Returns what turns nodes of a graph with these attributes into text; a function that other
processes can import.
"""

_HELD: Final = 2**20  # bytes of a section that are held in memory
COPIED: Final = 2**20  # bytes copied at once


class Output(NamedTuple):
    """A file that is to be written.

    Attributes
    ----------
    make_renderer
        Makes what turns nodes into text.
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


_Sections = Sequence[Sequence[bytes]]
"""What some nodes add to each section of a format, in parts."""


def _render(renderers: Sequence[Renderer], batch: Batch) -> list[_Sections]:
    """Return what some nodes add to each format."""
    return [section_texts(renderer, batch) for renderer in renderers]


_Packed = tuple[list[tuple[str, dict[str, Any]]], dict[str, Edges]]

_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(_Packed).decode


def _pack(batch: Batch) -> bytes:
    return _encode((batch.nodes.items, batch.edges))


def _render_packed(
    makers: Sequence[MakeRenderer], attributes: Mapping[str, Any], packed: bytes
) -> list[_Sections]:
    found = _render([make(attributes) for make in makers], make_batch(*_decode(packed)))
    return [[(b"".join(texts),) for texts in sections] for sections in found]  # cheaper to send


def _noted(batches: Iterable[Batch], census: Census, ties: Ties | None) -> Iterator[Batch]:
    """Yield the batches, and note meanwhile what is to be known of all of them."""
    for batch in batches:
        census.add(batch)
        if ties is not None:
            ties.add(batch)
        yield batch


def _put_aside() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(_HELD)


class _File:
    """A file that grows section by section.

    The text of its only section goes straight into it; where there are several, or the section's
    first separator has to be left out, they are put aside until all nodes are there.
    """

    def __init__(self, output: Output, renderer: Renderer, stack: ExitStack) -> None:
        self._renderer = renderer
        self._stream = stack.enter_context(compressing(output.stream, output.compressed))
        self._stream.write(renderer.head.encode("utf-8"))
        self._direct = len(renderer.sections) == 1 and not renderer.sections[0].separator
        self._sections: list[IO[bytes]] = [self._stream]
        if not self._direct:
            self._sections = [stack.enter_context(_put_aside()) for _ in renderer.sections]

    def add(self, texts: _Sections) -> None:
        """Add what some nodes add to the sections."""
        for section, parts in zip(self._sections, texts, strict=True):
            section.writelines(parts)

    def finish(self, whole: Whole) -> None:
        """Write what is put around the sections, and these where they were put aside."""
        for part in self._renderer.frame(whole):
            if isinstance(part, str):
                self._stream.write(part.encode("utf-8"))
            elif not self._direct:
                self._copy(part)

    def _copy(self, section: Section) -> None:
        file = self._sections[section.number]
        file.seek(len(section.separator))
        copyfileobj(file, self._stream, COPIED)


def write_batches(
    outputs: Sequence[Output],
    attributes: Mapping[str, Any],
    batches: Iterable[Batch],
    *,
    jobs: int | None = 1,
) -> None:
    """Write a graph in several formats.

    Parameters
    ----------
    attributes
        Those of the graph itself.
    batches
        As `kg.batches.to_batches` yields them, or `kg.conform.checked_batches` where the graph is not ours.
    jobs
        Processes that turn nodes into text side by side; ``None`` for one per core.
    """
    census, ties = Census(), Ties() if any(output.ties for output in outputs) else None
    own = {name: attributes[name] for name in BY_NAME[GRAPH] if name in attributes}
    makers = [output.make_renderer for output in outputs]
    renderers = [make(own) for make in makers]
    with ExitStack() as stack:
        files = [_File(output, renderer, stack) for output, renderer in zip(outputs, renderers, strict=True)]
        noted = _noted(batches, census, ties)
        rendered: Iterable[list[_Sections]]
        if jobs == 1:
            rendered = (_render(renderers, batch) for batch in noted)
        else:
            rendered = map_ahead(partial(_render_packed, makers, own), map(_pack, noted), jobs)
        for found in rendered:
            for file, texts in zip(files, found, strict=True):
                file.add(texts)
        whole = Whole(attributes, census, ties)
        for file in files:
            file.finish(whole)
