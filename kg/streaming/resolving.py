"""Mentions to texts: the articles of one bucket, resolved and written in each format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import msgspec

from kg.assemble.articles import Article, to_article
from kg.assemble.findings import Findings
from kg.assemble.links import Link as ArticleLink
from kg.assemble.topics import TopicIds
from kg.batches import AT_ONCE, batched
from kg.census import Census, shapes_of
from kg.collector import collector_paused
from kg.columns import Batch, Edges, make_batch, to_link, to_link_table
from kg.formats.rendering import MakeRenderer
from kg.formats.sections import Renderer
from kg.mentions import Mention
from kg.resolve import Taxonomy, by_preference
from kg.streaming.memo import (
    MEMO,
    NEW,
    EarlierTexts,
    Made,
    Memo,
    earlier_texts,
    key_of,
    merge_memo,
    merged,
)
from kg.streaming.segments import LAYOUT, Layout, Part, Segments, SegmentWriter, to_bytes, to_numbers
from kg.streaming.spools import Link, Room

_decode: Final = msgspec.msgpack.Decoder(Mention).decode


@dataclass(slots=True)
class Resolved:
    """What came of some articles, besides their texts.

    Attributes
    ----------
    findings
        What was found.
    census
        What they hold.
    stubs
        How many of them were only ever listed.
    """

    findings: Findings = field(default_factory=Findings)
    census: Census = field(default_factory=Census)
    stubs: int = 0

    @staticmethod
    def of(memo: Memo) -> Resolved:
        """Return what came of the articles of a bucket."""
        links = [link for found in memo.links.values() for link in found]
        counts = Counter(
            article=len(memo.articles),
            published_by=len(memo.articles),
            about=sum([len(joined) - 1 for _, joined in memo.ties]),
            related_to=len(links),
        )
        numbers = Counter(to_numbers(memo.shape_numbers))
        shapes = Counter({memo.shapes[number]: times for number, times in numbers.items()})
        shapes.update([link.shape for link in links])
        resolved = Resolved(census=Census(shapes, counts))
        resolved.stubs = sum([group == "stub" for group, _ in memo.ties])
        for packed in memo.findings.values():
            resolved.findings.extend(Findings.unpack(packed))
        return resolved

    def extend(self, others: Resolved) -> None:
        """Take in what came of other articles."""
        self.findings.extend(others.findings)
        self.census.extend(others.census)
        self.stubs += others.stubs


@dataclass(frozen=True, slots=True)
class ArticleResolver:
    """Resolves the articles of one bucket at a time, in any process.

    Attributes
    ----------
    taxonomy
        What the corpus says of topics and organizations.
    makers
        What makes the renderers of the formats.
    attributes
        Those of the graph itself.
    earlier
        A folder with texts that an earlier run made of the same taxonomy with the same renderers;
        ``None`` for none.
    """

    room: Room
    taxonomy: Taxonomy
    makers: Sequence[MakeRenderer]
    attributes: Mapping[str, Any]
    earlier: str | None = None

    def __call__(self, bucket: int) -> Resolved:
        """Put the texts of a bucket's articles and of the links to them aside, and return the rest."""
        spools, segments = self.room.spools, Segments(self.room.folder, bucket)
        groups: dict[str, list[msgspec.Raw]] = {}
        with collector_paused(), ExitStack() as stack:
            for article, packed in spools.mentions.read(bucket):
                groups.setdefault(article, []).append(packed)
            articles = sorted(groups)
            keys = [key_of(groups[article]) for article in articles]
            earlier = earlier_texts(self.earlier, bucket)
            rows = list(map(earlier.find, articles, keys)) if earlier else [NEW] * len(articles)
            kept = _taken(segments, earlier)
            renderers = [make(self.attributes) for make in self.makers]
            maker = _TextMaker(self.taxonomy, renderers)
            writers = _segment_writers(segments, sum(len(r.sections) for r in renderers), kept, stack)
            new: list[Made] = []
            following = maker.make([groups[a] for a, row in zip(articles, rows, strict=True) if row == NEW])
            for row in rows:
                if row == NEW:
                    written, made = next(following)
                    new.append(made)
                    _add(writers, written)
                elif kept is None and earlier is not None:
                    _add(writers, earlier.texts(row))
            memo = merge_memo(articles, keys, rows, earlier, new)
            for links in memo.links.values():
                for link in links:
                    spools.links.add(self.room.article_bucket(link.source), link)
        _write_layout(segments, articles, rows if kept else [NEW] * len(rows), kept, writers)
        segments.write(MEMO, memo)
        spools.mentions.remove(bucket)
        spools.links.flush()
        return Resolved.of(memo)


def _taken(segments: Segments, earlier: EarlierTexts | None) -> EarlierTexts | None:
    """Return earlier texts whose files are among the segments now; ``None`` where they are to be copied."""
    if earlier is None or earlier.scattered:
        return None
    try:
        for number, parts in enumerate(earlier.parts):
            segments.take(earlier.segments, number, len(parts))
    except OSError:  # another run has removed them meanwhile
        return None
    return earlier


def _segment_writers(
    segments: Segments, count: int, kept: EarlierTexts | None, stack: ExitStack
) -> list[SegmentWriter]:
    """Return what writes the segments of a bucket, behind the texts that are kept."""
    before: Sequence[Sequence[Part]] = kept.parts if kept else [()] * count
    return [
        stack.enter_context(closing(SegmentWriter(segments, number, parts)))
        for number, parts in enumerate(before)
    ]


def _add(writers: Sequence[SegmentWriter], texts: Sequence[bytes | memoryview]) -> None:
    for writer, text in zip(writers, texts, strict=True):
        writer.add(text)


def _write_layout(
    segments: Segments,
    articles: list[str],
    rows: Sequence[int],
    kept: EarlierTexts | None,
    writers: Sequence[SegmentWriter],
) -> None:
    starts = [
        merged(rows, kept.starts[number] if kept else (), writer.starts)
        for number, writer in enumerate(writers)
    ]
    ends = [
        merged(rows, kept.ends[number] if kept else (), writer.ends) for number, writer in enumerate(writers)
    ]
    layout = Layout(
        articles, list(map(to_bytes, starts)), list(map(to_bytes, ends)), [writer.parts for writer in writers]
    )
    segments.write(LAYOUT, layout)


class _TextMaker:
    """Makes the texts of articles from their mentions."""

    def __init__(self, taxonomy: Taxonomy, renderers: Sequence[Renderer]) -> None:
        self._topics = TopicIds(taxonomy)
        self._renderers = renderers

    def make(self, packed: Iterable[Sequence[msgspec.Raw]]) -> Iterator[tuple[Sequence[bytes], Made]]:
        """Yield the text in each segment, and what else follows, from the mentions of each article."""
        for some in batched(packed, AT_ONCE):
            findings = [Findings() for _ in some]
            articles = [
                to_article(by_preference(list(map(_decode, mentions))), self._topics, found)
                for mentions, found in zip(some, findings, strict=True)
            ]
            batch = _to_batch(articles)
            links = iter(self._links([link for article in articles for link in article.links]))
            sections = [
                texts for renderer in self._renderers for texts in renderer.nodes(batch.nodes, batch.edges)
            ]
            shapes = shapes_of(batch.nodes)
            for article, shape, found, *texts in zip(articles, shapes, findings, *sections, strict=True):
                group = "stub" if article.values["stub"] else "article"
                ties = group, (article.provider, *article.topics)
                own = list(islice(links, len(article.links)))
                yield texts, Made(ties, shape, found.pack() if found else b"", own)

    def _links(self, links: Sequence[ArticleLink]) -> Iterator[Link]:
        """Yield links with their texts."""
        table = to_link_table([to_link(*link) for link in links])
        columns = [renderer.link_texts(table) for renderer in self._renderers]
        for link, shape, *texts in zip(links, shapes_of(table), *columns, strict=True):
            yield Link(link.source, link.target, link.values["position"], tuple(texts), shape)


def _to_batch(articles: Sequence[Article]) -> Batch:
    """Return articles with the edges that leave them, but for links."""
    nodes = [(article.id, {**article.values, "kind": "article"}) for article in articles]
    publishers = Edges(
        list(range(len(articles))), [article.provider for article in articles], [{}] * len(articles)
    )
    sources = [place for place, article in enumerate(articles) for _ in article.topics]
    topics = Edges(sources, [topic for article in articles for topic in article.topics], [{}] * len(sources))
    return make_batch(nodes, {"published_by": publishers, "about": topics})
