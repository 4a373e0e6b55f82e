"""Many documents, on all cores, in order, with a bounded number of them in memory.

Documents travel in chunks. At most a fixed number of chunks are under way, and results are handed on
in the order of their tasks, so the output does not depend on the number of workers. When a worker
process dies (out of memory, a crash in a C library), the chunk it may have died of is done again,
each document by itself, so that only the culprit is lost.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, Self

from cleaner.batch.task import Item, Outcome, Settled, Status, Task
from cleaner.batch.workers import Setup, settle, start, work

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from cleaner.pipeline import Cleaner

CHUNK_DOCUMENTS: Final = 32
"""Enough that handing a chunk over costs little beside cleaning it."""
CHUNK_BYTES: Final = 512 * 1024
"""A chunk is closed when it has this much, so that memory stays bounded with long documents."""
SMALL_CHUNKS: Final = 16
"""Input of so few chunks is cleaned without workers: loading what they need takes seconds."""
CHUNKS_A_WORKER: Final = 4
"""How many chunks are under way for each worker, so that none waits while a slow one is finished."""
DIED: Final = "the worker process died on it (out of memory, or a crash in a library)"

Chunk = list[Item]


def settle_all(
    items: Iterable[Item], setup: Setup, cleaner: Cleaner, jobs: int
) -> Generator[Settled, None, None]:
    """The outcome of each item, in order; in this process where there are few."""
    chunks = _chunks(items)
    first = list(islice(chunks, SMALL_CHUNKS + 1)) if jobs > 1 else []
    if len(first) > SMALL_CHUNKS:
        with _Pool(setup, jobs) as pool:
            yield from pool.settle(chain(first, chunks))
        return
    for item in chain(*first) if jobs > 1 else items:
        yield settle(cleaner, setup, item)


def _chunks(items: Iterable[Item]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += item.raw.size() if isinstance(item, Task) else 0
        if len(chunk) >= CHUNK_DOCUMENTS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class _Pool:
    """Worker processes that are replaced when they die."""

    def __init__(self, setup: Setup, jobs: int) -> None:
        self._setup = setup
        self._jobs = jobs
        self._workers = self._new(jobs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._workers.shutdown(wait=True, cancel_futures=True)

    def settle(self, chunks: Iterable[Chunk]) -> Iterator[Settled]:
        """The outcomes of all chunks, in order."""
        waiting: deque[tuple[Chunk, Future[list[Settled]]]] = deque()
        for chunk in chunks:
            waiting.append((chunk, self._submit(chunk)))
            if len(waiting) >= self._jobs * CHUNKS_A_WORKER:
                yield from self._first(waiting)
        while waiting:
            yield from self._first(waiting)

    def _first(self, waiting: deque[tuple[Chunk, Future[list[Settled]]]]) -> list[Settled]:
        chunk, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            self._replace()
        outcomes = self._one_by_one(chunk)
        for place, (later, lost) in enumerate(waiting):
            if lost.done() and lost.exception() is not None:
                waiting[place] = (later, self._submit(later))
        return outcomes

    def _one_by_one(self, chunk: Chunk) -> list[Settled]:
        """The outcomes of `chunk`, in a worker of its own that may die without harm to others."""
        outcomes: list[Settled] = []
        lonely = self._new(1)
        for item in chunk:
            try:
                outcomes += lonely.submit(work, [item]).result()
            except BrokenProcessPool:
                lonely.shutdown()
                lonely = self._new(1)
                source = item.source if isinstance(item, Task) else ""
                outcomes.append(Outcome(Status.FAILED, source, reason=DIED))
        lonely.shutdown()
        return outcomes

    def _submit(self, chunk: Chunk) -> Future[list[Settled]]:
        try:
            return self._workers.submit(work, chunk)
        except BrokenProcessPool:
            self._replace()
            return self._workers.submit(work, chunk)

    def _replace(self) -> None:
        """New workers, unless the present ones are sound."""
        try:
            self._workers.submit(work, []).result()
        except BrokenProcessPool:
            self._workers.shutdown(wait=True, cancel_futures=True)
            self._workers = self._new(self._jobs)

    def _new(self, workers: int) -> ProcessPoolExecutor:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        context.set_forkserver_preload(["cleaner.batch.warm"])
        return ProcessPoolExecutor(workers, mp_context=context, initializer=start, initargs=(self._setup,))
