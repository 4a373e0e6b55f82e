"""The rows that every engine is given, and what `cleaner run` makes of them.

A page and a text with a URL that has rules, a text without, one in another language, an empty one, and one that
is no document.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from click.testing import CliRunner

from cleaner.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES: Final = Path(__file__).parent.parent / "fixtures" / "sites" / "harbour-post"
URL: Final = "https://www.harbour-post.example/2024/05/12/old-quay"
_OTHERWISE_KNOWN: Final = re.compile(r"<link rel=.canonical.*|<meta property=.og:site_name.*")
_MOTTO: Final = "Harbour Post: news from the quay since 1911"
"""With the two elements above it gives the site away where no URL does; so all are taken out."""
TEXT: Final = (RULES / "page.txt").read_text(encoding="utf-8").replace(_MOTTO, "News from the quay")
PAGE: Final = _OTHERWISE_KNOWN.sub(
    "", (RULES / "page.html").read_text(encoding="utf-8").replace(_MOTTO, "News from the quay")
)
PLAIN: Final = (
    "Home | News | About us\nThe council voted on Monday to keep the old ferry for another winter.\nShare"
)
RUSSIAN: Final = "Сессия закончилась поздно вечером, и решение приняли единогласно.\nПодписаться на рассылку"
BAD: Final = "bad"
"""The id of the row that is no document."""
ROWS: Final[list[dict[str, Any]]] = [
    {"id": "text", "text": TEXT, "html": None, "url": URL},
    {"id": "page", "text": None, "html": PAGE, "url": URL},
    {"id": "plain", "text": PLAIN, "html": None, "url": None},
    {"id": BAD, "text": None, "html": None, "url": URL},
    {"id": "russian", "text": RUSSIAN, "html": " ", "url": "https://news.example.org/1"},
    {"id": "empty", "text": "", "html": None, "url": None},
]


class Cleaned(NamedTuple):
    """What `cleaner run` leaves."""

    rows: dict[str, dict[str, Any]]
    """Id -> the row of the Parquet file; without the documents that failed."""
    failures: dict[str, str]
    """Id -> reason."""
    table: Any
    """The Parquet file."""


def run_cleaner(folder: Path, rows: Iterable[dict[str, Any]] = ROWS, *, rules: bool = True) -> Cleaned:
    """`cleaner run` on `rows` as a Parquet file in `folder`, with the rules of RULES or without."""
    source, target, failures = folder / "rows.parquet", folder / "cleaned.parquet", folder / "failures.jsonl"
    pq.write_table(pa.Table.from_pylist(list(rows)), source)
    given = [*(["--rules", RULES] if rules else []), "--jobs", "1", "--failures", failures]
    given += ["--max-seconds", "1800"]  # by the clock, which goes on where the machine has other work
    ended = CliRunner().invoke(main, ["run", *map(str, given), str(source), str(target)])
    assert ended.exit_code in {0, 1}, ended.output
    failed = map(json.loads, failures.read_text("utf-8").splitlines())
    table = pq.read_table(target)
    return Cleaned(
        {it["id"]: it for it in table.to_pylist()}, {it["id"]: it["reason"] for it in failed}, table
    )


def check_rows(made: Iterable[dict[str, Any]], expected: Cleaned) -> None:
    """Assert that an engine has `made` of ROWS what is `expected`, in whatever order."""
    found = {it["id"]: it for it in made}
    assert set(found) == {it["id"] for it in ROWS}
    assert {key: it["text"] for key, it in found.items() if it["failure"] is None} == {
        key: it["text"] for key, it in expected.rows.items()
    }
    assert {key: it["failure"] for key, it in found.items() if it["failure"] is not None} == expected.failures
    for key, row in expected.rows.items():
        assert found[key]["cleaner"] == row["cleaner"], key
    assert found[BAD]["text"] is None
    assert found[BAD]["cleaner"] is None
