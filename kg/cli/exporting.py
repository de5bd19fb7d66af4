"""One export: what it does, and what it says."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.cachefolder import CacheFolder
from kg.cli import console
from kg.compression import SUFFIX
from kg.drawing import AUTO
from kg.errors import CODES
from kg.files import SourceFile
from kg.model import BASE, RELATIONS
from kg.progress import Progress
from kg.report import Issues, count_graph, issues_of
from kg.settings import Settings
from kg.uptodate import ExportNote, Summary

_MEASURED: Final = "with analytics"
"""What tells the note of an export with analytics from that of one without."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one export.

    Attributes
    ----------
    unchanged
        Whether the files were up to date, so that none was written.
    seconds
        How long it took.
    """

    summary: Summary
    unchanged: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class Export:
    """What is to be exported how, whatever the sources hold at the moment.

    Attributes
    ----------
    output
        The folder to write into.
    formats
        What to write; nothing stands for the default formats.
    compressed
        Whether to compress all that can be.
    jobs
        Processes that work side by side; ``None`` for one per core.
    cache
        What was read and written before; ``None`` for no such thing.
    with_analytics
        Whether to add stories and measures, for which the graph has to be made as a whole.
    renderer
        What draws the map, a key of `kg.drawing.RENDERERS`.
    """

    output: str
    formats: tuple[str, ...] = ()
    compressed: bool = False
    jobs: int | None = None
    cache: CacheFolder | None = None
    with_analytics: bool = False
    renderer: str = AUTO

    def run(
        self,
        settings: Settings,
        files: Sequence[SourceFile],
        *,
        started: float,
        progress: Progress | None = None,
    ) -> Outcome:
        """Bring the output up to date with the sources.

        Parameters
        ----------
        files
            The files of the sources; with a cache, stamped.
        started
            What `time.perf_counter` said before they were looked for.
        """
        asked = (
            *self.formats,
            *[SUFFIX] * self.compressed,
            *[_MEASURED] * self.with_analytics,
            self.renderer,
        )
        note = ExportNote(self.cache, settings, asked, self.output, files) if self.cache else None
        known = note.recall() if note else None
        summary = known or self._write(settings, files, progress)
        if note and not known:
            note.remember(summary)
        return Outcome(summary, known is not None, time.perf_counter() - started)

    def _write(self, settings: Settings, files: Sequence[SourceFile], progress: Progress | None) -> Summary:
        # To see that nothing has changed takes less time than to load these.
        from kg.formats.exporting import files_written
        from kg.formats.table import DEFAULT_FORMATS, check_formats

        names = check_formats(self.formats or DEFAULT_FORMATS, compressed=self.compressed)
        write = self._write_measured if self.with_analytics else self._write_corpus
        counts, issues, events = write(settings, names, files, progress)
        intake = issues.intake
        return Summary(
            intake.files,
            counts,
            dict(sorted(intake.passed_over.items())),
            issues.by_code,
            issues.errors,
            {os.path.basename(file.path): file.size for file in files_written(self.output, names)},
            events,
        )

    def _write_corpus(
        self,
        settings: Settings,
        names: Sequence[str],
        files: Sequence[SourceFile],
        progress: Progress | None,
    ) -> tuple[Mapping[str, int], Issues, None]:
        from kg.streaming.export import write_corpus

        told = write_corpus(
            settings,
            self.output,
            names,
            files=files,
            jobs=self.jobs,
            cache=self.cache,
            progress=progress,
            renderer=self.renderer,
        )
        return told.counts, told.issues, None

    def _write_measured(
        self,
        settings: Settings,
        names: Sequence[str],
        files: Sequence[SourceFile],
        progress: Progress | None,
    ) -> tuple[Mapping[str, int], Issues, int]:
        from kg.analytics.annotating import with_analytics
        from kg.analytics.centrality import require_scipy
        from kg.assemble.graph import build_from_settings
        from kg.formats.exporting import export

        require_scipy()  # before all files are read
        graph = build_from_settings(
            settings, files=files, jobs=self.jobs, cache=self.cache, progress=progress
        )
        measured = with_analytics(graph, progress=progress)
        export(
            measured,
            self.output,
            formats=names,
            jobs=self.jobs,
            progress=progress,
            renderer=self.renderer,
        )
        events = sum(data.get("is_event", False) for _, data in measured.nodes(data=True))
        return count_graph(measured), issues_of(measured), events

    def say(self, outcome: Outcome, settings: Settings) -> None:
        """Say what came of an export."""
        _say_counts(outcome.summary)
        if outcome.summary.events is not None:
            found = console.plural(outcome.summary.counts.get("stories", 0), "story", "stories")
            console.say(f"Found {found}, {outcome.summary.events:,} of them events.")
        console.say("Nothing has changed; the files are up to date." if outcome.unchanged else "Wrote:")
        written = [(os.path.join(self.output, name), size) for name, size in outcome.summary.written.items()]
        console.say(console.table([(path, console.size(size)) for path, size in written], right=[1]))
        if settings.base == BASE:
            console.say(f"Ids begin with {BASE}; set your own with --base IRI or base in kg.toml.")
        console.say_trouble(self.cache)
        console.say(f"Done in {outcome.seconds:.1f} s.")


def _say_counts(summary: Summary) -> None:
    counts = summary.counts
    stubs = f" ({console.plural(counts['stubs'], 'stub')})"
    links = sum(counts.get(name, 0) for name in RELATIONS)
    console.say(
        f"Read {console.plural(summary.files, 'file')}:"
        f" {console.plural(counts['articles'], 'article')}{stubs},"
        f" {console.plural(counts['providers'], 'provider')}, {console.plural(counts['topics'], 'topic')},"
        f" {console.plural(links, 'link')}."
    )
    if summary.passed_over:
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in summary.passed_over.items())
        console.say(f"Passed over, as they are not for this graph: {kinds}.")
    if not counts["articles"]:
        console.say("No article was found: a file needs a title and a webUrl in its front matter.")
    if summary.issues:
        console.say("Problems (kg check lists them with their places):")
        rows = [(CODES[c].severity, c, f"{n:,}", CODES[c].consequence) for c, n in summary.issues.items()]
        console.say(console.table(rows, right=[2]))
