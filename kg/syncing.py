"""A triple store brought to the state of a graph, by exactly what differs.

Only the graph's own named graphs are read and written. An update adds and removes triples that no
other does, and one that was made before changes nothing: so a sync that was interrupted, run
again, ends in the same state.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

from kg.differing import Change, Difference, difference
from kg.endpoint import Endpoint
from kg.errors import EndpointError, GraphFileError, SettingsError
from kg.ids import named_graphs
from kg.iris import is_iri
from kg.model import expand
from kg.patching import updates
from kg.progress import Progress
from kg.settings import Settings, check_base
from kg.spelling import respelled_lines
from kg.storestate import DESCRIBED, lines_of, write_state
from kg.triples import read_lines
from kg.vocabulary import PARTS

_UPDATE: Final = 500  # triples in an update: Virtuoso takes 10,000 lines of what it makes of one
_PART: Final = 2**22  # bytes of triples that are sent at once


@dataclass(frozen=True, slots=True)
class Synced:
    """What was, or would be, done to one named graph.

    Attributes
    ----------
    graph
        Its IRI.
    before
        How many triples it had.
    removed, added
        How many triples went and came.
    """

    graph: str
    before: int
    removed: int
    added: int


@dataclass(frozen=True, slots=True)
class _Dataset:
    """What a graph says of itself.

    Attributes
    ----------
    subjects
        The IRIs of all that describes it, as they stand in lines.
    base
        What its ids begin with.
    """

    subjects: frozenset[bytes]
    base: str


_SAYS: Final = re.compile(
    rb'(<[^<> ]*>) <(?:%s(uriSpace|entities)> "([^"]*)"|(?:%s)> (<[^<> ]*>))'
    % (
        re.escape(expand("void:").encode("ascii")),
        b"|".join([re.escape(expand(term).encode("ascii")) for term in PARTS]),
    )
)
_PARTS: Final = b"parts"
_ONCE: Final = (b"uriSpace", b"entities")


def _says(line: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Return what a line says of a dataset, or of a part of it: its subject, the property and the value."""
    found = _SAYS.match(line)
    if found is None:
        return None
    return (found[1], _PARTS, found[4]) if found[2] is None else (found[1], found[2], found[3])


def _write_lines(source: str | os.PathLike[str], settings: Settings | None, path: str) -> _Dataset:
    """Write the lines of a graph, and return what it says of itself.

    Raises
    ------
    GraphFileError
        Where it says nothing of itself, or is empty: a store would be emptied for a slip.
    """
    told: dict[bytes, dict[bytes, set[bytes]]] = {}
    with open(path, "wb") as file:
        for lines in read_lines(source, settings):
            file.writelines(respelled_lines(lines))
            for subject, name, value in filter(None, map(_says, lines)):
                told.setdefault(subject, {}).setdefault(name, set()).add(value)
    where = os.fspath(source)
    datasets = [(subject, values) for subject, values in told.items() if b"uriSpace" in values]
    if len(datasets) != 1 or [len(datasets[0][1].get(name, ())) for name in _ONCE] != [1, 1]:
        raise GraphFileError(f"{where} describes no void:Dataset, or several; give a graph that kg wrote")
    subject, values = datasets[0]
    subjects = frozenset((subject, *values.get(_PARTS, ())))
    if values[b"entities"] == {b"0"}:
        raise GraphFileError(f"{where} holds no article, and would empty the store; check the path")
    try:
        return _Dataset(subjects, check_base(values[b"uriSpace"].pop().decode()))
    except SettingsError as error:
        raise GraphFileError(f"{where}: {error}") from error


@contextmanager
def _wanted(
    source: str | os.PathLike[str], settings: Settings | None, graph: str | None
) -> Iterator[dict[str, str]]:
    """Yield the files of lines that each named graph is to hold."""
    if graph is not None and not is_iri(graph):
        raise SettingsError(f"graph {graph!r} is no absolute IRI; give one like https://example.org/graph")
    with tempfile.TemporaryDirectory() as folder:
        whole = os.path.join(folder, "whole.nt")
        dataset = _write_lines(source, settings, whole)
        if graph is not None:
            yield {graph: whole}
            return
        names = named_graphs(dataset.base)
        paths = {name: os.path.join(folder, f"{part}.nt") for part, name in names._asdict().items()}
        with ExitStack() as stack:
            file = stack.enter_context(open(whole, "rb"))
            data, description = (stack.enter_context(open(path, "wb")) for path in paths.values())
            for line in file:
                own = line.partition(b" ")[0] in dataset.subjects
                (description if own else data).write(line)
        os.unlink(whole)
        yield paths


def _load(endpoint: Endpoint, graph: str, path: str, progress: Progress | None) -> Synced:
    """Add the lines of a file to a named graph that is empty."""
    size, sent, lines = os.path.getsize(path), 0, 0
    with open(path, "rb") as file:
        while part := file.readlines(_PART):
            data = b"".join(part)
            endpoint.add(graph, data)
            sent, lines = sent + len(data), lines + len(part)
            if progress:
                progress("loading", sent, size)
    count = endpoint.count(graph)
    if count != lines:  # some come twice, or the store has not taken all: see which
        left = _apply(endpoint, graph, path, count, False, progress)
        count += left.added - left.removed
    return Synced(graph, 0, 0, count)


def _apply(
    endpoint: Endpoint, graph: str, path: str, before: int, dry_run: bool, progress: Progress | None
) -> Synced:
    with tempfile.TemporaryDirectory() as folder:
        state = os.path.join(folder, "state.nt")
        write_state(endpoint, graph, before, state, progress)
        with difference(state, path) as found:
            if not dry_run:
                _update(endpoint, graph, found, progress)
                _check(endpoint, graph, before - found.removed + found.added)
                _verify(endpoint, graph, found.changes())
            return Synced(graph, before, found.removed, found.added)


def _update(endpoint: Endpoint, graph: str, found: Difference, progress: Progress | None) -> None:
    """Remove, then add: a store may take two triples for one that are two here."""
    done, total = 0, found.removed + found.added
    for added in (False, True):
        changes = (change for change in found.changes() if change.added == added)
        for update in updates(changes, graph, _UPDATE):
            endpoint.update(update)
            done = min(done + _UPDATE, total)
            if progress:
                progress("updating", done, total)


def _verify(endpoint: Endpoint, graph: str, changes: Iterable[Change]) -> None:
    """See that the store holds what was added, and not what was removed."""
    by_subject = groupby(changes, key=lambda change: change.line.partition(b"> ")[0][1:])
    grouped = ((subject.decode(), list(some)) for subject, some in by_subject)
    while part := list(islice(grouped, DESCRIBED)):
        held = set(lines_of(endpoint, graph, [subject for subject, _ in part]))
        if any((change.line in held) != change.added for _, some in part for change in some):
            raise EndpointError(
                f"the store has taken the updates of <{graph}>, but not done all that they say;"
                " look at its log, and at the address for updates"
            )


def _check(endpoint: Endpoint, graph: str, expected: int) -> None:
    count = endpoint.count(graph)
    if count != expected:
        raise EndpointError(
            f"<{graph}> should have {expected:,} triples now and has {count:,}: somebody else is writing,"
            " or the store takes different triples for one; run it again"
        )


def load(
    endpoint: Endpoint,
    source: str | os.PathLike[str],
    *,
    graph: str | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> tuple[Synced, ...]:
    """Load a graph into named graphs of a store, which must be empty; see `sync`.

    Raises
    ------
    EndpointError
        Where a named graph holds something already, and as `sync`.
    GraphFileError, SourceError
        Where the source cannot be read.
    """
    with _wanted(source, settings, graph) as wanted:
        for name in wanted:
            count = endpoint.count(name)
            if count:
                raise EndpointError(f"<{name}> holds {count:,} triples already; kg sync brings it up to date")
        return tuple(_load(endpoint, name, path, progress) for name, path in wanted.items())


def sync(
    endpoint: Endpoint,
    source: str | os.PathLike[str],
    *,
    graph: str | None = None,
    settings: Settings | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> tuple[Synced, ...]:
    """Bring named graphs of a store to the state of a graph.

    A named graph that is empty is loaded by the Graph Store Protocol. Else its triples are read in
    pages by subject, and what differs is removed and added by SPARQL Updates.

    Parameters
    ----------
    source
        A graph file of any format that can be read back, or a folder of articles.
    graph
        The named graph for all triples; by default the data and its description have one each,
        whose IRIs begin as the ids of the graph do.
    settings
        How the graph of a folder is made, as `kg.make_settings` returns them.
    dry_run
        Whether only to say what would be done.
    progress
        Called with a stage's name, how much of it is done, and how much there is.

    Returns
    -------
    What was, or would be, done to each named graph.

    Raises
    ------
    EndpointError
        Where the store cannot be reached, gives not all it has, or does not do what it is asked.
    GraphFileError, SourceError
        Where the source cannot be read.
    """
    done = []
    with _wanted(source, settings, graph) as wanted:
        for name, path in wanted.items():
            before = endpoint.count(name)
            if before or dry_run:
                done.append(_apply(endpoint, name, path, before, dry_run, progress))
            else:
                done.append(_load(endpoint, name, path, progress))
    return tuple(done)
