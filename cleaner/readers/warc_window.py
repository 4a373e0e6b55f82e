"""The look-ahead buffer in which `warc_records` finds the beginnings and ends of records."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Final

from cleaner.readers.unpack import BUFFER_BYTES

if TYPE_CHECKING:
    from io import BufferedReader

VERSION: Final = b"WARC/"
RECORD_START: Final = re.compile(rb"WARC/[01]\.\d{1,2}[ \t]{0,9}\r?\n[!-9;-~]{1,64}:")
"""The first line of a record, and the name of its first header field."""
RECORD_START_BYTES: Final = 128
"""At least the length of any match of `RECORD_START`."""
_END_BYTES: Final = 16
"""Enough to see the blank lines after a record and the beginning of the next one."""


class Window:
    """The next bytes of a stream, held in memory so that they can be examined before they are dropped."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self._held = bytearray()
        self._ended = False
        self._damage: Exception | None = None
        self.offset = 0
        """Where the window begins in the stream, in bytes."""

    @property
    def is_done(self) -> bool:
        """Whether no more can be loaded: the stream has ended, or is damaged at the end of the window."""
        return self._ended or self._damage is not None

    def load(self, size: int) -> int:
        """Load until `size` bytes are held, or the stream ends or is damaged; returns how many are held."""
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
        """A copy of the first `size` bytes, which stay in the window."""
        with memoryview(self._held) as view:
            return bytes(view[:size])

    def drop(self, size: int) -> int:
        """Drop the first `size` bytes; returns `size`."""
        del self._held[:size]
        self.offset += size
        return size

    def search(
        self, pattern: re.Pattern[bytes], start: int = 0, end: int = sys.maxsize
    ) -> re.Match[bytes] | None:
        """The first match of `pattern` in the held bytes from `start` to `end`."""
        return pattern.search(self._held, start, end)

    def last_record(self, end: int) -> int:
        """Where the last record before `end` begins, the one at the start aside; 0 where there is none."""
        return max((it.start() for it in RECORD_START.finditer(self._held, len(VERSION), end)), default=0)

    def begins_record(self) -> bool:
        """Whether the window begins with a record."""
        return self.load(len(VERSION)) >= len(VERSION) and self._held.startswith(VERSION)

    def record_ends(self, at: int, content: int) -> bool:
        """Whether the record at the start, whose content begins at `content`, ends at `at`.

        Two blank lines should follow a record, but some writers leave out one or both. So the end of the file
        or another record is enough. Anything may follow two blank lines, since it may be damage, unless
        another record begins in the content, which shows that the length is wrong.
        """
        self.load(at + _END_BYTES)
        following = self._held[at : at + _END_BYTES]
        rest = following.lstrip(b"\r\n")
        blank_lines = following[: len(following) - len(rest)].count(b"\n")
        if not rest or rest.startswith(VERSION):
            return True
        return blank_lines > 1 and not RECORD_START.search(self._held, content, at)

    def pass_blank_lines(self) -> bool:
        """Drop blank lines at the start; returns whether anything follows them, damage included."""
        while self.load(1) and self._held[0] in b"\r\n":
            self.drop(len(self._held) - len(self._held.lstrip(b"\r\n")))
        return bool(self._held) or self._damage is not None

    def find_record(self) -> tuple[bool, Exception | None]:
        """Move to the next record, across damage, or to the end.

        Returns whether there is a record, and the first damage that was crossed.
        """
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
