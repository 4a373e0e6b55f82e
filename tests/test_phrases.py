"""What every file of `rules/phrases` must keep to, and how its phrases are found on a page."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
import pytest
import yaml

from cleaner.characters.tokens import hash_texts
from cleaner.features.page import Page
from cleaner.lexicon.built_in_phrases import phrase_files, phrases
from cleaner.lexicon.compile_phrases import with_spaces
from cleaner.lexicon.phrases import CUE_LABELS
from cleaner.lexicon.spellings import spellings
from cleaner.resources import rules_folder
from cleaner.segment.text import segment
from cleaner.verdict import Label

NAMES = [file.stem for file in phrase_files()]
WORD_LISTS = ["stopwords", "address", "dates"]

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

each_file = pytest.mark.parametrize("name", NAMES)


@cache
def read(name: str) -> dict[str, Any]:
    entry: dict[str, Any] = LOADER(
        (rules_folder() / "phrases" / f"{name}.yaml").read_bytes()
    ).get_single_data()
    return entry


def cues(text: str, label: Label) -> float:
    """How much of a one-line page the cues of `label` cover."""
    page = Page(segment(text))
    return float(page.phrase_coverage[CUE_LABELS.index(label), 0])


def believed(text: str, label: Label) -> float:
    """How many characters of a one-line page are phrases of `label` that are believed in long blocks."""
    page = Page(segment(text))
    return float(page.strong_phrases[CUE_LABELS.index(label), 0])


@each_file
def test_a_file_is_named_by_its_language(name: str) -> None:
    assert read(name)["language"] == name


@each_file
def test_the_lists_and_labels_of_a_file_stand_in_order_and_hold_something(name: str) -> None:
    entry = read(name)
    assert list(entry) == [key for key in ("language", *WORD_LISTS, "cues") if key in entry]
    assert list(entry["cues"]) == sorted(entry["cues"])
    assert entry["cues"].keys() <= set(CUE_LABELS)
    assert all(entry.values())
    assert all(entry["cues"].values())


def test_every_label_has_cues_in_most_languages() -> None:
    listed = [label for name in NAMES for label in read(name)["cues"]]
    assert min(map(listed.count, CUE_LABELS)) > len(NAMES) / 2


@each_file
def test_every_entry_is_text_in_lower_case(name: str) -> None:
    entry = read(name)
    listed = [word for key in WORD_LISTS for word in entry.get(key, [])]
    listed += [cue for found in entry["cues"].values() for cue in found]
    assert [text for text in listed if not isinstance(text, str) or text != text.lower()] == []


@each_file
def test_a_language_with_stopwords_has_enough_to_be_known_by(name: str) -> None:
    entry = read(name)
    assert "stopwords" not in entry or len(entry["stopwords"]) >= 60


@each_file
def test_no_label_lists_a_phrase_twice(name: str) -> None:
    for label, listed in read(name)["cues"].items():
        seen = with_spaces(listed)
        assert len(seen) == len(set(seen)), label


@each_file
def test_every_phrase_holds_a_word(name: str) -> None:
    assert all(re.search(r"\w", cue) for listed in read(name)["cues"].values() for cue in listed)


def test_every_file_is_in_the_built_in_phrases() -> None:
    assert list(phrases().languages) == NAMES


def test_a_word_has_the_roles_of_its_language_and_is_a_date_word_in_all() -> None:
    page = Page(segment("you heute", language="de"))
    assert page.address.tolist() == [0]
    assert page.date_share.tolist() == [0.5]
    page = Page(segment("you heute", language="en"))
    assert page.address.tolist() == [0.5]
    assert page.date_share.tolist() == [0.5]
    page = Page(segment("you heute"))
    assert page.address.tolist() == [0.5]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", Label.RELATED_LINK, id="Greek capitals without accents"),
        pytest.param("Διαβάστε επίσης", Label.RELATED_LINK, id="Greek"),
        pytest.param("Citește și", Label.RELATED_LINK, id="Romanian with commas below"),
        pytest.param("Citeşte şi", Label.RELATED_LINK, id="Romanian with cedillas"),
        pytest.param("CITESTE SI", Label.RELATED_LINK, id="Romanian without marks"),
        pytest.param("ये भी पढ\u093cें", Label.RELATED_LINK, id="Hindi with two characters for a dotted letter"),
        pytest.param("ये भी प\u095dें", Label.RELATED_LINK, id="Hindi with one"),
        pytest.param("আরও পড\u09bcুন", Label.RELATED_LINK, id="Bengali with two"),
        pytest.param("আরও প\u09dcুন", Label.RELATED_LINK, id="Bengali with one"),
        pytest.param("यह भी पढ़ें", Label.RELATED_LINK, id="Hindi"),
        pytest.param("อ่านเพิ่มเติม", Label.RELATED_LINK, id="Thai"),
        pytest.param("כל הזכויות שמורות", Label.LEGAL, id="Hebrew"),
        pytest.param("Прочитајте још", Label.RELATED_LINK, id="Serbian"),
        pytest.param("Bài viết liên quan", Label.RELATED_LINK, id="Vietnamese"),
        pytest.param("Læs også", Label.RELATED_LINK, id="Danish"),
    ],
)
def test_a_phrase_is_found_in_every_usual_spelling(text: str, label: Label) -> None:
    assert cues(text, label) >= 1


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param(
            "Εκείνο το πρωί η Μαρία διάβασε την εφημερίδα και έφυγε για το χωριό.",
            Label.RELATED_LINK,
            id="Greek",
        ),
        pytest.param(
            "Pe masă era o carte și o scrisoare pe care nu o citise nimeni.",
            Label.RELATED_LINK,
            id="Romanian",
        ),
        pytest.param("הילדים ישבו ליד החלון וקראו ספר על הים.", Label.RELATED_LINK, id="Hebrew"),
        pytest.param("เด็กสองคนนั่งอ่านหนังสืออยู่ริมหน้าต่างจนค่ำ", Label.RELATED_LINK, id="Thai"),
        pytest.param(
            "Børnene sad ved vinduet og læste i en gammel bog om havet.", Label.RELATED_LINK, id="Danish"
        ),
        pytest.param(
            "Anak-anak itu duduk di dekat jendela dan membaca buku tentang laut.",
            Label.RELATED_LINK,
            id="Indonesian",
        ),
        pytest.param("Kể từ hôm đó, ông không đọc báo nữa.", Label.RELATED_LINK, id="Vietnamese"),
        pytest.param(
            "Giá bất động sản tại thành phố đã tăng trong năm qua.",
            Label.NAVIGATION,
            id="Vietnamese syllables that are two words",
        ),
        pytest.param(
            "Numărul locurilor de muncă din oraș a crescut în ultimul an.",
            Label.NAVIGATION,
            id="Romanian words that are three",
        ),
    ],
)
def test_the_same_words_in_a_sentence_are_no_phrase(text: str, label: Label) -> None:
    assert cues(text, label) < 0.2
    assert believed(text, label) == 0


def test_a_phrase_without_spaces_is_believed_once_it_is_as_long_as_three_words() -> None:
    assert believed("โฆษณา", Label.ADVERTISEMENT) == 0
    assert believed("เลื่อนลงเพื่ออ่านต่อ", Label.ADVERTISEMENT) > 0
    assert believed("廣告", Label.ADVERTISEMENT) == 0
    assert believed("我们可能会获得佣金", Label.ADVERTISEMENT) > 0


def test_a_language_without_stopwords_is_judged_by_the_documents_own() -> None:
    page = Page(segment("โรงสีเก่าหลังนี้ถูกทิ้งร้างมานานยี่สิบปี", language="th"))
    assert page.listed_stopword_density is None


def test_a_language_with_stopwords_is_judged_by_them() -> None:
    page = Page(segment("Den gamle mølle havde stået tom i tyve år.", language="da"))
    assert page.listed_stopword_density is not None
    assert np.all(page.listed_stopword_density > 0.3)


def test_spellings_keep_what_is_listed_and_add_nothing_where_nothing_is_usual() -> None:
    assert spellings("de", ["Straße"]) == ["Straße"]
    assert spellings("ro", ["acum"]) == ["acum"]
    assert spellings("ro", ["știri"]) == ["știri", "ştiri"]
    assert spellings("ro", ["citește și"]) == ["citește și", "citeşte şi", "citeste si"]


def test_a_phrase_that_is_a_stopword_of_the_documents_language_is_no_phrase_there() -> None:
    asks = "Comment la ville a-t-elle fait pour que les habitants ne quittent plus les quartiers du centre ?"
    assert cues(asks, Label.COMMENT) == 0
    assert cues("Comment", Label.COMMENT) == 1


@pytest.mark.parametrize("name", NAMES)
def test_what_a_language_lists_as_a_phrase_is_one_in_that_language(name: str) -> None:
    known = phrases()
    mine = {text for listed in read(name)["cues"].values() for text in with_spaces(spellings(name, listed))}
    hashes = np.array(hash_texts(sorted(mine)), dtype=np.uint64)
    rows = np.flatnonzero(np.isin(known.spaced.hashes, hashes))
    assert not known.homograph[rows, known.languages.index(name)].any()
