"""Pages of every make through both engines: the article comes out, and its lists, quotations, code and tables."""

from __future__ import annotations

import pytest

from cleaner import Cleaner, Options
from cleaner.options import Engine
from tests.test_html_clean import STORY

HEADLINE = "Old mill to be mended"
ARTICLE = f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{it}</p>" for it in STORY)
MENU = (
    "<ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li><li><a href='/c'>Council</a></li></ul>"
)
TEXT = "\n\n".join([HEADLINE, *STORY])
AROUND = f"<html lang='en'><head>%s</head><body><nav>{MENU}</nav>%s<footer><p>© 2024 Lindvik Post. All rights reserved.</p></footer></body></html>"

PAGES = [
    pytest.param(AROUND % ("", f"<article>{ARTICLE}</article>"), id="HTML"),
    pytest.param(f"<article>{ARTICLE}</article>", id="a fragment"),
    pytest.param(ARTICLE.replace("</p>", ""), id="a fragment without end tags"),
    pytest.param((AROUND % ("", f"<article>{ARTICLE}")).replace("</body></html>", ""), id="cut off"),
    pytest.param(
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1-strict.dtd">'
        + (
            AROUND
            % (
                '<title/><script type="text/javascript" src="a.js"/>',
                f"<div id='story'><a id='top'/>{ARTICLE}</div>",
            )
        ).replace("<html", '<html xmlns="http://www.w3.org/1999/xhtml"'),
        id="XHTML",
    ),
    pytest.param(
        AROUND % ("", f"<div id='app'></div><noscript><article>{ARTICLE}</article></noscript>"),
        id="an article for who has no scripts",
    ),
    pytest.param(
        (
            AROUND
            % (
                "<style amp-boilerplate>body{visibility:hidden}</style><noscript><style>body{visibility:visible}</style></noscript>",
                f"<amp-sidebar id=menu>{MENU}</amp-sidebar><amp-img src=a.jpg width=1 height=1></amp-img><amp-ad type=x>Buy now</amp-ad><article>{ARTICLE}</article><amp-analytics><script type='application/json'>{{}}</script></amp-analytics>",
            )
        ).replace("<html", "<html ⚡"),
        id="AMP",
    ),
    pytest.param(
        AROUND % ("", f"<table><tr><td width=150>{MENU}</td><td>{ARTICLE}</td></tr></table>"),
        id="a page laid out by a table",
    ),
    pytest.param(
        AROUND % ("", f"<article style='display:none'>{ARTICLE}</article>"), id="hidden until a script runs"
    ),
]


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize("page", PAGES)
def test_the_article_comes_out(page: str, engine: Engine) -> None:
    text = Cleaner(options=Options(engine=engine)).clean(html=page).text
    assert TEXT in text
    assert "rights reserved" not in text


@pytest.mark.parametrize("engine", Engine)
@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("utf-8", None),
        ("utf-8", "iso-8859-1"),
        ("cp1252", "utf-8"),
        ("cp1252", None),
        ("utf-16", None),
        ("utf-8", "nonsense"),
    ],
)
def test_whatever_its_bytes_say(charset: str, declared: str | None, engine: Engine) -> None:
    head = f"<meta charset='{declared}'>" if declared else ""
    page = (AROUND % (head, f"<article>{ARTICLE}</article>")).encode(charset)
    assert Cleaner(options=Options(engine=engine)).clean(html=page).text == TEXT


KINDS = f"""<article><h1>{HEADLINE}</h1><p>{STORY[0]}</p><h2>What it costs</h2><p>{STORY[1]}</p>
<ul><li>The roof will cost 400,000 crowns, the builders say</li><li>The wheel will cost 250,000 crowns, if it is built of oak</li></ul>
<ol><li>First the roof is to be mended, before winter comes</li><li>Then the wheel, when the river allows it</li></ol>
<p>{STORY[2]}</p><blockquote><p>Nobody thought that we would ever agree on this, and yet we did, the mayor said.</p></blockquote>
<h3>How it is reckoned</h3><p>The society reckons the power of the wheel in this way, as it says in its plan of the works:</p>
<pre><code>power = flow * head
if power &lt; 10:
    give_up()</code></pre>
<table><tr><th>Year</th><th>Members of the society</th></tr><tr><td>2022</td><td>110 people</td></tr><tr><td>2024</td><td>300 people</td></tr></table>
<p>{STORY[3]}</p></article>"""


@pytest.mark.parametrize("engine", Engine)
class TestStructure:
    @pytest.mark.parametrize(
        "kept",
        [
            *STORY,
            "What it costs",
            "The wheel will cost 250,000 crowns, if it is built of oak",
            "Then the wheel, when the river allows it",
            "Nobody thought that we would ever agree on this",
            "    give_up()",
            "2024 | 300 people",
        ],
    )
    def test_it_survives_as_text(self, engine: Engine, kept: str) -> None:
        text = Cleaner(options=Options(engine=engine)).clean(html=AROUND % ("", KINDS)).text
        assert kept in text
        assert "rights reserved" not in text

    @pytest.mark.parametrize(
        "kept",
        [
            f"# {HEADLINE}\n",
            "\n## What it costs\n",
            "\n- The roof will cost 400,000 crowns, the builders say\n- The wheel",
            "\n1. First the roof is to be mended, before winter comes\n2. Then",
            "\n> Nobody thought",
            "```\npower = flow * head\nif power < 10:\n    give_up()\n```",
            "| 2024 | 300 people |",
        ],
    )
    def test_it_survives_as_markdown(self, engine: Engine, kept: str) -> None:
        markdown = Cleaner(options=Options(engine=engine)).clean(html=AROUND % ("", KINDS)).markdown
        assert kept in markdown
