"""The plain text writer: the cleaned text alone, in UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.writers.form import Form
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from cleaner.readers.record import Record
    from cleaner.result import Result


def render(_record: Record, result: Result, _suspect: str | None, _form: Form = Form.TEXT) -> bytes:
    """The cleaned text with one line end, as the text has them, after it; empty for an empty text."""
    text = result.text.rstrip("\r\n")
    if not text:
        return b""
    line_end = "\r\n" if "\r\n" in text else "\n"
    return (text + line_end).encode("utf-8", errors="replace")


WRITER = Writer("txt", ".txt", many=False, render=render)
