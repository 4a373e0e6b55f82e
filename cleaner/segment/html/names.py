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
_SAYS_NOTHING: Final = re.compile(r"(?:no|not|has|had|have|with|without|hide|show|is|if|disable|enable)[-_]")
"""A class that begins so tells of a state or of what is elsewhere: `has-sidebar`, `no-comments`."""
_UTILITY: Final = re.compile(r"[:\[\]=!%]|\d.*\d.*\d.*\d")
"""Style put into a class (`md:flex`, `w-[200px]`), or a number (`post-20931`, a hash), is no name."""


class Names(NamedTuple):
    """The list of names, each with its bits."""

    anywhere: dict[str, int]
    """Words joined by hyphens, or joined without -> bits."""
    whole: dict[str, int]
    """Names that count only as the whole of a class."""
    longest: dict[str, int]
    """A word -> how many words the longest name in `anywhere` has that begins with it."""
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
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    bits = 0
    for found in (*anywhere.values(), *whole.values()):
        bits |= found
    return Names(anywhere, whole, longest, bits)


@lru_cache(maxsize=1 << 16)
def look_up(name: str) -> int:
    """The bits of one class, id or role; longer names win over the words they are made of."""
    known = names()
    if found := known.anywhere.get(name):
        return found
    if _SAYS_NOTHING.match(name):
        return 0
    if _UTILITY.search(name):
        return known.whole.get(name.lower(), 0)
    words = [word.lower() for word in _WORDS.findall(name)]
    bits = known.whole.get("-".join(words), 0)
    place = 0
    while place < len(words):
        for length in range(known.longest.get(words[place], 0), 0, -1):
            if found := known.anywhere.get("-".join(words[place : place + length])):
                bits |= found
                place += length - 1
                break
        place += 1
    return bits


@lru_cache(maxsize=1 << 16)
def look_up_all(value: str) -> int:
    """The bits of all names in the value of a class, id, role or the like."""
    bits = 0
    for name in value.split():
        bits |= look_up(name)
    return bits
