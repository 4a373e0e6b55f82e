"""Pages inside a page: what a browser shows as part of it is read where it stands, the rest is left alone."""

from __future__ import annotations

import time
from html import escape

import pytest

from cleaner import Cleaner, Options
from cleaner.options import Engine
from cleaner.segment.html import segment_html
from cleaner.segment.html.embedded_pages import MAX_LEVEL
from cleaner.segment.html.html_tags import Flag
from tests.test_html_clean import STORY


def texts(page: str) -> list[str]:
    return [block.text for block in segment_html(page).blocks]


def frame(page: str, attributes: str = "") -> str:
    return f'<iframe {attributes} srcdoc="{escape(page)}">no frames here</iframe>'


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        pytest.param(f"<p>a</p>{frame('<p>b</p><p>c')}<p>d</p>", ["a", "b", "c", "d"], id="a frame"),
        pytest.param("<iframe srcdoc='<p>b</p>'></iframe>", ["b"], id="a frame that is not escaped"),
        pytest.param(f"<p>a{frame('b')}c</p>", ["a", "b", "c"], id="a frame in a paragraph"),
        pytest.param(f"<div>{frame('</div></body>a')}b</div>", ["a", "b"], id="a frame that closes too much"),
        pytest.param(f"{frame('<p>a<!--')}<p>b", ["a", "b"], id="a frame that leaves a comment open"),
        pytest.param(frame(f"<p>a{frame('b')}"), ["a", "b"], id="a frame in a frame"),
        pytest.param(frame("<title>t</title><p>a &amp;lt; b"), ["a &lt; b"], id="a frame with a head"),
        pytest.param(
            "<FRAMESET><frame src=menu><NOFRAMES><h1>a</h1>b</NOFRAMES></FRAMESET>", ["a", "b"], id="noframes"
        ),
        pytest.param(
            "<frameset><frame></frameset><noframes><body>a</body></noframes>",
            ["a"],
            id="noframes after frames",
        ),
        pytest.param(
            "<x-a><template shadowrootmode=open><p>a</p></template><p>b</p></x-a>",
            ["a", "b"],
            id="a shadow root",
        ),
        pytest.param(
            "<p>see <x-a><template shadowrootmode=closed>a</template></x-a> b",
            ["see a b"],
            id="one in a line",
        ),
        pytest.param(
            "<x-a><template shadowrootmode=open><x-b><template shadowrootmode=open>a</template></x-b></template></x-a>",
            ["a"],
            id="a shadow root in a shadow root",
        ),
        pytest.param(
            f"<x-a><template shadowrootmode=open>{frame('a')}</template></x-a>",
            ["a"],
            id="a frame in a shadow root",
        ),
    ],
)
def test_what_a_browser_shows_is_read_where_it_stands(page: str, blocks: list[str]) -> None:
    assert texts(page) == blocks


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        pytest.param("<p>a</p><iframe src=/ad>no frames</iframe>", ["a"], id="a frame from elsewhere"),
        pytest.param("<p>a</p><iframe srcdoc>no frames</iframe>", ["a"], id="an empty frame"),
        pytest.param('<p>a</p><div srcdoc="<p>b"></div>', ["a"], id="srcdoc on what is no frame"),
        pytest.param("<p>the srcdoc of a frame</p>", ["the srcdoc of a frame"], id="the word in a text"),
        pytest.param("<p>a</p><template><p>b</p></template>", ["a"], id="a template for scripts"),
        pytest.param(
            "<template><x-a><template shadowrootmode=open>a</template></x-a></template><p>b",
            ["b"],
            id="a shadow root in such a template",
        ),
        pytest.param("<p>a</p><noframes><p>b</noframes>", ["a"], id="noframes on a page with a body"),
        pytest.param("<frameset><frame src=a></frameset>", [], id="frames with nothing else"),
        pytest.param("<!-- <iframe srcdoc='<p>b'></iframe> --><p>a", ["a"], id="a frame in a comment"),
    ],
)
def test_what_it_does_not_show_is_left_alone(page: str, blocks: list[str]) -> None:
    assert texts(page) == blocks


def test_what_holds_for_a_frame_holds_for_what_is_in_it() -> None:
    dom = segment_html(f"<footer>{frame('<p>a</p>', 'hidden')}</footer>").dom
    assert dom is not None
    assert Flag(int(dom.flags[0])) == Flag.FOOTER | Flag.HIDDEN


def test_frames_are_opened_so_deep_and_no_deeper() -> None:
    page = "<p>core"
    for level in range(MAX_LEVEL + 3):
        page = f"<p>{level}{frame(page)}"
    assert texts(page) == [str(level) for level in reversed(range(2, MAX_LEVEL + 3))]


def test_a_long_frame_is_no_tag_of_many_attributes() -> None:
    text = "word " * 20_000
    assert texts(frame(f"<p>{text}</p>")) == [text.strip()]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        pytest.param(frame("<p>x") * 20_000, 20_000, id="frames"),
        pytest.param("<div><template shadowrootmode=open><p>x</template></div>" * 20_000, 20_000, id="roots"),
        pytest.param("<div><template shadowrootmode=open>" * 20_000 + "x", 1, id="roots in roots"),
        pytest.param('<iframe srcdoc="' * 50_000, 0, id="frames left open"),
        pytest.param("<frameset><noframes>x</noframes>" * 10_000, 10_000, id="framesets"),
    ],
)
def test_many_cost_time_in_proportion(page: str, words: int) -> None:
    started = time.process_time()
    assert len(segment_html(page).source.split()) == words
    assert time.process_time() - started < 10


@pytest.mark.parametrize("engine", Engine)
def test_an_article_in_a_frame_is_the_article(engine: Engine) -> None:
    article = (
        "<article><h1>Old mill to be mended</h1>" + "".join(f"<p>{it}</p>" for it in STORY) + "</article>"
    )
    page = f"<nav><a href=/>Home</a> <a href=/s>Sport</a></nav>{frame(article)}<footer>© 2024 Lindvik Post. All rights reserved.</footer>"
    text = Cleaner(options=Options(engine=engine)).clean(html=page).text
    assert text == "\n\n".join(["Old mill to be mended", *STORY])
