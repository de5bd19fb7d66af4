"""kg export --watch: export again whenever something changes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

import click

from kg.cli import console
from kg.cli.exporting import Export, Outcome
from kg.collector import collector_paused
from kg.errors import KGError, missing_library
from kg.files import SourceFile, find_files, to_stamp
from kg.settings import FILE, Settings

_QUIET: Final = 200  # milliseconds without a change after which a burst of changes is over
_LONGEST: Final = 2000  # milliseconds after which a burst that goes on is acted on
_TICK: Final = 1000  # milliseconds between two looks at what no folder's watch covers
_NAMED: Final = 3  # changed files that are named

_Changes = Iterator[Collection[str]]


def _watch_folders(folders: Sequence[str]) -> _Changes:
    """Yield the paths of what changes below folders, burst by burst; nothing for each tick without.

    Raises
    ------
    click.ClickException
        Where the system does not let them be watched.
    """
    from watchfiles import watch

    try:
        for changes in watch(
            *folders,
            watch_filter=None,
            debounce=_LONGEST,
            step=_QUIET,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        ):
            yield {path for _, path in changes}
    except FileNotFoundError:
        return  # a folder has gone since it was looked for
    except (OSError, RuntimeError) as error:
        raise click.ClickException(
            f"cannot watch {', '.join(folders)}: {error}; set WATCHFILES_FORCE_POLLING=1 to look at"
            " every file again and again"
        ) from error


def _mark(path: str) -> tuple[object, ...] | None:
    """Return what tells whether a path is still the same folder, or a file as it was."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if os.path.isdir(path) else (status.st_dev, to_stamp(status))


def _name_changes(changed: Mapping[str, Sequence[str]]) -> str:
    """Return what has changed, for people.

    >>> _name_changes({"added": ["a.md"], "changed": ["b.md", "c.md", "d.md"], "removed": []})
    'a.md added, b.md, c.md and 1 more changed'
    """
    parts, left = [], _NAMED
    for what, paths in changed.items():
        if paths:
            named = list(paths[: max(left, 0)])
            more = len(paths) - len(named)
            left -= len(named)
            names = ", ".join(named)
            rest = f"{' and ' if named else ''}{more:,}{' more' if named else ''}" if more else ""
            parts.append(f"{names}{rest} {what}")
    return ", ".join(parts)


class _Watch:
    """What was exported last, and of what."""

    def __init__(self, export: Export, read_settings: Callable[[], Settings]) -> None:
        self.export = export
        self.read_settings = read_settings
        self.is_due = False  # whether what was last seen is still to be exported
        started = time.perf_counter()
        self.settings_mark = _mark(FILE)
        self.settings = read_settings()
        with collector_paused():
            files = self.look()
            self.seen = {file.path: file.stamp for file in files}
            with console.progress_bar() as progress:
                self.outcome = export.run(self.settings, files, started=started, progress=progress)
        export.say(self.outcome, self.settings)

    def look(self) -> tuple[SourceFile, ...]:
        return find_files(self.settings.sources, stamped=True)

    def marks(self) -> list[object]:
        return [_mark(source) for source in self.settings.sources]

    def folders(self) -> list[str]:
        return [os.path.realpath(source) for source in self.settings.sources if os.path.isdir(source)]

    def differences(self, files: Sequence[SourceFile], touched: Collection[str]) -> dict[str, list[str]]:
        """Return which files were added, changed and removed since the last export.

        A file that is touched within one step of the file system's clock looks as it did: one
        that is not settled counts as changed. Changes of what the export itself wrote do not count.
        """
        seen = self.seen
        outputs = {
            os.path.realpath(os.path.join(self.export.output, name)) for name in self.outcome.summary.written
        }
        names = {os.path.basename(path) for path in outputs}
        added, changed = [], []
        for path, location, stamp, settled in files:
            before = seen.get(path)
            if before is None:
                added.append(path)
            elif (before != stamp or (not settled and os.path.realpath(location) in touched)) and (
                os.path.basename(location) not in names or os.path.realpath(location) not in outputs
            ):
                changed.append(path)
        removed = sorted(seen.keys() - {file.path for file in files})
        return {"added": added, "changed": changed, "removed": removed}

    def act(self, touched: Collection[str]) -> None:
        """Export again where something is not what it was, and say so."""
        started = time.perf_counter()
        clock = time.strftime("%H:%M:%S")
        try:
            mark = _mark(FILE)
            news = mark != self.settings_mark
            if news:
                self.settings_mark = mark
                self.settings = self.read_settings()
                self.is_due = True
            with collector_paused():
                files = self.look()
                differences = self.differences(files, touched)
                if not self.is_due and not any(differences.values()):
                    return
                self.is_due = True
                self.seen = {file.path: file.stamp for file in files}
                self.outcome = self.export.run(self.settings, files, started=started)
                self.is_due = False
        except (KGError, click.ClickException, OSError) as error:
            reason = error.format_message() if isinstance(error, click.ClickException) else str(error)
            console.say(f"{clock} kg: {reason}")
            return
        changes = [f"{FILE} changed" if news else "", _name_changes(differences)]
        what = ", ".join(filter(None, changes)) or "tried again"
        summary = self.outcome.summary
        console.say(
            f"{clock} {what}: {console.plural(summary.counts['articles'], 'article')},"
            f" {console.plural(summary.errors, 'error')}; done in {self.outcome.seconds:.1f} s."
        )

    def follow(self) -> None:
        """Act on every change there is, for ever."""
        while True:
            marks, begun = self.marks(), False
            for touched in _watch_folders(self.folders()):
                if self.marks() != marks:
                    break  # other folders are to be watched now
                if touched or not begun or _mark(FILE) != self.settings_mark:
                    # The first time in any case: for what happened before the watch began.
                    begun = True
                    settings = self.settings
                    self.act(touched)
                    if self.settings is not settings:
                        break
            else:
                time.sleep(_TICK / 1000)


def watch_sources(export: Export, read_settings: Callable[[], Settings]) -> Outcome:
    """Export, and go on exporting on every change, until Ctrl-C; return what came of the last export.

    What fails before the first export is done fails as it does without watching; what fails
    later is said, and the watch goes on.

    Raises
    ------
    MissingLibraryError
        Where `watchfiles` is not installed.
    click.ClickException
        Where the system watches no more folders.
    """
    try:
        import watchfiles  # noqa: F401
    except ImportError as error:
        raise missing_library("watchfiles", "--watch", "watch") from error
    watch = _Watch(export, read_settings)
    with suppress(KeyboardInterrupt):
        console.say(f"Watching {', '.join(watch.settings.sources)}; Ctrl-C ends it.")
        watch.follow()
    return watch.outcome
