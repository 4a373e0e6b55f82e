"""Whatever a page's text is, its Markdown reads as that text: a renderer gives the words of the blocks."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner.segment.html import segment_html
from tests.structures import html, markdown

checked = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ANY_TEXT = st.text(min_size=1, max_size=40)
SIGNS = st.text(alphabet="ab1 *_`~[]()<>!#+-=|\\&;:.^$\"'/é¬€中、。“”\u00a0\u3000", min_size=1, max_size=30)
TEXTS = ANY_TEXT.map(escape) | SIGNS.map(escape)
MARKS = ("b", "i", "em", "strong", "code", "sub", "sup", "del", "kbd", "span", 'a href="/x_(y)*z"')


def element(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split(maxsplit=1)[0]}>"


INLINE = st.recursive(
    TEXTS | st.just("<br>"),
    lambda inner: (
        st.builds(element, st.sampled_from(MARKS), inner) | st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=8,
)
BLOCKS = st.recursive(
    st.builds(element, st.sampled_from(("p", "h2", "h3", "div", "pre")), INLINE),
    lambda inner: (
        st.builds(element, st.sampled_from(("blockquote", "div", "section", "details")), inner)
        | st.builds(
            lambda tag, items: element(tag, "".join(element("li", it) for it in items)),
            st.sampled_from(("ul", "ol", 'ol start="7"')),
            st.lists(inner | INLINE, min_size=1, max_size=3),
        )
        | st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=6,
)


def words(text: str) -> str:
    return "".join(text.split())


def shown(source: str) -> str:
    """The words that a renderer of Markdown shows."""
    page = RENDERER.render(source)
    return words("".join(block.text for block in segment_html(f"<body>{page}").blocks))


def expected(page: str) -> str:
    return words("".join(block.text for block in segment_html(page).blocks))


@checked
@given(TEXTS)
def test_any_text_reads_as_itself(text: str) -> None:
    page = f"<p>{text}</p>"
    assert shown(markdown(page)) == expected(page)


@checked
@given(INLINE)
@example("\xad<b>0</b>")
@example("\xad\u200b<b>0</b>")
@example("\xadx <b>0</b>")
def test_marked_text_has_its_words(inline: str) -> None:
    page = f"<p>{inline}</p>"
    assert shown(markdown(page)) == expected(page), markdown(page)


@checked
@given(st.lists(BLOCKS, min_size=1, max_size=4).map("".join))
def test_blocks_have_their_words(page: str) -> None:
    assert shown(markdown(page)) == expected(page), markdown(page)


@checked
@given(st.lists(st.lists(INLINE, min_size=2, max_size=2), min_size=2, max_size=4))
def test_cells_have_their_words(rows: list[list[str]]) -> None:
    page = element("table", "".join(element("tr", "".join(element("td", it) for it in row)) for row in rows))
    got = shown(markdown(page)).replace("|", "")
    assert got == expected(page).replace("|", ""), markdown(page)


@checked
@given(st.lists(BLOCKS, min_size=1, max_size=4).map("".join))
def test_html_has_the_words_of_the_blocks(page: str) -> None:
    made = html(page)
    assert words("".join(block.text for block in segment_html(made).blocks)) == expected(page), made


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1) a plan", id="a number with a parenthesis"),
        pytest.param("2 * 3 * 4 and snake_case_names", id="stars and underscores"),
        pytest.param("a | b", id="a bar"),
        pytest.param("| --- |", id="a row of dashes"),
        pytest.param("[^1]: a note, [x] and ![y](z)", id="brackets"),
        pytest.param("<script>alert(1)</script> &lt; &amp;amp;", id="a tag as text"),
        pytest.param("~~gone~~ ~5 == ~~~", id="tildes"),
        pytest.param("C:\\temp\\ and \\*", id="backslashes"),
        pytest.param("ends with a backslash \\", id="a backslash at the end"),
        pytest.param("#!/bin/sh", id="a hash without a space"),
        pytest.param("---", id="dashes"),
    ],
)
def test_signs_read_as_themselves(text: str) -> None:
    page = f"<p>Before</p><p>{escape(text)}</p>"
    assert shown(markdown(page)) == expected(page)


@pytest.mark.parametrize(
    "text",
    ["2 + 2 - 1", "an [sic] aside", "snake_case", "C# and a - b", "1.5 of it", "$5 to $10", "a > b", "AT&T"],
)
def test_prose_is_left_alone(text: str) -> None:
    assert markdown(f"<p>{escape(text)}</p>") == text


@pytest.mark.parametrize(("before", "after"), [("", "¬"), ("€", ""), ("a", ""), ("", "a")])
def test_signs_that_some_versions_of_commonmark_would_not_read_are_tags(before: str, after: str) -> None:
    """Since 0.31 symbols beyond ASCII are punctuation; beside them, both versions must see the mark."""
    assert markdown(f"<p>{before}<b>:</b>{after}</p>") == f"{before}<strong>:</strong>{after}"


@pytest.mark.parametrize(("before", "after"), [("", ""), ("+", "+"), ("(", ")"), (" ", ",")])
def test_signs_beside_punctuation_of_all_versions_stay_signs(before: str, after: str) -> None:
    assert f"{before}**:**{after}".strip() in markdown(f"<p>x {before}<b>:</b>{after} y</p>").replace(
        "\\", ""
    )
