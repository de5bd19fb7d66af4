"""A corpus on disk as the rows of its graph, in the same order and with the same report."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from kg.assemble.findings import Findings
from kg.assemble.graph import graph_attributes
from kg.assemble.topics import broader_topics, resolve_topics
from kg.mentions import FileRecord
from kg.model import RELATIONS, images_of
from kg.progress import Progress
from kg.report import Issues
from kg.rows import Edge, Header, Row, edge_order, image_row
from kg.settings import Settings
from kg.streaming.filelist import FileList, FilesByPath
from kg.streaming.shuffle import put_aside, resolve_mentions
from kg.streaming.spools import ARTICLE_BUCKETS, Spools

_PARALLEL_FROM: Final = 5000  # mentions; below it, starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class StreamedCorpus:
    """A corpus of which the articles and images are on disk.

    Attributes
    ----------
    header
        What writers of streamed formats have to know; not the attributes used, nor the images.
    counts
        What `kg.report.count_graph` returns for the graph.
    issues
        What is wrong with the files.
    """

    header: Header
    counts: Mapping[str, int]
    issues: Issues
    _providers_and_topics: Sequence[Row]
    _spools: Spools

    def rows(self, progress: Progress | None = None) -> Iterator[Row]:
        """Yield the rows of the graph, as `kg.rows.to_rows` does."""
        for bucket in range(ARTICLE_BUCKETS):
            if progress:
                progress("writing", bucket, ARTICLE_BUCKETS)
            links: defaultdict[str, list[Edge]] = defaultdict(list)
            for source, target, own in self._spools.links.read(bucket):
                links[source].append(("related_to", target, own))
            for node, values, edges in self._spools.rows.read(bucket):
                more = links.get(node)
                yield node, values, sorted((*edges, *more), key=edge_order) if more else edges
        yield from self._providers_and_topics
        images = self._spools.sized_images
        for url, size in heapq.merge(*map(images.read, images.buckets()), key=itemgetter(0)):
            yield image_row(url, size)
        if progress:
            progress("writing", ARTICLE_BUCKETS, ARTICLE_BUCKETS)


def stream_corpus(
    records: Iterable[FileRecord],
    files: FileList,
    folder: str,
    settings: Settings,
    *,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> StreamedCorpus:
    """Put the articles of a corpus on disk, resolved and sorted.

    Parameters
    ----------
    records
        What the files say.
    files
        The files, to look up places in for what only the whole corpus shows.
    folder
        A folder for what is put aside, which must stay while rows are asked for.
    settings
        What the graph is called and how its addresses are made.
    jobs
        Processes that work side by side; ``None`` for one per core. The rows are the same.
    progress
        Called with a stage's name, how much of it is done, and how much there is.
    """
    spools = Spools(folder)
    catalogue = put_aside(records, spools)
    findings = Findings()
    taxonomy = catalogue.taxonomy(findings)
    providers = list(catalogue.providers.resolve(taxonomy, findings))
    named = sorted({url for _, values in providers for url in images_of(values)})
    many = catalogue.mentions >= _PARALLEL_FROM
    settled = resolve_mentions(spools, taxonomy, named, jobs=jobs if many else 1, progress=progress)
    findings.extend(settled.findings)
    topics = list(resolve_topics(catalogue.topic_names, taxonomy))
    broader = dict(broader_topics(taxonomy, findings))
    counts = {
        "articles": settled.counts["article"],
        "stubs": settled.counts["stub"],
        "providers": len(providers),
        "topics": len(topics),
        **{relation: settled.counts[relation] for relation in RELATIONS},
        "broader": len(broader),
    }
    issues = catalogue.issues(findings, FilesByPath(files), site=settings.site, jobs=jobs)
    rows = [*_rows("provider", providers, {}), *_rows("topic", topics, broader)]
    return StreamedCorpus(Header(graph_attributes(settings)), counts, issues, rows, spools)


def _rows(
    kind: str, nodes: Iterable[tuple[str, dict[str, Any]]], broader: Mapping[str, str]
) -> Iterator[Row]:
    for node, values in nodes:
        edges: list[Edge] = [("broader", broader[node], {})] if node in broader else []
        yield node, {**values, "kind": kind}, edges
