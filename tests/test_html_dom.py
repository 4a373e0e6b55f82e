"""What the DOM knows of a block besides its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleaner.document import Document
from cleaner.segment.html import segment_html
from cleaner.segment.html.class_labels import CLASS_LABELS, known_names, look_up
from cleaner.segment.html.html_tags import TAGS, Flag

if TYPE_CHECKING:
    from cleaner.dom import Dom


def dom_of(page: str) -> Dom:
    dom = segment_html(page).dom
    assert dom is not None
    return dom


def flags_of(page: str) -> Flag:
    return Flag(int(dom_of(page).flags[0]))


def labels(bits: int) -> set[str]:
    return {label for bit, label in enumerate(CLASS_LABELS) if bits >> bit & 1}


@pytest.mark.parametrize(
    ("page", "tag"),
    [
        ("<p>a</p>", "p"),
        ("<p><a href=x><b>a</b></a></p>", "p"),
        ("<h2>a</h2>", "h2"),
        ("<li>a", "li"),
        ("<div>a</div>", "div"),
        ("<div><p></p>a</div>", "div"),
        ("a", "body"),
        ("<table><tr><td>a<td>b</table>", "tr"),
        ("<table><tr><td>a</table>", "td"),
        ("<figure><figcaption>a</figcaption></figure>", "figcaption"),
        ("<button><span>a</span></button>", "button"),
    ],
)
def test_a_block_has_the_tag_of_the_element_that_makes_it_one(page: str, tag: str) -> None:
    assert TAGS[dom_of(page).tag[0]] == tag


@pytest.mark.parametrize(
    ("page", "flag"),
    [
        ("<nav><p>a</nav>", Flag.NAV),
        ("<div role=navigation><p>a</div>", Flag.NAV),
        ("<header><div><p>a</div></header>", Flag.HEADER),
        ("<div role=contentinfo>a</div>", Flag.FOOTER),
        ("<aside>a</aside>", Flag.ASIDE),
        ("<form><p>a</form>", Flag.FORM),
        ("<article><p>a</article>", Flag.ARTICLE),
        ("<main><p>a</main>", Flag.MAIN),
        ("<table><tr><td>a</table>", Flag.TABLE),
        ("<ul><li>a</ul>", Flag.LIST),
        ("<blockquote>a</blockquote>", Flag.QUOTE),
        ("<a href=x><p>a</p></a>", Flag.LINK),
        ("<pre>a</pre>", Flag.PRE),
        ("<body><noscript>a</noscript>", Flag.NOSCRIPT),
        ("<p hidden>a</p>", Flag.HIDDEN),
        ("<p aria-hidden=true>a</p>", Flag.ARIA_HIDDEN),
        ('<div itemprop="articleBody"><p>a</div>', Flag.ARTICLE_BODY),
        ('<div property="schema:articleBody"><p>a</div>', Flag.ARTICLE_BODY),
    ],
)
def test_a_block_knows_what_it_stands_in(page: str, flag: Flag) -> None:
    assert flag in flags_of(page)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<nav>b</nav><p>a</p>", id="after a menu"),
        pytest.param("<p><a name=top>a</a></p>", id="an anchor that leads nowhere"),
        pytest.param('<p style="display:block">a</p>', id="a style that hides nothing"),
        pytest.param('<p aria-hidden="false">a</p>', id="not hidden from anyone"),
        pytest.param('<p hidden="until-found">a</p>', id="hidden until it is looked for"),
        pytest.param('<div itemprop="author"><p>a</p></div>', id="another property"),
    ],
)
def test_a_plain_paragraph_stands_in_nothing(page: str) -> None:
    assert Flag(int(dom_of(page).flags[-1])) == Flag(0)


def test_links_are_counted_and_measured() -> None:
    dom = dom_of('<p>see <a href="/a">this one</a> and <a href="/b">that</a></p><p>none</p>')
    assert dom.links.tolist() == [2, 0]
    assert dom.link_characters.tolist() == [12, 0]


def test_images_count_for_the_block_after_them() -> None:
    assert dom_of("<p>a</p><img><img><p>b</p><p>c</p>").images.tolist() == [0, 2, 0]


def test_lists_are_counted_by_how_many_are_around() -> None:
    assert dom_of("<p>a</p><ul><li>b<ul><li>c</ul></ul>").list_level.tolist() == [0, 1, 2]


def test_cards_of_one_kind_are_known_as_such() -> None:
    card = "<div class=card><p>a</p></div>"
    dom = dom_of(f"<main>{card * 3}<div class=text><p>b</p></div></main>")
    like = dom.elements.like[dom.elements.parent[dom.element]]
    assert len(set(like.tolist()[:3])) == 1
    assert like[3] != like[0]


def test_the_page_itself_is_like_no_element() -> None:
    like = dom_of("<html><body><p>a</p></body></html>").elements.like.tolist()
    assert len(set(like)) == len(like)


def test_elements_hold_what_lies_between_them_and_their_end() -> None:
    dom = dom_of("<div><p>a</p><p>b</p></div><p>c</p>")
    elements = dom.elements
    division = int(elements.parent[dom.element[0]])
    held = [division <= at < elements.end[division] for at in dom.element.tolist()]
    assert held == [True, True, False]


class TestNames:
    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("articleBody", {"body"}),
            ("article-body--wide", {"body"}),
            ("entry_content", {"body"}),
            ("c-entry__content", {"body"}),
            ("article_2", {"body"}),
            ("RELATED-posts", {"related link"}),
            ("ArticleBody", {"body"}),
            ("articlebody", {"body"}),
            ("relatedPosts", {"related link"}),
            ("mehr-zum-thema", {"related link"}),
            ("comments", {"comment"}),
            ("comment-author", {"comment"}),
            ("social-share-buttons", {"share", "button"}),
            ("cookieBanner", {"cookie notice"}),
            ("newsletter_signup", {"newsletter"}),
            ("site-footer", {"page footer"}),
            ("content", {"body"}),
            ("lea-tambien", {"related link"}),
            ("adsbygoogle", {"advertisement"}),
        ],
    )
    def test_a_name_says_what_it_says(self, name: str, expected: set[str]) -> None:
        assert labels(look_up(name)) == expected

    @pytest.mark.parametrize(
        "name",
        [
            *("has-sidebar", "no-comments", "with-ads", "is-open", "show_share"),
            *("col-md-8", "css-1x2y3z", "comments-20931", "md:share", "w-[200px]"),
            *("readable-x", "download", "shadow", "padding", "-", "9", "_"),
        ],
    )
    def test_a_name_that_says_nothing_is_left_alone(self, name: str) -> None:
        assert labels(look_up(name)) == set()

    def test_the_theme_named_on_the_body_says_nothing_of_what_stands_in_it(self) -> None:
        assert not dom_of('<body class="comments related-posts"><p>a</p></body>').elements.around.any()

    def test_inline_names_count_for_short_blocks_alone(self) -> None:
        long = "words of a paragraph that goes on for long enough to be about something else, as it does " * 2
        dom = dom_of(f'<p><span class="byline">a</span></p><p>{long}<span class="byline">a</span></p>')
        assert [labels(int(bits)) for bits in dom.inline_names] == [{"byline"}, set()]

    def test_drawings_and_forms_give_no_names(self) -> None:
        icons = (
            '<svg><g class="share"></g><use class="byline"></use></svg><select><b class="ads"></b></select>'
        )
        assert not dom_of(f"<p>a {icons}</p>").inline_names.any()

    def test_every_name_in_the_list_is_found_by_itself(self) -> None:
        known = known_names()
        listed = known.anywhere | known.whole
        assert [name for name, bits in listed.items() if look_up(name) & bits != bits] == []

    def test_nothing_is_asked_of_elements_without_text(self) -> None:
        elements = dom_of(
            '<div class="comments"><p class="byline">a</p></div><div class="ads"></div>'
        ).elements
        assert [labels(int(bits)) for bits in elements.names if bits] == [{"comment"}, {"byline"}]


def test_text_has_no_dom() -> None:
    assert Document("a", ()).dom is None
