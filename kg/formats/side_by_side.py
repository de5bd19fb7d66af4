"""Writing several formats at the same time, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Final, TextIO, cast

from kg.errors import KGError, OutputError
from kg.formats.single import Stream
from kg.pool import count_jobs, interrupts_held
from kg.progress import Progress

if TYPE_CHECKING:
    import networkx as nx

_PARALLEL_FROM: Final = 1000  # nodes; below it, starting processes costs more than it saves


def _write(graph: nx.MultiDiGraph[str], stream: Stream, file: TextIO, failed: Connection) -> None:
    """Write one format in a process that was forked for it; say what failed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that forked this one sees to it
    try:
        stream(graph, file)
        file.flush()
    except (KGError, OSError) as error:
        failed.send(error)
    finally:
        failed.close()


@contextmanager
def _ended(processes: Sequence[BaseProcess]) -> Iterator[None]:
    """Leave no process behind, whatever happens to this one."""
    try:
        yield
    finally:
        for process in processes:
            if process.pid is not None:
                process.terminate()
                process.join()


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


def stream_all(
    graph: nx.MultiDiGraph[str],
    outputs: Sequence[tuple[Stream, TextIO]],
    *,
    jobs: int | None = 1,
    progress: Progress | None = None,
) -> None:
    """Write a graph that follows the model in several formats, each to its open file.

    The processes are forked, so that they see the graph where it is; where the system cannot
    fork, and for a small graph, the formats are written one after the other.

    Parameters
    ----------
    jobs
        With more than one, or ``None`` on a machine with several cores, every format has its own
        process: they take turns on the cores better than any plan would have it.

    Raises
    ------
    OutputError
        Where a file cannot be written, or a process was killed.
    """

    def tell(done: int) -> None:
        if progress:
            progress("writing", done, len(outputs))

    tell(0)
    if count_jobs(jobs) == 1 or len(outputs) < 2 or len(graph) < _PARALLEL_FROM or not _can_fork():
        for done, (stream, file) in enumerate(outputs, 1):
            stream(graph, file)
            tell(done)
        return
    context = multiprocessing.get_context("fork")
    *forked, (own_stream, own_file) = outputs  # this process writes as well
    pipes = [context.Pipe(duplex=False) for _ in forked]
    processes = [
        context.Process(target=_write, args=(graph, stream, file, failed))
        for (stream, file), (_, failed) in zip(forked, pipes, strict=True)
    ]
    with _ended(processes):
        with interrupts_held():
            for process in processes:
                process.start()
        for _, failed in pipes:
            failed.close()
        own_stream(graph, own_file)
        tell(1)
        _wait_for_all(processes, [failure for failure, _ in pipes], lambda done: tell(1 + done))


def _wait_for_all(
    processes: Sequence[BaseProcess], failures: Sequence[Connection], tell: Callable[[int], None]
) -> None:
    """Wait until every process has ended well; raise what the first that has not says."""
    waiting = {process.sentinel: index for index, process in enumerate(processes)}
    while waiting:
        for sentinel in wait(list(waiting)):
            index = waiting.pop(cast(int, sentinel))
            processes[index].join()
            with suppress(EOFError):
                raise failures[index].recv()
            code = processes[index].exitcode or 0
            if code < 0:
                raise OutputError(
                    "a process that wrote a format was killed, perhaps for want of memory; try one job"
                )
            if code:
                raise RuntimeError("a process that wrote a format failed; what it said is above")
            tell(len(processes) - len(waiting))
