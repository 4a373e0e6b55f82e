"""A page as text: what a reader of the page sees, in the order in which it is seen."""

from __future__ import annotations

import pytest

from cleaner import clean
from cleaner.features.page import Page
from cleaner.segment.html import segment_html

LONG = "A paragraph of some length about the old mill, which has stood empty since the floods of that year, and longer. "


def texts(page: str | bytes) -> list[str]:
    return [block.text for block in segment_html(page).blocks]


def test_blocks_stand_in_the_source_at_their_offsets_with_line_ends_between() -> None:
    document = segment_html("<h1>Title</h1><p>One.</p><ul><li>a<li>b</ul>")
    assert document.source == "Title\n\nOne.\n\na\nb"
    assert [document.source[b.start : b.end] for b in document.blocks] == [b.text for b in document.blocks]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        pytest.param("<p>un<b>believ</b>able</p>", "unbelievable", id="emphasis inside a word"),
        pytest.param("<p>one <i>two</i> three</p>", "one two three", id="emphasis around a word"),
        pytest.param("<p>one<i> two</i></p>", "one two", id="a space inside the tag"),
        pytest.param("<p>one\n   two\t three</p>", "one two three", id="white space of the source"),
        pytest.param('<p>see <a href="/x">this</a>, then</p>', "see this, then", id="a comma after a link"),
        pytest.param("<p>H<sub>2</sub>O</p>", "H2O", id="an index"),
        pytest.param("<p>a<!-- x -->b</p>", "ab", id="a comment"),
        pytest.param("<p>a&nbsp;b &amp; c&eacute;</p>", "a b & cé", id="entities"),
        pytest.param("<p>Dampf&shy;schiff</p>", "Dampf\u00adschiff", id="a soft hyphen"),
        pytest.param("<p>a<wbr>b</p>", "ab", id="a place where a word may break"),
        pytest.param("<p>a <span hidden>b</span>c</p>", "a c", id="a hidden label"),
        pytest.param(
            "<p>静岡の<ruby>茶畑<rp>（</rp><rt>ちゃばたけ</rt><rp>）</rp></ruby>では",
            "静岡の茶畑では",
            id="a reading",
        ),
        pytest.param(
            "<p><ruby>新<rt>しん</rt>茶<rt>ちゃ</rt></ruby>の季節", "新茶の季節", id="readings in turn"
        ),
        pytest.param("<p>a<br>b</p>", "a\nb", id="a line break"),
        pytest.param("<p><br>a<br></p>", "a", id="line breaks at the ends"),
        pytest.param("<p>price <my-tag>5</my-tag> only</p>", "price 5 only", id="a tag nobody knows"),
        pytest.param("plain text &amp; no tag", "plain text & no tag", id="no tag at all"),
        pytest.param("<td>a cell alone", "a cell alone", id="a piece of a table"),
    ],
)
def test_a_line_comes_out_as_it_is_seen(page: str, text: str) -> None:
    assert texts(page) == [text]


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        pytest.param("<div>a<p>b</p>c</div>", ["a", "b", "c"], id="text around a paragraph"),
        pytest.param("<p>a<br><br>b</p>", ["a", "b"], id="two line breaks"),
        pytest.param("<p>a<br> \n <br/>b</p>", ["a", "b"], id="two line breaks with space between"),
        pytest.param(
            f"{LONG * 2}<br>{LONG}", [(LONG * 2).strip(), LONG.strip()], id="a break after a paragraph"
        ),
        pytest.param("<ul><li>a<ul><li>b</ul>c</ul>", ["a", "b", "c"], id="a list in a list"),
        pytest.param("<dl><dt>a<dd>b</dl>", ["a", "b"], id="terms and what they mean"),
        pytest.param("<blockquote><p>a</p><p>b</p></blockquote>", ["a", "b"], id="a quotation"),
        pytest.param("<button>Share</button><button>Like</button>", ["Share", "Like"], id="buttons"),
        pytest.param("<span><div>a</div>b</span>", ["a", "b"], id="a division inside a span"),
        pytest.param("<p>a<p>b", ["a", "b"], id="paragraphs left open"),
        pytest.param("a<hr>b", ["a", "b"], id="a rule"),
        pytest.param("<figure><img><figcaption>a</figcaption></figure>", ["a"], id="a caption"),
    ],
)
def test_blocks_are_parted_where_lines_are(page: str, blocks: list[str]) -> None:
    assert texts(page) == blocks


def test_links_side_by_side_are_two_things() -> None:
    assert texts('<div><a href="/a">Home</a><a href="/b">News</a></div>') == ["Home News"]


def test_a_link_that_goes_on_inside_a_word_is_left_alone() -> None:
    assert texts('<p><a href="/a">Hamburg</a>er</p>') == ["Hamburger"]


def test_preformatted_text_keeps_its_lines_and_indents() -> None:
    assert texts("<pre>\ndef f():\n    return <b>1</b>\n\nf()\n</pre>") == ["def f():\n    return 1\n\nf()"]


def test_verse_stays_one_block() -> None:
    assert texts("<p>The sea was calm,<br>the boats lay still,<br>the night was warm.</p>") == [
        "The sea was calm,\nthe boats lay still,\nthe night was warm."
    ]


class TestTables:
    def test_rows_of_data_are_blocks(self) -> None:
        page = "<table><tr><th>Town<th>Heads<tr><td>Ulm<td>126,000<tr><td>Bonn<td>330,000</table>"
        assert texts(page) == ["Town | Heads", "Ulm | 126,000", "Bonn | 330,000"]

    def test_a_row_keeps_its_link_counts(self) -> None:
        page = '<table><tr><td><a href="/u">Ulm</a><td>126<tr><td>Bonn<td><a href="/b">330</a></table>'
        dom = segment_html(page).dom
        assert dom is not None
        assert dom.links.tolist() == [1, 1]

    def test_a_table_that_lays_out_the_page_is_no_data(self) -> None:
        page = f"<table><tr><td><a href='/'>Home</a><td><h1>Title</h1><p>{LONG}</p><p>{LONG}</p></table>"
        assert texts(page) == ["Home", "Title", LONG.strip(), LONG.strip()]

    def test_a_table_around_a_table_of_data_is_left_alone(self) -> None:
        page = "<table><tr><td>left<td><table><tr><td>a<td>b<tr><td>c<td>d</table></table>"
        assert texts(page) == ["left", "a | b", "c | d"]

    def test_a_table_of_one_column_is_left_alone(self) -> None:
        assert texts("<table><tr><td>a<tr><td>b</table>") == ["a", "b"]

    def test_a_caption_stands_before_its_table(self) -> None:
        assert texts("<table><caption>Towns</caption><tr><td>a<td>b<tr><td>c<td>d</table>") == [
            "Towns",
            "a | b",
            "c | d",
        ]


class TestUnseen:
    @pytest.mark.parametrize(
        "tag", ["script", "style", "template", "svg", "select", "iframe", "textarea", "object"]
    )
    def test_what_is_no_text_is_left_out(self, tag: str) -> None:
        assert texts(f"<p>a</p><{tag}>code</{tag}><p>b</p>") == ["a", "b"]

    @pytest.mark.parametrize(
        "how", ["hidden", 'style="display: none"', 'style="color:red;visibility:hidden"']
    )
    def test_hidden_blocks_are_there_and_say_so(self, how: str) -> None:
        document = segment_html(f"<p>a</p><div {how}><p>b</p></div>")
        assert document.dom is not None
        assert [block.text for block in document.blocks] == ["a", "b"]
        assert [bool(flags & (1 << 21)) for flags in document.dom.flags.tolist()] == [False, True]

    def test_the_rest_of_a_paragraph_behind_a_button_is_part_of_it(self) -> None:
        rest = LONG.strip()
        assert texts(f'<p>It begins. <span style="display:none">{rest}</span></p>') == [f"It begins. {rest}"]

    def test_what_is_hidden_from_machines_alone_is_text(self) -> None:
        assert texts('<p aria-hidden="true">a</p>') == ["a"]

    def test_noscript_is_text(self) -> None:
        assert texts("<noscript><p>The article.</p></noscript>") == ["The article."]


class TestScriptedPages:
    PAGE = '<div id="root"></div><script type="application/ld+json">{"@type": "NewsArticle", "articleBody": %s}</script>'

    def test_the_article_comes_from_the_metadata(self) -> None:
        assert texts(self.PAGE % '"First line.\\n\\nSecond line &amp; more."') == [
            "First line.",
            "Second line & more.",
        ]

    def test_an_article_with_tags_is_read_as_a_page(self) -> None:
        assert texts(self.PAGE % '"<p>One.</p><p>Two.</p>"') == ["One.", "Two."]

    def test_a_page_with_text_is_taken_at_its_word(self) -> None:
        assert texts(f"<p>{LONG * 6}</p>" + self.PAGE % f'"{LONG * 20}"') == [(LONG * 6).strip()]

    def test_broken_metadata_is_no_matter(self) -> None:
        assert texts("<p>a</p>" + self.PAGE % '"unfinished') == ["a"]


class TestXhtml:
    def test_empty_elements_are_closed(self) -> None:
        page = '<?xml version="1.0"?><html><head><title/><script src="x"/></head><body><a id="x"/><p>a</p></body></html>'
        assert texts(page) == ["a"]

    def test_marked_sections_are_text(self) -> None:
        assert texts("<?xml version='1.0'?><body><p><![CDATA[a < b]]></p></body>") == ["a < b"]

    def test_html_with_a_stray_slash_is_left_alone(self) -> None:
        assert texts("<p>a<b/>b</p>") == ["ab"]


class TestHiddenPiecesOfLines:
    """They are in no block, and recorded as removed."""

    PAGE = "<p>The ferry <span hidden>opens in a new window</span>stays for another winter.<p>So be it."

    def test_they_are_named_with_their_place(self) -> None:
        result = clean(html=self.PAGE)
        hidden = [it for it in result.removed if it.judge == "hidden"]
        assert [result.document.source[it.start : it.end] for it in hidden] == ["opens in a new window"]
        assert "window" not in result.text

    def test_they_change_no_block(self) -> None:
        without = clean(html=self.PAGE.replace("<span hidden>opens in a new window</span>", ""))
        assert clean(html=self.PAGE).document.blocks == without.document.blocks

    def test_readings_of_characters_are_among_them(self) -> None:
        result = clean(html="<p>静岡の<ruby>茶畑<rt>ちゃばたけ</rt></ruby>では、夜明け前から人が集まる。")
        assert [result.document.source[it.start : it.end] for it in result.removed] == ["ちゃばたけ"]

    def test_a_page_of_nothing_else_has_them_all_the_same(self) -> None:
        result = clean(html="<p><span hidden>opens in a new window</span></p>")
        assert [it.judge for it in result.removed] == ["hidden"]

    def test_they_change_no_count_of_the_last_block(self) -> None:
        page = Page(segment_html(self.PAGE))
        without = Page(segment_html(self.PAGE.replace("opens in a new window", " ")))
        assert page.size.tolist() == without.size.tolist()
        assert page.counts.tolist() == without.counts.tolist()
