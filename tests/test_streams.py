"""`pipe` and `clean_batch`: many documents, of which one that is none costs itself alone."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, DocumentError, Failure, OptionError, Result
from tests.test_inputs import BODY, NO_TEXT, PAGE

CLEANER: Any = Cleaner()
NO_RECORDS: dict[str, Any] = {
    "nothing": None,
    "another key": {"txt": BODY},
    "no key": {},
    "only nulls": {"text": None, "html": None, "url": "https://example.org/"},
    "bytes": BODY.encode(),
    "a number": 3,
    "a list": [BODY],
    "a pair": (BODY, "https://example.org/"),
    "NaN": float("nan"),
    "a wrong text": {"text": float("nan")},
    "a wrong html": {"html": 1},
    "a wrong url": {"text": BODY, "url": float("nan")},
    "a wrong language": {"text": BODY, "language": b"en"},
}
no_record = pytest.mark.parametrize("record", NO_RECORDS.values(), ids=NO_RECORDS.keys())


def pipe(records: object, **options: object) -> list[Any]:
    return list(CLEANER.pipe(records, **options))


@no_record
def test_a_record_that_is_no_document_is_an_error_that_says_which(record: object) -> None:
    stream = CLEANER.pipe([BODY, record, BODY])
    assert next(stream).text == BODY
    with pytest.raises(DocumentError, match=r"^record 2: "):
        next(stream)


@no_record
def test_it_can_be_a_value_in_its_place_instead(record: object) -> None:
    first, failure, last = pipe([BODY, record, {"html": PAGE}], on_error="record")
    assert first.text == BODY
    assert last.text == f"Rules\n\n{BODY}"
    assert isinstance(failure, Failure)
    assert (failure.number, failure.id) == (2, None)
    with pytest.raises(DocumentError) as caught:
        pipe([BODY, record])
    assert str(caught.value) == f"record 2: {failure.reason}"


@pytest.mark.parametrize(
    ("identity", "shown"),
    [("a-7", "a-7"), (7, "7"), (np.str_("n"), "n"), (None, None), (True, None), (1.5, None), ("", None)],
)
def test_a_failure_has_the_id_of_its_record(identity: object, shown: str | None) -> None:
    (failure,) = pipe([{"id": identity, "text": None}], on_error="record")
    assert failure.id == shown
    assert failure.id is None or type(failure.id) is str
    named = f" (id {shown!r})" if shown else ""
    with pytest.raises(DocumentError) as caught:
        pipe([{"id": identity, "text": None}])
    assert str(caught.value) == f"record 1{named}: {failure.reason}"


def test_an_id_reaches_no_terminal_raw() -> None:
    with pytest.raises(DocumentError) as caught:
        pipe([{"id": "\x1b]0;gotcha\x07\ud83d" + "x" * 10_000, "text": 1}])
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_a_wrong_key_is_named() -> None:
    with pytest.raises(DocumentError, match=r"neither text nor html; it has: 'body', 'id'"):
        pipe([{"id": 1, "body": BODY}])


def test_with_as_tuples_every_record_comes_back_beside_its_result() -> None:
    records: list[Any] = [BODY, {"id": 3, "text": BODY}, None, {"html": PAGE}]
    pairs = pipe(iter(records), as_tuples=True, on_error="record")
    assert all(one is other for (one, _), other in zip(pairs, records, strict=True))
    assert [type(it) for _, it in pairs] == [Result, Result, Failure, Result]


def test_the_stream_is_read_as_it_is_asked_for_and_its_own_error_goes_through() -> None:
    taken: list[int] = []

    def records() -> Iterator[str]:
        for number in range(3):
            taken.append(number)
            yield BODY
        raise OSError("the disk is gone")

    stream = CLEANER.pipe(records(), on_error="record")
    assert taken == []
    assert isinstance(next(stream), Result)
    assert taken == [0]
    with pytest.raises(OSError, match="the disk is gone"):
        list(stream)


class Broken(Mapping[str, str]):
    """A record that fails when it is looked into."""

    def __getitem__(self, key: str) -> str:
        raise RuntimeError(f"{key}: decompression failed")

    def __iter__(self) -> Iterator[str]:
        return iter(["text"])

    def __len__(self) -> int:
        return 1


def test_an_error_that_nobody_thought_of_costs_one_record_too() -> None:
    first, failure, last = pipe([BODY, Broken(), BODY], on_error="record")
    assert first.text == last.text == BODY
    assert failure == Failure(
        2, None, "internal error: RuntimeError: id: decompression failed; please report it"
    )
    with pytest.raises(RuntimeError, match="decompression failed"):
        pipe([Broken()])


@pytest.mark.parametrize("given", ["ignore", "", None, True, "RAISE", 1])
def test_what_to_do_about_errors_is_checked_before_anything_is_read(given: object) -> None:
    for call in (CLEANER.pipe, CLEANER.clean_batch):
        with pytest.raises(OptionError, match=r"^on_error is .*; give 'raise' or 'record'$"):
            call([BODY], on_error=given)


class Frame:
    """Like a table of pandas: iterating gives the names of its columns."""

    ndim = 2

    def __iter__(self) -> Iterator[str]:
        return iter(["text", "url"])


@pytest.mark.parametrize("given", [BODY, BODY.encode(), {"text": BODY}, None, 1, Frame(), np.array([[BODY]])])
def test_one_document_or_a_table_is_no_stream_of_records(given: object) -> None:
    with pytest.raises(OptionError, match=r"^records is "):
        CLEANER.pipe(given)


def test_a_batch_is_a_list_for_lists_in_the_same_order() -> None:
    found = CLEANER.clean_batch(
        [BODY, "", BODY], urls=["https://example.org/", None, ""], languages=["de", None, None]
    )
    assert [it.text for it in found] == [BODY, "", BODY]
    assert [it.site for it in found] == ["example.org", None, None]
    assert [it.language for it in found] == ["de", None, "en"]
    assert [it.text for it in CLEANER.clean_batch(htmls=[PAGE, PAGE.encode()])] == [f"Rules\n\n{BODY}"] * 2
    assert [it.text for it in CLEANER.clean_batch([BODY, None], [None, PAGE])] == [BODY, f"Rules\n\n{BODY}"]
    assert CLEANER.clean_batch([]) == CLEANER.clean_batch([], [], [], []) == []


def test_a_batch_may_be_a_tuple_an_array_or_an_iterator() -> None:
    for texts in ((BODY, BODY), np.array([BODY, BODY]), iter([BODY, BODY]), {BODY: 1, BODY + " ": 2}.keys()):
        assert [it.text.strip() for it in CLEANER.clean_batch(texts)] == [BODY, BODY]


def test_a_batch_gives_failures_in_their_places() -> None:
    texts: list[Any] = [BODY, None, float("nan"), BODY]
    found = CLEANER.clean_batch(texts, on_error="record")
    assert [type(it) for it in found] == [Result, Failure, Failure, Result]
    assert [it.number for it in found if isinstance(it, Failure)] == [2, 3]
    with pytest.raises(DocumentError, match=r"^record 2: .*neither text nor html"):
        CLEANER.clean_batch(texts)


def test_lists_of_other_lengths_are_an_error() -> None:
    with pytest.raises(OptionError, match=r"2 texts, 1 htmls, 2 urls.*as many"):
        CLEANER.clean_batch([BODY, BODY], [PAGE], [None, None])
    with pytest.raises(OptionError, match=r"2 texts, 0 languages.*as many"):
        CLEANER.clean_batch([BODY, BODY], languages=[])


@pytest.mark.parametrize("name", ["texts", "htmls", "urls", "languages"])
@pytest.mark.parametrize("given", [BODY, BODY.encode(), {"text": BODY}, 1, Frame()])
def test_what_is_no_list_is_an_error(name: str, given: object) -> None:
    lists: dict[str, Any] = {"texts": [BODY], name: given}
    with pytest.raises(OptionError, match=rf"^{name} is "):
        CLEANER.clean_batch(**lists)


def test_a_batch_without_texts_and_without_pages_is_an_error() -> None:
    with pytest.raises(OptionError, match="give texts, htmls or both"):
        CLEANER.clean_batch(urls=["https://example.org/"])


def test_a_failure_is_a_small_value_that_never_changes() -> None:
    failure = Failure(3, "a", "too long")
    assert pickle.loads(pickle.dumps(failure)) == failure  # noqa: S301
    with pytest.raises(AttributeError):
        failure.number = 4  # type: ignore[misc]


keys = st.sampled_from(["text", "html", "url", "language", "id", "txt"])
values = st.one_of(
    st.none(), st.text(max_size=40), st.binary(max_size=20), st.sampled_from(list(NO_TEXT.values()))
)
some_record = st.one_of(st.text(max_size=40), st.dictionaries(keys, values, max_size=4), values)


@given(st.lists(some_record, max_size=5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_records_at_all_give_one_value_each_in_order(records: list[Any]) -> None:
    found = pipe(records, on_error="record")
    assert len(found) == len(records)
    for number, it in enumerate(found, start=1):
        assert isinstance(it, Result) or (
            it.number == number and it.reason and "internal error" not in it.reason
        )
