"""Records to the coverage graph."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

from kg.assemble.articles import Article, Articles
from kg.assemble.catalogue import Catalogue
from kg.assemble.findings import Findings
from kg.assemble.images import ImageSizes
from kg.assemble.links import Link
from kg.assemble.placing import join, join_first, place
from kg.assemble.topics import TopicIds, broader_topics, resolve_topics
from kg.cache import RecordCache
from kg.cachefolder import CacheFolder
from kg.collector import collector_paused
from kg.files import SourceFile, find_files, source_list
from kg.gather import read_files
from kg.mentions import FileRecord
from kg.model import BY_OWNER, GRAPH, drop_absent, images_of
from kg.progress import Progress
from kg.settings import Settings, make_settings

if TYPE_CHECKING:
    import networkx as nx


def graph_attributes(settings: Settings) -> dict[str, Any]:
    """Return what the graph itself says: its name, whose it is, and how its ids and texts are to be taken."""
    given = {row.name: getattr(settings, row.name) for row in BY_OWNER[GRAPH] if not row.required}
    return {"name": settings.title, "base": settings.base, **drop_absent(given)}


def build_graph(
    records: Iterable[FileRecord], files: Sequence[SourceFile], settings: Settings, *, jobs: int | None = 1
) -> nx.MultiDiGraph[str]:
    """Return the coverage graph of what was read.

    Parameters
    ----------
    records
        What the files say, sorted by path; most of the work is done while they come.
    files
        The files, to look up places in for what only the whole corpus shows.
    settings
        What the graph is called and how its addresses are made.
    jobs
        Processes that look up places side by side; ``None`` for one per core.
    """
    import networkx as nx

    catalogue, articles, images = Catalogue(), Articles(), ImageSizes()
    for record in records:
        catalogue.add(record)
        for mention in record.mentions:
            articles.add(mention)
            images.add_mention(mention)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(graph_attributes(settings))
    findings = Findings()
    taxonomy = catalogue.taxonomy(findings)
    for provider, values in catalogue.providers.resolve(taxonomy, findings):
        place(graph, provider, "provider", values)
        images.named.update(images_of(values))
    resolved = list(articles.resolve(TopicIds(taxonomy), findings))
    for article in resolved:
        place(graph, article.id, "article", article.values)
    for topic, values in resolve_topics(catalogue.topic_names, taxonomy):
        place(graph, topic, "topic", values)
    _join_articles(graph, resolved)
    for topic, broader in broader_topics(taxonomy, findings):
        join(graph, topic, broader, "broader", {})
    articles.report_shared_urls(findings)
    graph.graph["images"] = images.choose(taxonomy.images(), findings)
    by_path = {file.path: file for file in files}
    graph.graph["issues"] = catalogue.issues(findings, by_path, site=settings.site, jobs=jobs)
    return graph


def _join_articles(graph: nx.MultiDiGraph[str], articles: Iterable[Article]) -> None:
    """Add the edges that leave articles; those to other articles in the order of the lists."""
    links: list[Link] = []
    for article in articles:
        join_first(graph, article.id, (article.provider,), "published_by")
        join_first(graph, article.id, article.topics, "about")
        links += article.links
    links.sort(key=lambda link: (link.values["position"], link.values["listed_in"]))
    for source, target, values in links:
        join(graph, source, target, "related_to", values)


def build_from_settings(
    settings: Settings,
    *,
    files: Sequence[SourceFile] | None = None,
    jobs: int | None = 1,
    cache: CacheFolder | None = None,
    progress: Progress | None = None,
) -> nx.MultiDiGraph[str]:
    """Read the sources that settings name and return their coverage graph; see `build`.

    Parameters
    ----------
    files
        The files of the sources, where they were looked at already; with a cache, stamped.
    """
    with collector_paused():
        if files is None:
            files = find_files(settings.sources, stamped=cache is not None)
        known = RecordCache(cache, settings.sources, settings.site) if cache else None
        reading = read_files(files, site=settings.site, jobs=jobs, cache=known, progress=progress)
        with closing(reading) as records:
            return build_graph(records, files, settings, jobs=jobs)


def build(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    base: str | None = None,
    title: str | None = None,
    licence: str | None = None,
    language: str | None = None,
    publisher: str | None = None,
    homepage: str | None = None,
    dumps: str | Iterable[str] | None = None,
    site: str | None = None,
    jobs: int | None = 1,
    cache: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
) -> nx.MultiDiGraph[str]:
    """Read a folder of articles and return its coverage graph.

    Parameters
    ----------
    source
        A folder, a file, or several of them.
    base
        The IRI that the ids are appended to; ``https://example.org/kg/`` without one.
    title
        The graph's name.
    licence
        The URL of the data's licence.
    language
        The BCP 47 tag of the corpus's language.
    publisher, homepage
        The URLs that stand for who publishes the graph, and of the page about it.
    dumps
        The URLs that its files are published at, or one.
    site
        The address that relative URLs are resolved against; without one they are left out.
    jobs
        Processes that read side by side; ``None`` for one per core. The graph is the same.
    cache
        A folder that keeps what was read, so that next time only changed files are read; ``None``
        for none. The graph is the same, and a folder that cannot be written is no failure.
    progress
        Called with a stage's name, how much of it is done, and how much there is.

    Returns
    -------
    A `networkx.MultiDiGraph`. Its nodes carry ``kind`` and ``label``, its edges are keyed by
    their relation, ``graph.graph["issues"]`` says what was wrong with the files.

    Raises
    ------
    SourceError
        Where a source does not exist.
    SettingsError
        For a setting that makes no sense.

    Examples
    --------
    >>> graph = build("seeds")
    >>> [graph.nodes[article]["label"] for article in graph.predecessors("provider:vice.com")]
    ["Amazon Spent $24,000 To Kill Portland's Facial Recognition Ban"]
    """
    settings = make_settings(
        source_list(source),
        base=base,
        title=title,
        licence=licence,
        language=language,
        publisher=publisher,
        homepage=homepage,
        dumps=dumps,
        site=site,
    )
    folder = None if cache is None else CacheFolder(cache)
    return build_from_settings(settings, jobs=jobs, cache=folder, progress=progress)
