"""What the class and id of an element call it: names that web authors gave, looked up in a list.

The names are data (`rules/html/names.yaml`); here a class like `articleBody--wide` is taken apart
into words, and stretches of words are looked up, joined or apart. Believe a name only so
far: themes are copied, and a `div.comments` may hold an article about comments.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

import yaml

from cleaner.resources import rules_folder
from cleaner.verdict import Label

PLACES: Final = ("page header", "page footer", "sidebar", "overlay", "unseen", "main")
"""What a name can say besides a label: where on the page, and whether it is seen at all."""
SIDES: Final[tuple[str, ...]] = (*(label.value for label in Label), *PLACES)
"""Label or place -> its bit, in this order, in `Elements.names`."""

_WORDS: Final = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|[^\W\d_]+")
_SMALL: Final = re.compile(r"[a-z]+")
"""The words of a name that has no capitals, in half the time."""
_STATES: Final = frozenset(
    ("no", "not", "has", "had", "have", "with", "without", "hide", "show", "is", "if", "disable", "enable")
)
"""A class that begins so tells of a state or of what is elsewhere: `has-sidebar`, `no-comments`."""
_STATE: Final = re.compile(f"(?:{'|'.join(sorted(_STATES))})[-_]")
_UTILITY: Final = re.compile(r"[:\[\]=!%]|\d\D*\d\D*\d\D*\d")
"""Style put into a class (`md:flex`, `w-[200px]`), or a number (`post-20931`, a hash), is no name."""


class Names(NamedTuple):
    """The list of names, each with its bits."""

    anywhere: dict[str, int]
    """Words joined by hyphens, or joined without -> bits."""
    whole: dict[str, int]
    """Names of one word that count only as the whole of a class."""
    longest: dict[str, int]
    """A word -> how many words the longest name in `anywhere` has that begins with it and has several."""
    bits: int
    """All bits that any name has."""


@cache
def names() -> Names:
    """The list that ships with the package."""
    file = rules_folder() / "html" / "names.yaml"
    anywhere: dict[str, int] = {}
    whole: dict[str, int] = {}
    for side, entries in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
        bit = 1 << SIDES.index(side)
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
    return Names(anywhere, whole, longest, bits)


@lru_cache(maxsize=1 << 16)
def look_up(name: str) -> int:
    """The bits of one class, id or role; longer names win over the words they are made of.

    The cache hardly helps with pages of many sites: each brings hundreds of names that were never met.
    """
    anywhere, whole, longest, _ = names()
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
    """The words a name is made of, in small letters; none if it names nothing.

    Most names are small letters parted by hyphens, for which methods of strings do, in half the time.
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
    """The bits of all names in the value of a class, id, role or the like."""
    bits = 0
    for name in value.split():
        bits |= look_up(name)
    return bits
