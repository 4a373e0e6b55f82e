"""The letters outside a-z of each language, which distinguish one-byte encodings.

Lower case only. Languages are listed that still occur in one-byte encodings on the web; text in others is
decoded, too, but with less evidence for the choice of encoding.
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

PUNCTUATION: Final = frozenset("«»‹›„“”‘’‚–—…•·©®™€£§°№\u00a0\u00ad")
"""Punctuation outside ASCII of all languages: no evidence for or against an encoding."""
