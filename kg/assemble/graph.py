"""Records to the coverage graph."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from kg.assemble.articles import Articles, report_shared_urls
from kg.assemble.findings import Field, Findings, said_otherwise, tally_issues
from kg.assemble.images import add_image_sizes
from kg.assemble.links import add_related
from kg.assemble.providers import add_providers
from kg.assemble.topics import add_topics
from kg.collector import collector_paused
from kg.files import SourceFile, find_files, source_list
from kg.mentions import FileRecord, Mention, Tally
from kg.progress import Progress
from kg.read import read_files
from kg.report import Intake, Issues
from kg.resolve import Taxonomy, build_taxonomy
from kg.settings import Settings, make_settings

if TYPE_CHECKING:
    import networkx as nx


def _report_repeated(taxonomy: Taxonomy, findings: Findings) -> None:
    """Report each entry of the taxonomy that came second, with what it says otherwise."""
    for first, second in taxonomy.repeated:
        kept, said = asdict(first), asdict(second)
        lost = {
            name: said[name] for name in said if said[name] not in (None, (), kept[name]) and name != "path"
        }
        message = f"the same as {{other}}, which is taken; {said_otherwise(lost)}"
        findings.add("duplicate-document", Field(second.path), message, Field(first.path))


def build_graph(
    records: Iterable[FileRecord], files: Sequence[SourceFile], settings: Settings
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
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=settings.title, base=settings.base)
    for name in ("language", "licence"):
        if getattr(settings, name) is not None:
            graph.graph[name] = getattr(settings, name)
    articles = Articles()
    kept = []
    for record in records:
        kept.append(record)
        articles.add(record.mentions)
    mentions = [mention for record in kept for mention in record.mentions]
    groups = articles.groups()
    taxonomy = build_taxonomy(kept)
    findings = Findings()
    add_providers(graph, mentions, taxonomy, findings)
    articles.place(graph, groups, findings)
    add_topics(graph, groups, taxonomy, findings)
    add_related(graph, mentions, findings)
    report_shared_urls(groups, findings)
    _report_repeated(taxonomy, findings)
    add_image_sizes(graph, mentions, taxonomy, findings)
    by_path = {file.path: file for file in files}
    totals, issues = tally_issues(kept, by_path, settings.site)
    issues += [found for record in kept for found in record.issues]
    issues += findings.to_issues(by_path)
    graph.graph["issues"] = Issues(issues, _intake(kept, mentions, totals, findings))
    return graph


def _intake(
    records: Sequence[FileRecord],
    mentions: Sequence[Mention],
    totals: Mapping[Tally, int],
    findings: Findings,
) -> Intake:
    passed_over = Counter(record.kind for record in records if record.passed_over and record.kind)
    return Intake(
        files=len(records),
        documents=sum(mention.is_document for mention in mentions),
        listed=sum(not mention.is_document for mention in mentions),
        passed_over=dict(passed_over),
        unmapped={tally.field: n for tally, n in totals.items() if tally.code == "unmapped-field"},
        merged=dict(findings.merged),
        differing=dict(findings.differing),
    )


def build_from_settings(
    settings: Settings, *, jobs: int | None = 1, progress: Progress | None = None
) -> nx.MultiDiGraph[str]:
    """Read the sources that settings name and return their coverage graph; see `build`."""
    files = find_files(settings.sources)
    with collector_paused():
        records = read_files(files, site=settings.site, jobs=jobs, progress=progress)
        return build_graph(records, files, settings)


def build(
    source: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    base: str | None = None,
    title: str | None = None,
    licence: str | None = None,
    language: str | None = None,
    site: str | None = None,
    jobs: int | None = 1,
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
    site
        The address that relative URLs are resolved against; without one they are left out.
    jobs
        Processes that read side by side; ``None`` for one per core. The graph is the same.
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
        source_list(source), base=base, title=title, licence=licence, language=language, site=site
    )
    return build_from_settings(settings, jobs=jobs, progress=progress)
