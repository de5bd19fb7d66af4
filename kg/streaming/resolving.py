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
from kg.assemble.topics import TopicIds
from kg.collector import collector_paused
from kg.formats.rendering import MakeRenderer
from kg.formats.sections import Renderer
from kg.mentions import Mention
from kg.model import LINK, link_id
from kg.resolve import Taxonomy, by_preference
from kg.rows import Edge
from kg.streaming.segments import Segments, SegmentWriter
from kg.streaming.spools import Link, Room, Spools

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
    """

    room: Room
    taxonomy: Taxonomy
    makers: Sequence[MakeRenderer]
    attributes: Mapping[str, Any]

    def __call__(self, bucket: int) -> Resolved:
        """Put the texts of a bucket's articles and of the links to them aside, and return the rest."""
        spools = self.room.spools
        renderers = [make(self.attributes) for make in self.makers]
        segments = Segments(self.room.folder, bucket)
        resolved = Resolved(marks=[Counter() for _ in renderers])
        with collector_paused(), ExitStack() as stack:
            count = sum(len(renderer.sections) for renderer in renderers)
            writers = [
                stack.enter_context(closing(SegmentWriter(segments.path(number)))) for number in range(count)
            ]
            groups: dict[str, list[msgspec.Raw]] = {}
            for article, packed in spools.mentions.read(bucket):
                groups.setdefault(article, []).append(packed)
            topics = TopicIds(self.taxonomy)
            articles = sorted(groups)
            for article_id in articles:
                mentions = by_preference([_decode(packed) for packed in groups[article_id]])
                article = to_article(mentions, topics, resolved.findings)
                _count(article, resolved.counts)
                self._put_node(article, renderers, writers, resolved.marks)
                self._put_links(article, renderers, spools, resolved.marks)
                self._put_ties(article, bucket, spools)
        segments.write_index(articles, [writer.ends for writer in writers])
        spools.mentions.remove(bucket)
        spools.links.flush()
        spools.ties.flush()
        return resolved

    def _put_node(
        self,
        article: Article,
        renderers: Sequence[Renderer],
        writers: Sequence[SegmentWriter],
        marks: Sequence[Counter[int]],
    ) -> None:
        edges: list[Edge] = [("about", topic, {}) for topic in article.topics]
        edges.append(("published_by", article.provider, {}))
        article.values["kind"] = "article"
        row = article.id, article.values, edges
        left = iter(writers)
        for renderer, counter in zip(renderers, marks, strict=True):
            texts, mark = renderer.node(row)
            counter[mark] += 1
            for text in texts:
                next(left).add(text)

    def _put_links(
        self,
        article: Article,
        renderers: Sequence[Renderer],
        spools: Spools,
        marks: Sequence[Counter[int]],
    ) -> None:
        for source, target, values in article.links:
            key = link_id(source, LINK, target)
            texts = []
            for renderer, counter in zip(renderers, marks, strict=True):
                text, mark = renderer.link(source, target, values, key)
                texts.append(text)
                counter[mark] += 1
            link = Link(source, target, values["position"], tuple(texts))
            spools.links.add(self.room.article_bucket(source), link)

    def _put_ties(self, article: Article, bucket: int, spools: Spools) -> None:
        group = "stub" if article.values["stub"] else "article"
        spools.ties.add(bucket, (article.id, group, (article.provider, *article.topics)))


def _count(article: Article, counts: Counter[str]) -> None:
    counts["article"] += 1
    counts["stub"] += article.values["stub"]
    counts["published_by"] += 1
    counts["about"] += len(article.topics)
    counts["related_to"] += len(article.links)
