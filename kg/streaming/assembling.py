"""What was put aside to the file of one format."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, BinaryIO, Final

from kg.batches import AT_ONCE, batched, image_node
from kg.census import Census
from kg.collector import collector_paused
from kg.columns import Batch, make_batch
from kg.compression import compressing
from kg.formats.rendering import COPIED, MakeRenderer
from kg.formats.sections import Renderer, Section, Whole, links_text
from kg.page.ties import Ties
from kg.streaming.memo import MEMO, TiedArticles
from kg.streaming.segments import LAYOUT, Layout, Segments, to_numbers
from kg.streaming.spools import Link, Room

_HELD: Final = 2**20  # bytes of a section that are held in memory
_LINK_ORDER: Final = attrgetter("source", "target")


@dataclass(frozen=True, slots=True)
class Target:
    """One file that is to be written, in any process.

    Attributes
    ----------
    make_renderer
        Makes what turns nodes into text.
    path
        Where to, for the time being.
    ties
        Whether the frame asks for them.
    compressed
        Whether the file is compressed.
    number
        Its place among the formats.
    segment
        The number of its first segment.
    """

    make_renderer: MakeRenderer
    path: str
    ties: bool
    compressed: bool
    number: int
    segment: int


@dataclass(frozen=True, slots=True)
class Assembler:
    """Writes files of what was put aside.

    Attributes
    ----------
    attributes
        Those of the graph itself.
    census
        What it holds, but for images.
    others
        All nodes that are no articles.
    """

    room: Room
    attributes: Mapping[str, Any]
    census: Census
    others: Batch

    def __call__(self, target: Target) -> None:
        """Write one file."""
        renderer = target.make_renderer(self.attributes)
        with collector_paused(), ExitStack() as stack:
            rest = [stack.enter_context(SpooledTemporaryFile(_HELD)) for _ in renderer.sections]
            census = Census()
            census.extend(self.census)
            for batch in self._rest(census, images=renderer.images):
                for file, texts in zip(rest, renderer.nodes(batch.nodes, batch.edges), strict=True):
                    file.write(b"".join(texts))
            whole = Whole(self.attributes, census, self._ties() if target.ties else None)
            target_file = stack.enter_context(open(target.path, "wb"))
            stream = stack.enter_context(compressing(target_file, target.compressed))
            stream.write(renderer.head.encode("utf-8"))
            for piece in renderer.frame(whole):
                if isinstance(piece, str):
                    stream.write(piece.encode("utf-8"))
                else:
                    self._write_section(piece, renderer, target, rest[piece.number], stream)

    def _rest(self, census: Census, *, images: bool) -> Iterator[Batch]:
        """Yield what follows the articles, and count images."""
        yield self.others
        if not images:
            return
        sized = self.room.spools.sized_images
        found = heapq.merge(*map(sized.read, sized.buckets()))  # each has a URL of its own
        for some in batched(found, AT_ONCE):
            batch = make_batch([image_node(url, size) for url, size in some], {})
            census.add(batch)
            yield batch

    def _ties(self) -> Ties:
        ties, spools = Ties(), self.room.spools
        for bucket in range(self.room.articles):
            segments = Segments(self.room.folder, bucket)
            if segments.exist():
                found = segments.read(MEMO, TiedArticles, checked=False)
                for node, (group, (provider, *topics)) in zip(found.articles, found.ties, strict=True):
                    joined = [("published_by", provider), *[("about", topic) for topic in topics]]
                    ties.add_node(node, group, joined)
        ties.add(self.others)
        for bucket in spools.links.buckets():
            for link in spools.links.read(bucket):
                ties.add_link(link.source, link.target, link.position)
        return ties

    def _write_section(
        self, section: Section, renderer: Renderer, target: Target, rest: IO[bytes], stream: BinaryIO
    ) -> None:
        skipped = _Skipping(stream, len(section.separator))
        number = target.segment + section.number
        linked = renderer.links is section
        for bucket in range(self.room.articles):
            segments = Segments(self.room.folder, bucket)
            if not segments.exist():
                continue
            links = self.room.spools.links.read(bucket) if linked else ()
            texts = _Segment(segments, number)
            skipped.write(texts.with_links(section, target.number, sorted(links, key=_LINK_ORDER)))
        rest.seek(0)
        skipped.copy(rest)


class _Skipping:
    """Writes to a stream all but the first bytes."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left = stream, size

    def write(self, parts: Iterable[bytes | memoryview]) -> None:
        for part in parts:
            self._stream.write(part[self._left :] if self._left else part)
            self._left -= min(self._left, len(part))

    def copy(self, found: IO[bytes]) -> None:
        self.write([found.read(self._left)])
        copyfileobj(found, self._stream, COPIED)


class _Segment:
    """The texts of one segment in the order of the articles."""

    def __init__(self, segments: Segments, number: int) -> None:
        layout = segments.read(LAYOUT, Layout, checked=False)
        self._articles = layout.articles
        self._starts, self._ends = to_numbers(layout.starts[number]), to_numbers(layout.ends[number])
        self._data = segments.texts(number, layout.parts[number], checked=False)

    def with_links(
        self, section: Section, number: int, links: Sequence[Link]
    ) -> Iterator[bytes | memoryview]:
        """Yield the texts, with those of links behind those of their sources.

        Parameters
        ----------
        number
            The number of the format.
        links
            The links by source and target.
        """
        place = {article: row for row, article in enumerate(self._articles)} if links else {}
        row = 0
        for source, some in groupby(links, key=attrgetter("source")):
            upto = place[source] + 1
            *before, last = self._runs(row, upto)
            yield from before
            yield last[: len(last) - len(section.ending)]
            yield links_text(section, [link.texts[number] for link in some])
            row = upto
        yield from self._runs(row, len(self._articles))

    def _runs(self, row: int, upto: int) -> Iterator[memoryview]:
        """Yield the texts of some rows, those together that stand behind each other."""
        starts, ends = self._starts, self._ends
        while row < upto:
            first = row
            row += 1
            while row < upto and starts[row] == ends[row - 1]:
                row += 1
            yield self._data[starts[first] : ends[row - 1]]
