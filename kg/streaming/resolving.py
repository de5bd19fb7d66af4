"""Mentions to texts: the articles of one bucket, resolved and written in each format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from kg.assemble.articles import Article, to_article
from kg.assemble.findings import Findings
from kg.assemble.links import Link as ArticleLink
from kg.assemble.topics import TopicIds
from kg.collector import collector_paused
from kg.formats.rendering import MakeRenderer
from kg.formats.sections import Renderer
from kg.mentions import Mention
from kg.model import LINK, link_id
from kg.resolve import Taxonomy, by_preference
from kg.rows import Edge
from kg.streaming.memo import Made, MemoWriter, earlier_texts, key_of
from kg.streaming.segments import LAYOUT, Layout, Segments, SegmentWriter
from kg.streaming.spools import Link, Room

_decode: Final = msgspec.msgpack.Decoder(Mention).decode


@dataclass(slots=True)
class Resolved:
    """What came of some articles, besides their texts.

    Attributes
    ----------
    findings
        What was found.
    counts
        Articles, stubs, and edges by relation.
    marks
        Format by format, how many nodes and links have each mark.
    """

    findings: Findings = field(default_factory=Findings)
    counts: Counter[str] = field(default_factory=Counter)
    marks: list[Counter[int]] = field(default_factory=list)

    def add(self, made: Made) -> None:
        """Take in what came of an article."""
        group, joined = made.ties
        counts = self.counts
        counts["article"] += 1
        counts["stub"] += group == "stub"
        counts["published_by"] += 1
        counts["about"] += len(joined) - 1
        counts["related_to"] += len(made.links)
        for number, counter in enumerate(self.marks):
            counter[made.marks[number]] += 1
            for link in made.links:
                counter[link.marks[number]] += 1
        if made.findings:
            self.findings.extend(Findings.unpack(made.findings))

    def extend(self, others: Resolved) -> None:
        """Take in what came of other articles."""
        self.findings.extend(others.findings)
        self.counts.update(others.counts)
        for mine, theirs in zip(self.marks, others.marks, strict=True):
            mine.update(theirs)


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
        texts = _Texts(self.taxonomy, [make(self.attributes) for make in self.makers])
        resolved = Resolved(marks=[Counter() for _ in self.makers])
        with collector_paused(), ExitStack() as stack:
            earlier = earlier_texts(self.earlier, bucket)
            kept = None if earlier is None or earlier.scattered else earlier
            if kept:
                for number, parts in enumerate(kept.parts):
                    segments.take(kept.segments, number, len(parts))
            writers = [
                stack.enter_context(
                    closing(SegmentWriter(segments, number, kept.parts[number] if kept else ()))
                )
                for number in range(texts.segments)
            ]
            groups: dict[str, list[msgspec.Raw]] = {}
            for article, packed in spools.mentions.read(bucket):
                groups.setdefault(article, []).append(packed)
            memo = MemoWriter(len(self.makers))
            for article in sorted(groups):
                mentions = groups[article]
                key = key_of(map(bytes, mentions))
                row = earlier.find(article, key) if earlier else None
                made = texts.make(mentions) if row is None or earlier is None else earlier.made(row)
                memo.add(article, key, made)
                resolved.add(made)
                if row is not None and kept is not None:
                    for writer, place in zip(writers, kept.places(row), strict=True):
                        writer.keep(*place)
                else:
                    for writer, text in zip(writers, made.texts, strict=True):
                        writer.add(text)
                for link in made.links:
                    spools.links.add(self.room.article_bucket(link.source), link)
        starts, ends = [w.starts.tobytes() for w in writers], [w.ends.tobytes() for w in writers]
        segments.write(LAYOUT, Layout(sorted(groups), starts, ends, [w.parts for w in writers]))
        memo.write(segments)
        spools.mentions.remove(bucket)
        spools.links.flush()
        return resolved


class _Texts:
    """Makes the texts of articles from their mentions."""

    def __init__(self, taxonomy: Taxonomy, renderers: Sequence[Renderer]) -> None:
        self._topics = TopicIds(taxonomy)
        self._renderers = renderers
        self.segments = sum(len(renderer.sections) for renderer in renderers)

    def make(self, packed: Sequence[msgspec.Raw]) -> Made:
        """Return what follows from the mentions of one article."""
        findings = Findings()
        mentions = by_preference([_decode(mention) for mention in packed])
        article = to_article(mentions, self._topics, findings)
        texts, marks = self._node(article)
        group = "stub" if article.values["stub"] else "article"
        ties = group, (article.provider, *article.topics)
        links = [self._link(link) for link in article.links]
        return Made(texts, marks, ties, findings.pack() if findings else b"", links)

    def _node(self, article: Article) -> tuple[list[bytes], list[int]]:
        edges: list[Edge] = [("about", topic, {}) for topic in article.topics]
        edges.append(("published_by", article.provider, {}))
        article.values["kind"] = "article"
        texts, marks = [], []
        for renderer in self._renderers:
            some, mark = renderer.node((article.id, article.values, edges))
            texts += [text.encode("utf-8") for text in some]
            marks.append(mark)
        return texts, marks

    def _link(self, link: ArticleLink) -> Link:
        source, target, values = link
        key = link_id(source, LINK, target)
        rendered = [renderer.link(source, target, values, key) for renderer in self._renderers]
        texts, marks = tuple(text for text, _ in rendered), tuple(mark for _, mark in rendered)
        return Link(source, target, values["position"], texts, marks)
