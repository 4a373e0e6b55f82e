"""Pages with their gold text, read from the public layouts such sets come in.

Which layout a folder has is seen from the files it holds, so a set is named by its folder alone.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import orjson
from tld import get_fld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DECLARED_LANGUAGE: Final = re.compile(rb"<html\b[^>]*?\blang\s*=\s*[\"']?([a-z]{2,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One captured page and what is known to be its main text."""

    id: str
    url: str
    page_type: str
    """`article` where the set has nothing else; WCXB also has `product`, `forum`, `listing` ..."""
    html_file: Path
    title: str | None = None
    body: str | None = None
    """The gold text; None in sets that only have segments."""
    with_snippets: tuple[str, ...] = ()
    without_snippets: tuple[str, ...] = ()
    language: str | None = None

    @property
    def site(self) -> str:
        """The registered domain of the URL (offline list); the URL itself where it has none."""
        return get_fld(self.url, fail_silently=True, fix_protocol=True) or self.url

    @property
    def html(self) -> bytes:
        """The page as captured, read anew at each call: a set is larger than it need be in memory."""
        return read_html(self.html_file)


def read_html(file: Path) -> bytes:
    """A captured page, compressed or not."""
    data = file.read_bytes()
    return gzip.decompress(data) if file.suffix == ".gz" else data


def declared_language(html: bytes) -> str | None:
    """The language the page says it is in, as its `html` tag has it (ISO 639, lower case).

    Good enough to split a table by, not to judge a page by: templates are copied with their `lang`.
    """
    found = DECLARED_LANGUAGE.search(html)
    return found[1].decode().lower() if found else None


def load(folder: Path) -> Iterator[Page]:
    """The pages of a set, in the order of its gold.

    Raises FileNotFoundError where the folder is not one of the layouts known here.
    """
    if (folder / "gold.jsonl.gz").is_file():
        return _load_lines(folder)
    if (folder / "ground-truth.json").is_file():
        return _load_scrapinghub(folder)
    if (folder / "ground-truth").is_dir():
        return _load_wcxb(folder)
    message = (
        f"{folder} is no benchmark set: it holds neither gold.jsonl.gz, nor ground-truth.json "
        "(Scrapinghub), nor ground-truth/ (WCXB)"
    )
    raise FileNotFoundError(message)


def _load_lines(folder: Path) -> Iterator[Page]:
    with gzip.open(folder / "gold.jsonl.gz") as lines:
        for line in lines:
            record = orjson.loads(line)
            yield _page(record, record["id"], _html_file(folder, record["id"]))


def _load_scrapinghub(folder: Path) -> Iterator[Page]:
    for page_id, record in orjson.loads((folder / "ground-truth.json").read_bytes()).items():
        gold = {"url": record["url"], "body": record["articleBody"], "title": record.get("headline")}
        yield _page(gold, page_id, _html_file(folder, page_id))


def _load_wcxb(folder: Path) -> Iterator[Page]:
    for file in sorted((folder / "ground-truth").glob("*.json")):
        record = orjson.loads(file.read_bytes())
        truth = record["ground_truth"]
        gold = {
            "url": record["url"],
            "page_type": record["_internal"]["page_type"]["primary"],
            "title": truth.get("title"),
            "body": truth["main_content"],
            "with_snippets": truth.get("with"),
            "without_snippets": truth.get("without"),
        }
        yield _page(gold, file.stem, _html_file(folder, file.stem))


def _html_file(folder: Path, page_id: str) -> Path:
    """Where the page is, compressed as published or unpacked; nothing is opened yet."""
    packed = folder / "html" / f"{page_id}.html.gz"
    unpacked = packed.with_suffix("")
    return unpacked if unpacked.is_file() else packed


def _page(record: dict[str, Any], page_id: str, html_file: Path) -> Page:
    return Page(
        id=page_id,
        url=record["url"],
        page_type=record.get("page_type") or "article",
        html_file=html_file,
        title=record.get("title"),
        body=record.get("body"),
        with_snippets=tuple(record.get("with_snippets") or ()),
        without_snippets=tuple(record.get("without_snippets") or ()),
        language=record.get("language"),
    )
