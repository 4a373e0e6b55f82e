"""A WARC record that is not as its header says costs itself; the next one is found again."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.archives import page, read, record, response, run, warc_page, zstd_frames

if TYPE_CHECKING:
    from pathlib import Path

GOOD = [warc_page(number) for number in range(6)]
SIZE = len(response(page(3)))
LENGTHS = {
    "missing": "",
    "negative": "-5",
    "no number": "many",
    "with a sign": "+9",
    "too small": str(SIZE - 40),
    "nothing": "0",
    "a little too large": str(SIZE + 60),
    "too large": str(SIZE + 690),
    "beyond the limit": str(SIZE + 2_000_000),
    "beyond the file": "999999999999",
    "of thousands of digits": "9" * 5000,
}


def numbers(raws: list[object]) -> list[int]:
    """The numbers of the pages that were read."""
    return [int(raw.data.split(b"<p>")[1].split()[0]) for raw in raws]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.zst", "whole.warc.gz"])
@pytest.mark.parametrize("length", LENGTHS)
def test_a_wrong_length_costs_one_record(tmp_path: Path, length: str, name: str) -> None:
    wrong = record(3, response(page(3)), "response", ("Content-Length", LENGTHS[length]))
    records = [*GOOD[:3], wrong, *GOOD[4:]]
    whole = b"".join(records)
    packed = {
        "a.warc": whole,
        "a.warc.gz": b"".join(map(gzip.compress, records)),
        "a.warc.zst": b"".join(zstd_frames(records)),
        "whole.warc.gz": gzip.compress(whole),
    }
    (tmp_path / name).write_bytes(packed[name])
    found = read(tmp_path / name)
    assert numbers(list(found.raws)) == [0, 1, 2, 4, 5]
    assert [(it.number, it.offset) for it in found.faults] == [(4, whole.index(wrong))]
    assert found.error is None


def test_the_failure_of_a_wrong_length_says_so(tmp_path: Path) -> None:
    wrong = record(3, response(page(3)), "response", ("Content-Length", "-5"))
    (tmp_path / "a.warc").write_bytes(b"".join([*GOOD[:3], wrong, *GOOD[4:]]))
    ran = run(tmp_path / "a.warc")
    assert (ran.cleaned, ran.failed) == (5, 1)
    reason = "the record's Content-Length is '-5', which is no length"
    told = f"{reason}; {len(wrong):,} bytes were passed over to the next record"
    assert ran.failures == [f"failed: {tmp_path}/a.warc:4: {told}"]


def test_a_length_that_is_wrong_in_a_record_of_no_document_costs_that_record(tmp_path: Path) -> None:
    wrong = record(3, b"GET / HTTP/1.1\r\n\r\n", "request", ("Content-Length", "12345678"))
    (tmp_path / "a.warc").write_bytes(b"".join([*GOOD[:3], wrong, *GOOD[3:]]))
    found = read(tmp_path / "a.warc")
    assert numbers(list(found.raws)) == [0, 1, 2, 3, 4, 5]
    assert len(found.faults) == 1


@pytest.mark.parametrize("kind", ["response", "resource"])
@pytest.mark.parametrize("repeat", [1, 3000], ids=["small", "large"])
def test_an_archive_inside_a_sound_record_is_not_read_as_records(
    tmp_path: Path, kind: str, repeat: int
) -> None:
    inner = b"".join(GOOD) * repeat
    (tmp_path / "a.warc").write_bytes(GOOD[0] + record(1, inner, kind) + GOOD[2])
    found = read(tmp_path / "a.warc", 10**8)
    assert len(found.raws) == (3 if kind == "response" else 2)
    assert (found.faults, found.error) == ([], None)


def test_a_record_beyond_the_limit_is_passed_over_whole(tmp_path: Path) -> None:
    large = record(1, response(b"x" * 12_000_000))
    (tmp_path / "a.warc").write_bytes(GOOD[0] + large + GOOD[2])
    found = read(tmp_path / "a.warc")
    assert numbers(list(found.raws)) == [0, 2]
    assert "more than the 1,000,000 bytes that --max-size allows" in found.faults[0].reason


@pytest.mark.parametrize(
    "head",
    [b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * 3_000_000, b"WARC/1.0\r\n" + b"a: b\r\n" * 500_000],
    ids=["one line", "many lines"],
)
def test_a_header_without_end_costs_one_record(tmp_path: Path, head: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(GOOD[0] + head + GOOD[1])
    found = read(tmp_path / "a.warc")
    assert numbers(list(found.raws)) == [0, 1]
    assert "header has more than 1,048,576 bytes" in found.faults[0].reason


def test_a_header_that_says_no_type_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(GOOD[0] + record(1, response(page(1)), "") + GOOD[2])
    found = read(tmp_path / "a.warc")
    assert numbers(list(found.raws)) == [0, 2]
    assert "no WARC-Type" in found.faults[0].reason


@pytest.mark.parametrize("ends", [b"\n\n", b"\r\n", b""], ids=["\\n\\n", "\\r\\n", "none"])
def test_records_may_end_as_careless_writers_have_it(tmp_path: Path, ends: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(it.removesuffix(b"\r\n\r\n") + ends for it in GOOD))
    found = read(tmp_path / "a.warc")
    assert numbers(list(found.raws)) == [0, 1, 2, 3, 4, 5]
    assert (found.faults, found.error) == ([], None)


@pytest.mark.parametrize(
    ("cut", "told"),
    [
        (1, None),
        (4, None),
        (5, "ends 1 bytes before its last record does; the rest is missing"),
        (30, "ends 26 bytes before its last record does; the rest is missing"),
        (300, "ends in the header of a record; the rest is missing"),
    ],
)
def test_a_cut_archive_gives_all_records_before_the_cut(tmp_path: Path, cut: int, told: str | None) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(GOOD)[:-cut])
    found = read(tmp_path / "a.warc")
    assert numbers(list(found.raws)) == list(range(5 if told else 6))
    assert (found.faults, found.error and str(found.error)) == ([], told)


def test_a_file_without_any_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"nothing here\n" * 100_000)
    ran = run(tmp_path / "a.warc")
    assert ran.failures == [f"failed: {tmp_path}/a.warc: not a WARC file: no record begins in it"]
