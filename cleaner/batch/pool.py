"""Many documents, on all cores, in order, with a bounded number of them in memory.

Every document is cleaned in a worker process, which may crash, hang or outgrow its memory: that costs
the one document it was at, since workers answer one by one. Documents travel in chunks, of which a
fixed number are under way, and results are handed on in the order of the tasks, so the output does
not depend on the number of workers.

The first worker is forked from this process, where that is safe, since it is here already and one worker is
all that a few documents need. All others come from a fork server, which has loaded what they share.
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

from cleaner.batch.task import Item, Processed, Task
from cleaner.batch.workers import OUT_OF_MEMORY, Setup, failed_outcome, serve
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.context import BaseContext

CHUNK_DOCUMENTS: Final = 32
"""Enough that handing a chunk over costs little beside cleaning it."""
CHUNK_BYTES: Final = 512 * 1024
"""A chunk is closed when it has this much, so that memory stays bounded with long documents."""
CHUNKS_A_WORKER: Final = 4
"""How many chunks are under way for each worker, so that none waits while a slow one is finished."""
STARTS: Final = 3
"""How many workers in a row may end before they are ready; then something is wrong with all of them."""
MAX_CRASHES: Final = 2
"""How often a document may crash a worker: once could be the fault of those before it."""


class _Chunk:
    """Documents that travel together, and what became of them."""

    def __init__(self, items: list[Item]) -> None:
        self.items: deque[Processed | Task] = deque(items)
        self.waiting = deque(it for it in items if isinstance(it, Task))
        self.answers: deque[Processed] = deque()
        self.crashes = 0
        """How often the first that waits has crashed a worker."""

    def ready(self) -> Iterator[Processed]:
        """What can be handed on, up to the first document that is not settled."""
        while self.items:
            item = self.items[0]
            if isinstance(item, Task):
                if not self.answers:
                    return
                item = self.answers.popleft()
            self.items.popleft()
            yield item

    def add_answer(self, outcome: Processed) -> None:
        """What became of the first document that waits."""
        self.waiting.popleft()
        self.answers.append(outcome)
        self.crashes = 0


class _Worker:
    """A worker process, and the chunk it is at."""

    def __init__(self, context: BaseContext, setup: Setup) -> None:
        self.connection, worker_end = context.Pipe()
        self.process = context.Process(target=serve, args=(setup, worker_end, _own_temp_dir()), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        worker_end.close()
        self.ready = False
        self.chunk: _Chunk | None = None
        self.started = time.monotonic()
        """When it began its present document."""

    def assign(self, chunk: _Chunk) -> None:
        """Let it work on all of `chunk` that waits, or on the first alone if that has crashed before."""
        self.chunk = chunk
        self.started = time.monotonic()
        tasks = list(chunk.waiting)
        with suppress(BrokenPipeError):  # a dead worker is found out when it does not answer
            self.connection.send(tasks[:1] if chunk.crashes else tasks)

    def end(self) -> None:
        """Stop it, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Worker processes that are replaced when they are lost."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        """Start the first worker; raises RuleError, so that a wrong rule is known before all else."""
        self._setup = setup
        self._jobs = jobs
        methods = multiprocessing.get_all_start_methods()
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._context.set_forkserver_preload(["cleaner.batch.warm"])
        first = multiprocessing.get_context("fork") if _may_fork() else self._context
        self._workers = [_Worker(first, setup)]
        self._failed_starts = 0

    def __enter__(self) -> Self:
        """Wait until the first worker is ready."""
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
        """The outcomes of all items, in order."""
        chunks = _chunked(items)
        in_flight: deque[_Chunk] = deque()
        queued: deque[_Chunk] = deque()
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

    def _assign(self, queued: deque[_Chunk]) -> None:
        """Give work to who has none, or to new workers while there may be more of them."""
        for worker in self._workers:
            if queued and worker.ready and worker.chunk is None:
                worker.assign(queued.popleft())
        idle = sum(not worker.ready for worker in self._workers)
        while len(queued) > idle and len(self._workers) < self._jobs:
            self._workers.append(self._new_worker())
            idle += 1

    def _wait_for_answers(self, queued: deque[_Chunk]) -> None:
        """Wait for the next answers, or for a worker to be at its document too long."""
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

    def _receive_all(self, worker: _Worker, queued: deque[_Chunk]) -> None:
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
        """One message: that it is ready, or what became of a document."""
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

    def _fail_document(self, worker: _Worker, reason: str, queued: deque[_Chunk]) -> None:
        """The document that the worker is at has failed; others go on with the rest of its chunk."""
        if worker.chunk is not None:
            worker.chunk.add_answer(failed_outcome(worker.chunk.waiting[0], reason))
        self._replace(worker, queued)

    def _replace(self, worker: _Worker, queued: deque[_Chunk]) -> None:
        if worker.chunk is not None and worker.chunk.waiting:
            queued.appendleft(worker.chunk)
        worker.end()
        self._workers[self._workers.index(worker)] = self._new_worker()

    def _new_worker(self) -> _Worker:
        return _Worker(self._context, self._setup)


_OWN_TEMP_DIRS: Final[dict[int, str | None]] = {}
"""By process: what `_scratch` gives there."""


def _own_temp_dir() -> str | None:
    """The folder of the fork server's socket, for workers to remove if this process is killed.

    None where it is not this process's own, but that of one it was forked from.
    """
    process = os.getpid()
    if process not in _OWN_TEMP_DIRS:
        inherited = getattr(multiprocessing.current_process(), "_config", {}).get("tempdir")
        _OWN_TEMP_DIRS[process] = get_temp_dir() if inherited is None else None
    return _OWN_TEMP_DIRS[process]


def _may_fork() -> bool:
    """Whether this process can be forked: on Linux, while it has a single thread.

    Elsewhere libraries mind; another thread may hold a lock that its copy would wait for.
    """
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return len(list(Path("/proc/self/task").iterdir())) == 1
    return False


def _exit_reason(worker: _Worker) -> str:
    """How a worker process ended, for a person."""
    worker.process.join()
    code = worker.process.exitcode or 0
    if code >= 0:
        return f"the worker process ended on it with status {code} (a crash in a library?)"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"the worker process died on it by {name} (out of memory, or a crash in a library)"


def _chunked(items: Iterable[Item]) -> Iterator[_Chunk]:
    chunk: list[Item] = []
    documents = size = 0
    for item in items:
        chunk.append(item)
        if isinstance(item, Task):
            documents += 1
            size += item.raw.size()
        if documents >= CHUNK_DOCUMENTS or size >= CHUNK_BYTES or len(chunk) >= 8 * CHUNK_DOCUMENTS:
            yield _Chunk(chunk)
            chunk, documents, size = [], 0, 0
    if chunk:
        yield _Chunk(chunk)
