"""Markdown that comes in as text: its code, items and rows are blocks, and other text is cut as ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Options, clean
from cleaner.render.markdown_text import with_heads
from cleaner.segment.markdown import is_markdown
from cleaner.segment.text import segment

README = """\
---
title: Mill
---

# Mill

Mill grinds corn and other data, in a
language that millers know.

## Install

- Get the package,
  and its wheel.

  ```sh
  pip install mill

  mill --version
  ```
- [x] Read [the manual](docs/manual.md).
1. Fill it.

> Nobody grinds
> faster than we do.

| corn | flour |
|------|-------|
| rye  | 3 \\| 4 |
| oats | 2 |

Licence
-------

It is free, and it always was.
"""

LEAVE_ALONE = {
    "a diary with dashes": "Monday\n- got up late\n- walked to the mill\n\nTuesday\n- rain\n--\nWednesday\n---\n- sun\n",
    "a poem with numbers": "1\nThe sea was calm,\n2.\nthe boats lay in a row.\n\n3. And nobody had lit a light\n",
    "a table of lines": "+------+-------+\n| corn | flour |\n+------+-------+\n| rye  | 3     |\n+------+-------+\n",
    "a table of a database": " corn | flour \n------+-------\n rye  |     3 \n(1 row)\n",
    "a row of dashes with fewer cells": "menu | news | sport\n---|---\nThe mill is old.\n",
    "a mail with quotes": "Hello,\n\n> On Monday Ann wrote:\n>> shall we go?\n> yes\n\n-- \nBob\n[1] http://x.org\n[2]: http://y.org\n",
    "code with includes": "#include <stdio.h>\n\n#define ROWS 3\n\nint main(void) {\n    return rows[3](4);\n}\n",
    "a script with comments": "#!/bin/sh\n\n# Grind the corn\n\n# and fill the sacks\ngrind $1 | tee log\n\n# Done\nexit\n",
    "commands of root": "Then update it:\n\n# pacman -S mill\n\nand look at it:\n\n# mill --version\n",
    "comments of one sign": "# Grind the corn\n\n# and fill the sacks\n\ngrind $1 ## twice\n\n# done\n",
    "hashtags": "#mill #corn\n\n#grinding is my life\n##really\n",
    "a novel with pauses": "He left.\n\n~~~~~\n\nShe stayed.\n\n~~~~~\n\nNobody came.\n",
    "backticks that close nothing": "He said ``yes'' and ```.\n\n```\nand so it was\n",
    "a song with brackets": "[Chorus](x2)\nLa la [la](la)\n[Verse](1)\n",
    "a line of a menu": "Home | News | Sport\nHome | News | Sport\nThe old mill\n",
    "an outline": "1. Mills\n  1.1 Water\n  1.2 Wind\n2. Millers\n* * *\n3. Corn\n",
}


def texts(source: str) -> list[str]:
    return [block.text for block in segment(source).blocks]


def lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.strip()]


def test_code_items_rows_and_quotations_are_blocks_with_their_marks() -> None:
    assert texts(README) == [
        *("---", "title: Mill", "---", "# Mill"),
        *("Mill grinds corn and other data, in a", "language that millers know."),
        "## Install",
        "- Get the package,\n  and its wheel.",
        "  ```sh\n  pip install mill\n\n  mill --version\n  ```",
        "- [x] Read [the manual](docs/manual.md).",
        "1. Fill it.",
        "> Nobody grinds\n> faster than we do.",
        "| corn | flour |\n|------|-------|",
        "| rye  | 3 \\| 4 |",
        "| oats | 2 |",
        "Licence\n-------",
        "It is free, and it always was.",
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("Do this:\n\n```\nmake\n```\n", id="fenced code"),
        pytest.param("a | b\n--|--\n1 | 2\n", id="a table without outer lines"),
        pytest.param("# Mill\n\n## Use\nGrind.\n", id="a title and a heading"),
        pytest.param("## Use\n\nGrind.\n\n### More\nRest.\n", id="two headings"),
        pytest.param("See [a](https://a.org), [b](/b) and [c](#c).\n\nOr not.", id="three links"),
        pytest.param("```\r\nmake\r\n```\r\n", id="line ends of Windows"),
    ],
)
def test_marks_that_nothing_else_has_make_a_text_markdown(source: str) -> None:
    assert segment(source).is_markdown


@pytest.mark.parametrize("source", [pytest.param(it, id=name) for name, it in LEAVE_ALONE.items()])
def test_other_text_is_left_alone(source: str) -> None:
    document = segment(source)
    assert not document.is_markdown
    assert texts(source) == lines(source)


PLAIN_LINES = st.lists(
    st.builds(
        lambda mark, words: mark + words,
        st.sampled_from(("", "- ", "* ", "1. ", "> ", "#", "# ", "    ", "---", "===", "~~~", "|")),
        st.text("ab É.,-#>*_~中", max_size=30),
    ),
    max_size=12,
).map("\n".join)


@given(PLAIN_LINES)
def test_lists_quotes_and_dashes_alone_are_never_markdown(source: str) -> None:
    # Two signs begin a heading, and a row of dashes with lines between cells a table.
    if "## " not in source and "|" not in source:
        assert not is_markdown(source)


@given(PLAIN_LINES)
def test_blocks_of_markdown_hold_all_its_text_in_order(more: str) -> None:
    source = f"{README}\n{more}\n\n```\n{more}\n```\n"
    document = segment(source)
    assert document.is_markdown
    at = 0
    for start, end, text in document.blocks:
        assert source[start:end] == text
        assert not source[at:start].strip()
        at = end
    assert not source[at:].strip()


def test_markdown_stays_as_it_is() -> None:
    result = clean(README)
    assert result.markdown == result.text
    for block in ("  ```sh\n  pip install mill\n\n  mill --version\n  ```", "|------|-------|\n| rye"):
        assert block in result.markdown


def test_html_has_what_the_marks_mean() -> None:
    cleaner = Cleaner(options=Options(images=True))
    made = cleaner.clean(f"{README}\n![Wheel](wheel.png)\n", url="https://example.org/mill/README.md").html
    assert "<pre><code>pip install mill\n\nmill --version</code></pre>" in made
    assert "<h2>Install</h2>" in made
    assert '<input type="checkbox" disabled checked>' in made
    assert '<a href="https://example.org/mill/docs/manual.md">the manual</a>' in made
    assert "<tr><td>rye</td><td>3 | 4</td></tr>" in made
    assert '<img src="https://example.org/mill/wheel.png" alt="Wheel">' in made
    assert "title: Mill" not in made


def test_html_of_hostile_markdown_is_inert() -> None:
    source = f"{README}\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) <b onclick=f()>b</b> <svg onload=f()>\n"
    made = clean(source).html
    assert "<b" not in made.replace("<blockquote", "")
    assert not any(it in made for it in ("<script", "onclick", 'href="javascript', "<svg"))


def test_a_table_keeps_its_first_row_in_markdown_as_long_as_it_has_others() -> None:
    document = segment(README)
    head = next(i for i, block in enumerate(document.blocks) if block.text.startswith("| corn"))
    assert with_heads(document, [0, head + 2]) == [0, head, head + 2]
    assert with_heads(document, [0, head - 1, head + 3]) == [0, head - 1, head + 3]
