"""Mentions to rows by way of the disk: sorted into buckets, resolved there, their links sorted again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from kg.assemble.articles import Article, first_giver, report_shared_url, to_article
from kg.assemble.catalogue import Catalogue
from kg.assemble.findings import Findings
from kg.assemble.images import ImageSizes
from kg.assemble.topics import TopicIds
from kg.collector import collector_paused
from kg.mentions import FileRecord, Image, Mention
from kg.pool import map_chunks
from kg.progress import Progress
from kg.resolve import Taxonomy, by_preference
from kg.streaming.spools import SeenImage, SeenUrl, Spools, article_bucket, url_bucket


def put_aside(records: Iterable[FileRecord], spools: Spools) -> Catalogue:
    """Sort the mentions into buckets while they come, and return what is to be kept in memory."""
    catalogue = Catalogue()
    for record in records:
        catalogue.add(record)
        for mention in record.mentions:
            spools.mentions.add(article_bucket(mention.article), mention)
    spools.mentions.flush()
    return catalogue


@dataclass(slots=True)
class Settled:
    """What came of some buckets.

    Attributes
    ----------
    counts
        Articles, stubs, and edges by relation.
    """

    findings: Findings = field(default_factory=Findings)
    counts: Counter[str] = field(default_factory=Counter)

    def extend(self, others: Settled) -> None:
        """Take in what came of other buckets."""
        self.findings.extend(others.findings)
        self.counts.update(others.counts)


def resolve_mentions(
    spools: Spools, taxonomy: Taxonomy, named: Sequence[str], *, jobs: int | None, progress: Progress | None
) -> Settled:
    """Resolve the mentions of each article, and put the rows, links and images aside.

    Parameters
    ----------
    taxonomy
        What the corpus says of topics and organizations.
    named
        The URLs of images that others than articles name.
    jobs
        Processes that work side by side; each has one bucket in memory.
    progress
        Called after each bucket.
    """
    settled = Settled()

    def settle(work: Callable[[Sequence[int]], Settled], buckets: Sequence[int], stage: str) -> None:
        for done, part in enumerate(map_chunks(work, buckets, jobs, size=1), 1):
            settled.extend(part)
            if progress:
                progress(stage, done, len(buckets))

    settle(partial(_resolve_buckets, spools.folder, taxonomy), spools.mentions.buckets(), "resolving")
    urls = sorted({*spools.urls.buckets(), *spools.images.buckets(), *map(url_bucket, named)})
    settle(partial(_settle_urls, spools.folder, tuple(taxonomy.images()), named), urls, "comparing")
    return settled


def _resolve_buckets(folder: str, taxonomy: Taxonomy, buckets: Sequence[int]) -> Settled:
    spools, settled = Spools(folder), Settled()
    with collector_paused():
        for bucket in buckets:
            groups: dict[str, list[Mention]] = {}
            for mention in spools.mentions.read(bucket):
                groups.setdefault(mention.article, []).append(mention)
            topics = TopicIds(taxonomy)
            for article in sorted(groups):
                mentions = by_preference(groups[article])
                _put_article(to_article(mentions, topics, settled.findings), bucket, spools, settled.counts)
                _put_seen(mentions, spools)
            spools.mentions.remove(bucket)
    for spool in (spools.rows, spools.links, spools.images, spools.urls):
        spool.flush()
    return settled


def _put_article(article: Article, bucket: int, spools: Spools, counts: Counter[str]) -> None:
    """Put an article's row aside, and the links that lead to it."""
    edges: list[tuple[str, str, dict[str, Any]]] = [("about", topic, {}) for topic in article.topics]
    edges.append(("published_by", article.provider, {}))
    article.values["kind"] = "article"
    spools.rows.add(bucket, (article.id, article.values, edges))
    for link in article.links:
        spools.links.add(article_bucket(link.source), link)
    counts["article"] += 1
    counts["stub"] += article.values["stub"]
    counts["published_by"] += 1
    counts["about"] += len(article.topics)
    counts["related_to"] += len(article.links)


def _put_seen(mentions: Sequence[Mention], spools: Spools) -> None:
    """Put aside what the mentions of an article say of images, and the article's URL."""
    for m in mentions:
        for images, named in ((m.images, True), (m.provider_images, False)):
            for i in images:
                size = None if i.width is None or i.height is None else (i.width, i.height)
                if named or size:
                    seen = SeenImage(i.url, size, named, m.path, m.position, m.published_at, m.quality)
                    spools.images.add(url_bucket(i.url), seen)
    first = first_giver(mentions)
    url = first.canonical_url
    spools.urls.add(url_bucket(url), SeenUrl(url, first.provider_domain, first.path, first.position))


def _settle_urls(
    folder: str, described: Sequence[Image], named: Sequence[str], buckets: Sequence[int]
) -> Settled:
    """Compare what is said of one URL in different articles."""
    spools, settled = Spools(folder), Settled()
    with collector_paused():
        for bucket in buckets:
            _choose_sizes(
                bucket,
                [image for image in described if url_bucket(image.url) == bucket],
                [url for url in named if url_bucket(url) == bucket],
                spools,
                settled.findings,
            )
            givers: dict[str, list[SeenUrl]] = {}
            for seen in spools.urls.read(bucket):
                givers.setdefault(seen.url, []).append(seen)
            for url, several in givers.items():
                if len(several) > 1:
                    report_shared_url(url, several, settled.findings)
            spools.images.remove(bucket)
            spools.urls.remove(bucket)
    spools.sized_images.flush()
    return settled


def _choose_sizes(
    bucket: int, described: Iterable[Image], named: Iterable[str], spools: Spools, findings: Findings
) -> None:
    images = ImageSizes(set(named))
    for seen in spools.images.read(bucket):
        if seen.named:
            images.named.add(seen.url)
        if seen.size is not None:
            images.add(seen.url, seen.size, seen)
    sizes = images.choose(described, findings)
    for url in sorted(images.named):
        spools.sized_images.add(bucket, (url, sizes.get(url)))
