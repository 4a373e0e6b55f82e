"""Pages as Markdown: their structure is kept, and nothing is read as a mark that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner.cli.main import main
from cleaner.render.markdown import Piece, render_markdown
from cleaner.segment.html import segment_html
from cleaner.verdict import Label

if TYPE_CHECKING:
    from pathlib import Path


def markdown(html: str, **labels: Label) -> str:
    document = segment_html(html)
    assert document.dom is not None
    pieces = [
        Piece(place, block.text, labels.get(block.text, Label.BODY))
        for place, block in enumerate(document.blocks)
    ]
    return render_markdown(document.dom, pieces)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("<h3>Costs</h3><p>One.</p>", "### Costs\n\nOne.", id="a heading of its level"),
        pytest.param("<ul><li>a</li><li>b</li></ul><p>One.</p>", "- a\n- b\n\nOne.", id="a list"),
        pytest.param("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n   - b", id="a list in a list"),
        pytest.param("<blockquote><p>One.</p></blockquote>", "> One.", id="a quotation"),
        pytest.param("<pre>x = 1\ny = 2</pre>", "```\nx = 1\ny = 2\n```", id="code"),
        pytest.param("<p># of pages: 3</p>", "\\# of pages: 3", id="a sign that is no heading"),
        pytest.param("<p>1914. It began.</p>", "1914\\. It began.", id="a year that is no list"),
        pytest.param("<p>1.5 of it, in 1914.</p>", "1.5 of it, in 1914.", id="numbers inside a line"),
        pytest.param("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b", id="a numbered list"),
        pytest.param(
            "<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c", id="a list in a numbered list"
        ),
        pytest.param("<ol></ol><ul><li>a</ul>", "- a", id="a list beside a numbered list"),
        pytest.param("<pre>```\nx</pre>", "````\n```\nx\n````", id="code with a fence in it"),
        pytest.param("<p>C# and a - b</p>", "C# and a - b", id="signs inside a line"),
    ],
)
def test_structure(html: str, expected: str) -> None:
    assert markdown(html) == expected


def test_a_table_of_data_has_a_row_of_dashes() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>{number}</td></tr>" for name, number in (("a", 1), ("b", 2)))
    assert (
        markdown(f"<table><tr><th>Name</th><th>Points</th></tr>{rows}</table>").splitlines()[1]
        == "| --- | --- |"
    )


def test_the_headline_is_a_heading_of_the_first_level() -> None:
    assert markdown("<div>Mill</div><p>One.</p>", Mill=Label.HEADLINE).startswith("# Mill\n\n")


def test_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mill stood empty for years.\n\nNow it is to be mended.\n")
    done = CliRunner().invoke(main, ["run", str(tmp_path / "a.txt"), "-", "--to", "markdown", "--jobs", "1"])
    assert done.stdout == "The mill stood empty for years.\n\nNow it is to be mended.\n"
