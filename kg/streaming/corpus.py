"""A corpus as the files of its graph, which is never there as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar

from kg.assemble.catalogue import Catalogue
from kg.assemble.findings import Findings
from kg.assemble.graph import graph_attributes
from kg.assemble.topics import broader_topics, resolve_topics
from kg.cache import RecordCache
from kg.census import Census
from kg.columns import Batch, Edges, Node, make_batch
from kg.files import SourceFile
from kg.formats.rendering import Output
from kg.gather import gather_files
from kg.model import images_of
from kg.pool import map_ahead
from kg.progress import Progress
from kg.report import Issues, named_counts
from kg.resolve import Taxonomy
from kg.settings import Settings
from kg.streaming.assembling import Assembler, Target
from kg.streaming.comparing import UrlComparer
from kg.streaming.filelist import FileList, FilesByPath
from kg.streaming.intake import PutAside
from kg.streaming.kept import TextCache
from kg.streaming.places import read_places, write_places
from kg.streaming.resolving import ArticleResolver, Resolved
from kg.streaming.spools import Room, make_room

Item = TypeVar("Item")
Result = TypeVar("Result")

"""A node's id and its attributes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be said of a corpus when its files are written.

    Attributes
    ----------
    counts
        What `kg.report.count_graph` returns for the graph.
    issues
        What is wrong with the files.
    """

    counts: Mapping[str, int]
    issues: Issues


@dataclass(frozen=True, slots=True)
class CorpusWriter:
    """Writes the graph of a corpus without building it.

    Attributes
    ----------
    settings
        What the graph is called and how its addresses are made.
    folder
        A folder for what is put aside.
    jobs
        Processes that work side by side; ``None`` for one per core. The files are the same.
    progress
        Called with a stage's name, how much of it is done, and how much there is.
    """

    settings: Settings
    folder: str
    jobs: int | None = 1
    progress: Progress | None = None

    def write(
        self,
        files: Sequence[SourceFile],
        outputs: Sequence[Output],
        *,
        records: RecordCache | None = None,
        texts: TextCache | None = None,
    ) -> Told:
        """Read the files and write all formats.

        Parameters
        ----------
        records
            What was read before.
        texts
            What was written before.
        """
        room = make_room(self.folder, len(files))
        catalogue = self._take_in(files, room, records)
        findings = Findings()
        taxonomy = catalogue.taxonomy(findings)
        providers = list(catalogue.providers.resolve(taxonomy, findings))
        earlier = texts.find(room, taxonomy) if texts else None
        resolved = self._resolve(room, taxonomy, providers, outputs, earlier)
        findings.extend(resolved.findings)
        topics = list(resolve_topics(catalogue.topic_names, taxonomy))
        broader = dict(broader_topics(taxonomy, findings))
        others = _others(providers, topics, broader)
        resolved.census.add(others)
        self._assemble(room, others, resolved.census, outputs)
        by_path = FilesByPath(files) if isinstance(files, FileList) else {file.path: file for file in files}
        places = read_places(earlier, by_path)
        issues = catalogue.issues(findings, by_path, site=self.settings.site, jobs=self.jobs, places=places)
        if texts:
            write_places(room.folder, places, by_path)
            texts.keep(room, taxonomy)
        return Told(named_counts(resolved.census.counts, resolved.stubs), issues)

    def _take_in(self, files: Sequence[SourceFile], room: Room, cache: RecordCache | None) -> Catalogue:
        """Put what the files say of articles aside, and return the rest."""
        catalogue = Catalogue()
        parts = gather_files(
            files,
            PutAside(room),
            site=self.settings.site,
            jobs=self.jobs,
            cache=cache,
            progress=self.progress,
        )
        with closing(parts):
            for part in parts:
                catalogue.extend(part)
        return catalogue

    def _resolve(
        self,
        room: Room,
        taxonomy: Taxonomy,
        providers: Sequence[Node],
        outputs: Sequence[Output],
        earlier: str | None,
    ) -> Resolved:
        """Put the texts of all articles aside, and return the rest."""
        makers = tuple(output.make_renderer for output in outputs)
        resolver = ArticleResolver(room, taxonomy, makers, graph_attributes(self.settings), earlier)
        named = tuple(sorted({url for _, values in providers for url in images_of(values)}))
        comparer = UrlComparer(room, tuple(taxonomy.images()), named)
        resolved = Resolved()
        work: list[tuple[Callable[[int], Resolved | Findings], int]] = [
            *((resolver, bucket) for bucket in room.spools.mentions.buckets()),
            *((comparer, bucket) for bucket in range(room.urls)),
        ]
        for found in self._shared_out("resolving", _call, work, self.jobs):
            if isinstance(found, Resolved):
                resolved.extend(found)
            else:
                resolved.findings.extend(found)
        return resolved

    def _assemble(
        self,
        room: Room,
        others: Batch,
        census: Census,
        outputs: Sequence[Output],
    ) -> None:
        """Write the files; what takes the longest, as it asks for the ties, first."""
        attributes = {**graph_attributes(self.settings), "images": None}
        targets, segment = [], 0
        for number, output in enumerate(outputs):
            make, _, ties, compressed = output
            targets.append(Target(make, output.path, ties, compressed, number, segment))
            segment += len(output.make_renderer(attributes).sections)
        targets.sort(key=lambda target: not target.ties)
        # Few items of about the same length: the system shares cores among them more evenly than
        # one after the other would.
        jobs = len(targets) if self.jobs is None else self.jobs
        for _ in self._shared_out("writing", Assembler(room, attributes, census, others), targets, jobs):
            pass

    def _shared_out(
        self, stage: str, work: Callable[[Item], Result], items: Sequence[Item], jobs: int | None
    ) -> Iterator[Result]:
        """Yield what came of each item; one alone is worked on in this process."""
        for done, result in enumerate(map_ahead(work, items, jobs if len(items) > 1 else 1), 1):
            yield result
            if self.progress:
                self.progress(stage, done, len(items))


def _call(work: tuple[Callable[[int], Result], int]) -> Result:
    return work[0](work[1])


def _others(providers: Iterable[Node], topics: Iterable[Node], broader: Mapping[str, str]) -> Batch:
    """Return all nodes that are no articles; each topic has one that is broader at most."""
    nodes = [
        (node, {**values, "kind": kind})
        for kind, some in (("provider", providers), ("topic", topics))
        for node, values in some
    ]
    places = [place for place, (node, _) in enumerate(nodes) if node in broader]
    targets = [broader[nodes[place][0]] for place in places]
    return make_batch(nodes, {"broader": Edges(places, targets, [{}] * len(places))} if places else {})
