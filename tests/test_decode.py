"""Bytes to text: what encoding a file is in, and whether it is text at all."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import DocumentError
from cleaner.readers.decode import decode

RUSSIAN = (
    "Президент подписал указ о создании новой комиссии по вопросам энергетики. Комиссия будет "
    "работать до конца года и представит доклад правительству."
)
UKRAINIAN = (
    "Президент підписав указ про створення нової комісії з питань енергетики. Комісія працюватиме "
    "до кінця року та представить доповідь уряду."
)
CHINESE = (
    "据新华社报道,国家统计局周三公布的数据显示,今年上半年国内生产总值同比增长百分之五。"
    "专家认为,消费和投资的恢复是经济增长的主要动力。"
)
JAPANESE = (
    "東京都は水曜日、新しい環境対策を発表した。来年度から企業に対して二酸化炭素の排出量の報告を義務づける。"
)
KOREAN = "정부는 수요일 새로운 환경 대책을 발표했다. 내년부터 기업들은 이산화탄소 배출량을 보고해야 한다."
GERMAN = "Der Präsident unterzeichnete am Mittwoch einen Erlass – die „größeren“ Änderungen folgen später."
FRENCH = "Le président a signé mercredi un décret. L’équipe travaillera jusqu’à l’année où ça coûtera."
ENGLISH = "The president’s office said on Wednesday that “a new commission” would report by the year’s end."
PORTUGUESE = (
    "O presidente assinou na quarta-feira um decreto. A comissão trabalhará até o fim; não há alterações."
)
SWEDISH = "Presidenten undertecknade på onsdagen ett dekret. Även större företag påverkas av förändringarna."
SPANISH = (
    "El presidente firmó el miércoles un decreto que crea una comisión. «¿Cuánto costará?», preguntó España."
)
TURKISH = "Cumhurbaşkanı çarşamba günü yeni komisyon kurulmasına ilişkin kararnameyi imzaladı. Değişti."
POLISH = (
    "Prezydent podpisał w środę rozporządzenie o utworzeniu nowej komisji. Eksperci uważają, że zmiany będą."
)
CZECH = "Prezident ve středu podepsal nařízení o zřízení komise. Odborníci se domnívají, že změny přijdou."
GREEK = "Ο πρόεδρος υπέγραψε την Τετάρτη διάταγμα για τη δημιουργία νέας επιτροπής για θέματα ενέργειας."
ARABIC = "وقع الرئيس يوم الأربعاء مرسوما بإنشاء لجنة جديدة لقضايا الطاقة. وستعمل اللجنة حتى نهاية العام."
HEBREW = (
    "הנשיא חתם ביום רביעי על צו להקמת ועדה חדשה לענייני אנרגיה. הוועדה תפעל עד סוף השנה ותגיש דוח "
    "לממשלה. המומחים סבורים כי השינויים ישפיעו על רוב החברות הגדולות."
)

LEGACY = [
    ("windows-1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("iso8859-5", RUSSIAN),
    ("cp866", RUSSIAN),
    ("windows-1251", UKRAINIAN),
    ("koi8-u", UKRAINIAN),
    ("gb18030", CHINESE),
    ("shift_jis", JAPANESE),
    ("euc-jp", JAPANESE),
    ("euc-kr", KOREAN),
    ("windows-1252", GERMAN),
    ("windows-1252", FRENCH),
    ("windows-1252", ENGLISH),
    ("iso8859-1", PORTUGUESE),
    ("iso8859-1", SWEDISH),
    ("iso8859-1", SPANISH),
    ("iso8859-9", TURKISH),
    ("windows-1250", POLISH),
    ("iso8859-2", POLISH),
    ("windows-1250", CZECH),
    ("iso8859-2", CZECH),
    ("windows-1253", GREEK),
    ("windows-1256", ARABIC),
    ("windows-1255", HEBREW),
]


@pytest.mark.parametrize(("encoding", "text"), LEGACY, ids=[f"{e}: {t[:12]}" for e, t in LEGACY])
def test_a_paragraph_in_a_legacy_encoding_comes_out_right(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("text", [RUSSIAN, GERMAN], ids=["Russian", "German"])
def test_unicode_is_told_by_its_mark_or_its_nul_bytes(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_is_not_part_of_the_text(mark: str) -> None:
    assert decode(("\ufeff" + RUSSIAN).encode(mark)).text == RUSSIAN


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff")))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    decoded = decode(text.encode())
    assert (decoded.text, decoded.damage) == (text, 0)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    def outcome() -> str:
        try:
            return decode(data).text
        except DocumentError as error:
            return str(error)

    assert outcome() == outcome()


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n\n").text == "one\r\ntwo\rthree\n\n"


def test_an_empty_file_is_an_empty_text() -> None:
    assert decode(b"").text == ""


def test_utf8_with_a_few_bad_bytes_keeps_the_rest_and_says_so() -> None:
    data = RUSSIAN.encode()
    decoded = decode(data[:40] + b"\xff" + data[40:] + b"\xd0")
    assert decoded.encoding == "utf-8"
    assert decoded.damage == 2
    assert decoded.text.replace("\ufffd", "") == RUSSIAN


def test_one_accented_letter_is_latin_and_not_damage() -> None:
    assert decode("Le corps de la voiture à vendre".encode("windows-1252")).text.count("à") == 1


def test_form_feeds_and_tabs_are_text() -> None:
    assert decode(b"page one\x0c\n\tpage two").text == "page one\x0c\n\tpage two"


def test_a_long_file_is_judged_by_its_foreign_lines() -> None:
    data = b"plain ascii line\n" * 20_000 + RUSSIAN.encode("windows-1251")
    assert decode(data).text.endswith(RUSSIAN)


NOT_TEXT = {
    "PNG image": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
    "gzip file": gzip.compress(b"text"),
    "ELF program": b"\x7fELF\x02\x01\x01" + bytes(64),
    "PDF file": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "binary data": bytes(range(32)) * 20,
    "control characters": b"\x00\x01\x02\x03" * 100,
}


@pytest.mark.parametrize(("kind", "data"), NOT_TEXT.items(), ids=list(NOT_TEXT))
def test_what_is_no_text_is_refused_by_name(kind: str, data: bytes) -> None:
    with pytest.raises(DocumentError, match=f"not text: .*{kind}"):
        decode(data)
