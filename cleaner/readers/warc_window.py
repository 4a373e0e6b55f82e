"""A stretch of a WARC file that is held in memory, to look at where records begin and end."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from cleaner.readers.unpack import BUFFER_BYTES

if TYPE_CHECKING:
    from io import BufferedReader

VERSION: Final = b"WARC/"
RECORD_START: Final = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]{0,9}\r?\n[!-9;-~]{1,64}:")
"""The first line of a record, and the beginning of the second."""
RECORD_START_BYTES: Final = 128
"""At least as much as `RECORD` can match."""
_END_BYTES: Final = 16
"""Enough to see how a record ends and that another begins."""


class Window:
    """A stretch of a stream, held so that it can be looked at before it is passed."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._held = bytearray()
        self._ended = False
        self._damage: Exception | None = None
        self.offset = 0
        """Where it begins in the stream."""

    @property
    def is_done(self) -> bool:
        """Whether nothing can be loaded any more, unless damage is passed."""
        return self._ended or self._damage is not None

    def load(self, size: int) -> int:
        """Hold at least `size` bytes, or all up to the end or to damage; how many are held."""
        while len(self._held) < size and not self.is_done:
            try:
                piece = self._stream.read1(BUFFER_BYTES)
            except (OSError, EOFError) as error:
                self._damage = error
            else:
                self._held += piece
                self._ended = not piece
        return len(self._held)

    def read(self, size: int) -> bytes:
        """The first `size` bytes, which stay."""
        with memoryview(self._held) as view:
            return bytes(view[:size])

    def drop(self, size: int) -> int:
        """Pass `size` bytes; returns `size`."""
        del self._held[:size]
        self.offset += size
        return size

    def search(
        self, pattern: re.Pattern[bytes], start: int = 0, end: int = sys.maxsize
    ) -> re.Match[bytes] | None:
        """The first place from `start` to `end` where `pattern` matches what is held."""
        return pattern.search(self._held, start, end)

    def last_record(self, end: int) -> int:
        """Where the last record before `end` begins that is not the one here; 0 where there is none."""
        return max((it.start() for it in RECORD_START.finditer(self._held, len(VERSION), end)), default=0)

    def begins_record(self) -> bool:
        """Whether a record begins here."""
        return self.load(len(VERSION)) >= len(VERSION) and self._held.startswith(VERSION)

    def record_ends(self, at: int, content: int) -> bool:
        """Whether a record ends after `at` bytes, with its content from `content` on.

        Careless writers leave out one of the blank lines behind it, or both. Behind both there may be damage,
        but not if another record begins in the content.
        """
        self.load(at + _END_BYTES)
        following = self._held[at : at + _END_BYTES]
        rest = following.lstrip(b"\r\n")
        blank_lines = following[: len(following) - len(rest)].count(b"\n")
        if not rest or rest.startswith(VERSION):
            return True
        return blank_lines > 1 and not RECORD_START.search(self._held, content, at)

    def pass_blank_lines(self) -> bool:
        """Go to what follows blank lines; whether there is anything, be it damage."""
        while self.load(1) and self._held[0] in b"\r\n":
            self.drop(len(self._held) - len(self._held.lstrip(b"\r\n")))
        return bool(self._held) or self._damage is not None

    def find_record(self) -> tuple[bool, Exception | None]:
        """Go to the next record, or to the end; whether there is one, and the first damage before it."""
        damage = None
        while True:
            self.load(BUFFER_BYTES)
            if begin := self.search(RECORD_START):
                self.drop(begin.start())
                return True, damage
            if not self.is_done:
                self.drop(len(self._held) - RECORD_START_BYTES)
                continue
            self.drop(len(self._held))
            if self._damage is None:
                return False, damage
            damage = damage or self._damage
            self._damage = None
