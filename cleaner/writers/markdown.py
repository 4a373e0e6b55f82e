"""The Markdown writer: the cleaned text with the structure and the marks of its HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleaner.writers.form import Form
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from cleaner.readers.record import Record
    from cleaner.result import Result


def render(_record: Record, result: Result, _suspect: str | None, _form: Form = Form.MARKDOWN) -> bytes:
    """The cleaned text as Markdown, with one line end after it; empty for an empty text."""
    text = result.markdown.rstrip("\r\n")
    return (text + "\n").encode("utf-8", errors="replace") if text else b""


WRITER = Writer("markdown", ".md", many=False, render=render)
