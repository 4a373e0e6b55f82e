"""What holds for any page at all."""

from __future__ import annotations

import pickle
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.rules.xpath import Copy
from cleaner.segment.html import segment_html
from cleaner.segment.html.blocks_inside import blocks_inside
from cleaner.segment.html.parse import parse

if TYPE_CHECKING:
    from cleaner.document import Document

checked = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

BLOCKS = [
    "div",
    "p",
    "section",
    "article",
    "ul",
    "li",
    "blockquote",
    "h2",
    "dl",
    "dd",
    "figure",
    "header",
    "center",
]
INLINE = ["b", "i", "span", "a href='/x'", "em", "code", "font", "x-tag"]
PIECES = [
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<li>",
        "<a href=x>",
        "</a>",
        "<br>",
    ),
    *(
        "<b>",
        "</i>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<pre>",
        "<svg>",
        "<title>",
        "<noscript>",
        "<template>",
    ),
    *(
        "<span hidden>",
        "</span>",
        "<h1 class='entry-title'>",
        "<",
        ">",
        "&amp;",
        "&#0;",
        "\0",
        "\n",
        " text ",
        "word",
    ),
    *(
        "<select><option>",
        "<body>",
        "</html>",
        "<frameset>",
        "<math>",
        "<form>",
        "<input>",
        "<amp-img><b>",
        "\u00ad",
    ),
]

leaf = st.just(None)
tree = st.recursive(
    leaf,
    lambda children: st.one_of(
        st.tuples(st.sampled_from(BLOCKS + INLINE), st.lists(children, max_size=4)),
        st.tuples(
            st.just("table"), st.lists(st.lists(children, min_size=1, max_size=3), min_size=1, max_size=3)
        ),
    ),
    max_leaves=25,
)


def written(node: object, numbers: count[int]) -> str:
    """The HTML of a tree whose leaves are words that occur once, in order."""
    match node:
        case None:
            return f" w{next(numbers)}. "
        case ("table", [*rows]):
            cells = (
                "".join(f"<td>{written(cell, numbers)}</td>" for cell in row)
                for row in rows
                if isinstance(row, list)
            )
            return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
        case (str(tag), [*children]):
            return (
                f"<{tag}>" + "".join(written(child, numbers) for child in children) + f"</{tag.split()[0]}>"
            )
    raise AssertionError(node)


def holds_together(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert block.text.strip()
        assert block.text.rstrip() == block.text
        assert document.source[block.start : block.end] == block.text
        assert document.source[end : block.start] in ({""} if end == 0 else {"\n", "\n\n"})
        end = block.end
    rest = "".join(f"\n{document.source[start:stop]}" for start, stop in document.skipped)
    assert document.source[end:] == (rest and f"\n{rest}")
    dom = document.dom
    assert dom is not None
    elements = dom.elements
    rows = range(len(elements.parent))
    assert all(elements.parent[row] < row for row in rows if row)
    assert all(row < elements.end[row] <= elements.end[elements.parent[row]] for row in rows)
    for column in (dom.tag, dom.element, dom.flags, dom.links, dom.link_characters, dom.list_level):
        assert len(column) == len(document.blocks)


@given(st.lists(tree, max_size=4))
@checked
def test_every_word_is_in_the_source_once_and_in_order(trees: list[object]) -> None:
    numbers = count()
    page = "".join(written(it, numbers) for it in trees)
    document = segment_html(page)
    words = [word for word in document.source.replace(" | ", " ").split() if word]
    assert words == [f"w{number}." for number in range(next(numbers))]
    holds_together(document)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@checked
def test_any_soup_of_tags_is_a_document(page: str) -> None:
    holds_together(segment_html(page))


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
@checked
def test_any_bytes_are_a_document(page: str | bytes) -> None:
    holds_together(segment_html(page))


@given(st.lists(tree, max_size=2))
@checked
def test_the_same_page_gives_the_same_document_and_can_be_pickled(trees: list[object]) -> None:
    numbers = count()
    page = "".join(written(it, numbers) for it in trees)
    first, second = segment_html(page), segment_html(page)
    assert first == second
    copy = pickle.loads(pickle.dumps(first))  # noqa: S301 - our own bytes
    assert copy == first
    assert copy.dom.flags.tolist() == first.dom.flags.tolist()  # type: ignore[union-attr] # it came from HTML


@given(
    st.lists(st.sampled_from(PIECES), max_size=40),
    st.sampled_from(["b", "p", "div, a", "td", "body", ":empty"]),
)
@checked
def test_marking_elements_changes_no_block_and_xpath_finds_what_css_finds(
    pieces: list[str], css: str
) -> None:
    page = "".join(pieces)
    parsed = parse(page)
    found = [node.mem_id for node in parsed.css(css)]
    inside = blocks_inside(parsed, [found, []])
    texts = tuple(block.text for block in segment_html(page).blocks)
    assert inside.texts == texts[: len(inside.texts)]
    assert inside.wholly[0] <= inside.partly[0] <= set(range(len(texts)))
    assert inside.wholly[1] == inside.partly[1] == frozenset()
    copy = Copy(parsed)
    for name in ("b", "p", "td"):
        assert {node.mem_id for node in parsed.css(name)} == set(copy.find(f"//{name}"))
