"""Work on many files, shared out to processes."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import active_children, parent_process
from threading import Thread
from typing import Final, TypeVar

from kg.errors import ProcessError, SettingsError

Item = TypeVar("Item")
Result = TypeVar("Result")

_CHUNK: Final = 128
_PARALLEL_FROM: Final = 4  # chunks; below it, starting processes costs more than it saves
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


class _Stopped(BaseException):
    """Raised in a process in which work is under way that nobody waits for any more."""


class _Worker:
    """What a process that works for another one knows of itself."""

    working = stopped = False

    @classmethod
    def start(cls) -> None:
        """Get ready: leave Ctrl-C to the other one, stop when it says so, and end when it does."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, cls._stop)
        Thread(target=cls._end_with_parent, daemon=True).start()

    @classmethod
    def _stop(cls, _signal: int, _frame: object) -> None:
        # Not while a result is on its way: the other one would wait for the rest of it for ever.
        cls.stopped = True
        if cls.working:
            raise _Stopped

    @staticmethod
    def _end_with_parent() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    @classmethod
    def do(cls, work: Callable[[Item], Result], item: Item) -> Result:
        """Do one piece of work, unless it is over."""
        cls.working = True
        try:
            if cls.stopped:
                raise _Stopped
            return work(item)
        finally:
            cls.working = False


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started, which begin with what is held back then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
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


def _unblock(pool: ProcessPoolExecutor) -> None:
    """Let a broken pool end, which before Python 3.12 waits for ever to hand over items that nobody takes.

    https://github.com/python/cpython/issues/94777
    """
    queue = vars(pool).get("_call_queue")
    if queue is not None:
        queue._reader.close()


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
    first = list(islice(left, _AHEAD * wanted)) if wanted > 1 else []
    if len(first) < 2:
        yield from map(work, chain(first, left))
        return
    others = set(active_children())
    pool = ProcessPoolExecutor(max_workers=min(wanted, len(first)), initializer=_Worker.start)
    try:
        with interrupts_held():
            waiting = deque([pool.submit(_Worker.do, work, item) for item in first])
        while waiting:
            result = waiting.popleft().result()
            waiting += [pool.submit(_Worker.do, work, item) for item in islice(left, 1)]
            yield result
    except BrokenProcessPool as error:
        for process in set(active_children()) - others:
            process.kill()
        _unblock(pool)
        raise ProcessError("a process was killed, perhaps for want of memory; try one job") from error
    except BaseException:
        for process in set(active_children()) - others:  # nobody waits for what they do any more
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
