"""The HTML writer: the main content as a page of its own, with a small set of tags and nothing that runs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from cleaner.writers.form import Form
from cleaner.writers.writer import Writer

if TYPE_CHECKING:
    from cleaner.readers.record import Record
    from cleaner.result import Result

_RIGHT_TO_LEFT: Final = frozenset(("ar", "fa", "he", "ur", "ps", "yi", "ckb", "ug", "sd", "dv"))
_NO_SCRIPTS: Final = "default-src 'none'; img-src http: https: data:"
"""A policy that browsers keep to: a second lock behind what is written."""


def render(_record: Record, result: Result, _suspect: str | None, _form: Form = Form.HTML) -> bytes:
    """A page with the cleaned document; empty for an empty text."""
    if not result.html:
        return b""
    language = result.language or ""
    attributes = f' lang="{escape(language)}"' if language else ""
    if language in _RIGHT_TO_LEFT:
        attributes += ' dir="rtl"'
    lines = (
        "<!doctype html>",
        f"<html{attributes}>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_NO_SCRIPTS}">',
        f"<title>{escape(result.title or '', quote=False)}</title>",
        "<article>",
        result.html,
        "</article>",
        "</html>",
    )
    return ("\n".join(lines) + "\n").encode("utf-8", errors="replace")


WRITER = Writer("html", ".html", many=False, render=render)
