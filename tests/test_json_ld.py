"""JSON-LD as it is found on pages, and the article in it where the page does not have it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from cleaner import Cleaner, Options
from cleaner.options import Engine
from cleaner.segment.html import segment_html
from cleaner.segment.html.json_ld_objects import objects
from tests.test_html_clean import STORY

ARTICLE = "\n\n".join(STORY)
COOKIES = (
    "We and our partners store and access information on your device, such as cookies, and process personal data for "
    "advertising, measurement and research. With your permission we may use precise location data. You may accept all, "
    "or see more detailed information and change your preferences before you consent or refuse. Some processing may not "
    "need your consent, but you have the right to object to it. Your choices will apply to this site alone, and you can "
    "change them at any time by coming back to it or in our privacy policy. "
)
MENU = "<nav><a href=/>Home</a> <a href=/s>Sport</a> <a href=/c>Council</a></nav>"


def script(body: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Old mill", "articleBody": {body}}}</script>'


def texts(page: str) -> list[str]:
    return [block.text for block in segment_html(page).blocks]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        pytest.param('{"@type": "A", "headline": "b"}', [{"@type": "A", "headline": "b"}], id="sound"),
        pytest.param('[{"@type": "A"}, {"@graph": [{"@type": "B"}]}]', ["A", "B"], id="lists and graphs"),
        pytest.param('<!-- {"@type": "A"}; -->', ["A"], id="comment marks around"),
        pytest.param('//<![CDATA[\n{"@type": "A"}\n//]]>', ["A"], id="a marked section"),
        pytest.param('{"@type": "A", "headline": "b\nc\td"}', ["b c d"], id="line ends in a text"),
        pytest.param('{"@type": "A", "headline": "b",}', ["b"], id="a comma too many"),
        pytest.param('{"@type": "A", "headline": "b" // for now\n}', ["b"], id="a comment"),
        pytest.param(
            '{"@type": "A", "headline": "the "old" mill", "url": "c"}', ['the "old" mill'], id="lone quotes"
        ),
        pytest.param('{"@type": "A", "headline": "b"}{"@type": "C"}', ["b"], id="two objects in a row"),
        pytest.param("{&quot;@type&quot;: &quot;A&quot;}", ["A"], id="escaped as HTML"),
        pytest.param('{"@type": "A", "headline": "b", "x": {"y": "z"', ["b"], id="cut off"),
    ],
)
def test_what_can_be_read_is_read(said: str, found: list[Any]) -> None:
    seen = list(objects(said))
    for expected in found:
        assert expected in seen or any(expected in (it.get("headline"), it["@type"]) for it in seen)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("", id="nothing"),
        pytest.param('{"headline": "b"}', id="an object without a type"),
        pytest.param('{"@type": "A", "author": {"@type": "Person"}}'[:8], id="the beginning of a key"),
        pytest.param('{"headline": "b", "text": "no type", }', id="broken, and without a type"),
        pytest.param("var page = 1;", id="a program"),
        pytest.param("[" * 100_000, id="brackets alone"),
    ],
)
def test_where_nothing_is_said_nothing_is_found(said: str) -> None:
    assert list(objects(said)) == []


def test_a_text_that_does_not_end_is_not_taken() -> None:
    assert list(objects('{"@type": "A", "headline": "b c')) == [{"@type": ["A"]}]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param('{"@type":"A","headline":"' + '"a":"' * 200_000, id="texts left open"),
        pytest.param('{"@type":"A","articleBody":"' + '" , ' * 200_000, id="quotes and commas"),
        pytest.param('{"@type":"A","mainEntity":' * 100_000 + "1" + "}" * 100_000, id="objects in objects"),
        pytest.param('"@type"' + " " * 1_000_000, id="space"),
    ],
)
def test_broken_scripts_cost_time_in_proportion(said: str) -> None:
    started = time.process_time()
    list(objects(said))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div id=root></div>", id="nothing else"),
        pytest.param("<p>Please turn on JavaScript.</p>", id="a line that asks for scripts"),
        pytest.param(
            f"{MENU}<div class=cookie-notice><p>{COOKIES}</p></div>", id="a menu and a cookie notice"
        ),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(json.dumps(ARTICLE), id="as text"),
        pytest.param(json.dumps("".join(f"<p>{it}</p>" for it in STORY)), id="as HTML"),
        pytest.param(
            json.dumps("".join(f"&lt;p&gt;{it}&lt;/p&gt;" for it in STORY)), id="as HTML that is escaped"
        ),
        pytest.param(json.dumps(ARTICLE) + ",", id="with a comma too many"),
        pytest.param(json.dumps(f'The "old" {ARTICLE}').replace('\\"', '"'), id="with lone quotes"),
    ],
)
def test_an_article_that_scripts_would_draw_is_taken_from_there(page: str, body: str, engine: Engine) -> None:
    text = Cleaner(options=Options(engine=engine)).clean(html=page + script(body)).text
    for paragraph in STORY:
        assert paragraph in text


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("".join(f"<p>{it}</p>" for it in STORY), id="all of it"),
        pytest.param(f"<p>{STORY[0]}</p><p>{STORY[1]}</p><p>{COOKIES}</p>", id="its beginning"),
        pytest.param("<div hidden>" + "".join(f"<p>{it}</p>" for it in STORY) + "</div>", id="all, hidden"),
    ],
)
def test_an_article_that_is_on_the_page_is_taken_from_the_page(page: str) -> None:
    assert texts(page + script(json.dumps(ARTICLE))) == texts(page)


def test_a_short_body_beside_a_page_with_text_is_left_alone() -> None:
    page = "".join(f"<p>{it}</p>" for it in STORY)
    assert texts(page + script('"Read the whole story on our new site."')) == texts(page)


def test_less_than_and_greater_than_make_no_html() -> None:
    assert texts(script('"if a <b and c> d then"')) == ["if a <b and c> d then"]


@pytest.mark.parametrize("engine", Engine)
def test_a_text_in_the_state_of_a_script_is_not_guessed_to_be_the_article_without_its_headline(
    engine: Engine,
) -> None:
    state = json.dumps({"props": {"pageProps": {"article": {"body": ARTICLE}}}})
    page = f'<title>Old mill</title><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{state}</script>'
    assert Cleaner(options=Options(engine=engine)).clean(html=page).text == ""
