"""Separates the records of a WARC file, reports damage, and continues behind it.

warcio and fastwarc do not report a truncated record, a wrong Content-Length, a damaged compressed member, or
bytes between records. Here each of these is an `Entry` with a fault, so that no document is lost in silence.

The Content-Length of a record is accepted if blank lines, another record or the end of the file follow the
content. Otherwise the search for the next record begins at the end of this record's header. The bytes to be
searched are held in memory, so that streams that cannot seek are read in the same way as files.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.errors import DocumentError
from cleaner.readers.unpack import BUFFER_BYTES
from cleaner.readers.warc_window import RECORD_START, RECORD_START_BYTES, VERSION, Window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

MAX_HEADER_BYTES: Final = 1024 * 1024
LOOKAHEAD_BYTES: Final = 8 * 1024 * 1024
"""Content up to this size is held in memory until the record's length is confirmed. Longer content that is
not wanted is skipped while it is read; if it contains another archive, its length may be taken for wrong."""

_HEADER_END: Final = re.compile(rb"\n\r?\n")
_LENGTH: Final = re.compile(rb"\d{1,15}")
_HEADER_STEP_BYTES: Final = 64 * 1024
_MAX_CANDIDATES: Final = 1000
"""Beginnings of records that are examined within the content of one record, which bounds the time."""


class Entry(NamedTuple):
    """A record, or a stretch of the file that is no readable record."""

    offset: int
    """Where it begins in the decompressed file, in bytes."""
    kind: bytes = b""
    """WARC-Type, in lower case; empty with a fault."""
    length: int = 0
    """Content-Length, in bytes."""
    data: bytes | None = None
    """Header and content; None where the record is not wanted, too large, or damaged."""
    fault: str = ""
    """Why it cannot be read; empty for a record. Reading continues behind it."""


class Records:
    """The records of a stream, and the stretches between them that are none. Can be iterated once."""

    def __init__(self, stream: BufferedReader, wanted: frozenset[bytes], max_bytes: int) -> None:
        """Entries have data if their type is in `wanted` and their content has at most `max_bytes`."""
        self._window = Window(stream)
        self._wanted = wanted
        self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[Entry]:
        """The entries, in the order of the file.

        Raises DocumentError where the last record is truncated or the file holds no record at all, and the
        stream's OSError or EOFError where no record follows damage.
        """
        window = self._window
        seen = False
        while window.pass_blank_lines():
            start = window.offset
            try:
                yield self._record()
            except _BadRecordError as wrong:
                window.drop(wrong.skip)
                found, damage = window.find_record()
                if not found and (damage or wrong.at_end):
                    raise (damage or DocumentError(wrong.at_end)) from None
                if not found and not seen and not wrong.reason:
                    raise DocumentError("not a WARC file: no record begins in it") from None
                yield Entry(start, fault=_fault_message(wrong, damage, window.offset - start, found=found))
            seen = True

    def _record(self) -> Entry:
        """The record at the start of the window, which moves behind it. Raises _BadRecordError."""
        window = self._window
        if not window.begins_record():
            raise _BadRecordError
        start, head = window.offset, self._header_bytes(MAX_HEADER_BYTES)
        kind, length = _type_and_length(window.read(head))
        asked = kind in self._wanted and length <= self._max_bytes
        if asked or length <= LOOKAHEAD_BYTES:
            missing = head + length - window.load(head + length)
            if missing > 0 or not window.record_ends(head + length, head):
                raise _wrong_length(length, missing, len(VERSION))
            data = window.read(head + length) if asked else None
            window.drop(head + length)
        else:
            data = None
            window.drop(head)
            self._skip_content(length)
        return Entry(start, kind, length, data)

    def _header_bytes(self, most: int) -> int:
        """The size of the header at the start of the window, with the blank line that ends it.

        Raises _BadRecordError where it does not end within `most` bytes, or another record begins in it.
        """
        window, size = self._window, 0
        while size < most:
            searched = max(0, size - 2)
            size = min(most, window.load(min(most, size + _HEADER_STEP_BYTES)))
            if end := window.search(_HEADER_END, searched, size):
                if skip := window.last_record(end.end()):
                    raise _BadRecordError("another record begins in the record's header", skip=skip)
                return end.end()
            if window.is_done and size < most:
                at_end = "ends in the header of a record; the rest is missing"
                raise _BadRecordError(
                    "the record's header has no end", at_end, window.last_record(size) or size
                )
        reason = f"the record's header has more than {most:,} bytes"
        raise _BadRecordError(reason, skip=window.last_record(size) or size)

    def _skip_content(self, length: int) -> None:
        """Skip content of `length` bytes that is too long to be held in memory.

        Raises _BadRecordError at a record inside the content that shows the length to be wrong.
        """
        window, left, candidates = self._window, length, _MAX_CANDIDATES
        while left:
            size = window.load(min(left, BUFFER_BYTES) + RECORD_START_BYTES)
            if not size:
                raise _wrong_length(length, left)
            inner = window.search(RECORD_START) if candidates else None
            if inner is None or inner.start() >= left:
                left -= window.drop(min(left, size if window.is_done else size - RECORD_START_BYTES))
                continue
            left -= window.drop(inner.start())
            if self._is_next_record(left):
                raise _wrong_length(length, 0)
            left -= window.drop(1)
            candidates -= 1
        if not window.record_ends(0, 0):
            raise _wrong_length(length, 0)

    def _is_next_record(self, left: int) -> bool:
        """Whether a record at the start of the window is the next one, and not part of the content.

        `left` is the rest of the content by its declared length. Where this ends within the look-ahead, the
        bytes at its end decide. Elsewhere the record counts as the next one if it ends as records do.
        """
        window = self._window
        if window.load(min(left, LOOKAHEAD_BYTES)) < min(left, LOOKAHEAD_BYTES):
            return True
        if left <= LOOKAHEAD_BYTES:
            return not window.record_ends(left, 0)
        try:
            head = self._header_bytes(_HEADER_STEP_BYTES)
            end = head + _type_and_length(window.read(head))[1]
        except _BadRecordError:
            return False
        return end <= LOOKAHEAD_BYTES and window.record_ends(end, head)


class _BadRecordError(Exception):
    """No record begins here, or the record is not as its header says."""

    def __init__(self, reason: str = "", at_end: str = "", skip: int = 0) -> None:
        """`reason` is empty where no record begins here.

        `at_end` is the message where no other record follows. The search for one begins behind `skip` bytes.
        """
        super().__init__(reason)
        self.reason = reason
        self.at_end = at_end
        self.skip = skip


def field(lines: list[bytes], name: bytes) -> bytes:
    """The value of the header field `name`, which is given in lower case; empty where there is none.

    >>> field([b"WARC/1.0", b"WARC-Type: response"], b"warc-type")
    b'response'
    """
    for line in lines:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def _type_and_length(header: bytes) -> tuple[bytes, int]:
    """WARC-Type, in lower case, and Content-Length. Raises _BadRecordError if one is missing or invalid."""
    lines = header.split(b"\n")
    kind, length = field(lines, b"warc-type").lower(), field(lines, b"content-length")
    if not length:
        raise _BadRecordError("the record has no Content-Length", skip=len(header))
    if not _LENGTH.fullmatch(length):
        shown = repr(length[:20].decode("ascii", errors="replace"))
        raise _BadRecordError(f"the record's Content-Length is {shown}, which is no length", skip=len(header))
    if not kind:
        raise _BadRecordError("the record has no WARC-Type", skip=len(header))
    return kind, int(length)


def _wrong_length(length: int, missing: int, skip: int = 0) -> _BadRecordError:
    at_end = f"ends {missing:,} bytes before its last record does; the rest is missing" if missing > 0 else ""
    return _BadRecordError(
        f"the record does not end after the {length:,} bytes that it says it has", at_end, skip
    )


def _fault_message(wrong: _BadRecordError, damage: Exception | None, passed: int, *, found: bool) -> str:
    """The message for `passed` bytes that were skipped, up to the next record if one was `found`."""
    if damage is None and not wrong.reason:
        return f"{passed:,} bytes here belong to no record"
    reason = wrong.reason if damage is None else str(damage) or "packed data that ends too early"
    return (
        f"{reason}; {passed:,} bytes were passed over to the {'next record' if found else 'end of the file'}"
    )
