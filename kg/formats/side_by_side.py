"""Several formats written at the same time, each in a process of its own.

The processes are forked before there is a graph, and are then given its rows: forked later, each
would have to copy nearly every page of memory that the graph takes, as reading a Python object
writes to it.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import Queue
from threading import Thread
from typing import Any, Final, TextIO

import msgspec

from kg.errors import KGError, OutputError
from kg.formats.single import Stream
from kg.pool import count_jobs, interrupts_held
from kg.rows import Header, Row, batches

Output = tuple[Stream, TextIO]
"""What writes a format, and the open file it writes to."""

MakeRows = Callable[[], tuple[Header, Iterable[Row]]]
"""Returns the header and the rows, anew each time it is called."""

_AT_ONCE: Final = 256  # rows sent together
_END: Final = b""


def _received(pipe: Connection) -> Iterator[Row]:
    decode = msgspec.msgpack.Decoder(list[tuple[str, dict[str, Any], list[tuple[str, str, dict[str, Any]]]]])
    while data := pipe.recv_bytes():
        yield from decode.decode(data)


def _write(output: Output, pipe: Connection, failed: Connection, others: Sequence[Connection]) -> None:
    """Write one format of the rows that come through a pipe; say what failed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that forked this one sees to it
    for other in others:
        other.close()  # so that each pipe ends when the process that feeds it does
    stream, file = output
    try:
        header = msgspec.msgpack.decode(pipe.recv_bytes(), type=Header)
        stream(header, _received(pipe), file)
        file.flush()
    except EOFError:
        return  # nobody wants the file any more
    except (KGError, OSError) as error:
        failed.send(error)


class _Writer:
    """A process that writes one format, and the thread that feeds it."""

    def __init__(self, ahead: int) -> None:
        context = multiprocessing.get_context("fork")
        self.theirs, self.pipe = context.Pipe(duplex=False)
        self.failure, self.failed = context.Pipe(duplex=False)
        self.queue: Queue[bytes] = Queue(ahead)
        self.thread = Thread(target=self._feed, daemon=True)
        self.process: BaseProcess | None = None

    def start(self, output: Output, others: Sequence[Connection]) -> None:
        context = multiprocessing.get_context("fork")
        self.process = context.Process(target=_write, args=(output, self.theirs, self.failed, others))
        self.process.start()

    def _feed(self) -> None:
        data, listening = None, True
        while data != _END:
            data = self.queue.get()
            try:
                if listening:
                    self.pipe.send_bytes(data)
            except OSError:  # it has ended, and `join` says why; whoever fills the queue must not wait for it
                listening = False

    def join(self) -> None:
        """Wait until the file is written, or raise why it is not."""
        if self.process is None or self.thread.ident is None:
            return  # there was nothing to write
        self.process.join()
        self.thread.join()
        with suppress(EOFError):
            raise self.failure.recv()
        code = self.process.exitcode or 0
        if code < 0:
            raise OutputError(
                "a process that wrote a format was killed, perhaps for want of memory; try one job"
            )
        if code:
            raise RuntimeError("a process that wrote a format failed; what it said is above")

    def end(self) -> None:
        """Leave nothing behind, whatever has happened."""
        if self.process is not None:
            self.process.terminate()
            self.process.join()
        if self.thread.ident is not None:
            self.queue.put(_END)
            self.thread.join()  # before its pipe is taken from it
        for connection in (self.theirs, self.pipe, self.failure, self.failed):
            connection.close()


def _start(writers: Sequence[_Writer], outputs: Sequence[Output]) -> None:
    with interrupts_held():
        for writer, output in zip(writers, outputs, strict=True):
            others = [end for other in writers for end in (other.pipe, other.failure)]
            others += [
                end for other in writers if other is not writer for end in (other.theirs, other.failed)
            ]
            writer.start(output, others)
    for writer in writers:
        writer.theirs.close()
        writer.failed.close()


@contextmanager
def streams(
    outputs: Sequence[Output], *, jobs: int | None = 1, ahead: int = 0
) -> Iterator[Callable[[MakeRows], None]]:
    """Yield a function that writes rows in all formats, once; they are written when the block ends.

    Parameters
    ----------
    jobs
        With more than one, or ``None`` on a machine with several cores, every format has its own
        process: they take turns on the cores better than any plan would have it, while this one
        does what is left of the block. With one, and where the system cannot fork, the formats
        are written one after the other.

    Raises
    ------
    OutputError
        Where a file cannot be written, or a process was killed.
    """

    def in_turn(make_rows: MakeRows) -> None:
        for stream, file in outputs:
            stream(*make_rows(), file)

    forks = "fork" in multiprocessing.get_all_start_methods()
    if count_jobs(jobs) == 1 or len(outputs) < 2 or not forks:
        yield in_turn
        return
    writers = [_Writer(ahead) for _ in outputs]
    try:
        _start(writers, outputs)
        yield partial(_feed, writers)
        for writer in writers:
            writer.join()
    finally:
        for writer in writers:
            writer.end()


def _feed(writers: Sequence[_Writer], make_rows: MakeRows) -> None:
    """Pack rows for the writers' processes, without waiting for them."""
    header, rows = make_rows()
    encode = msgspec.msgpack.Encoder().encode
    for writer in writers:
        writer.thread.start()
        writer.queue.put(encode(header))
    for some in batches(rows, _AT_ONCE):
        data = encode(some)
        for writer in writers:
            writer.queue.put(data)
    for writer in writers:
        writer.queue.put(_END)
