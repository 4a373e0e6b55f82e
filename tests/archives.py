"""Archives for tests, built byte by byte: records, members and frames whose places are known."""

from __future__ import annotations

import gzip
import json
import re
from typing import TYPE_CHECKING, NamedTuple

import zstandard
from click.testing import CliRunner, Result

from cleaner.cli.main import main
from cleaner.errors import DocumentError
from cleaner.readers import READERS
from cleaner.readers.record import Fault, Place, Raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

BODY = "The commission said on Wednesday that the new rules would apply from next year to all companies.\n"
ACCOUNT = re.compile(r"read (\d+) = cleaned (\d+) \+ empty (\d+) \+ skipped (\d+) \+ failed (\d+)")
HTML = ("Content-Type", "text/html; charset=utf-8")


def line(number: int) -> bytes:
    """A record of JSON lines."""
    return json.dumps({"id": number, "text": f"{number} {BODY}"}).encode() + b"\n"


def page(number: int) -> bytes:
    """A page."""
    return f"<html><body><p>{number} {BODY}</p></body></html>".encode()


def record(number: int, block: bytes, kind: str = "response", *more: tuple[str, str]) -> bytes:
    """A WARC record; `more` headers replace those of the same name, and an empty value leaves one out."""
    fields = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{number:032}>",
        "WARC-Target-URI": f"https://example.org/{number}",
        "Content-Length": str(len(block)),
        **dict(more),
    }
    head = "".join(f"{key}: {value}\r\n" for key, value in fields.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes, *headers: tuple[str, str], status: str = "200 OK") -> bytes:
    """An HTTP response of a page."""
    head = "".join(f"{key}: {value}\r\n" for key, value in (HTML, *headers))
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


def warc_page(number: int, *more: tuple[str, str]) -> bytes:
    """A WARC record that holds a page."""
    return record(number, response(page(number)), "response", *more)


def gzip_members(parts: Iterable[bytes]) -> list[bytes]:
    """A gzip member for each part."""
    return [gzip.compress(it, mtime=0) for it in parts]


def zstd_frames(parts: Iterable[bytes]) -> list[bytes]:
    """A zstd frame with a check sum for each part."""
    packer = zstandard.ZstdCompressor(write_checksum=True)
    return [packer.compress(it) for it in parts]


class Read(NamedTuple):
    """What a reader makes of a file."""

    raws: list[Raw]
    faults: list[Fault]
    error: Exception | None
    """What ended reading, if anything did."""


def read(path: Path, max_bytes: int = 10**6) -> Read:
    """All that `split` gives, up to one of the errors that it may raise."""
    reader = next(it for it in READERS.values() if path.name.endswith(it.suffixes))
    raws: list[Raw] = []
    faults: list[Fault] = []
    try:
        for it in reader.split(Place(path, path.name), max_bytes):
            (raws if isinstance(it, Raw) else faults).append(it)  # type: ignore[arg-type] # a list for each type
    except (OSError, EOFError, DocumentError) as error:
        return Read(raws, faults, error)
    return Read(raws, faults, None)


class Ran(NamedTuple):
    """What `cleaner run` left behind."""

    ids: Sequence[object]
    """The ids of the records in OUTPUT."""
    failures: Sequence[str]
    """The lines on failures."""
    warnings: Sequence[str]
    cleaned: int
    failed: int
    result: Result


def run(source: Path, *options: str) -> Ran:
    """`cleaner run` to JSON lines, with its account checked against the bytes it wrote."""
    target = source.with_name("out.jsonl")
    result = CliRunner().invoke(main, ["run", str(source), str(target), "--jobs", "1", *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    said = result.stderr.splitlines()
    match = ACCOUNT.fullmatch(said[-1])
    assert match is not None, result.stderr
    total, cleaned, empty, skipped, failed = map(int, match.groups())
    written = target.read_bytes().splitlines()
    assert (total, skipped) == (cleaned + empty + failed, 0)
    assert len(written) == cleaned + empty
    return Ran(
        [json.loads(it)["id"] for it in written],
        [it for it in said if it.startswith("failed: ")],
        [it for it in said if it.startswith("warning: ")],
        cleaned,
        failed,
        result,
    )
