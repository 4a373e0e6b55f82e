"""What is no document is a DocumentError that names the argument and the type, whatever it is."""

from __future__ import annotations

import decimal
import enum
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, DocumentError, Engine, Options, Result, clean
from tools import goldens

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = "The commission said on Wednesday that the new rules would apply from next year to all companies."
PAGE = f"<article><h1>Rules</h1><p>{BODY}</p></article>"
CLEANER: Any = Cleaner()
FAST: Any = Cleaner(options=Options(engine=Engine.FAST))


class Missing:
    """Like pandas.NA, which is installed too seldom to test with: it is neither true nor false."""

    def __bool__(self) -> bool:
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - as pandas has it
        return self

    def __hash__(self) -> int:
        return 1


class Shouting(str):
    """A string whose methods are its own."""

    __slots__ = ()

    def __str__(self) -> str:
        raise TypeError("nobody needs to know")

    def strip(self, _chars: str | None = None) -> str:
        raise TypeError("nobody needs to strip")


class Word(enum.StrEnum):
    BODY = BODY


NO_TEXT: dict[str, Any] = {
    "NaN": float("nan"),
    "numpy NaN": np.float64("nan"),
    "a number": 7,
    "a flag": True,
    "bytes": BODY.encode(),
    "bytearray": bytearray(BODY.encode()),
    "memoryview": memoryview(BODY.encode()),
    "an Arrow scalar": pa.scalar(BODY),
    "an Arrow null": pa.scalar(None, pa.string()),
    "an Arrow array": pa.array([BODY]),
    "a numpy array": np.array([BODY, BODY]),
    "numpy bytes": np.bytes_(b"text"),
    "pandas.NA": Missing(),
    "a path": Path("page.txt"),
    "a list": [BODY],
    "a dict": {"text": BODY},
    "a class": str,
    "a namespace": SimpleNamespace(text=BODY),
    "a decimal": decimal.Decimal(1),
    "a mock": Mock(spec=str),
}
no_text = pytest.mark.parametrize("value", NO_TEXT.values(), ids=NO_TEXT.keys())


def type_name(value: object) -> str:
    return type(value).__qualname__


@no_text
def test_a_text_that_is_no_text_is_a_document_error_that_names_its_type(value: object) -> None:
    with pytest.raises(DocumentError, match=rf"^text is .*{type_name(value)}.*not a string") as caught:
        CLEANER.clean(value)
    assert str(caught.value).isprintable()


@no_text
@pytest.mark.parametrize("name", ["url", "language"])
def test_so_is_a_url_or_a_language_that_is_no_text(name: str, value: object) -> None:
    with pytest.raises(DocumentError, match=rf"^{name} is .*{type_name(value)}.*not a string"):
        CLEANER.clean(BODY, **{name: value})


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize(
    "value", [it for it in NO_TEXT.values() if not isinstance(it, bytes)], ids=lambda it: type(it).__name__
)
def test_so_is_html_that_is_neither_text_nor_bytes(value: object, engine: Engine) -> None:
    with pytest.raises(DocumentError, match=rf"^html is .*{type_name(value)}.*neither a string nor bytes"):
        (FAST if engine is Engine.FAST else CLEANER).clean(html=value)


def test_bytes_as_text_are_told_what_to_do_about_it() -> None:
    with pytest.raises(
        DocumentError, match=r"text is bytes, not a string; decode it, or give a page as html"
    ):
        clean(BODY.encode())  # type: ignore[arg-type]
    with pytest.raises(DocumentError, match=r"pyarrow\.lib\.StringScalar.*\.as_py\(\)"):
        clean(pa.scalar(BODY))


def test_nothing_given_is_said_so() -> None:
    for nothing in ({}, {"text": None}, {"html": None}, {"text": None, "html": None, "url": "https://a.b/"}):
        with pytest.raises(DocumentError, match="neither text nor html"):
            clean(**nothing)


@pytest.mark.parametrize("make", [np.str_, Shouting, Word], ids=["numpy", "subclass", "enum"])
def test_any_kind_of_string_is_a_string(make: Callable[[str], str]) -> None:
    expected = clean(BODY, url="https://example.org/a", language="en")
    found = clean(make(BODY), url=np.str_("https://example.org/a"), language=np.str_("en"))
    assert found == expected
    assert type(found.text) is type(found.document.source) is str
    assert type(found.language) is type(found.document.url) is str
    assert (
        clean(html=np.str_(PAGE)).text == clean(html=PAGE).text == clean(html=np.bytes_(PAGE.encode())).text
    )


def test_no_url_and_no_language_are_as_not_known() -> None:
    assert clean(BODY, url=None, language=None) == clean(BODY) == clean(BODY, url="", language="")
    assert clean("", language="").language is None


@pytest.mark.parametrize("text", ["", " \n\t\u00a0", None])
def test_where_both_are_there_and_the_text_is_blank_the_page_is_cleaned(text: str | None) -> None:
    assert clean(text, html=PAGE).text == f"Rules\n\n{BODY}"


@pytest.mark.parametrize(
    "declared", ["base64", "rot13", "zlib", "idna", "punycode", "undefined", "unicode_escape", "utf-7"]
)
def test_a_page_is_not_lost_for_declaring_a_codec_that_is_no_charset(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>Grüße aus Köln \\ud83d +2D0-'.encode("cp1252")
    assert clean(html=page).document.source == "Grüße aus Köln \\ud83d +2D0-"


def test_where_both_are_blank_there_is_nothing_and_the_text_is_the_source() -> None:
    assert clean("\n ", html=" \t").to_dict()["source_chars"] == 2


def test_where_both_are_there_the_text_is_cleaned() -> None:
    assert clean(BODY, html="<p>Something else").text == BODY


anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.binary(max_size=200), st.text(max_size=200),
    st.text(st.characters(categories=["Cs", "Co", "Cn", "Cc"]), max_size=20),
    st.lists(st.text(max_size=9), max_size=3), st.sampled_from(list(NO_TEXT.values())),
    st.sampled_from([goldens.source(name) for name in goldens.names()]), st.just(PAGE), st.just(PAGE.encode()),
    st.builds(Shouting, st.text(max_size=50)), st.builds(np.str_, st.text(max_size=50)),
)  # fmt: skip
checked = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(text=anything, html=anything, url=anything, language=anything, fast=st.booleans())
@checked
def test_any_object_at_all_ends_in_a_result_or_in_a_document_error(fast: bool, **given: object) -> None:  # noqa: FBT001 - hypothesis gives it
    refused, result = "", None
    try:
        result = (FAST if fast else CLEANER).clean(**given)
    except DocumentError as error:
        refused = str(error)
    assert refused.isprintable()
    assert isinstance(result, Result) != bool(refused)
    if result:
        for text in (result.text, result.body, result.markdown, result.title or "", result.document.source):
            assert text.encode("utf-8").decode("utf-8") == text


@given(text=anything, html=anything)
@checked
def test_what_stays_and_what_goes_are_all_blocks_and_nothing_twice(**given: object) -> None:
    try:
        result = FAST.clean(**given)
    except DocumentError:
        return
    kept = [(it.start, it.end) for it in result.blocks if it.keep]
    removed = [(it.start, it.end) for it in result.removed]
    assert sorted(kept + removed) == [(it.start, it.end) for it in result.document.blocks]
    assert not set(kept) & set(removed)
