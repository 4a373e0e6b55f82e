"""Clean HTML: the structure of a page in a small set of tags, and nothing that runs or loads unasked."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from cleaner import clean
from cleaner.cli.main import main
from cleaner.segment.html.html_tags import listed
from tests.structures import html, markdown

if TYPE_CHECKING:
    from pathlib import Path

TAGS = frozenset(
    listed(
        "p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code table caption thead tbody tr th td figure figcaption",
        "img a strong em del sub sup kbd br hr dl dt dd details summary ruby rt section input",
    )
)
ATTRIBUTES = frozenset(
    listed("a.href img.src img.alt ol.start li.value li.id input.type input.checked input.disabled")
)
SCHEMES = ("http:", "https:", "mailto:", "tel:", "#", "/", "data:image/")

HOSTILE = (
    "<p>a</p><script>alert(1)</script><p>b</p>",
    "<p onclick=alert(1)>a</p>",
    "<p>a <img src=x onerror=alert(1)> b</p>",
    "<p>a <a href=javascript:alert(1)>b</a></p>",
    "<p>a <a href='JaVaScRiPt:alert(1)'>b</a></p>",
    "<p>a <a href='java\tscript:alert(1)'>b</a></p>",
    "<p>a <a href='java&#0;script:alert(1)'>b</a></p>",
    "<p>a <a href='&#1;javascript:alert(1)'>b</a></p>",
    "<p>a <a href='&#x6A;avascript&colon;alert(1)'>b</a></p>",
    "<p>a <a href='vbscript:msgbox(1)'>b</a></p>",
    "<p>a <a href='data:text/html,<script>alert(1)</script>'>b</a></p>",
    "<p>a <img src='data:image/svg+xml,<svg onload=alert(1)>'> b</p>",
    "<p>a <img src='javascript:alert(1)' data-src='javascript:alert(2)' srcset='javascript:x 2x'> b</p>",
    "<p>a <img src='x\" onerror=\"alert(1)' alt='\" onerror=\"alert(1)'> b</p>",
    "<p>a <a href='/\" onmouseover=\"alert(1)'>b</a></p>",
    "<base href='javascript:alert(1)//'><p>a <a href='b'>c</a></p>",
    "<p>a <svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'>b</a></svg> c</p>",
    "<p>a <math><mtext></mtext><annotation encoding='application/x-tex'><b>&lt;/p&gt;&lt;script&gt;1</b></annotation></math> b</p>",
    "<p>a <math alttext='</p><script>alert(1)</script>'><mi>x</mi></math> b</p>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;img src=x onerror=alert(1)&amp;gt;</p>",
    "<pre><code>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;</code></pre>",
    "<pre class='language-\"><script>alert(1)</script>'>x</pre>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>a</p></noscript><p>b</p>",
    "<p>a</p><style>p{background:url(javascript:alert(1))}</style><p style='background:url(//x)'>b</p>",
    "<iframe srcdoc='<p>a</p><script>alert(1)</script>'></iframe><p>b</p>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(2)'>a</button></form><p>b</p>",
    "<p>a <object data='x'><embed src='y'></object> b</p><video src=x onerror=alert(1)></video>",
    "<ol start='1\" onclick=\"alert(1)'><li value='2\" onclick=\"x'>a</li></ol>",
    "<table><tr><td colspan='\" onclick=\"x'>a<td>b<tr><td>c<td>d</table>",
    "<details ontoggle=alert(1) open><summary>a</summary><p>b</p></details>",
    "<ruby>a<rt>&lt;script&gt;alert(1)&lt;/script&gt;</rt></ruby>",
    "<p>a<sup><a href='#fn\" onclick=\"x'>1</a></sup></p><p id='fn\" onclick=\"x'>b</p>",
    "<div class='callout' data-callout='\"><script>alert(1)</script>'><p>a</p></div>",
    "<p>a <a href='//evil.example/x'>b</a> <a href='\\\\\\\\evil.example'>c</a></p>",
)


def unsafe(page: str) -> list[str]:
    """What stands in a page that may not."""
    found = []
    tree = LexborHTMLParser(page)
    assert tree.body is not None
    for node in tree.body.traverse():
        if node.tag == "body":
            continue
        if node.tag not in TAGS:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if f"{node.tag}.{name}" not in ATTRIBUTES:
                found.append(f"{node.tag}.{name}")
            scheme = "".join((value or "").split()).lower()
            if (
                name in {"href", "src"}
                and ":" in re.split("[/?#]", scheme)[0]
                and not scheme.startswith(SCHEMES)
            ):
                found.append(f"{name}={value}")
            if "svg" in scheme and scheme.startswith("data:"):
                found.append(f"{name}={value}")
    return found


@pytest.mark.parametrize("page", HOSTILE)
@pytest.mark.parametrize("url", [None, "https://example.org/a/"])
def test_hostile_pages_are_inert(page: str, url: str | None) -> None:
    made = html(page, images=True, url=url)
    assert unsafe(made) == [], made
    assert html(made, images=True, url=url).count("<script") == made.count("<script") == 0


@pytest.mark.parametrize("page", HOSTILE)
def test_no_address_in_markdown_runs_code(page: str) -> None:
    made = markdown(page, images=True).lower()
    assert "](javascript" not in made
    assert "](data:text" not in made
    assert "](vbscript" not in made


def test_the_check_sees_what_it_should() -> None:
    page = "<script></script><p onclick=x><a href='javascript:x'>a</a><img src='data:image/svg+xml,x'></p>"
    assert len(unsafe(f"<body>{page}")) == 4


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="<>\"'/=& abscriptonjv:\n\t", max_size=60), st.text(max_size=30))
@example("", "0#:")
def test_any_page_and_any_address_are_inert(page: str, address: str) -> None:
    quoted = address.replace('"', "&quot;")
    made = html(f'{page}<p>a <a href="{quoted}">b</a> <img src="{quoted}" alt="{quoted}">', images=True)
    assert unsafe(made) == []


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param("<h1>A</h1><p>b <b>c</b></p>", "<h1>A</h1>\n<p>b <strong>c</strong></p>", id="marks"),
        pytest.param("<div class=x id=y>a &lt; b</div>", "<p>a &lt; b</p>", id="no classes"),
        pytest.param("<ul><li>a<li>b</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", id="a list"),
        pytest.param(
            "<ol start=3><li>a<li value=7>b</ol>",
            '<ol start="3">\n<li>a</li>\n<li value="7">b</li>\n</ol>',
            id="numbers",
        ),
        pytest.param(
            "<table><tr><th>A<th>B<tr><td>1<td>2</table>",
            "<table>\n<thead>\n<tr><th>A</th><th>B</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n"
            "</tbody>\n</table>",
            id="a table",
        ),
        pytest.param("<pre>a\n b</pre>", "<pre><code>a\n b</code></pre>", id="code"),
        pytest.param(
            "<p><ruby>漢<rt>かん</rt></ruby></p>",
            "<p><ruby>漢<rt>かん</rt></ruby></p>",
            id="ruby has its reading",
        ),
        pytest.param(
            '<p>a<a href="#fn1" id="r1">1</a></p><p id="fn1">1. b</p>',
            '<p>a<sup><a href="#fn1">1</a></sup></p>\n<section>\n<ol>\n<li id="fn1" value="1">b</li>\n</ol>\n</section>',
            id="a footnote",
        ),
    ],
)
def test_structure(page: str, expected: str) -> None:
    assert html(page) == expected


def test_raster_images_as_data_stay_with_images_alone() -> None:
    page = '<p>a <img src="data:image/png;base64,iVBORw0KGgo=" alt="x"> b</p>'
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">' in html(page, images=True)
    assert "<img" not in html(page)


def test_plain_text_becomes_paragraphs() -> None:
    result = clean(
        "The mill & the dam stood empty for many years.\n\nNow they are to be mended by the council."
    )
    assert result.html == (
        "<p>The mill &amp; the dam stood empty for many years.</p>\n"
        "<p>Now they are to be mended by the council.</p>"
    )


PAGE = (
    '<html lang="he"><title>טחנה</title><article><h1>הטחנה הישנה</h1><p>המועצה החליטה ביום שלישי '
    'כי <a href="/mill">הטחנה</a> תתוקן, לאחר שעמדה ריקה במשך תשע שנים ארוכות.</p></article>'
)


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, ["run", *map(str, arguments), "--jobs", "1"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_pages_are_written_as_pages(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    written = run(tmp_path / "a.html", "-", "--to", "html")
    assert written.startswith('<!doctype html>\n<html lang="he" dir="rtl">\n<meta charset="utf-8">\n')
    assert '<a href="/mill">הטחנה</a>' in written
    assert "<a " not in run(tmp_path / "a.html", "-", "--to", "html", "--no-links")


@pytest.mark.parametrize(
    ("form", "expected"),
    [("text", "on Tuesday"), ("markdown", "on **Tuesday**"), ("html", "on <strong>Tuesday</strong>")],
)
@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_records_hold_the_form_that_is_asked_for(
    tmp_path: Path, form: str, expected: str, suffix: str
) -> None:
    page = "<h1>The old mill</h1><p>The council met on <b>Tuesday</b> to decide what should become of the mill.</p>"
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "html": page}) + "\n")
    out = tmp_path / f"out.{suffix}"
    run(tmp_path / "in.jsonl", out, "--as", form)
    if suffix == "jsonl":
        [record] = [json.loads(line) for line in out.read_text().splitlines()]
    else:
        [record] = pytest.importorskip("pyarrow.parquet").read_table(out).to_pylist()
    assert expected in record["text"]
    assert record["cleaner"]["kept_chars"] == len(clean(html=page).text)


def test_another_form_is_another_run(tmp_path: Path) -> None:
    page = "<p>The council met on <b>Tuesday</b> to decide what should become of the old mill.</p>"
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "html": page}) + "\n")
    run(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    again = ["run", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"), "--resume", "--jobs", "1"]
    for option in ("--as=markdown", "--no-links", "--images"):
        done = CliRunner().invoke(main, [*again, option])
        assert done.exit_code == 2
        assert "another choice of options" in done.output
