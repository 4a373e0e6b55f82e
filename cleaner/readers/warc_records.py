"""Where the records of a WARC file begin and end.

Found here and not by warcio or fastwarc, since a reader that loses nothing must notice what these pass over
in silence, and go on behind it: a record that is cut short, a length that is wrong, a compressed member
that is damaged, and bytes between records that belong to none.

A record's length is believed if a record's end follows it: blank lines, another record, or the end of the
file. Otherwise the next record is searched for from the end of the record's header. The bytes in question
are held in memory, so that streams that cannot seek are read in the same way as files.
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
"""How much of a record that is not delivered is held to go back in it. A longer record whose length is
right, and which contains records of another archive, would be taken for one whose length is wrong."""

_HEADER_END: Final = re.compile(rb"\n\r?\n")
_LENGTH: Final = re.compile(rb"\d{1,15}")
_HEADER_STEP_BYTES: Final = 64 * 1024
_MAX_CANDIDATES: Final = 1000
"""How many beginnings of records are looked at in the content of one, so that no content takes long."""


class Entry(NamedTuple):
    """A record, header and content, or a stretch that is none."""

    offset: int
    """Where it begins in the unpacked file."""
    kind: bytes = b""
    """Its WARC-Type, in lower case."""
    length: int = 0
    """Bytes of content, as its header says."""
    data: bytes | None = None
    """None where it is not wanted, too large, or damaged."""
    fault: str = ""
    """Why it cannot be read, though reading goes on behind it."""


class Records:
    """The records of a stream, and what stands between them that is none. Iterate once."""

    def __init__(self, stream: BufferedReader, wanted: frozenset[bytes], max_bytes: int) -> None:
        """Only records of the `wanted` types, with at most `max_bytes` of content, come with their data."""
        self._window = Window(stream)
        self._wanted = wanted
        self._max_bytes = max_bytes

    def __iter__(self) -> Iterator[Entry]:
        """In order of the file.

        Where no record follows any more, raises DocumentError if the file is cut or holds no record at all,
        and what the stream raises if that is damaged.
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
        """The record that begins here; raises _WrongError."""
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
        """The size of the header that begins here, with the blank line at its end; raises _WrongError."""
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
        """Go behind content too long to be held, unless a record in it shows that it is not so long."""
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
        """Whether the record that seems to begin here is the next, and not in the `left` bytes of this one.

        Certain where the end of these is in sight; else if it ends as records do.
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
    """What should be a record is none, or is not as its header says."""

    def __init__(self, reason: str = "", at_end: str = "", skip: int = 0) -> None:
        """The reason, and what to tell where it is the file's last record; none where it is no record.

        The next record is searched for behind `skip` bytes.
        """
        super().__init__(reason)
        self.reason = reason
        self.at_end = at_end
        self.skip = skip


def field(lines: list[bytes], name: bytes) -> bytes:
    """The value of the header `name`, which is in lower case; empty where there is none."""
    for line in lines:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return b""


def _type_and_length(header: bytes) -> tuple[bytes, int]:
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
    """What to tell of a stretch that was passed over."""
    if damage is None and not wrong.reason:
        return f"{passed:,} bytes here belong to no record"
    reason = wrong.reason if damage is None else str(damage) or "packed data that ends too early"
    return (
        f"{reason}; {passed:,} bytes were passed over to the {'next record' if found else 'end of the file'}"
    )
