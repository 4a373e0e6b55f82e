"""Damage in gzip and zstd costs what is damaged; all before it is there, and one failure tells of the rest."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from cleaner.readers.compressed import decompressed
from tests.archives import BODY, gzip_members, line, read, run, warc_page, zstd_frames

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LINES = [line(number) for number in range(50)]
PAGES = [warc_page(number) for number in range(12)]


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def bad_check_sum(packed: bytes) -> bytes:
    """A gzip member's check sum is 8 bytes before its end, a zstd frame's 4."""
    at = -8 if packed.startswith(b"\x1f\x8b") else -4
    return packed[:at] + bytes([packed[at] ^ 1]) + packed[len(packed) + at + 1 :]


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "five bytes after its end": (lambda it: it + b"trash", "is no "),
    "cut by four bytes": (lambda it: it[:-4], "ends too early"),
    "a wrong check sum": (bad_check_sum, "check sum does not match"),
}


PACKERS = {"gz": gzip.compress, "zst": zstd}
CASES = [(damage, suffix) for damage in DAMAGE for suffix in PACKERS]


@pytest.mark.parametrize("end", [b"\n", b""], ids=["a line end", "none"])
def test_all_records_before_the_damage_are_cleaned_and_one_failure_tells_of_the_rest(
    tmp_path: Path, end: bytes
) -> None:
    (tmp_path / "in").mkdir()
    for damage, suffix in CASES:
        packed = PACKERS[suffix](b"".join(LINES).removesuffix(b"\n") + end)
        (tmp_path / "in" / f"{damage}.jsonl.{suffix}").write_bytes(DAMAGE[damage][0](packed))
    ran = run(tmp_path / "in")
    assert ran.ids == [number for _ in CASES for number in range(50)]
    assert len(ran.failures) == ran.failed == len(CASES)
    for damage, suffix in CASES:
        (told,) = (it for it in ran.failures if f"{damage}.jsonl.{suffix}: " in it)
        assert "after 50 documents" in told
        assert DAMAGE[damage][1] in told


def test_half_a_document_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for damage, suffix in CASES:
        for kind in ("txt", "html"):
            packed = DAMAGE[damage][0](PACKERS[suffix](BODY.encode() * 20))
            (tmp_path / "in" / f"{damage}.{kind}.{suffix}").write_bytes(packed)
    ran = run(tmp_path / "in")
    assert (ran.cleaned, ran.failed) == (0, 2 * len(CASES))
    for damage in DAMAGE:
        assert sum(DAMAGE[damage][1] in it for it in ran.failures if f"/{damage}." in it) == 4


@pytest.mark.parametrize("name", ["i.jsonl.gz", "i.jsonl.zst", "i.warc.gz", "i.warc.zst"])
def test_sound_members_before_garbage_are_all_read(tmp_path: Path, name: str) -> None:
    parts = PAGES if ".warc" in name else LINES[:12]
    packed = gzip_members(parts) if name.endswith(".gz") else zstd_frames(parts)
    (tmp_path / name).write_bytes(b"".join(packed) + b"garbage that is no member at all" * 9)
    found = read(tmp_path / name)
    assert len(found.raws) == 12
    assert "is no " in str(found.error)


@pytest.mark.parametrize("name", ["i.warc.gz", "i.warc.zst"])
def test_damage_in_one_member_of_an_archive_costs_one_record(tmp_path: Path, name: str) -> None:
    packed = gzip_members(PAGES) if name.endswith(".gz") else zstd_frames(PAGES)
    hurt = bytearray(packed[4])
    hurt[len(hurt) // 2 : len(hurt) // 2 + 20] = b"\xff" * 20
    (tmp_path / name).write_bytes(b"".join([*packed[:4], bytes(hurt), *packed[5:]]))
    found = read(tmp_path / name)
    assert [raw.data.split(b"<p>")[1].split()[0] for raw in found.raws if isinstance(raw.data, bytes)] == [
        str(number).encode() for number in range(12) if number != 4
    ]
    assert [fault.number for fault in found.faults] == [5]
    assert "damaged " in found.faults[0].reason
    assert found.error is None


def test_a_line_that_is_cut_is_neither_a_record_nor_a_failure_of_its_own(tmp_path: Path) -> None:
    packed = gzip.compress(b"".join(LINES))
    (tmp_path / "i.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    ran = run(tmp_path / "i.jsonl.gz")
    assert ran.ids == list(range(ran.cleaned))
    assert 10 < ran.cleaned < 40
    assert len(ran.failures) == ran.failed == 1
    assert "ends too early" in ran.failures[0]


@pytest.mark.parametrize("name", ["i.jsonl.gz", "i.jsonl.zst", "i.warc.gz", "i.warc.zst"])
def test_damage_in_the_first_byte_is_one_failure(tmp_path: Path, name: str) -> None:
    parts = PAGES if ".warc" in name else LINES
    packed = gzip_members(parts) if name.endswith(".gz") else zstd_frames(parts)
    (tmp_path / name).write_bytes(b"\x00" + b"".join(packed)[1:])
    found = read(tmp_path / name)
    assert (len(found.raws), len(found.faults)) == ((11, 1) if ".warc" in name else (0, 0))
    assert "is no " in (found.faults[0].reason if found.faults else str(found.error))


def test_a_name_that_promises_gzip_holds_plain_lines_too(tmp_path: Path) -> None:
    (tmp_path / "i.jsonl.gz").write_bytes(b"".join(LINES))
    assert run(tmp_path / "i.jsonl.gz").cleaned == 50


class Failing(io.RawIOBase):
    """A file on a disk that fails after `data`."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any writable buffer
        size = self._data.readinto(buffer)
        if not size:
            raise OSError(5, "Input/output error")
        return size


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd], ids=["plain", "gz", "zst"])
def test_what_was_read_before_the_disk_failed_is_given_out(pack: Callable[[bytes], bytes]) -> None:
    stream = decompressed(io.BufferedReader(Failing(pack(b"".join(LINES)))))
    assert [stream.readline() for _ in LINES] == LINES
    with pytest.raises(OSError, match="Input/output error"):
        stream.read(1)


def test_zeros_after_the_last_member_are_no_damage(tmp_path: Path) -> None:
    (tmp_path / "i.jsonl.gz").write_bytes(gzip.compress(b"".join(LINES[:3])) + bytes(1000))
    assert run(tmp_path / "i.jsonl.gz").result.exit_code == 0


def test_frames_without_data_are_passed_over(tmp_path: Path) -> None:
    nothing = b"\x50\x2a\x4d\x18\x05\x00\x00\x00hello"
    (tmp_path / "i.jsonl.zst").write_bytes(nothing + zstd(LINES[0]) + nothing + zstd(LINES[1]) + nothing)
    assert run(tmp_path / "i.jsonl.zst").ids == [0, 1]
