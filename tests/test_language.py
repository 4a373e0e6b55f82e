from __future__ import annotations

import pytest

from cleaner import clean

SENTENCES = {
    "en": "The old mill had stood empty for twenty years, and nobody in the village believed it would be repaired.",
    "de": "Die alte Mühle stand zwanzig Jahre lang leer, und niemand im Dorf glaubte, dass sie repariert würde.",
    "fr": "Le vieux moulin était resté vide pendant vingt ans, et personne au village ne croyait qu'il serait réparé.",
    "es": "El viejo molino estuvo vacío durante veinte años y nadie en el pueblo creía que lo fueran a reparar.",
    "it": "Il vecchio mulino era rimasto vuoto per vent'anni e nessuno nel paese credeva che sarebbe stato riparato.",
    "pt": "O velho moinho ficou vazio durante vinte anos, e ninguém na aldeia acreditava que ele seria reparado.",
    "nl": "De oude molen stond twintig jaar leeg, en niemand in het dorp geloofde dat hij hersteld zou worden.",
    "pl": "Stary młyn stał pusty przez dwadzieścia lat i nikt we wsi nie wierzył, że zostanie naprawiony.",
    "ru": "Старая мельница простояла пустой двадцать лет, и никто в деревне не верил, что её починят.",
    "uk": "Старий млин простояв порожнім двадцять років, і ніхто в селі не вірив, що його відремонтують.",
    "tr": "Eski değirmen yirmi yıl boyunca boş kaldı ve köyde hiç kimse onun onarılacağına inanmıyordu.",
    "ar": "ظلت الطاحونة القديمة خالية عشرين عاما ولم يكن أحد في القرية يصدق أنها سترمم من جديد",
    "fa": "آسیاب قدیمی بیست سال خالی مانده بود و هیچ کس در روستا باور نمی‌کرد که آن را تعمیر کنند",
    "zh": "这座老磨坊已经空置了二十年，村里没有人相信它会被修复。",
    "ja": "古い水車小屋は二十年間空き家のままで、村の誰も修理されるとは思っていなかった。",
    "ko": "낡은 물레방아는 이십 년 동안 비어 있었고 마을의 누구도 그것이 고쳐질 것이라고 믿지 않았다.",
    "el": "Ο παλιός μύλος έμεινε άδειος για είκοσι χρόνια και κανείς στο χωριό δεν πίστευε ότι θα επισκευαστεί.",
    "hu": "A régi malom húsz évig üresen állt, és a faluban senki sem hitte, hogy valaha is megjavítják.",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_a_sentence_is_enough(language: str, sentence: str) -> None:
    assert clean(sentence).language == language


@pytest.mark.parametrize("text", ["", "42", "×", "Home"])
def test_nothing_is_said_where_nothing_speaks_for_a_language(text: str) -> None:
    assert clean(text).language is None


def test_an_english_menu_does_not_make_a_german_article_english() -> None:
    menu = "Home\nNews\nAbout us\nContact\nSign in\nSubscribe\nFollow us on Facebook"
    assert clean(menu + "\n" + " ".join([SENTENCES["de"]] * 3)).language == "de"


def test_the_answer_is_the_same_every_time() -> None:
    assert len({clean(SENTENCES["hu"]).language for _ in range(20)}) == 1
