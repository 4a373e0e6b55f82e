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
from cleaner.render.judged import Judged, Kept, Settings
from cleaner.render.markdown import render_markdown
from cleaner.render.structure import page_tree
from cleaner.segment.html import segment_html
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
            '<div class="theme-admonition alert--info admonition_x"><div class="admonitionHeading_y">Depth</div>'
            '<p>It is deep.</p></div><div class="custom-block tip"><p class="custom-block-title">Boats</p>'
            "<p>Row.</p></div>",
            "> [!INFO] Depth\n> It is deep.\n\n> [!TIP] Boats\n> Row.",
            id="callouts whose titles have other names",
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
            '<p><span style="text-decoration:line-through">x</span></p>', "~~x~~", id="struck by its style"
        ),
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


PROSE = "The mill is old and stands by the river. " * 4


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            f"<p><i>{PROSE}</i><br><i>b</i>", f"*{PROSE.strip()}*\n\n*b*", id="lines as long as paragraphs"
        ),
        pytest.param("<p><i>a</i><br><br><i>b</i>", "*a*\n\n*b*", id="two line breaks"),
        pytest.param("<p>a <span hidden>no</span><i>b</i>", "a *b*", id="a hidden piece of a line"),
        pytest.param(
            "<p>k<a hidden>n</a><div hidden><p>a <a hidden>x</a><i>b</i></div>",
            "k\n\na x*b*",
            id="a hidden block",
        ),
        pytest.param("<p>a<svg><text>no</text></svg> <i>b</i>", "a *b*", id="a drawing"),
        pytest.param("<p>k<div>gone<p>gone</div><p><i>a</i>", "k\n\n*a*", id="an element that goes"),
        pytest.param("<div><p>k<p>gone</p><i>a</i></div>", "k\n\n*a*", id="text after an element that goes"),
        pytest.param("<p>gone<p>\u00ad<p>\ufeff<i>a</i>", "\ufeff*a*", id="invisible characters"),
        pytest.param(
            "<table><tr><td><i>a</i><td>b<tr><td><p>c<p>gone<td><b>d</b></table><p><i>e</i>",
            "| *a* | b |\n| --- | --- |\n\n*e*",
            id="a row that goes",
        ),
    ],
)
def test_marks_stay_where_blocks_begin_and_end_as_in_the_text(page: str, expected: str) -> None:
    assert markdown(page, without=("gone",)) == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(
            "<table><tr><th colspan=2>Mill<tr><th>Built<td>1850<p>by hand<h4>x</h4><tr><th>Use<td>none</table>",
            "| Mill |  |\n| --- | --- |\n| Built | 1850<br>by hand<br>x |\n| Use | none |",
            id="a box of facts",
        ),
        pytest.param("<h2><a href='#use'>Use</a></h2>", "## Use", id="a heading that links to itself"),
        pytest.param("<dl><dd>Posts: 2<dt>ann<dd>9</dl>", "Posts: 2\n\nann\n: 9", id="no term before it"),
        pytest.param(
            "<p><img src=m.png class=latex alt=x> <b>so</b></p>",
            "$x$ **so**",
            id="a formula at the beginning",
        ),
        pytest.param(
            "<h2><a href='/use'>Use</a></h2>", "## [Use](/use)", id="a heading that links elsewhere"
        ),
        pytest.param(
            "<div><code class='hl block'>make</code></div>", "```\nmake\n```", id="code called a block"
        ),
        pytest.param("<div><code class='hl'>make</code></div>", "`make`", id="code alone in its block"),
    ],
)
def test_blocks_that_only_the_page_can_tell(page: str, expected: str) -> None:
    assert markdown(page) == expected


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        pytest.param(
            "<p>a<div class='thumb x'><img src=i.png><p>gone</div><p>b", 1, id="in a box with a caption"
        ),
        pytest.param("<p>a<div class=card><img src=i.png><p>gone</div><p>b", 0, id="in a card that goes"),
        pytest.param("<p>a <img src=/avatars/7.png> b", 0, id="a face"),
        pytest.param("<p>a <img class=avatar src=7.png> b", 0, id="a face by its class"),
        pytest.param("<p>a <img src=avatar-of-vishnu.png alt=Avatar> b", 0, id="a file called a face"),
        pytest.param("<p>a<p><img src=m-large.png><img src=m-small.jpg><p>b", 1, id="two sizes"),
        pytest.param("<p>a<p><img src=m-1.png><img src=m-2.png><p>b", 2, id="two pictures"),
        pytest.param(
            "<p>a<p><a href=l.png><img src=s.png></a><img src=l.png><p>b", 1, id="what a link shows"
        ),
        pytest.param("<p>a<p><img src=m.png><p>b<p><img src=m.png>", 2, id="the same with text between"),
        pytest.param(
            "<p>a<p><img src=m.png><img src=n.png><p><img src=m.png><img src=n.png><p>b",
            2,
            id="a gallery twice",
        ),
    ],
)
def test_images_that_stay(page: str, shown: int) -> None:
    assert markdown(page, images=True, without=("gone",)).count("![") == shown


def test_a_note_of_a_second_list_is_a_footnote() -> None:
    page = '<p>a<sup id="r1"><a href="#cite_note-1">[n 1]</a></sup></p><ol><li id="cite_note-1"><span class="mw-cite-backlink">^ <a href="#r1">x</a></span> c</ol>'
    assert markdown(page) == "a[^1]\n\n[^1]: c"


def test_a_raised_number_with_a_way_back_is_a_footnote_whatever_it_is_called() -> None:
    page = '<p>a<sup id="u2"><a href="#u1">1</a></sup></p><p>b</p><ol><li id="u1">c <a href="#u2">↩</a></ol>'
    assert markdown(page) == "a[^1]\n\nb\n\n[^1]: c"
    assert "[^1]" not in markdown(page.replace('href="#u2"', 'href="#u3"'))
    assert "[^1]" not in markdown(page.replace("sup", "b"))


_NOTE = "<p><sup>1</sup> A note.</p>"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(f"<p>An area of 3 m<sup>1</sup></p>{_NOTE}", id="a unit"),
        pytest.param(f"<p>In 10<sup>1</sup></p>{_NOTE}", id="a power"),
        pytest.param(f"<p>Twice.<sup>2</sup></p>{_NOTE}", id="another number"),
        pytest.param(f"<p>Once.<sup>1</sup></p>{_NOTE}{_NOTE}", id="two notes of one number"),
        pytest.param(f"<p>Once.<sup>1</sup></p>{_NOTE}<p><sup>2</sup> A note.</p>", id="a note too many"),
        pytest.param("<p>Once.<sup>1</sup></p><p>A note.</p><p><sup>1</sup></p>", id="a note without words"),
        pytest.param("<p>Once.<sup>1</sup></p><ol><li>An item.</li></ol>", id="a list in the text"),
        pytest.param(
            "<p>Once.<sup>1</sup></p><p><b>1</b> An item.</p>", id="a number in bold without a rule"
        ),
    ],
)
def test_a_raised_number_without_its_note_is_no_footnote(page: str) -> None:
    assert "[^" not in markdown(page)


def test_a_name_with_a_year_is_no_footnote() -> None:
    page = '<p>See <a href="#CITEREFKing2003">King 2003</a>.</p><ul><li id="CITEREFKing2003">King, M. (2003)</ul>'
    assert "[^" not in markdown(page)


TWICE = '<p>a<sup><a href="#fn1">1</a></sup></p><p id="fn1">1. c<sup><a href="#fn2">2</a></sup></p><p id="fn2">2. d</p><p id="fn3">3. e</p>'


def test_a_removed_footnote_goes_with_what_refers_to_it() -> None:
    document = segment_html(TWICE)
    kept, gone = {0: Kept("a1")}, frozenset((1, 2, 3))

    def made(kept: dict[int, Kept], removed: frozenset[int]) -> str:
        return render_markdown(page_tree(TWICE, document, Judged(kept, removed=removed), Settings()))

    assert made(kept, gone) == "a[^1]\n\n[^1]: c[^2]\n\n[^2]: d"
    assert made(kept, frozenset((2, 3))) == "a<sup>[1](#fn1)</sup>"  # what a rule or an option removes
    assert made({3: Kept("3. e")}, gone) == "3\\. e"


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<ul><li><h2>Mill</h2></ul><p>a", "# Mill\n\na", id="alone in a list"),
        pytest.param("<ul><li>a<li><h2>Mill</h2></ul>", "- a\n\n- # Mill", id="in a list that has begun"),
    ],
)
def test_the_headline_is_no_item_of_a_list_that_holds_it_alone(page: str, expected: str) -> None:
    document = segment_html(page)
    kept = {i: Kept(it.text, headline=it.text == "Mill") for i, it in enumerate(document.blocks)}
    assert render_markdown(page_tree(page, document, Judged(kept), Settings())) == expected
