"""Which language a document is in: by script, then by stopwords, and by langdetect in doubt.

langdetect costs milliseconds, draws random numbers and is wrong on short lines; so it is asked at
most once a document, seeded, about text that reads like prose, and only where the cheap signs
leave a doubt. Its profiles take longer to load than twenty pages to clean: only those of languages whose
script the text is in are loaded.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from cleaner.characters.folding import code_points
from cleaner.characters.scripts import LATIN, scripts
from cleaner.lexicon.built_in_phrases import phrases

if TYPE_CHECKING:
    from langdetect import DetectorFactory
    from numpy.typing import NDArray

    from cleaner.document import Document

_PROSE_BLOCKS: Final = 12
"""The longest blocks of a document, which are nearly always prose; more of them add nothing."""
_SAMPLE: Final = 3000
"""Characters whose script is looked at."""
_LANGDETECT_SAMPLE: Final = 1000
"""Characters langdetect is given. Of so many it says the same as of more, or better: pages end in English."""
_FEWEST_WORDS: Final = 8
"""Below this, nothing can be said that is better than silence."""
_SURE_SHARE: Final = 0.2
"""Stopwords make up 30 to 50 % of prose in their own language, and below 15 % in a relative's."""
_SURE_LEAD: Final = 1.35
"""How far ahead of the second language the first must be."""
_OWN_SHARE: Final = 0.04
"""Near relatives share most stopwords, so that those decide which only one of them has. So much of
prose, at least, are words that Danish has and Norwegian has not, or the other way round."""
_OWN_LEAD: Final = 3.0
"""How far ahead the first must be in these."""
_DECLARED_SHARE: Final = 0.05
"""A page of few sentences, such as a shop's, has so few stopwords. Where they are those of the language
that the page says it is in, and far ahead of others, that is enough: langdetect said the same of 54 pages."""
_SCRIPT_SHARE: Final = 0.3
"""Of a text's characters, how many of a script that only one language uses."""

_SCRIPTS: Final = (
    ("ja", 0x3040, 0x30FF, 0.05),
    ("zh", 0x4E00, 0x9FFF, _SCRIPT_SHARE),
    ("ko", 0xAC00, 0xD7AF, _SCRIPT_SHARE),
    ("th", 0x0E00, 0x0E7F, _SCRIPT_SHARE),
    ("el", 0x0370, 0x03FF, _SCRIPT_SHARE),
    ("he", 0x0590, 0x05FF, _SCRIPT_SHARE),
    ("hy", 0x0530, 0x058F, _SCRIPT_SHARE),
    ("ka", 0x10A0, 0x10FF, _SCRIPT_SHARE),
    ("ta", 0x0B80, 0x0BFF, _SCRIPT_SHARE),
    ("te", 0x0C00, 0x0C7F, _SCRIPT_SHARE),
    ("bn", 0x0980, 0x09FF, _SCRIPT_SHARE),
    ("gu", 0x0A80, 0x0AFF, _SCRIPT_SHARE),
    ("pa", 0x0A00, 0x0A7F, _SCRIPT_SHARE),
    ("kn", 0x0C80, 0x0CFF, _SCRIPT_SHARE),
    ("ml", 0x0D00, 0x0D7F, _SCRIPT_SHARE),
    ("my", 0x1000, 0x109F, _SCRIPT_SHARE),
    ("km", 0x1780, 0x17FF, _SCRIPT_SHARE),
    ("lo", 0x0E80, 0x0EFF, _SCRIPT_SHARE),
)
"""Language, first and last code point of its script, and the share of characters that settles it.

Japanese comes first: its kana stand among the ideographs it shares with Chinese.
"""

_LEAST_SHARE: Final = min(share for _, _, _, share in _SCRIPTS)
_FIRST_SCRIPT: Final = min(low for _, low, _, _ in _SCRIPTS)
_NOT_IN_LATIN: Final = re.compile(
    "ar|bg|bn|el|fa|gu|he|hi|ja|kn|ko|mk|ml|mr|ne|pa|ru|ta|te|th|uk|ur|zh-cn|zh-tw"
)
"""The languages that langdetect knows and that are not written in Latin letters."""
_langdetect_lock: Final = Lock()


class Contents(NamedTuple):
    """What the language of a document is identified by: its characters, and its words in the lexicon."""

    document: Document
    codes: NDArray[np.uint32]
    """Folded code points, shape (characters,)."""
    size: NDArray[np.float64]
    """Words, shape (blocks,)."""
    block: NDArray[np.int64]
    """The block of every token, shape (tokens,)."""
    weight: NDArray[np.float64]
    """How many words every token counts for, shape (tokens,)."""
    entry: NDArray[np.int64]
    """The entry of every token in `phrases().word`, shape (tokens,)."""
    listed: NDArray[np.bool_]
    """Whether it has one, shape (tokens,)."""


def identify_language(contents: Contents) -> str | None:
    """ISO 639-1 code of the language of a document's prose; None where it is unknown."""
    prose = np.argsort(-contents.size, kind="stable")[:_PROSE_BLOCKS]
    return _by_script(contents, prose) or _by_words(contents, prose)


def _by_script(contents: Contents, prose: NDArray[np.int64]) -> str | None:
    blocks = [contents.document.blocks[block] for block in prose]
    pieces = [contents.codes[it.start : min(it.end, it.start + _SAMPLE)] for it in blocks]
    sample = np.concatenate(pieces)[:_SAMPLE]
    codes = sample[sample >= _FIRST_SCRIPT]
    if len(codes) < _LEAST_SHARE * len(sample):
        return None
    for language, low, high, share in _SCRIPTS:
        if np.count_nonzero((codes >= low) & (codes <= high)) > share * len(sample):
            return language
    return None


def _by_words(contents: Contents, prose: NDArray[np.int64]) -> str | None:
    if contents.size[prose].sum() < _FEWEST_WORDS:
        return None
    found = _decide(_votes(contents, prose), _declared(contents.document))
    return _ask_langdetect(contents.document, prose) if found is None else phrases().languages[found]


def _votes(contents: Contents, prose: NDArray[np.int64]) -> NDArray[np.float64]:
    """What each stopword found in `prose` is worth to every language of the phrases.

    That is its share of the words, or 0 if the language lacks it; shape (stopwords, languages).
    """
    is_prose = np.zeros(len(contents.size), dtype=bool)
    is_prose[prose] = True
    chosen = np.flatnonzero(is_prose[contents.block])
    weight = contents.weight[chosen]
    uses = np.bincount(contents.entry[chosen], weight * contents.listed[chosen], len(phrases().word))
    used = np.flatnonzero(uses)
    shares = uses[used, None] / max(weight.sum(), 1.0)
    votes: NDArray[np.float64] = shares * phrases().stopword[used]
    return votes


def _declared(document: Document) -> str:
    """The language that a page of HTML says it is in; empty where it says nothing."""
    dom = document.dom
    told = (dom.head.language if dom else None) or ""
    return told.strip().lower().replace("_", "-").partition("-")[0]


def _decide(votes: NDArray[np.float64], declared: str) -> int | None:
    """The column of the language that `votes` (see `_votes`) speak for; None if in doubt."""
    shares = votes.sum(axis=0)
    first, second = np.argsort(-shares, kind="stable")[:2]
    if shares[first] < (_DECLARED_SHARE if phrases().languages[first] == declared else _SURE_SHARE):
        return None
    if shares[first] >= _SURE_LEAD * shares[second]:
        return int(first)
    own = votes[votes[:, second] == 0, first].sum()
    others = votes[votes[:, first] == 0, second].sum()
    if own >= max(_OWN_SHARE, _OWN_LEAD * others):
        return int(first)
    return None


def _ask_langdetect(document: Document, prose: NDArray[np.int64]) -> str | None:
    from langdetect import LangDetectException  # noqa: PLC0415 - slow, seldom needed

    texts = [document.blocks[block].text for block in np.sort(prose)]
    text = "\n".join(texts)[:_LANGDETECT_SAMPLE]
    with _langdetect_lock:
        detector = _detectors(_mostly_latin(text)).create()
        try:
            detector.append(text)
            found: str = detector.detect()
        except LangDetectException:
            return None
    return None if found == detector.UNKNOWN_LANG else found.split("-", maxsplit=1)[0]


def load_detectors() -> None:
    """Load langdetect with all its profiles now, rather than for the first text that is in doubt."""
    with _langdetect_lock:
        for latin in (True, False):
            _detectors(latin)


def _mostly_latin(text: str) -> bool:
    letters = code_points("".join(filter(str.isalpha, text)))
    return bool(2 * np.count_nonzero(scripts(letters) != LATIN) <= len(letters))


@cache
def _detectors(latin: bool) -> DetectorFactory:  # noqa: FBT001 - the key of a cache
    """The detector for the languages that are written in Latin letters, or with all others."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory  # noqa: PLC0415 - likewise

    profiles = sorted(Path(PROFILES_DIRECTORY).iterdir())
    chosen = [file for file in profiles if (_NOT_IN_LATIN.fullmatch(file.name) is None) == latin]
    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile([file.read_text(encoding="utf-8") for file in chosen])
    return factory
