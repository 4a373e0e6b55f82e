"""The command that counts marks, on one made-up page."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

from click.testing import CliRunner

from benchmarks.structure import main

if TYPE_CHECKING:
    from pathlib import Path

MEASURE = """
import re
from collections import Counter
KINDS = ("bold",)
def of_markdown(text):
    return Counter(("bold", it) for it in re.findall(r"[*][*](.+?)[*][*]", text))
def of_html(text):
    return Counter(("bold", it) for it in re.findall(r"<b>(.+?)</b>", text))
"""
BODY = "<p>The council of Lindvik met on <b>Tuesday</b> to decide what should become of the old mill, which has stood empty"
NOTED = (
    f"{BODY} for years.<sup><a href='#fn1'>1</a></sup></p><ol><li id='fn1'><b>Parish register</b></li></ol>"
)


def test_marks_are_counted_by_where_they_are_lost(tmp_path: Path) -> None:
    (tmp_path / "measure.py").write_text(MEASURE)
    (tmp_path / "mill.expected.html").write_text(NOTED)
    (tmp_path / "mill.html.gz").write_bytes(
        gzip.compress(f"<article>{BODY} for years.</p></article>".encode())
    )

    told = CliRunner().invoke(main, [str(tmp_path), str(tmp_path / "measure.py")])

    assert told.exception is None
    assert told.output.splitlines()[1:] == [
        "1 pages; wanted, recall, precision; lost with their words, on words that stay",
        f"{'bold':14s}     2 0.50 1.00      1     0",
        "Without footnotes",
        "1 pages; wanted, recall, precision; lost with their words, on words that stay",
        f"{'bold':14s}     1 1.00 1.00      0     0",
        "Without footnotes, where the words agree",
        "1 pages; wanted, recall, precision; lost with their words, on words that stay",
        f"{'bold':14s}     1 1.00 1.00      0     0",
    ]
