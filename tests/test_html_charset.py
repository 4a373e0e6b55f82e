"""Bytes of pages: what they declare, what they are, and which of the two is believed."""

from __future__ import annotations

import pytest

from cleaner.segment.html import segment_html
from cleaner.segment.html.charset import decode

GERMAN = "Die Bürger müssen für die Straße zahlen, hörte man am Fluß."
RUSSIAN = "Граждане должны платить за улицу, сказали вчера в городском совете."
JAPANESE = "市議会は火曜日に古い水車小屋の将来を決めるために集まった。"


def page(text: str, charset: str, declared: str | None) -> bytes:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(charset)


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        pytest.param(GERMAN, "utf-8", "utf-8", id="UTF-8 that says so"),
        pytest.param(GERMAN, "utf-8", None, id="UTF-8 that says nothing"),
        pytest.param(GERMAN, "utf-8", "iso-8859-1", id="UTF-8 that says Latin 1"),
        pytest.param(GERMAN, "utf-8-sig", "windows-1251", id="a byte order mark against a declaration"),
        pytest.param(GERMAN, "utf-16", None, id="UTF-16 with its mark"),
        pytest.param(GERMAN, "cp1252", "iso-8859-1", id="Windows-1252 that says Latin 1"),
        pytest.param(GERMAN, "cp1252", None, id="Windows-1252 that says nothing"),
        pytest.param(GERMAN, "cp1252", "utf-8", id="Windows-1252 that says UTF-8"),
        pytest.param(RUSSIAN, "cp1251", "windows-1251", id="Windows-1251 that says so"),
        pytest.param(RUSSIAN, "koi8-r", "koi8-r", id="KOI8-R that says so"),
        pytest.param(RUSSIAN, "cp1251", "utf-8", id="Windows-1251 that says UTF-8"),
        pytest.param(JAPANESE, "shift_jis", "shift_jis", id="Shift JIS"),
        pytest.param(JAPANESE, "euc_jp", "euc-jp", id="EUC-JP"),
        pytest.param("中文网页的内容", "gb18030", "gb2312", id="GB18030 that says GB2312"),
        pytest.param(GERMAN, "utf-8", "no-such-charset", id="a charset nobody knows"),
        pytest.param(GERMAN, "cp1252", "no-such-charset", id="the same in Windows-1252"),
    ],
)
def test_the_text_comes_out_right(text: str, charset: str, declared: str | None) -> None:
    assert segment_html(page(text, charset, declared)).source == text


def test_a_declaration_in_the_old_form_counts() -> None:
    old = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    assert segment_html(f"{old}<p>{RUSSIAN}</p>".encode("cp1251")).source == RUSSIAN


def test_a_damaged_byte_spoils_itself_alone() -> None:
    assert decode(GERMAN.encode() + b"\xff" + GERMAN.encode()) == f"{GERMAN}\ufffd{GERMAN}"


def test_text_that_is_text_already_is_left_alone() -> None:
    assert segment_html(f'<meta charset="windows-1251"><p>{GERMAN}</p>').source == GERMAN
