"""A small packed file that unpacks to any size costs little memory, and only the record that it is in."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
import zlib
from typing import TYPE_CHECKING

import pytest
import zstandard

from tests.archives import line, read, record, run, warc_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

BOMB_BYTES = 200_000_000
MAX_MB_MORE = 60
"""Two copies of a line at --max-size, and the buffers; a third of what each bomb holds."""
MEASURE = """
import json, resource, sys
from pathlib import Path
from cleaner.errors import CleanerError
from cleaner.readers import reader_for
from cleaner.readers.record import Place, Raw
told = {}
for path in map(Path, sys.argv[1:]):
    reader = reader_for(path.name)
    told[path.name] = []
    for it in reader.split(Place(path, path.name), 20_000_000):
        if isinstance(it, Raw) and not reader.many:
            try:
                reader.parse(it, 20_000_000)
            except CleanerError as error:
                it = error
        told[path.name].append(type(it).__name__)
    told[path.name].append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
print(json.dumps(told))
"""


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def zstd_bomb(size: int, byte: bytes = b"x", window: int = 21) -> bytes:
    """A frame of blocks that are one byte each, repeated: four bytes of file for 128 KB; window: 2 to what."""
    number = -(-size // (128 * 1024))
    blocks = [
        (128 * 1024 << 3 | 1 << 1 | (it == number - 1)).to_bytes(3, "little") + byte for it in range(number)
    ]
    return b"\x28\xb5\x2f\xfd\x00" + bytes([window - 10 << 3]) + b"".join(blocks)


def gzip_bomb(size: int) -> bytes:
    packer = zlib.compressobj(1, wbits=31)
    pieces = [packer.compress(b"x" * 1_000_000) for _ in range(size // 1_000_000)]
    return b"".join(pieces) + packer.flush()


def in_lines(pack: Callable[[bytes], bytes], bomb: bytes) -> bytes:
    return pack(line(0)) + bomb + pack(b"\n" + line(1))


def in_record(pack: Callable[[bytes], bytes], bomb: bytes, size: int) -> bytes:
    head = record(1, b"", "response", ("Content-Length", str(size))).removesuffix(b"\r\n\r\n")
    return pack(warc_page(0) + head) + bomb + pack(b"\r\n\r\n" + warc_page(2))


def in_header(pack: Callable[[bytes], bytes], bomb: bytes) -> bytes:
    return pack(warc_page(0) + b"WARC/1.0\r\nX: ") + bomb + pack(b"\r\n\r\n" + warc_page(2))


def test_bombs_cost_the_process_that_reads_them_little_memory(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    frames, size = zstd_bomb(BOMB_BYTES), -(-BOMB_BYTES // (128 * 1024)) * 128 * 1024
    files = {
        "harmless.jsonl.zst": zstd(line(0) + line(1)),
        "line.jsonl.zst": in_lines(zstd, frames),
        "frames.jsonl.zst": in_lines(zstd, zstd_bomb(BOMB_BYTES // 100) * 100),
        "line.jsonl.gz": in_lines(gzip.compress, gzip_bomb(BOMB_BYTES)),
        "record.warc.zst": in_record(zstd, frames, size),
        "record.warc.gz": in_record(gzip.compress, gzip_bomb(BOMB_BYTES), BOMB_BYTES),
        "header.warc.zst": in_header(zstd, frames),
        "blank.warc.zst": zstd(warc_page(0)) + zstd_bomb(BOMB_BYTES, b"\n") + zstd(warc_page(1)),
        "a.txt.zst": frames,
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert len(data) < BOMB_BYTES / 200
    typed = [sys.executable, "-c", MEASURE, *(str(tmp_path / it) for it in files)]
    told = json.loads(subprocess.run(typed, capture_output=True, check=True).stdout)
    peaks = {name: found.pop() for name, found in told.items()}
    around = ["Raw", "Fault", "Raw"]
    assert told == {
        **dict.fromkeys(files, around),
        "harmless.jsonl.zst": ["Raw", "Raw"],
        "blank.warc.zst": ["Raw", "Raw"],
        "a.txt.zst": ["DocumentError"],
    }
    assert max(peaks.values()) - peaks["harmless.jsonl.zst"] < MAX_MB_MORE, peaks


def test_a_bomb_in_a_line_is_one_failure_that_names_the_limit(tmp_path: Path) -> None:
    (tmp_path / "i.jsonl.zst").write_bytes(in_lines(zstd, zstd_bomb(BOMB_BYTES)))
    ran = run(tmp_path / "i.jsonl.zst")
    assert (ran.ids, ran.failed) == ([0, 1], 1)
    assert "more than the 20,000,000 bytes that --max-size allows" in ran.failures[0]


def test_a_window_that_would_fill_the_memory_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "i.jsonl.zst").write_bytes(in_lines(zstd, zstd_bomb(1_000_000, window=31)))
    found = read(tmp_path / "i.jsonl.zst")
    assert len(found.raws) == 1
    assert "a zstd window of 2,147,483,648 bytes" in str(found.error)
    assert "--long" in str(found.error)


def test_a_window_as_large_as_zstd_itself_accepts_is_read(tmp_path: Path) -> None:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=27, enable_ldm=True)
    packed = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    (tmp_path / "i.jsonl.zst").write_bytes(packed.compress(line(0)) + packed.flush())
    assert zstandard.get_frame_parameters((tmp_path / "i.jsonl.zst").read_bytes()).window_size == 1 << 27
    assert len(read(tmp_path / "i.jsonl.zst").raws) == 1


def test_a_frame_that_needs_a_dictionary_is_refused_with_what_to_do(tmp_path: Path) -> None:
    samples: list[bytes | bytearray | memoryview] = [line(number) * 3 for number in range(500)]
    packer = zstandard.ZstdCompressor(dict_data=zstandard.train_dictionary(4096, samples))
    (tmp_path / "i.jsonl.zst").write_bytes(zstd(line(0)) + packer.compress(line(1)))
    found = read(tmp_path / "i.jsonl.zst")
    assert len(found.raws) == 1
    assert "needs a dictionary" in str(found.error)


@pytest.mark.parametrize(
    ("name", "between"),
    [
        ("heads.warc", b"WARC/1.0\r\nA:" * 300_000),
        ("lengths.warc", b"WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 30000000\r\n\r\n" * 20_000),
        ("members.warc.gz", b"\x1f\x8b\x08" * 1_000_000),
        ("frames.warc.zst", b"\x28\xb5\x2f\xfd" * 1_000_000),
        ("body.warc", record(1, b"WARC/1.0\r\nA:" * 1_000_000, "request")),
    ],
)
def test_beginnings_without_number_take_no_time_without_end(
    tmp_path: Path, name: str, between: bytes
) -> None:
    pack = gzip.compress if name.endswith(".gz") else zstd if name.endswith(".zst") else bytes
    (tmp_path / name).write_bytes(pack(warc_page(0)) + between + pack(warc_page(1)))
    began = time.process_time()
    found = read(tmp_path / name)
    assert time.process_time() - began < 10
    assert b"<p>0 " in bytes(found.raws[0].data)
