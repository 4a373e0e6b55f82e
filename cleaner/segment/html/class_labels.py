"""Class-name labels: what the class, id or role of an element says it holds, looked up in a list of names.

The names are data (`rules/html/names.yaml`). A class like `articleBody--wide` is split into words, and
sequences of words are looked up, with hyphens or without. Such labels are evidence only: themes are copied,
and a `div.comments` may hold an article about comments.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

import yaml

from cleaner.resources import rules_folder
from cleaner.verdict import Label

PLACES: Final = ("page header", "page footer", "sidebar", "overlay", "unseen", "main")
"""Labels of places on a page, which names give besides the labels of blocks."""
CLASS_LABELS: Final[tuple[str, ...]] = (*(label.value for label in Label), *PLACES)
"""Every label that names give; its index is its bit in `Elements.names`."""

_WORDS: Final = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|[^\W\d_]+")
_SMALL: Final = re.compile(r"[a-z]+")
"""As `_WORDS`, for names without capitals, in half the time."""
_STATES: Final = frozenset(
    ("no", "not", "has", "had", "have", "with", "without", "hide", "show", "is", "if", "disable", "enable")
)
"""A class that begins so describes a state, or something elsewhere: `has-sidebar`, `no-comments`."""
_STATE: Final = re.compile(f"(?:{'|'.join(sorted(_STATES))})[-_]")
_UTILITY: Final = re.compile(r"[:\[\]=!%]|\d\D*\d\D*\d\D*\d")
"""Utility classes (`md:flex`, `w-[200px]`) and numbers (`post-20931`, a hash) are no names."""


class KnownNames(NamedTuple):
    """The list of names, each with the bits of its labels."""

    anywhere: dict[str, int]
    """Words joined by hyphens or by nothing -> bits."""
    whole: dict[str, int]
    """Names that match only as a whole class -> bits."""
    longest: dict[str, int]
    """First word -> number of words in the longest name of several words in `anywhere` that begins with
    it."""
    bits: int
    """All bits that any name has."""


@cache
def known_names() -> KnownNames:
    """The list that ships with the package."""
    file = rules_folder() / "html" / "names.yaml"
    anywhere: dict[str, int] = {}
    whole: dict[str, int] = {}
    for label, entries in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
        bit = 1 << CLASS_LABELS.index(label)
        for entry in entries:
            table = whole if entry.startswith("=") else anywhere
            name = entry.removeprefix("=")
            for spelling in {name, name.replace("-", "")}:
                table[spelling] = table.get(spelling, 0) | bit
    longest: dict[str, int] = {}
    for name in anywhere:
        words = name.split("-")
        if len(words) > 1:
            longest[words[0]] = max(longest.get(words[0], 0), len(words))
    bits = 0
    for found in (*anywhere.values(), *whole.values()):
        bits |= found
    return KnownNames(anywhere, whole, longest, bits)


@lru_cache(maxsize=1 << 16)
def look_up(name: str) -> int:
    """The bits of one class, id or role; a longer name wins over the words that it contains.

    The cache hardly helps over pages of many sites, each of which has hundreds of names of its own.

    >>> [label for bit, label in enumerate(CLASS_LABELS) if look_up("articleComments") >> bit & 1]
    ['comment']
    """
    anywhere, whole, longest, _ = known_names()
    if found := anywhere.get(name):
        return found
    words = _words(name)
    if len(words) == 1:
        return anywhere.get(words[0], 0) | whole.get(words[0], 0)
    bits = after = 0
    for place, word in enumerate(words):
        if place < after:
            continue
        if word in longest:
            for end in range(place + longest[word], place + 1, -1):
                if found := anywhere.get("-".join(words[place:end])):
                    bits |= found
                    after = end
                    break
            else:
                bits |= anywhere.get(word, 0)
        elif word in anywhere:
            bits |= anywhere[word]
    return bits


def _words(name: str) -> list[str]:
    """The words of a name, in lower case; none for states and utility classes.

    Most names are in lower case with hyphens; for these, string methods take half the time of the pattern.
    """
    if name.islower() and name.isascii():
        words = name.replace("_", "-").split("-")
        if len(words) > 1 and words[0] in _STATES:
            return []
        if "".join(words).isalpha():
            return list(filter(None, words)) if "" in words else words
        return [] if _UTILITY.search(name) else _SMALL.findall(name)
    if _STATE.match(name) or _UTILITY.search(name):
        return []
    return [word.lower() for word in _WORDS.findall(name)]


@lru_cache(maxsize=1 << 16)
def look_up_all(value: str) -> int:
    """The bits of all names in an attribute, which spaces separate."""
    bits = 0
    for name in value.split():
        bits |= look_up(name)
    return bits
