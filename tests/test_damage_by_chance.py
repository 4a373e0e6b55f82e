"""Files damaged at random places: what stands before is read, nothing is lost without a word, nothing escapes."""

from __future__ import annotations

import os
import random
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
import zstandard

from cleaner.errors import CleanerError
from cleaner.readers import READERS
from tests.archives import gzip_members, line, page, read, record, response, run, warc_page, zstd_frames

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cleaner.readers.record import Raw

ROUNDS: Final = int(os.environ.get("CLEANER_DAMAGE_ROUNDS", "60"))
"""Damages a kind of file."""
COUNT: Final = 12
LINES: Final = [line(number) for number in range(COUNT)]
PAGES: Final = [
    warc_page(number) if number % 2 else record(number, response(page(number) * 9)) for number in range(COUNT)
]
PAGES[4:4] = [record(99, b"GET / HTTP/1.1\r\n\r\n", "request")]
DOCUMENTS: Final = [it for it in PAGES if b"Type: response" in it]


class Sound(NamedTuple):
    """A file that is whole, and where its parts end."""

    parts: Sequence[bytes]
    """One a record."""
    checked: bool
    """Whether damage anywhere shows, by check sums."""
    resumes: bool
    """Whether reading goes on behind damage."""


def one_gzip_member(parts: Sequence[bytes]) -> list[bytes]:
    """One member, cut where each part ends in it."""
    packer = zlib.compressobj(wbits=31)
    packed = [packer.compress(it) + packer.flush(zlib.Z_SYNC_FLUSH) for it in parts]
    return [*packed, packer.flush()]


def one_zstd_frame(parts: Sequence[bytes]) -> list[bytes]:
    """One frame, cut where each part ends in it."""
    packer = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    packed = [packer.compress(it) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for it in parts]
    return [*packed, packer.flush()]


FILES: Final = {
    "a.warc": Sound(PAGES, checked=False, resumes=True),
    "members.warc.gz": Sound(gzip_members(PAGES), checked=True, resumes=True),
    "frames.warc.zst": Sound(zstd_frames(PAGES), checked=True, resumes=True),
    "one.warc.gz": Sound(one_gzip_member(PAGES), checked=True, resumes=False),
    "members.jsonl.gz": Sound(gzip_members(LINES), checked=True, resumes=False),
    "one.jsonl.gz": Sound(one_gzip_member(LINES), checked=True, resumes=False),
    "frames.jsonl.zst": Sound(zstd_frames(LINES), checked=True, resumes=False),
    "one.jsonl.zst": Sound(one_zstd_frame(LINES), checked=True, resumes=False),
}


def damaged(data: bytes, chance: random.Random) -> tuple[bytes, int, int]:
    """`data` with damage, and where it begins and ends."""
    at, size = chance.randrange(len(data)), chance.choice([1, 1, 1, 2, 7, 300])
    size = min(size, len(data) - at)
    other = chance.randbytes(size)
    match chance.randrange(5):
        case 0:
            return data[:at], at, len(data)
        case 1:
            return data[:at] + other + data[at:], at, at
        case 2:
            return data[:at] + data[at + size :], at, at + size
        case 3:
            return data[:at] + bytes(size) + data[at + size :], at, at + size
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :], at, at + 1


def is_parsed(raw: Raw) -> bool:
    """Whether there is a record in `raw`; any other error than the documented ones gets out."""
    try:
        READERS["warc" if ".warc" in raw.name else "jsonl"].parse(raw, 1_000_000)
    except (CleanerError, OSError):
        return False
    return True


@pytest.mark.parametrize("name", FILES)
def test_nothing_before_the_damage_is_lost_and_nothing_goes_without_a_word(tmp_path: Path, name: str) -> None:
    sound = FILES[name]
    documents = DOCUMENTS if ".warc" in name else LINES
    whole = [it.strip() if it in LINES else it.removesuffix(b"\r\n\r\n") for it in documents]
    ends = [sum(map(len, sound.parts[: number + 1])) for number in range(len(sound.parts))]
    if ".warc" in name:
        ends = [end for end, it in zip(ends, PAGES, strict=False) if it in DOCUMENTS]
    data = b"".join(sound.parts)
    for seed in range(ROUNDS):
        hurt, first, last = damaged(data, random.Random(f"{name} {seed}"))
        (tmp_path / name).write_bytes(hurt)
        found = read(tmp_path / name)
        got = [it.data for it in found.raws]
        before = sum(end <= first for end in ends[:COUNT])
        case = f"{name} {seed}: {first} to {last}, {found.faults} {found.error}"
        assert got[:before] == whole[:before], case
        assert sound.checked or sum(it not in whole for it in got) <= 1, case
        if not sound.checked:
            assert len(got) + len(found.faults) <= COUNT + 1, case
        if sound.resumes:
            behind = sum(end <= last for end in ends) + 1
            assert [it for it in whole[behind:] if it not in got] == [], case
        not_parsed = sum(not is_parsed(it) for it in found.raws)
        if sound.checked and got != whole and hurt != data:
            at_a_border = hurt == data[:first] and first in {0, *ends}
            assert found.faults or found.error or at_a_border or not_parsed, case


def test_a_run_over_damaged_files_accounts_for_every_document(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, sound in FILES.items():
        for seed in range(3):
            data = damaged(b"".join(sound.parts), random.Random(f"run {name} {seed}"))[0]
            (tmp_path / "in" / f"{seed}-{name}").write_bytes(data)
    ran = run(tmp_path / "in")
    assert ran.result.exit_code == 1
    assert "internal error" not in ran.result.stderr
    assert "Error:" not in ran.result.stderr
    assert "Traceback" not in ran.result.stderr
