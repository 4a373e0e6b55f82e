"""Spelling variants: the other ways in which pages spell an entry of `rules/phrases`.

Each rule is a typing habit that holds for all pages of a language, so that an entry need be listed once. A
spelling that only some sites use, or that changes the sense of a word, is listed in the phrase file instead.
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
"""Letters with a dot below (nukta): two characters in Unicode's normal form, one as keyboards write them."""


def _composed(text: str) -> str:
    for pair, single in _NUKTAS.items():
        text = text.replace(pair, single)
    return text


def _plain_romanian(text: str) -> str:
    """Without diacritics. Single words keep theirs: without, too many are words of related languages."""
    return text.translate(_PLAIN_ROMANIAN) if " " in text else text


_RESPELLINGS: Final[dict[str, tuple[Callable[[str], str], ...]]] = {
    "el": (lambda text: text.translate(_UNMARKED_GREEK),),
    "ro": (lambda text: text.translate(_CEDILLAS), _plain_romanian),
    "hi": (_composed,),
    "bn": (_composed,),
}
"""Greek capitals have no accents. Romanian is also typed with cedillas, or without diacritics."""


def spellings(language: str, phrases: Iterable[str]) -> list[str]:
    """The phrases (lower case) of a language given by its code, as listed, and then their other spellings.

    >>> spellings("ro", ["citește și"])
    ['citește și', 'citeşte şi', 'citeste si']
    """
    listed = list(phrases)
    respelled = (respell(text) for respell in _RESPELLINGS.get(language, ()) for text in listed)
    return list(dict.fromkeys([*listed, *respelled]))
