"""Bytes of pages: what they declare, what they are, and which of the two is believed."""

from __future__ import annotations

import random
import zlib

import pytest

from cleaner.encodings.binary import binary_page
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


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [GERMAN, RUSSIAN], ids=["German", "Russian"])
def test_wide_encodings_are_told_without_a_declaration(text: str, charset: str) -> None:
    assert segment_html(page(text, charset, None)).source == text
    assert segment_html(page(text, charset, "utf-8")).source == text


@pytest.mark.parametrize("mark", ["utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be", "utf-8"])
def test_a_byte_order_mark_says_which_of_the_wide_encodings_it_is(mark: str) -> None:
    assert decode(f"\ufeff<p>{RUSSIAN}</p>".encode(mark)) == f"<p>{RUSSIAN}</p>"


STRAY = "\x00\x01\x02\x7f"
SOUND = {
    "a short page with a few": f"<p>{STRAY}Short.</p>".encode(),
    "a long page with some": f"<p>{GERMAN * 100}{STRAY * 20}</p>".encode(),
    "Windows-1251": page(RUSSIAN, "cp1251", None) + STRAY.encode(),
    "Shift JIS": page(JAPANESE, "shift_jis", "shift_jis"),
    "ISO-2022-JP": page(JAPANESE * 20, "iso2022_jp", "iso-2022-jp"),
    "GB18030": page("中文网页的内容" * 20, "gb18030", None),
    "padding at the end": page(GERMAN, "utf-8", None) + bytes(4096),
    "padding after UTF-16": page(GERMAN, "utf-16-le", None) + bytes(4096),
    "a lost block": page(GERMAN, "utf-8", None) + bytes(4096) + page(GERMAN, "utf-8", None),
    **{it: page(RUSSIAN, it, None) for it in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")},
    "nothing": b"",
}


@pytest.mark.parametrize("data", SOUND.values(), ids=list(SOUND))
def test_a_page_is_not_taken_for_binary_data(data: bytes) -> None:
    assert binary_page(data) is None


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("length", [200, 1000, 100_000])
def test_random_bytes_are_no_page(seed: int, length: int) -> None:
    assert "binary data" in (binary_page(random.Random(seed).randbytes(length)) or "")


def test_compressed_bytes_without_a_head_are_no_page() -> None:
    text = " ".join(str(random.Random(it).random()) for it in range(500))
    assert binary_page(zlib.compress(text.encode(), wbits=-15))
