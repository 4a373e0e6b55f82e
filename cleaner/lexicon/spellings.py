"""The other ways in which pages spell a phrase of `rules/phrases`, so that each need be listed once.

Every rule is a habit of typing that all pages of a language share; what only some sites do, or what
changes a word's sense, belongs in the phrases instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_UNMARKED_GREEK: Final = str.maketrans("άέήίόύώϊϋΐΰ", "αεηιουωιυιυ")
_CEDILLAS: Final = str.maketrans("șț", "şţ")
_PLAIN_ROMANIAN: Final = str.maketrans("ăâîșț", "aaist")
_NUKTAS: Final = {
    "\u0921\u093c": "\u095c",
    "\u0922\u093c": "\u095d",
    "\u091c\u093c": "\u095b",
    "\u092b\u093c": "\u095e",
    "\u0915\u093c": "\u0958",
    "\u0916\u093c": "\u0959",
    "\u0917\u093c": "\u095a",
    "\u09a1\u09bc": "\u09dc",
    "\u09a2\u09bc": "\u09dd",
    "\u09af\u09bc": "\u09df",
}
"""Letters with a dot below that keyboards write as one character, and Unicode's normal form as two."""


def _composed(text: str) -> str:
    for pair, single in _NUKTAS.items():
        text = text.replace(pair, single)
    return text


def _plain_romanian(text: str) -> str:
    """Single words stay as they are: without marks, too many are words of Italian, Spanish or Portuguese."""
    return text.translate(_PLAIN_ROMANIAN) if " " in text else text


_RESPELLINGS: Final[dict[str, tuple[Callable[[str], str], ...]]] = {
    "el": (lambda text: text.translate(_UNMARKED_GREEK),),
    "ro": (lambda text: text.translate(_CEDILLAS), _plain_romanian),
    "hi": (_composed,),
    "bn": (_composed,),
}
"""Greek capitals bear no accents; Romanian is typed with cedillas, or with no marks at all."""


def spellings(language: str, phrases: Iterable[str]) -> list[str]:
    """`phrases` (lower case) in all usual spellings of a language given by its code, the listed first."""
    listed = list(phrases)
    respelled = (respell(text) for respell in _RESPELLINGS.get(language, ()) for text in listed)
    return list(dict.fromkeys([*listed, *respelled]))
