"""Kinds of characters, in any script: one look-up table over all code points."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Kind:
    """What a character is, coarser than Unicode's general categories.

    Plain numbers rather than an enumeration: numpy takes five times as long to compare with its members.
    """

    SPACE: Final = 0
    LOWER: Final = 1
    UPPER: Final = 2
    LETTER: Final = 3
    """A letter of a script that has no case and puts spaces between words."""
    IDEOGRAPH: Final = 4
    """Han or kana: no spaces between words, about two characters a word."""
    UNSPACED: Final = 5
    """A letter of Thai, Lao, Khmer or Burmese: no spaces between words, about five characters a word."""
    DIGIT: Final = 6
    FULL_STOP: Final = 7
    """The full stop of any script."""
    EXCLAMATION: Final = 8
    QUESTION: Final = 9
    ELLIPSIS: Final = 10
    COMMA: Final = 11
    COLON: Final = 12
    QUOTE: Final = 13
    BRACKET: Final = 14
    SEPARATOR: Final = 15
    """A sign that stands between menu entries: bars, bullets, arrows, slashes."""
    DASH: Final = 16
    AT_SIGN: Final = 17
    CURRENCY: Final = 18
    SYMBOL: Final = 19
    OTHER: Final = 20


KINDS: Final = 21
"""The number of kinds."""

WORD_KINDS: Final = (Kind.LOWER, Kind.UPPER, Kind.LETTER, Kind.IDEOGRAPH, Kind.UNSPACED, Kind.DIGIT)
TERMINAL: Final = (Kind.FULL_STOP, Kind.EXCLAMATION, Kind.QUESTION, Kind.ELLIPSIS)
"""Kinds that end a sentence."""
WHOLE_WORDS: Final = (Kind.IDEOGRAPH, Kind.UNSPACED)
"""Kinds of which each character is a token."""

_SINGLE: Final = {
    Kind.FULL_STOP: ".。．｡।॥۔։።၊။។",
    Kind.EXCLAMATION: "!！",
    Kind.QUESTION: "?？؟;",
    Kind.ELLIPSIS: "…⋯",
    Kind.COMMA: ",，、،؛;；",
    Kind.COLON: ":：",
    Kind.QUOTE: "\"'“”„‟‘’‚«»‹›「」『』《》〈〉`´＂",
    Kind.SEPARATOR: "|¦·•‣▪▸►▶●○◆→←↑↓⇒/\\＞>＜<~✓✔★☆×✕✖+#=_^",
    Kind.AT_SIGN: "@＠",
}
_UNSPACED: Final = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_IDEOGRAPHS: Final = (
    (0x2E80, 0x2FDF),
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_BY_CATEGORY: Final = {
    "Ll": Kind.LOWER,
    "Lu": Kind.UPPER,
    "Lt": Kind.UPPER,
    "Lm": Kind.LETTER,
    "Lo": Kind.LETTER,
    "Mn": Kind.LETTER,
    "Mc": Kind.LETTER,
    "Nd": Kind.DIGIT,
    "Nl": Kind.LETTER,
    "Ps": Kind.BRACKET,
    "Pe": Kind.BRACKET,
    "Pi": Kind.QUOTE,
    "Pf": Kind.QUOTE,
    "Pd": Kind.DASH,
    "Sc": Kind.CURRENCY,
    "Sm": Kind.SYMBOL,
    "So": Kind.SYMBOL,
    "Sk": Kind.SYMBOL,
}
_BASIC_PLANE: Final = 0x10000
_ALIKE: Final = (
    (0x3400, 0x4DBF, Kind.IDEOGRAPH),
    (0x4E00, 0x9FFF, Kind.IDEOGRAPH),
    (0xAC00, 0xD7A3, Kind.LETTER),
    (0xD800, 0xF8FF, Kind.OTHER),
)
"""Han, Hangul, surrogates and private use: two thirds of the basic plane, filled in as ranges because looking
up the category of each character takes long."""


@cache
def kinds() -> NDArray[np.uint8]:
    """The kind of every code point, shape (0x110000,)."""
    table = np.full(0x110000, Kind.OTHER, dtype=np.uint8)
    begin = 0
    for low, high, kind in (*_ALIKE, (_BASIC_PLANE, 0x1FFFF, Kind.SYMBOL)):
        table[begin:low] = _by_category(begin, low)
        table[low : high + 1] = kind
        begin = high + 1
    for low, high in _UNSPACED:
        span = table[low : high + 1]
        span[(span == Kind.LETTER)] = Kind.UNSPACED
    for low, high in _IDEOGRAPHS:
        table[low : high + 1] = Kind.IDEOGRAPH
    for kind, characters in _SINGLE.items():
        table[[ord(character) for character in characters]] = kind
    return table


def _by_category(low: int, high: int) -> NDArray[np.uint8]:
    """The kinds of the code points from `low` up to, not including, `high`, by their Unicode categories."""
    characters = "".join(map(chr, range(low, high)))
    categories = map(unicodedata.category, characters)
    result = np.array([_BY_CATEGORY.get(category, Kind.OTHER) for category in categories], dtype=np.uint8)
    result[[space.start() for space in re.finditer(r"\s", characters)]] = Kind.SPACE
    return result


def table_of(*chosen: int) -> NDArray[np.bool_]:
    """Whether each kind is one of `chosen`, shape (KINDS,)."""
    return np.isin(np.arange(KINDS), chosen)


def look_up(table: NDArray[np.bool_], kind: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """`table[kind]` for a table with one entry a kind, several times as fast on a whole text.

    >>> look_up(table_of(Kind.DIGIT), np.array([Kind.DIGIT, Kind.SPACE], dtype=np.uint8)).tolist()
    [True, False]
    """
    padded = table.tobytes().ljust(256, b"\0")
    return np.frombuffer(kind.tobytes().translate(padded), dtype=bool)


IS_WORD: Final = table_of(*WORD_KINDS)
"""Whether characters of a kind are part of words, shape (KINDS,)."""
IS_WHOLE_WORD: Final = table_of(*WHOLE_WORDS)
"""Whether each character of a kind is a token, shape (KINDS,)."""
