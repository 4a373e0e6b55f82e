"""Pages as Markdown: their structure is kept, and nothing is read as a mark that is none."""

from __future__ import annotations

import pickle
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Options, clean
from cleaner.cli.main import main
from tests.structures import markdown

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
<html><head><title>The old mill</title></head><body><nav><a href="/">Home</a><a href="/news">News</a></nav>
<article><h1>The old mill</h1><p>The council met on <b>Tuesday</b> to decide what should become of the
<a href="/mill">old mill</a>, which has stood empty since the last miller died nine years ago.</p>
<p><img src="/mill.jpg" alt="The mill"></p>
<p>Nobody had <em>expected</em> an agreement, since the two parties had not spoken for months before.</p>
</article></body></html>"""
URL = "https://example.org/news/1"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>One.</p><p>Two.</p>", "One.\n\nTwo.", id="paragraphs"),
        pytest.param("<h3>Costs</h3><p>One.</p>", "### Costs\n\nOne.", id="a heading of its level"),
        pytest.param("<h2>In C #</h2>", "## In C \\#", id="a heading that ends with a hash"),
        pytest.param("<ul><li>a</li><li>b</li></ul><p>One.</p>", "- a\n- b\n\nOne.", id="a list"),
        pytest.param("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n  - b", id="a list in a list"),
        pytest.param("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n\n- c", id="paragraphs in an item"),
        pytest.param("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b", id="a list after a list"),
        pytest.param("<ul><ul><li>a</ul><li>b</ul>", "- - a\n- b", id="a list in a list without an item"),
        pytest.param("<blockquote><p>One.<p>Two.</blockquote>", "> One.\n>\n> Two.", id="a quotation"),
        pytest.param(
            "<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b", id="nested quotations"
        ),
        pytest.param("<pre>x = 1\ny = 2</pre>", "```\nx = 1\ny = 2\n```", id="code"),
        pytest.param("<p># of pages: 3</p>", "\\# of pages: 3", id="a sign that is no heading"),
        pytest.param("<p>1914. It began.</p>", "1914\\. It began.", id="a year that is no list"),
        pytest.param("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b", id="a numbered list"),
        pytest.param(
            "<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n   - b\n2. c", id="a list in a numbered list"
        ),
        pytest.param("<ol></ol><ul><li>a</ul>", "- a", id="a list beside a numbered list"),
        pytest.param("<pre>```\nx</pre>", "````\n```\nx\n````", id="code with a fence in it"),
        pytest.param(
            "<dl><dt>Mill<dd>A machine.<dd>A house.</dl>", "Mill\n: A machine.\n: A house.", id="terms"
        ),
        pytest.param(
            "<details><summary>More</summary><p>Text.</p></details>", "**More**\n\nText.", id="details"
        ),
        pytest.param("<p>a</p><hr><p>b</p><hr>", "a\n\n---\n\nb", id="a rule between texts alone"),
        pytest.param(
            '<div class="admonition warning"><p class="admonition-title">Mind</p><p>It is deep.</p></div>',
            "> [!WARNING] Mind\n> It is deep.",
            id="a callout",
        ),
        pytest.param(
            "<figure><img src=a><figcaption>Cap.</figcaption></figure>", "Cap.", id="a caption that stays"
        ),
    ],
)
def test_blocks(page: str, expected: str) -> None:
    assert markdown(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<p>an <b>old</b> <i>mill</i></p>", "an **old** *mill*", id="strong and emphasis"),
        pytest.param("<p><b> old </b>mill</p>", "**old** mill", id="spaces outside of a mark"),
        pytest.param("<p><b>a</b><b>b</b></p>", "**ab**", id="two marks as one"),
        pytest.param("<p>H<sub>2</sub>O, x<sup>2</sup></p>", "H<sub>2</sub>O, x<sup>2</sup>", id="indexes"),
        pytest.param("<p><s>old</s> <kbd>Esc</kbd></p>", "~~old~~ <kbd>Esc</kbd>", id="deletion and key"),
        pytest.param("<p>run <code>a`b</code></p>", "run ``a`b``", id="code with a backtick"),
        pytest.param('<p><code><a href="/t">T</a></code></p>', "[`T`](/t)", id="a link inside code"),
        pytest.param("<p>one<br>two</p>", "one\\\ntwo", id="a line break"),
        pytest.param(
            "<p>「<b>「旧」</b>水車」</p>", "「<strong>「旧」</strong>水車」", id="a mark beside punctuation"
        ),
        pytest.param("<p>a<b>“b”</b>c</p>", "a<strong>“b”</strong>c", id="a mark that signs cannot make"),
        pytest.param('<p><span style="font-weight:700">x</span></p>', "**x**", id="bold by its style"),
        pytest.param(
            '<b style="font-weight:normal"><p>x</p></b>', "x", id="a mark that its style takes away"
        ),
        pytest.param("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**", id="a mark around blocks ends at each"),
        pytest.param(
            '<a href="/x"><h2>H</h2><p>t</p></a>', "## [H](/x)\n\n[t](/x)", id="a link around blocks"
        ),
        pytest.param("<p><ruby>漢<rt>かん</rt></ruby>字</p>", "漢字", id="ruby"),
        pytest.param('<p><i class="icon"></i>x</p>', "x", id="an icon"),
        pytest.param('<h2>Costs<a href="#costs">#</a></h2>', "## Costs", id="a heading's own address"),
        pytest.param('<p><a href="">x</a> <a>y</a></p>', "x y", id="links without an address"),
        pytest.param("<p>Look!<a href=/x>here</a></p>", "Look\\![here](/x)", id="no image before a link"),
        pytest.param(
            "<p>[sic]<i>(so)</i> <b>Wow!</b></p>", "[sic]*(so)* **Wow!**", id="signs that are left alone"
        ),
    ],
)
def test_marks(page: str, expected: str) -> None:
    assert markdown(page) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "<table><tr><th>Name<th>Points<tr><td>a<td>1<tr><td>b<td>2</table>",
            "| Name | Points |\n| --- | --- |\n| a | 1 |\n| b | 2 |",
            id="a head of columns",
        ),
        pytest.param(
            "<table><tr><th>Year<th colspan=2>Sales<tr><td rowspan=2>2020<td>a<td>1<tr><td>b<td>2</table>",
            "| Year | Sales | Sales |\n| --- | --- | --- |\n| 2020 | a | 1 |\n| 2020 | b | 2 |",
            id="spans",
        ),
        pytest.param(
            "<table><tr><th>A<th>B<tr><td><p>x|y</p><p>z</p><td><ul><li>1<li>2</ul></table>",
            "| A | B |\n| --- | --- |\n| x\\|y<br>z | • 1<br>• 2 |",
            id="blocks in cells",
        ),
        pytest.param(
            "<table role=presentation><tr><td>a<td>b</table>",
            "a\n\nb",
            id="a table that says it is for layout",
        ),
        pytest.param("<table><tr><td><h2>A</h2><p>x</p><td><p>y</p></table>", "## A\n\nx\n\ny", id="layout"),
        pytest.param("<table><tr><td>x</td></tr></table>", "x", id="one cell"),
    ],
)
def test_tables(page: str, expected: str) -> None:
    assert markdown(page) == expected


def test_marks_of_words_that_go_go_with_them() -> None:
    page = (
        '<ul><li>a</li><li><a href="/ad">Advertisement</a></li><li>c</li></ul><h2>Advertisement</h2><p>d</p>'
    )
    assert markdown(page, without=("Advertisement",)) == "- a\n- c\n\nd"


def test_numbers_stay_those_of_the_page_where_items_go() -> None:
    page = "<ol><li>a</li><li>Advertisement</li><li>c</li></ol>"
    assert markdown(page, without=("Advertisement",)) == "1. a\n3. c"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "<p>a</p><img src=x.png alt=X><p>b</p>", "a\n\n![X](x.png)\n\nb", id="between paragraphs"
        ),
        pytest.param("<p>a <img src=x.png alt=X> b</p>", "a ![X](x.png) b", id="in a line"),
        pytest.param(
            "<p>a</p><div><img src=x.png><p>teaser gone</p></div><p>b</p>", "a\n\nb", id="beside what goes"
        ),
        pytest.param(
            "<ul><li>a<li><img src=x.png><p>gone</p><li>b</ul>", "- a\n- b", id="in an item that goes"
        ),
        pytest.param(
            "<p>a</p><img src=x.png width=1 height=1><p>b</p>", "a\n\nb", id="one that counts readers"
        ),
        pytest.param(
            "<p>a</p><img src=x.png><img src=x.png><p>b</p>", "a\n\n![](x.png)\n\nb", id="twice the same"
        ),
    ],
)
def test_images(page: str, expected: str) -> None:
    assert markdown(page, images=True, without=("gone",)) == expected
    assert "x.png" not in markdown(page, without=("gone",))


def test_options_decide_on_links_and_images() -> None:
    plain = Cleaner(options=Options(links=False)).clean(html=PAGE, url=URL)
    full = Cleaner(options=Options(images=True)).clean(html=PAGE, url=URL)
    assert "(https://example.org/mill)" in clean(html=PAGE, url=URL).markdown
    assert "the old mill," in plain.markdown
    assert "![The mill](https://example.org/mill.jpg)" in full.markdown
    assert plain.text == full.text


def test_the_headline_stands_once_as_a_heading_of_the_first_level() -> None:
    made = clean(html=PAGE, url=URL).markdown
    assert made.startswith("# The old mill\n\n")
    assert made.count("# The old mill") == 1
    assert "# The old mill" not in Cleaner(options=Options(title=False)).clean(html=PAGE, url=URL).markdown


def test_a_short_paragraph_is_no_heading() -> None:
    made = clean(html=PAGE.replace("<p><img", "<p>What now?</p><p><img"), url=URL).markdown
    assert "\nWhat now?\n" in made or "What now" not in made


def test_a_result_gives_the_same_after_pickling() -> None:
    result = clean(html=PAGE, url=URL)
    again = pickle.loads(pickle.dumps(result))  # noqa: S301 - our own bytes
    assert (again.markdown, again.html) == (result.markdown, result.html)


def test_texts_that_a_site_rule_rewrites_have_no_marks() -> None:
    result = clean(html=PAGE, url=URL)
    changed = replace(result, rewrite=lambda text: text.replace("Tuesday", "Monday"))
    assert "on Monday to decide" in changed.markdown
    assert "*expected*" in changed.markdown


def test_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The mill stood empty for years.\n\nNow it is to be mended.\n")
    done = CliRunner().invoke(main, ["run", str(tmp_path / "a.txt"), "-", "--to", "markdown", "--jobs", "1"])
    assert done.stdout == "The mill stood empty for years.\n\nNow it is to be mended.\n"


def test_deep_pages_are_written_without_recursion_errors() -> None:
    for tag in ("blockquote", "ul><li", "b", "details"):
        assert "x" in markdown(f"<{tag}>" * 3000 + "x")


@pytest.mark.parametrize(
    "piece",
    [
        "<b>a</b>](", "<i>a</i>!", "[<a href=x>a</a>", "<p>a", "<ul><li>a", "<table><tr><td>a<td>b", "<br>a", "`", "<hr>",
        "<sup><a href=#fn1>1</a></sup>", "<img src=a>", "<code>a</code>", "<blockquote>a", "<li>a", "<pre>a\n", "_a_ $b$",
    ],
)  # fmt: skip
def test_large_pages_take_time_by_their_length(piece: str) -> None:
    began = time.process_time()
    markdown(piece * 5000, images=True)
    assert time.process_time() - began < 10


NOTED = '<p>a<sup><a href="#fn1" id="r1">1</a></sup></p><p>b</p><p id="fn1">1. c</p>'


def test_a_reference_whose_footnote_goes_is_a_link() -> None:
    assert markdown(NOTED, without=("c",)) == "a<sup>[1](#fn1)</sup>\n\nb"
    assert markdown(NOTED, without=("c",), links=False) == "a<sup>1</sup>\n\nb"


def test_a_footnote_whose_reference_goes_is_an_item() -> None:
    assert markdown(NOTED, without=("a",)) == "b\n\n1. c"
