"""What is prose in the texts of data: lines with sentences, and neither code, an address nor a date."""

from __future__ import annotations

import re
from typing import Final

from cleaner.characters.scripts import IS_UNSPACED

ENOUGH: Final = 500
"""Characters of prose that make an article. As for JSON-LD; hand-set."""
PARAGRAPHS: Final = 3
"""Paragraphs of prose that make an article. Hand-set."""
SENTENCE: Final = 40
"""Characters of the shortest paragraph of prose; a quarter in scripts without spaces. Hand-set."""
_SIGNS: Final = 0.2
"""The share of signs and digits of ASCII that prose has at most. Hand-set."""
_CODE: Final = 0.02
"""The share of braces, semicolons and the like that prose has at most. Hand-set."""
_SENTENCE_END: Final = re.compile("[.!?…:。！？؟।။።։][\"'”’»)」』]*(?:\\s|$)|[。！？]")
_OF_CODE: Final = re.compile(r"[{};=<>$|\\]")
_IS_SIGN: Final = re.compile(r"[!-@\[-`{-~]")
IS_HTML: Final = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<(?:br|p)\b[^<>]{0,200}>", re.IGNORECASE)
BREAK: Final = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|figure|tr|td|table|section)\b[^<>]*+>", re.IGNORECASE
)
TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*+>")
_ADDRESS: Final = re.compile(r"(?:https?:)?//\S+\Z|/[\w.~%-]+(?:/[\w.~%-]*)*\Z")
_SLUG: Final = re.compile(r"(?=.*[g-z])[a-z0-9]+(?:-[a-z0-9]+){3,}\Z")
_HYPHENS: Final = 3
"""The fewest of a slug."""
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]|\Z)")


def lines_of(text: str) -> list[str]:
    """The lines of a text as it would be shown; a short text is one."""
    if len(text) < SENTENCE // 4:
        return []
    if "<" in text:
        if IS_HTML.search(text):
            text = "\n".join(" ".join(it.split()) for it in BREAK.split(text))
        text = TAG.sub("", text)
    return text.splitlines()


def prose_of(line: str) -> int:
    """The characters of a line that is prose; 0 of another."""
    length = len(line)
    if length < SENTENCE // 4:
        return 0
    unspaced = is_unspaced(line)
    if length < SENTENCE and not unspaced:
        return 0
    if not _SENTENCE_END.search(line) or (not unspaced and line.count(" ") * 15 < length):
        return 0
    if len(_OF_CODE.findall(line)) > _CODE * length:
        return 0
    return 0 if len(_IS_SIGN.findall(line)) > _SIGNS * length else length


def is_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script without spaces."""
    return not text.isascii() and IS_UNSPACED.search(text) is not None


def is_address_or_date(text: str) -> bool:
    """Whether a text is one of these; single signs are asked for before the patterns, which take longer."""
    if text[4:5] == "-" and len(text) < SENTENCE and _DATE.match(text):
        return True
    if " " in text and " " in text.strip():
        return False
    if text[:1] in {"h", "/"} and _ADDRESS.match(text):
        return True
    return text.count("-") >= _HYPHENS and _SLUG.match(text) is not None
