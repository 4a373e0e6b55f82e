"""The letters of each language outside a-z, by which `legacy` tells one-byte encodings apart.

In lower case only. Listed are languages that still occur in one-byte encodings on the web. Text in other
languages is decoded as well, but with less evidence for the choice of its encoding.
"""

from __future__ import annotations

from typing import Final

ALPHABETS: Final[dict[str, frozenset[str]]] = {
    language: frozenset(letters)
    for language, letters in {
        "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةىـ،؛؟ًٌٍَُِّْ",
        "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
        "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
        "ca": "àçèéíïòóúü·",
        "cs": "áčďéěíňóřšťúůýž",
        "da": "æøåé",
        "de": "äöüß",
        "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
        "es": "áéíñóúü¿¡ºª",
        "et": "äõöüšž",
        "fi": "äöå",
        "fr": "àâæçèéêëîïôœùûüÿ",
        "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
        "hu": "áéíóöőúüű",
        "is": "áðéíóúýþæö",
        "it": "àèéìíîòóù",
        "lt": "ąčęėįšųūž",
        "lv": "āčēģīķļņšūž",
        "nl": "áéëíïóöúü",
        "pl": "ąćęłńóśźż",
        "pt": "áâãàçéêíóôõúü",
        "ro": "ăâîşţșț",
        "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "sk": "áäčďéíĺľňóôŕšťúýž",
        "sl": "čšžćđ",
        "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
        "sv": "åäöé",
        "tr": "çğıöşüâîû\u0307",
        "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    }.items()
}
"""ISO 639-1 code -> letters."""

PUNCTUATION: Final = frozenset("«»‹›„“”‘’‚–—…•·©®™€£§°№\u00a0\u00ad")
"""Punctuation outside ASCII, of all languages. It counts neither for nor against an encoding."""
