"""Bodies of HTTP responses: every coding is undone or named, and what is cut or no page is never a success."""

from __future__ import annotations

import contextlib
import gzip
import os
import random
import sys
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard

from cleaner.errors import DocumentError, MissingExtraError
from cleaner.readers import warc
from cleaner.readers.record import Raw
from tests.archives import BODY, page, record, response, run, warc_page
from tests.test_bombs import gzip_bomb, zstd_bomb

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cleaner.readers.record import Record

PAGE = page(1)
OPEN = f"<p>{BODY * 20}".encode()
"""A page that does not say where it ends."""


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes, size: int = 50, end: bytes = b"0\r\n\r\n") -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + end


def parse(body: bytes, *headers: tuple[str, str], more: tuple[tuple[str, str], ...] = ()) -> Record | None:
    raw = Raw(record(1, response(body, *headers), "response", *more).removesuffix(b"\r\n\r\n"), "a.warc", 1)
    return warc.parse(raw, 1_000_000)


def html(body: bytes, *headers: tuple[str, str], more: tuple[tuple[str, str], ...] = ()) -> bytes:
    found = parse(body, *headers, more=more)
    assert found is not None
    assert found.html is not None
    return found.html.encode() if isinstance(found.html, str) else found.html


def content(coding: str) -> tuple[str, str]:
    return ("Content-Encoding", coding)


def transfer(coding: str) -> tuple[str, str]:
    return ("Transfer-Encoding", coding)


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "GZip": gzip.compress,
    "deflate": zlib.compress,
    " deflate ": raw_deflate,
    "br": brotli.compress,
    "zstd": zstd,
    "gzip, gzip": lambda it: gzip.compress(gzip.compress(it)),
    "deflate, gzip": lambda it: gzip.compress(zlib.compress(it)),
    "gzip,br": lambda it: brotli.compress(gzip.compress(it)),
    "br, identity, zstd": lambda it: zstd(brotli.compress(it)),
}


@pytest.mark.parametrize("coding", PACKED)
def test_codings_are_undone_from_the_last_to_the_first(coding: str) -> None:
    assert html(PACKED[coding](PAGE), content(coding)) == PAGE


def test_several_headers_are_as_one() -> None:
    assert html(brotli.compress(zlib.compress(PAGE)), content("deflate"), content("br")) == PAGE


@pytest.mark.parametrize("coding", ["identity", "none", "utf-8", "UTF8", "iso-8859-1", "binary", "", " "])
def test_what_is_no_coding_changes_nothing(coding: str) -> None:
    found = parse(PAGE, content(coding))
    assert found is not None
    assert (found.html, found.warning) == (PAGE.decode(), None)


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip"])
@pytest.mark.parametrize("plain", [PAGE, OPEN, "ein Text für alle".encode("latin-1"), b""], ids=range(4))
def test_a_body_that_the_crawler_unpacked_is_read_as_it_is(coding: str, plain: bytes) -> None:
    found = parse(plain, content(coding))
    assert found is not None
    data = found.html if found.html is not None else found.text
    assert (data if isinstance(data, bytes) else (data or "").encode()) == plain


def test_a_body_that_is_packed_once_though_it_says_twice() -> None:
    assert html(gzip.compress(PAGE), content("gzip, gzip")) == PAGE


def test_headers_that_the_crawler_renamed_are_no_codings() -> None:
    assert (
        html(PAGE, ("X-Crawler-Content-Encoding", "br"), ("X-Crawler-Transfer-Encoding", "chunked")) == PAGE
    )


@pytest.mark.parametrize("coding", ["compress", "snappy", "gzip, sdch"])
def test_a_coding_that_is_not_known_is_named(coding: str) -> None:
    with pytest.raises(DocumentError, match=f"'{coding.rsplit(maxsplit=1)[-1]}', which is not known"):
        parse(os.urandom(2000), content(coding))


def test_a_coding_that_is_not_known_over_a_plain_body_is_a_warning() -> None:
    found = parse(PAGE, content("sdch"))
    assert found is not None
    assert found.html == PAGE.decode()
    assert "'sdch', which is not known" in str(found.warning)


def test_bytes_that_are_not_what_their_coding_says_are_a_failure() -> None:
    with pytest.raises(DocumentError, match="says gzip, but the body is neither that nor text"):
        parse(b"\x00\x01\x02\x03" * 500, content("gzip"))


def test_without_brotli_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    with pytest.raises(MissingExtraError, match=r"br needs the extra 'brotli': pip install '.*\[brotli\]'"):
        parse(brotli.compress(PAGE), content("br"))
    assert html(PAGE, content("br")) == PAGE


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip_bomb(300_000_000)),
        ("zstd", zstd_bomb(1_000_000_000)),
        ("br", brotli.compress(bytes(100_000_000), quality=1)),
        ("deflate", zlib.compress(bytes(100_000_000), 1)),
        ("gzip, gzip", gzip.compress(gzip_bomb(100_000_000))),
    ],
)
def test_a_bomb_in_a_body_meets_the_limit(coding: str, packed: bytes) -> None:
    with pytest.raises(DocumentError, match="more than the 1,000,000 bytes that --max-size allows"):
        parse(packed, content(coding))


@pytest.mark.parametrize("coding", ["gzip", "deflate", " deflate ", "br", "zstd"])
def test_half_a_packed_body_is_no_success(coding: str) -> None:
    packed = PACKED[coding](OPEN + os.urandom(3000).hex().encode())
    with pytest.raises(DocumentError, match="the body ends too early"):
        parse(packed[: len(packed) // 2], content(coding))


def test_a_body_with_a_wrong_check_sum_is_no_success() -> None:
    packed = bytearray(gzip.compress(PAGE))
    packed[-6] ^= 1
    with pytest.raises(DocumentError, match="check sum does not match"):
        parse(bytes(packed), content("gzip"))


@pytest.mark.parametrize("coding", ["gzip", "zstd", "deflate"])
def test_bytes_behind_a_packed_body_are_passed_over(coding: str) -> None:
    assert html(PACKED[coding](PAGE) + b"\r\n", content(coding)) == PAGE


def test_chunks_are_put_together() -> None:
    trailers = b"0\r\nX-Sum: 5\r\n\r\n"
    assert html(chunked(PAGE), transfer("chunked")) == PAGE
    assert html(chunked(PAGE, end=trailers), transfer("chunked")) == PAGE
    assert html(b"5 ;a=b\r\n<p>a \r\n5\r\nb</p>\r\n0\r\n", transfer("chunked")) == b"<p>a b</p>"
    assert html(chunked(gzip.compress(PAGE)), content("gzip"), transfer("chunked")) == PAGE
    assert html(chunked(gzip.compress(PAGE)), transfer("gzip, chunked")) == PAGE
    assert html(chunked(gzip.compress(PAGE)), transfer("gzip"), transfer("chunked")) == PAGE


def test_a_body_that_the_crawler_put_together_is_read_as_it_is() -> None:
    assert html(PAGE, transfer("chunked")) == PAGE
    assert html(gzip.compress(PAGE), content("gzip"), transfer("chunked")) == PAGE
    assert html(PAGE, content("gzip"), transfer("chunked")) == PAGE


@pytest.mark.parametrize("cut", [1, 5, 8, 30, 200])
def test_chunks_that_are_cut_are_no_success(cut: int) -> None:
    whole = chunked(OPEN).removesuffix(b"0\r\n\r\n")
    with pytest.raises(DocumentError, match="the body ends too early"):
        parse(whole[:-cut], transfer("chunked"))


def test_a_chunk_that_does_not_end_where_it_says_is_no_success() -> None:
    whole = chunked(OPEN)
    with pytest.raises(DocumentError, match="a chunk of the body does not end where it says"):
        parse(whole[:300] + whole[310:], transfer("chunked"))


def test_a_page_that_is_all_there_is_read_though_its_last_chunk_is_not() -> None:
    found = parse(chunked(PAGE, end=b""), transfer("chunked"))
    assert found is not None
    assert found.html == PAGE.decode()
    assert found.warning == "the body ends too early: the last chunk is missing; the page itself has its end"
    assert html(chunked(gzip.compress(OPEN), end=b""), content("gzip"), transfer("chunked")) == OPEN


@pytest.mark.parametrize("reason", ["length", "time", "disconnect"])
def test_what_the_crawler_says_it_cut_is_read_with_a_warning(reason: str) -> None:
    packed = gzip.compress(OPEN + os.urandom(3000).hex().encode())
    truncated = (("WARC-Truncated", reason),)
    found = parse(packed[: len(packed) // 2], content("gzip"), more=truncated)
    assert found is not None
    assert str(found.html).startswith("<p>The commission said")
    assert f"cut short by the crawler (WARC-Truncated: {reason})" in str(found.warning)
    plain = parse(OPEN, more=truncated)
    assert plain is not None
    assert plain.warning == f"cut short by the crawler (WARC-Truncated: {reason})"


def test_a_plain_body_that_is_shorter_than_its_length_is_told() -> None:
    found = parse(OPEN, ("Content-Length", "5000"))
    assert found is not None
    assert found.warning == f"the body has {len(OPEN):,} of the 5,000 bytes that its Content-Length says"
    whole = parse(PAGE, ("Content-Length", "5000"))
    assert whole is not None
    assert whole.warning is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG image"),
        (b"%PDF-1.7\n" + bytes(range(256)), "PDF file"),
        (gzip.compress(PAGE), "gzip file"),
    ],
)
def test_what_is_served_as_html_and_is_none_is_a_failure(data: bytes, kind: str) -> None:
    with pytest.raises(DocumentError, match=f"not HTML: {kind}"):
        parse(data)


@pytest.mark.parametrize("status", ["2" * 5000, "", "٢٠٠", "20", "2000", "two"])
def test_a_status_that_is_none_is_no_page(status: str) -> None:
    raw = Raw(record(1, response(PAGE, status=f"{status} OK")), "a.warc", 1)
    assert warc.parse(raw, 1_000_000) is None


def test_damage_in_a_body_raises_nothing_but_document_errors() -> None:
    ways: dict[str, Callable[[bytes], bytes]] = {
        **PACKED,
        "chunked": chunked,
        "gzip, chunked": lambda it: chunked(gzip.compress(it)),
    }
    for name, pack in ways.items():
        packed = pack(OPEN)
        header = transfer(name) if "chunked" in name else content(name)
        for seed in range(40):
            chance = random.Random(f"{name} {seed}")
            at = chance.randrange(len(packed))
            hurt = packed[:at] + chance.randbytes(chance.randrange(4)) + packed[at + chance.randrange(4) :]
            with contextlib.suppress(DocumentError):
                parse(hurt, header)


def test_a_run_tells_each_body_that_it_cannot_read_and_reads_the_others(tmp_path: Path) -> None:
    bodies = [
        response(brotli.compress(PAGE), content("br")),
        response(os.urandom(500), content("sdch")),
        response(gzip.compress(OPEN)[:60], content("gzip")),
        response(b"\x89PNG\r\n\x1a\n" + os.urandom(500)),
    ]
    records = [record(number, body) for number, body in enumerate(bodies)]
    (tmp_path / "a.warc").write_bytes(b"".join(records) + warc_page(4))
    ran = run(tmp_path / "a.warc")
    assert (ran.cleaned, ran.failed) == (2, 3)
    for number, reason in enumerate(["'sdch', which is not known", "ends too early", "not HTML: PNG image"]):
        assert f"a.warc:{number + 2}: " in ran.failures[number]
        assert reason in ran.failures[number]
    assert "internal error" not in ran.result.stderr


def declared_as(charset: str, body: bytes) -> bytes:
    """A page whose server declares a charset, as it is read."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={charset}\r\n\r\n".encode()
    found = warc.parse(
        Raw(record(1, head + body, "response").removesuffix(b"\r\n\r\n"), "a.warc", 1), 1_000_000
    )
    assert found is not None
    assert found.html is not None
    return found.html.encode() if isinstance(found.html, str) else found.html


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        pytest.param(
            "ISO-8859-1", "“café”".encode("cp1252"), "“café”", id="Latin-1 is Windows-1252, as in browsers"
        ),
        pytest.param("windows-1251", "новости".encode("cp1251"), "новости", id="Cyrillic"),
        pytest.param("gb2312", "新闻镕".encode("gbk"), "新闻镕", id="GB2312 is GBK"),
        pytest.param("iso-8859-1", "новости".encode(), "новости", id="UTF-8 whatever the server says"),
    ],
)
def test_the_charset_of_the_server_is_read_as_browsers_read_it(declared: str, data: bytes, text: str) -> None:
    page_of_text = b"<html><body><p>" + data + b"</p></body></html>"
    assert f"<p>{text}</p>" in declared_as(declared, page_of_text).decode()


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "base64", "rot13", "no-such-charset", ""])
def test_what_is_no_charset_of_pages_leaves_the_bytes(declared: str) -> None:
    data = b"<html><body><p>+AGEAYg- \\u0041 caf\xe9</p></body></html>"
    assert declared_as(declared, data) == data
