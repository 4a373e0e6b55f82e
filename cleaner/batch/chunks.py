"""Chunks: the items that are sent to a worker together."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from cleaner.batch.task import Item, Processed, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHUNK_DOCUMENTS: Final = 32
"""Most documents of a chunk; with this many, sending a chunk is cheap compared to cleaning it."""
CHUNK_BYTES: Final = 512 * 1024
"""A chunk that has reached this size is closed, which bounds memory with long documents."""


class Chunk:
    """Items that are sent to a worker together, and the answers so far."""

    def __init__(self, items: list[Item]) -> None:
        self.items: deque[Processed | Task] = deque(items)
        """The items that `ready` has not yielded yet."""
        self.waiting = deque(it for it in items if isinstance(it, Task))
        """The tasks without an answer."""
        self.answers: deque[Processed] = deque()
        """The answers that `ready` has not yielded yet."""
        self.crashes = 0
        """How many workers have crashed on the first waiting task."""

    def ready(self) -> Iterator[Processed]:
        """Remove and yield items, tasks replaced by their answers, up to the first task without an answer."""
        while self.items:
            item = self.items[0]
            if isinstance(item, Task):
                if not self.answers:
                    return
                item = self.answers.popleft()
            self.items.popleft()
            yield item

    def add_answer(self, outcome: Processed) -> None:
        """Add the answer to the first waiting task."""
        self.waiting.popleft()
        self.answers.append(outcome)
        self.crashes = 0


def chunked(items: Iterable[Item]) -> Iterator[Chunk]:
    """The items in chunks. Items that are no tasks are cheap, so a chunk may have more of them."""
    chunk: list[Item] = []
    documents = size = 0
    for item in items:
        chunk.append(item)
        if isinstance(item, Task):
            documents += 1
            size += item.raw.size()
        if documents >= CHUNK_DOCUMENTS or size >= CHUNK_BYTES or len(chunk) >= 8 * CHUNK_DOCUMENTS:
            yield Chunk(chunk)
            chunk, documents, size = [], 0, 0
    if chunk:
        yield Chunk(chunk)
