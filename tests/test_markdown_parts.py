"""Whatever part of a page stays, its HTML has the words of the blocks that stay, in order, and no others."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner.render.html import render_html
from cleaner.render.judged import Judged, Kept, Settings
from cleaner.render.structure import page_tree
from cleaner.segment.html import segment_html

checked = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = st.sampled_from(("mill", "old corn", "x" * 130, "\u00ad", "\ufeff", " ", "1.", "né中"))
TAGS = st.sampled_from(
    (
        *("b", "span", "span hidden", 'span style="display:none"', "a href=/x", "code", "sup", "svg"),
        *("script", "select", "my-tag", "ruby", "noscript", "span aria-hidden=true"),
    )
)
BOXES = st.sampled_from(
    (
        *("p", "div", "ul", "li", "pre", "section", "blockquote", "h2", "details", "div hidden", "figure"),
        *("table", "tr", "td", "th", "dl", "dd", "button", "table><tr><td", 'div class="thumb"'),
    )
)


def element(tag: str, inner: str) -> str:
    """An element, or several in each other where `tag` is `a><b`."""
    names = [it.split()[0] for it in tag.split("><")]
    return f"<{tag}>{inner}{''.join(f'</{name}>' for name in reversed(names))}"


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=4).map("".join)


INLINE = st.recursive(
    WORDS | st.sampled_from(("<br>", "<br><br>", "<img src=/i.png>", "<!-- c -->")),
    lambda inner: st.builds(element, TAGS, joined(inner)),
    max_leaves=6,
)
PAGES = st.recursive(
    joined(INLINE), lambda inner: st.builds(element, BOXES, joined(inner)) | joined(inner), max_leaves=12
)


def words(text: str) -> str:
    """The words of a text without what stands between cells, and without invisible characters."""
    return "".join(text.replace("|", "").replace("\u00ad", "").replace("\ufeff", "").split())


@checked
@given(PAGES, st.integers(0, 2**16 - 1))
def test_any_part_of_a_page_has_the_words_of_its_blocks(page: str, which: int) -> None:
    document = segment_html(page)
    kept = {i: Kept(it.text) for i, it in enumerate(document.blocks) if which >> (i % 16) & 1}
    made = render_html(page_tree(page, document, Judged(kept), Settings()))
    assert words("".join(it.text for it in segment_html(made).blocks)) == (
        words("".join(it.text for it in kept.values()))
    )
