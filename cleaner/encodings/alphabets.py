"""The letters each language adds to a-z: the evidence that tells one-byte encodings apart.

Lower case only. A language is listed when web text in a one-byte encoding still turns up in it; a
language missing here is read all the same, only with less evidence for the choice of encoding.
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
"""Signs outside ASCII that any language may use; they speak neither for nor against an encoding."""
