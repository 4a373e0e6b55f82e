"""A pool of worker processes that survives crashes, hangs and memory exhaustion of its workers.

Documents are sent to workers in chunks, and workers answer document by document. So a worker that crashes,
hangs or exceeds its memory limit loses only the document that it was working on. Outcomes are returned in
the order of the tasks, so the output does not depend on the number of workers. The number of chunks in
flight is fixed, which bounds memory. `concurrent.futures.ProcessPoolExecutor` does not fit: one crash breaks
the whole pool.

The first worker is forked from this process where that is safe, since that is the fastest start and a few
documents need only one worker. All others are forked from a fork server that has preloaded
`cleaner.batch.warm`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from cleaner.batch.chunks import Chunk, chunked
from cleaner.batch.workers import OUT_OF_MEMORY, Setup, failed_outcome, serve
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.context import BaseContext

    from cleaner.batch.task import Item, Processed

CHUNKS_A_WORKER: Final = 4
"""Chunks in flight for each worker, so that the others have work while one takes long over a chunk."""
STARTS: Final = 3
"""Consecutive workers that may exit before they are ready. After that the run ends, as all workers would."""
MAX_CRASHES: Final = 2
"""Crashes of a worker on one document before it fails; the first may be due to earlier documents."""


class _Worker:
    """A worker process, and the chunk that it works on."""

    def __init__(self, context: BaseContext, setup: Setup) -> None:
        self.connection, worker_end = context.Pipe()
        self.process = context.Process(target=serve, args=(setup, worker_end, _own_temp_dir()), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        worker_end.close()
        self.ready = False
        self.chunk: Chunk | None = None
        self.started = time.monotonic()
        """Start of the current document, on the monotonic clock."""

    def assign(self, chunk: Chunk) -> None:
        """Send the waiting tasks of `chunk`, or only the first if a worker has crashed on it before."""
        self.chunk = chunk
        self.started = time.monotonic()
        tasks = list(chunk.waiting)
        with suppress(BrokenPipeError):  # a dead worker is noticed when its answer is received
            self.connection.send(tasks[:1] if chunk.crashes else tasks)

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Up to `jobs` worker processes, each replaced when it dies. A context manager."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        """Start the first worker process, without waiting for it."""
        self._setup = setup
        self._jobs = jobs
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._context.set_forkserver_preload(["cleaner.batch.warm"])
        first = multiprocessing.get_context("fork") if _may_fork() else self._context
        self._workers = [_Worker(first, setup)]
        self._failed_starts = 0

    def __enter__(self) -> Self:
        """Wait until the first worker has loaded.

        Raises RuleError where a rule file is wrong, and CleanerError where workers cannot be started.
        """
        try:
            while not self._workers[0].ready:
                self._receive_all(self._workers[0], deque())
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop all workers at once."""
        for worker in self._workers:
            worker.end()

    def imap(self, items: Iterable[Item]) -> Iterator[Processed]:
        """Yield the items in order, each task replaced by its outcome, like `multiprocessing.Pool.imap`.

        Raises CleanerError where workers cannot be started.
        """
        chunks = chunked(items)
        in_flight: deque[Chunk] = deque()
        queued: deque[Chunk] = deque()
        more = True
        while more or in_flight:
            while more and len(in_flight) < self._jobs * CHUNKS_A_WORKER:
                chunk = next(chunks, None)
                if chunk is None:
                    more = False
                    break
                in_flight.append(chunk)
                if chunk.waiting:
                    queued.append(chunk)
                self._assign(queued)
            while in_flight and not (in_flight[0].waiting or in_flight[0].answers):
                yield from in_flight.popleft().ready()
            if in_flight and in_flight[0].answers:
                yield from in_flight[0].ready()
            elif in_flight:
                self._wait_for_answers(queued)
            self._assign(queued)

    def _assign(self, queued: deque[Chunk]) -> None:
        """Assign queued chunks to idle workers, and start workers while chunks are left and `jobs` allows."""
        for worker in self._workers:
            if queued and worker.ready and worker.chunk is None:
                worker.assign(queued.popleft())
        idle = sum(not worker.ready for worker in self._workers)
        while len(queued) > idle and len(self._workers) < self._jobs:
            self._workers.append(self._new_worker())
            idle += 1

    def _wait_for_answers(self, queued: deque[Chunk]) -> None:
        """Wait for an answer, or until a document has taken longer than `--max-seconds`."""
        limit = self._setup.limits.seconds
        busy = [it for it in self._workers if it.chunk is not None or not it.ready]
        started = [it.started for it in busy if it.chunk is not None]
        timeout = max(0.0, min(started) + limit - time.monotonic()) if started else None
        readable = wait([it.connection for it in busy], timeout)
        now = time.monotonic()
        for worker in busy:
            if worker.connection in readable:
                self._receive_all(worker, queued)
            elif worker.chunk is not None and now - worker.started >= limit:
                reason = f"took longer than the {limit:g} seconds that --max-seconds allows"
                self._fail_document(worker, reason, queued)

    def _receive_all(self, worker: _Worker, queued: deque[Chunk]) -> None:
        """Receive what a worker has sent. A worker that has died is replaced."""
        try:
            while worker.connection.poll(None if not worker.ready else 0):
                self._receive(worker)
        except (EOFError, OSError):
            if not worker.ready:
                self._failed_starts += 1
                if self._failed_starts >= STARTS:
                    raise CleanerError(f"workers cannot be started: {_exit_reason(worker)}") from None
            if worker.chunk is None:
                self._replace(worker, queued)
                return
            worker.chunk.crashes += 1
            reason = _exit_reason(worker)
            if worker.process.exitcode == OUT_OF_MEMORY:
                most = self._setup.limits.memory
                reason = f"took more than the {most:,} bytes of memory that --max-memory allows"
            if worker.chunk.crashes >= MAX_CRASHES:
                self._fail_document(worker, reason, queued)
            else:
                self._replace(worker, queued)

    def _receive(self, worker: _Worker) -> None:
        """Receive one message: an answer, or first of all None for "ready" or the error that prevents it."""
        message = worker.connection.recv()
        if not worker.ready:
            if message is not None:
                raise message
            worker.ready = True
            self._failed_starts = 0
        elif worker.chunk is not None:
            one_by_one = worker.chunk.crashes > 0
            worker.chunk.add_answer(message)
            worker.started = time.monotonic()
            if not worker.chunk.waiting:
                worker.chunk = None
            elif one_by_one:
                worker.assign(worker.chunk)

    def _fail_document(self, worker: _Worker, reason: str, queued: deque[Chunk]) -> None:
        """Fail the document that a worker is working on, and replace the worker."""
        if worker.chunk is not None:
            worker.chunk.add_answer(failed_outcome(worker.chunk.waiting[0], reason))
        self._replace(worker, queued)

    def _replace(self, worker: _Worker, queued: deque[Chunk]) -> None:
        """Kill a worker, put the rest of its chunk first in the queue, and start another worker."""
        if worker.chunk is not None and worker.chunk.waiting:
            queued.appendleft(worker.chunk)
        worker.end()
        self._workers[self._workers.index(worker)] = self._new_worker()

    def _new_worker(self) -> _Worker:
        return _Worker(self._context, self._setup)


_OWN_TEMP_DIRS: Final[dict[int, str | None]] = {}
"""Process id -> result of `_own_temp_dir`; by process, since a forked process inherits this dict."""


def _own_temp_dir() -> str | None:
    """The temporary folder of multiprocessing, which holds the fork server's socket.

    If this process is killed, its workers remove the folder. None where the folder belongs to the process
    that this one was forked from.
    """
    process = os.getpid()
    if process not in _OWN_TEMP_DIRS:
        inherited = getattr(multiprocessing.current_process(), "_config", {}).get("tempdir")
        _OWN_TEMP_DIRS[process] = get_temp_dir() if inherited is None else None
    return _OWN_TEMP_DIRS[process]


def _may_fork() -> bool:
    """Whether this process can be forked safely: on Linux, with a single thread.

    A lock that another thread holds would stay locked in the forked process. On macOS, system libraries do
    not support forking.
    """
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(list(Path("/proc/self/task").iterdir())) == 1
    return False


def _exit_reason(worker: _Worker) -> str:
    """How a worker process ended, for messages."""
    worker.process.join()
    code = worker.process.exitcode or 0
    if code >= 0:
        return f"the worker process ended on it with status {code} (a crash in a library?)"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"the worker process died on it by {name} (out of memory, or a crash in a library)"
