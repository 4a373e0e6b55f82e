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
    "th": "โรงสีเก่าหลังนี้ถูกทิ้งร้างมานานยี่สิบปี และไม่มีใครในหมู่บ้านเชื่อว่ามันจะได้รับการซ่อมแซมอีกครั้ง",
    "hi": "पुरानी चक्की बीस साल से खाली पड़ी थी और गाँव में किसी को विश्वास नहीं था कि उसकी मरम्मत कभी होगी।",
    "id": "Penggilingan tua itu sudah kosong selama dua puluh tahun, dan tidak seorang pun di desa percaya bahwa bangunan tersebut akan diperbaiki.",
    "vi": "Cối xay cũ đã bị bỏ trống suốt hai mươi năm và không ai trong làng tin rằng nó sẽ được sửa chữa.",
    "he": "הטחנה הישנה עמדה ריקה במשך עשרים שנה, ואיש בכפר לא האמין שהיא תשופץ אי פעם.",
    "ro": "Vechea moară stătuse goală timp de douăzeci de ani și nimeni din sat nu credea că va fi reparată.",
    "fi": "Vanha mylly oli seissyt tyhjänä kaksikymmentä vuotta, eikä kukaan kylässä uskonut, että se vielä korjattaisiin.",
    "da": "Den gamle mølle havde stået tom i tyve år, og ingen i landsbyen troede på, at den nogensinde ville blive sat i stand efter krigen.",
    "no": "Den gamle møllen hadde stått tom i tjue år, og ingen i landsbyen trodde at den noen gang ville bli satt i stand etter krigen.",
    "sv": "Den gamla kvarnen hade stått tom i tjugo år, och ingen i byn trodde att den någonsin skulle lagas efter kriget.",
    "bg": "Старата мелница беше стояла празна двадесет години и никой в селото не вярваше, че някога ще бъде поправена.",
    "hr": "Stari mlin stajao je prazan dvadeset godina i nitko u selu nije vjerovao da će ikada biti popravljen.",
    "sr": "Стари млин је двадесет година стајао празан и нико у селу није веровао да ће икада бити поправљен.",
    "cs": "Starý mlýn stál dvacet let prázdný a nikdo ve vesnici nevěřil, že ho ještě někdy někdo opraví.",
    "sk": "Starý mlyn stál dvadsať rokov prázdny a nikto v dedine neveril, že ho ešte niekedy niekto opraví.",
    "ur": "پرانی چکی بیس سال سے خالی پڑی تھی اور گاؤں میں کسی کو یقین نہیں تھا کہ اس کی مرمت کبھی ہوگی۔",
    "bn": "পুরোনো কলটি কুড়ি বছর ধরে খালি পড়ে ছিল এবং গ্রামের কেউ বিশ্বাস করত না যে সেটি মেরামত করা হবে।",
}


RELATIVES = {
    "da": "Hun sagde, at hun ikke vidste noget om det, men at hun gerne ville høre mere, når de kom tilbage efter ferien.",
    "no": "Hun sa at hun ikke visste noe om det, men at hun gjerne ville høre mer når de kom tilbake etter ferien.",
    "sv": "Hon sade att hon inte visste något om det, men att hon gärna ville höra mer när de kom tillbaka efter semestern.",
    "cs": "Řekla, že o tom nic neví, ale že by si ráda poslechla víc, až se po prázdninách vrátí.",
    "sk": "Povedala, že o tom nič nevie, ale že by si rada vypočula viac, keď sa po prázdninách vrátia.",
    "hr": "Rekla je da o tome ništa ne zna, ali da bi rado čula više kada se vrate nakon praznika.",
    "sr": "Рекла је да о томе ништа не зна, али да би радо чула више када се врате после празника.",
    "bg": "Тя каза, че не знае нищо за това, но че с удоволствие би чула повече, когато се върнат след празниците.",
    "ru": "Она сказала, что ничего об этом не знает, но с удовольствием послушала бы ещё, когда они вернутся из отпуска.",
    "uk": "Вона сказала, що нічого про це не знає, але з радістю послухала б ще, коли вони повернуться з відпустки.",
    "ur": "اس نے کہا کہ وہ اس کے بارے میں کچھ نہیں جانتی لیکن جب وہ چھٹیوں کے بعد واپس آئیں گے تو وہ مزید سننا چاہے گی۔",
    "fa": "او گفت که چیزی در این باره نمی‌داند اما دوست دارد وقتی که آنها از تعطیلات برگشتند بیشتر بشنود.",
    "ar": "قالت إنها لا تعرف شيئا عن ذلك ولكنها تود أن تسمع المزيد عندما يعودون من العطلة.",
    "ro": "A spus că nu știe nimic despre asta, dar că ar vrea să afle mai multe când se vor întoarce din vacanță.",
    "it": "Disse che non ne sapeva niente, ma che avrebbe voluto saperne di più quando sarebbero tornati dalle vacanze.",
}
"""One sentence in languages that are taken for each other."""

UNLISTED = {
    "sl": "Stari mlin je dvajset let stal prazen in nihče v vasi ni verjel, da ga bodo kdaj popravili. Potem je prišel "
    "mlad par, ki je hišo kupil in jo v treh letih obnovil, čeprav so se jim vsi smejali.",
    "mk": "Старата воденица стоеше празна дваесет години и никој во селото не веруваше дека некогаш ќе биде поправена.",
    "mr": "जुनी गिरणी वीस वर्षे रिकामी पडली होती आणि गावात कोणालाही विश्वास नव्हता की तिची दुरुस्ती कधी होईल.",
    "ca": "El vell molí havia estat buit durant vint anys i ningú del poble no creia que el repararien mai. "
    "Després va arribar una parella jove que va comprar la casa i la va arreglar en tres anys.",
    "et": "Vana veski oli kakskümmend aastat tühjana seisnud ja keegi külas ei uskunud, et see kunagi korda tehakse.",
}
"""Languages without phrases, beside a relative that has them."""


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items(), ids=SENTENCES.keys())
def test_a_sentence_is_enough(language: str, sentence: str) -> None:
    assert clean(sentence).language == language


@pytest.mark.parametrize(("language", "sentence"), RELATIVES.items(), ids=RELATIVES.keys())
def test_relatives_are_told_apart(language: str, sentence: str) -> None:
    assert clean(sentence).language == language


@pytest.mark.parametrize(("language", "sentence"), UNLISTED.items(), ids=UNLISTED.keys())
def test_a_language_without_phrases_is_not_taken_for_its_relative(language: str, sentence: str) -> None:
    assert clean(sentence).language == language


@pytest.mark.parametrize("text", ["", "42", "×", "Home"])
def test_nothing_is_said_where_nothing_speaks_for_a_language(text: str) -> None:
    assert clean(text).language is None


def test_an_english_menu_does_not_make_a_german_article_english() -> None:
    menu = "Home\nNews\nAbout us\nContact\nSign in\nSubscribe\nFollow us on Facebook"
    assert clean(menu + "\n" + " ".join([SENTENCES["de"]] * 3)).language == "de"


def test_the_answer_is_the_same_every_time() -> None:
    assert len({clean(SENTENCES["hu"]).language for _ in range(20)}) == 1


SHOP = "<p>Beard oil 30 ml, Cedar</p><p>Beard balm 60 ml, Pine and resin</p><p>Comb of pear wood, 12 cm</p>"


def test_a_page_of_few_sentences_is_in_the_language_it_says_it_is_in() -> None:
    assert clean(html=f'<html lang="en_GB"><body>{SHOP}</body></html>').language == "en"


def test_a_page_is_not_in_the_language_it_says_it_is_in_when_its_words_are_of_another() -> None:
    german = " ".join([SENTENCES["de"]] * 2)
    assert clean(html=f'<html lang="en"><body><p>{german}</p></body></html>').language == "de"


def test_a_language_without_phrases_is_not_the_one_that_its_page_says_it_is_in() -> None:
    assert clean(html=f'<html lang="en"><body><p>{UNLISTED["sl"]}</p></body></html>').language == "sl"
