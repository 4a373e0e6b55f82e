"""Articles that stand in the data of a page's scripts alone: found by their shape, or left alone."""

from __future__ import annotations

import json
import time
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, Options, clean
from cleaner.options import Engine
from tests.rule_writing import HEAD as RULES
from tests.rule_writing import write
from tests.test_html_clean import STORY
from tests.test_json_ld import COOKIES, MENU

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TITLE = "Old mill to be mended"
HEAD = f"<title>{TITLE} | Lindvik Post</title>"
SHELL = f"{HEAD}{MENU}<div id=root></div>"
HTML = "".join(f"<p>{it}</p>" for it in STORY)
OTHER = [
    "The ferry to the islands is back in service after three weeks of repairs. It leaves every hour from the new quay.",
    "Passengers had been taken across in small boats, which could carry neither cars nor freight in the last weeks.",
    "The shipping line puts the damage at two million crowns. It wants to have the second ferry looked at as well.",
    "Nobody was hurt when the ferry ran aground in the fog. The captain had been warned twice by the harbour office.",
    "An inquiry is to find out by the end of the year why the warnings did not reach the bridge of the ship in time.",
]


def data(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    """A script that holds `value`, as templates write it."""
    said = json.dumps(value).replace("</", "<\\/")
    return f'<script id="state" type="application/json">{said}</script>'


def story(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - likewise
    """An article as an object, in the object of a page."""
    return {"page": {"locale": "en", "story": {"id": 17, "headline": TITLE, **fields}}}


def kept(page: str, engine: Engine = Engine.FULL) -> str:
    return Cleaner(options=Options(engine=engine, site_rules=False)).clean(html=page).text


def in_javascript() -> str:
    said = ",".join(f"{{kind:'text',value:'{it}'}}" for it in STORY)
    return f"<script>window.__STATE__={{user:void 0,page:{{title:'{TITLE}',parts:[{said}]}}}};boot(window)</script>"


def in_a_call() -> str:
    said = json.dumps(json.dumps(story(body=STORY)))
    return f"<script>(function(){{window.state = JSON.parse({said});}})()</script>"


def in_a_stream() -> str:
    page = json.dumps(["$", "main", None, {"title": TITLE, "story": {"headline": TITLE, "body": "$2a"}}])
    rows = f"1:{page}\n2a:T{len(HTML.encode()):x},{HTML}3:[]\n"
    pieces = (rows[at : at + 150] for at in range(0, len(rows), 150))
    return "".join(
        f"<script>self.__next.push([1,{json.dumps(it)}])</script>".replace("</p", "\\u003c/p")
        for it in pieces
    )


def in_an_attribute() -> str:
    return f'<div data-state="{escape(json.dumps(story(content=HTML)))}"></div>'


def in_leaves() -> str:
    def node(text: str) -> dict[str, Any]:
        one, two, three = text.split(" ", 2)
        leaves: list[dict[str, Any]] = [
            {"value": f"{one} "},
            {"marks": ["bold"], "value": two},
            {"value": f" {three}"},
        ]
        return {"nodeType": "paragraph", "content": [{"nodeType": "text", **it} for it in leaves]}

    return data(story(document={"nodeType": "document", "content": list(map(node, STORY))}))


SHAPES = {
    "a list of texts": data(story(body=STORY)),
    "blocks of an editor": data(story(blocks=[{"type": "text", "text": it} for it in STORY])),
    "HTML in one text": data(story(body=HTML)),
    "HTML in each block": data(
        story(blocks=[{"kind": "html", "props": {"html": f"<p>{it}</p>"}} for it in STORY])
    ),
    "lines in one text": data(story(body="\n\n".join(STORY))),
    "sections with paragraphs": data(story(sections=[{"paragraphs": STORY[:2]}, {"paragraphs": STORY[2:]}])),
    "a store with numbered names": data(
        {"title": TITLE, "store": {f"block:{n}": {"text": it} for n, it in enumerate(STORY)}}
    ),
    "leaves of rich text": in_leaves(),
    "an object of JavaScript": in_javascript(),
    "JSON in a string": in_a_call(),
    "a stream in pieces": in_a_stream(),
    "an attribute": in_an_attribute(),
    "JSON that is cut off": data(story(body=STORY)).replace("]}}}", ""),
}


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("shape", SHAPES)
def test_an_article_in_data_alone_is_found(shape: str, engine: Engine) -> None:
    if shape == "a stream in pieces":
        page = f'<meta property="og:type" content="article">{SHELL}{SHAPES[shape]}'
    else:
        page = SHELL + SHAPES[shape]
    text = kept(page, engine)
    for paragraph in STORY:
        assert text.count(paragraph) == 1
    assert "Sport" not in text


def test_beside_a_cookie_notice_it_is_found() -> None:
    notice = f"<div class=cookie-notice><p>{COOKIES}</p></div>"
    assert STORY[0] not in kept(f"{HEAD}{MENU}{notice}{data(story(body=STORY))}")  # not twice as long
    assert STORY[0] in kept(f"{HEAD}{MENU}{notice}{data(story(body=STORY + OTHER))}")


def test_among_other_stories_that_with_the_headline_is_taken() -> None:
    others = [{"headline": "Ferry back in service", "url": "/ferry", "body": OTHER}]
    text = kept(SHELL + data({**story(body=STORY), "more": others}))
    assert STORY[0] in text
    assert OTHER[0] not in text


def test_an_article_without_its_headline_is_taken_where_the_page_declares_one() -> None:
    page = f'<meta property="og:type" content="article">{SHELL}{data({"a": {"body": STORY}})}'
    assert STORY[0] in kept(page)
    assert kept(SHELL + data({"a": {"body": STORY}})) == ""


def test_it_stands_after_the_headline_of_the_page() -> None:
    result = clean(
        html=f"{HEAD}{MENU}<main><h1>{TITLE}</h1></main><footer>Imprint</footer>{data(story(body=STORY))}"
    )
    texts = [block.text for block in result.document.blocks]
    assert texts[-6:] == [TITLE, *STORY, "Imprint"]
    assert result.title == TITLE


def test_headings_and_lists_are_kept() -> None:
    blocks: list[dict[str, Any]] = [{"type": "paragraph", "text": it} for it in STORY]
    blocks.insert(2, {"type": "heading", "text": "A roof by winter"})
    blocks[4:4] = [
        {"type": "list-item", "text": it} for it in ("Roof: 400,000 crowns", "Wheel: 250,000 crowns")
    ]
    result = Cleaner(options=Options(site_rules=False)).clean(html=SHELL + data(story(blocks=blocks)))
    assert "## A roof by winter" in result.markdown
    assert "- Roof: 400,000 crowns\n- Wheel: 250,000 crowns" in result.markdown


def test_paragraphs_that_end_with_a_space_stay_apart() -> None:
    blocks = [{"text": f"{it} "} for it in STORY]
    assert kept(SHELL + data(story(blocks=blocks))) == "\n\n".join(STORY)


def test_of_a_list_with_one_whole_body_the_body_alone_is_taken() -> None:
    text = kept(SHELL + data(story(blocks=[{"text": HTML}, {"text": PROMPT}])))
    assert text == "\n\n".join(STORY)


def test_offsets_and_explanations_hold() -> None:
    result = Cleaner().clean(html=SHELL + data(story(body=HTML)), explain=True)
    assert all(result.document.source[start:end] == text for start, end, text in result.document.blocks)
    assert all(decision.verdicts for decision in result.decisions)


def test_selectors_of_rules_see_it(tmp_path: Path) -> None:
    rules = write(
        tmp_path, example=f"{RULES}drop:\n  - {{label: form, why: x, css: 'article p:last-of-type'}}\n"
    )
    page = SHELL + data(story(body=HTML))
    assert STORY[3] in clean(html=page, url="https://example.org/a").text
    text = Cleaner(rules).clean(html=page, url="https://example.org/a").text
    assert STORY[0] in text
    assert STORY[3] not in text


STORIES = [
    {"title": f"Story {n}", "url": f"/news/story-{n}", "description": it}
    for n, it in enumerate([*OTHER, *STORY])
]
COMMENTS = [
    {"author": f"Reader {n}", "created": "2024-05-14T08:00:00Z", "text": it} for n, it in enumerate(STORY * 2)
]
LONG = [
    f"In the year {n} the mill on the river was mended by {n * 7} men, and each of them got a loaf."
    for n in range(150)
]
PROMPT = "Read the paper for a month for one crown. You can leave at any time, and nothing else will be asked of you."
DECLARED = '<meta property="og:type" content="article">'
LEFT_ALONE: dict[str, tuple[str, Any]] = {
    "the article is on the page": (f"{HEAD}<article><h1>{TITLE}</h1>{HTML}</article>", story(body=STORY)),
    "its beginning is": (f"{HEAD}<article><h1>{TITLE}</h1><p>{STORY[0]}</p></article>", story(body=STORY)),
    "it is hidden there": (f"{HEAD}<article hidden><h1>{TITLE}</h1>{HTML}</article>", story(body=STORY)),
    "the page has another": (f"{HEAD}<p>{'</p><p>'.join(OTHER)}</p>", story(body=STORY)),
    "other stories": (DECLARED + SHELL, {"title": TITLE, "more": STORIES}),
    "comments": (DECLARED + SHELL, {"title": TITLE, "comments": COMMENTS}),
    "translations": (
        DECLARED + SHELL,
        {"title": TITLE, "i18n": {f"mill.{name}": it for name, it in zip("abcd", STORY, strict=True)}},
    ),
    "translations in groups": (
        SHELL,
        {"title": TITLE, "i18n": {name: {"text": it} for name, it in zip("abcd", STORY, strict=True)}},
    ),
    "consent": (SHELL, {"consent": {"purposes": [{"id": n, "description": COOKIES} for n in range(9)]}}),
    "terms of the site": (SHELL, {"site": {"name": "Lindvik Post", "terms": "\n".join(STORY)}}),
    "several, none with the headline": (DECLARED + SHELL, {"one": {"body": STORY}, "two": {"body": OTHER}}),
    "another story with a date, within the page's object": (
        SHELL,
        {"title": TITLE, "related": {"title": "Ferry", "date": "2024-05-14", "body": OTHER}},
    ),
    "a store of all kinds of values": (
        SHELL,
        {"title": TITLE, "all": [*STORY, "ab12", "/a/b", "x-y", "state", "open", "red"]},
    ),
    "the same text again and again": (SHELL, {"title": TITLE, "body": [STORY[0]] * 9}),
    "a short text": (SHELL, story(body=STORY[:2])),
    "a story about something else": (DECLARED + SHELL, {"a": {"body": OTHER}}),
    "one of a list of documents": (
        DECLARED + SHELL,
        {"all": [{"url": "/a", "body": STORY}, {"url": "/b", "body": OTHER[:2]}]},
    ),
    "a note beside much other text": (
        SHELL,
        {"title": TITLE, "note": {"body": STORY}, "rest": {name: " ".join(OTHER) for name in "abcd"}},
    ),
    "the page has much text": (
        f"{HEAD}<p>{'</p><p>'.join(f'{it} ({n})' for n in range(7) for it in OTHER)}</p>",
        story(body=LONG),
    ),
    "code": (
        SHELL,
        story(
            body="\n".join(
                f'x[{n}] = {{a: "The words of a label that a reader may see; they read quite well. So it is, and so be it."}};'
                for n in range(99)
            )
        ),
    ),
}


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_what_is_no_article_or_not_needed_is_left_alone(case: str) -> None:
    page, value = LEFT_ALONE[case]
    with_data, without = (clean(html=f"{page}{it}") for it in (data(value), ""))
    assert with_data.document.source == without.document.source
    assert with_data.text == without.text


@pytest.mark.parametrize(
    "hostile",
    [
        pytest.param(lambda: "[" * 400_000, id="brackets that open"),
        pytest.param(lambda: '{"a":' * 200_000 + "1" + "}" * 200_000, id="objects in objects"),
        pytest.param(lambda: "]}" * 400_000, id="brackets that close"),
        pytest.param(lambda: '"' + '\\"' * 400_000, id="a string of escaped quotes"),
        pytest.param(lambda: "'\n" * 400_000, id="strings left open"),
        pytest.param(lambda: "/*" * 400_000, id="comments left open"),
        pytest.param(lambda: "\\ud800" * 100_000 + '"\\ud800\\u{fffffff}"', id="halves of characters"),
        pytest.param(lambda: "a.push([1,'" * 80_000, id="calls left open"),
        pytest.param(lambda: json.dumps({"title": TITLE, "b": ["x"] * 300_000 + STORY}), id="a long list"),
        pytest.param(lambda: json.dumps([[it] for it in OTHER * 2000]), id="lists of one"),
        pytest.param(
            lambda: json.dumps({str(n): [{"t": it} for it in OTHER] for n in range(1500)}), id="many articles"
        ),
        pytest.param(lambda: json.dumps({"title": TITLE, "b": "<p " * 100_000 + HTML}), id="tags left open"),
        pytest.param(
            lambda: json.dumps({"title": TITLE, "b": "<" * 300_000 + ">" + HTML}), id="signs of tags"
        ),
    ],
)
def test_hostile_data_costs_time_in_proportion(hostile: Callable[[], str]) -> None:
    cleaner = Cleaner(options=Options(engine=Engine.FAST, site_rules=False))
    cleaner.warm()
    page = f"{SHELL}<script>x={hostile()}</script>"
    started = time.process_time()
    cleaner.clean(html=page)
    assert time.process_time() - started < 10


def nested(depth: int) -> Any:  # noqa: ANN401 - whatever JSON holds
    value: Any = json.dumps(story(body=STORY))
    for _ in range(depth):
        value = json.dumps({"a": value})
    return value


def test_json_in_json_is_read_to_a_bounded_depth() -> None:
    assert STORY[0] in kept(SHELL + data({"a": nested(1)}))
    assert kept(SHELL + data({"a": nested(8)})) == ""


texts = st.sampled_from(
    [*STORY, *OTHER, TITLE, HTML, "Home", "/a/b", "2024-05-14", "", "<p>", "p", '{"a": "b"}', "\ud800"]
)
scalars = texts | st.integers(0, 2_000_000_000) | st.none() | st.booleans()
names = st.sampled_from(["title", "body", "text", "type", "1", "2", "items", "url"])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(names, inner, max_size=5),
    max_leaves=30,
)
fast = Cleaner(options=Options(engine=Engine.FAST, site_rules=False))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=values, cut=st.integers(0, 40), shown=st.sets(st.sampled_from(STORY)))
def test_no_data_makes_a_page_crash_or_says_its_text_twice(value: Any, cut: int, shown: set[str]) -> None:  # noqa: ANN401
    said = json.dumps({"title": TITLE, "value": value})
    page = f"{SHELL}{''.join(f'<p>{it}</p>' for it in sorted(shown))}<script>s={said[: len(said) - cut]}</script>"
    document = fast.clean(html=page).document
    assert all(document.source[start:end] == text for start, end, text in document.blocks)
    for paragraph in shown:
        assert [block.text for block in document.blocks].count(paragraph) == 1
