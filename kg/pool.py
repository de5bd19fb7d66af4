"""Work on many files, shared out to processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, count, islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from traceback import format_exception
from typing import Any, Final, TypeVar, cast

from kg.errors import ProcessError, SettingsError

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK: Final = 128
_PARALLEL_FROM: Final = 4  # chunks; below it, starting processes costs more than it saves
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)
_AHEAD: Final = 16  # chunks for each process that may wait to be taken


def count_jobs(jobs: int | None) -> int:
    """Return how many processes work side by side; ``None`` asks for one per core.

    Raises
    ------
    SettingsError
        Where it is less than one.
    """
    if jobs is None:
        return os.cpu_count() or 1
    if jobs < 1:
        raise SettingsError(f"jobs must be 1 or more, not {jobs}")
    return jobs


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve(work: Callable[[Any], Any], pipe: Connection, others: Sequence[Connection]) -> None:
    """Work on what comes through a pipe, until it ends or the process that holds the other end does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the one that waits sees to it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    for other in others:
        other.close()  # so that a pipe ends when its two processes have left it
    Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            item = pipe.recv()
        except EOFError:
            return
        try:
            answer = True, work(item)
        except BaseException as error:
            error.add_note("".join(format_exception(error)))
            answer = False, error
        pipe.send(answer)


class _Crew:
    """Processes that work for this one, each with a pipe of its own: none can keep another waiting."""

    def __init__(self, work: Callable[[Any], Any], count: int) -> None:
        forks = "fork" in get_all_start_methods()
        context = get_context("fork" if forks else None)
        self.pipes: list[Connection] = []
        self._processes: list[BaseProcess] = []
        with _signals_held():
            for _ in range(count):
                mine, theirs = context.Pipe()
                self.pipes.append(mine)
                inherited = tuple(self.pipes) if forks else ()
                process = context.Process(target=_serve, args=(work, theirs, inherited), daemon=True)
                process.start()
                theirs.close()
                self._processes.append(process)

    def end(self) -> None:
        """Leave nothing behind, whatever they are at."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        for pipe in self.pipes:
            pipe.close()


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold back what would end a process while some are started, until each has its own way to end.

    What is forked would else answer with the handlers of the process that forked it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def map_chunks(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], jobs: int | None, *, size: int = _CHUNK
) -> Iterable[Result]:
    """Yield what `work` returns for one part of the items after another, in their order.

    Parameters
    ----------
    work
        What is done to a part of the items; a function that other processes can import.
    jobs
        Processes that work side by side; ``None`` for one per core. Few items stay in this one.
    size
        How many items are one part.

    Raises
    ------
    ProcessError
        Where a process was killed.
    """
    wanted = count_jobs(jobs)
    chunks = (items[start : start + size] for start in range(0, len(items), size))
    yield from map_ahead(work, chunks, wanted if len(items) >= _PARALLEL_FROM * size else 1)


def map_ahead(work: Callable[[Item], Result], items: Iterable[Item], jobs: int | None) -> Iterator[Result]:
    """Yield what `work` returns for one item after another, in their order.

    Parameters
    ----------
    work
        A function that other processes can import.
    items
        What to work on, made some items ahead of the work.
    jobs
        Processes that work side by side; ``None`` for one per core.

    Raises
    ------
    ProcessError
        Where a process was killed.
    """
    wanted = count_jobs(jobs)
    left = iter(items)
    first = list(islice(left, wanted)) if wanted > 1 else []
    if len(first) < 2:
        yield from map(work, chain(first, left))
        return
    crew = _Crew(work, len(first))
    try:
        yield from _shared_out(crew, enumerate(chain(first, left)), _AHEAD * wanted)
    finally:
        crew.end()


def _shared_out(crew: _Crew, left: Iterator[tuple[int, Any]], ahead: int) -> Iterator[Any]:
    """Yield what comes of each item, in their order, with so many under way or waiting at most."""
    idle, busy = list(crew.pipes), dict[Any, int]()
    done: dict[int, Any] = {}

    def hand_out() -> None:
        for item in islice(left, min(len(idle), max(0, ahead - len(done) - len(busy)))):
            pipe = idle.pop()
            busy[pipe], value = item
            with _killed_is_one_sentence():
                pipe.send(value)

    for number in count():
        hand_out()
        while number not in done:
            if not busy:
                return
            for pipe in wait(list(busy)):
                with _killed_is_one_sentence():
                    good, value = cast("Connection", pipe).recv()
                if not good:
                    raise value
                done[busy.pop(pipe)] = value
                idle.append(cast("Connection", pipe))
            hand_out()
        yield done.pop(number)


@contextmanager
def _killed_is_one_sentence() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError) as error:
        raise ProcessError("a process was killed, perhaps for want of memory; try one job") from error
