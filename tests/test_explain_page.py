"""`cleaner explain --format html`: one page by itself, that can be read by eye, by keyboard and by machines."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Label
from cleaner.cli.main import main
from cleaner.explain.facts import explanation
from cleaner.explain.page import explanation_page
from cleaner.pages.families import FAMILIES
from cleaner.pages.visible import visible
from tests.browser import opened
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = goldens.DOCUMENTS / "004-moscow-times" / "input.txt"
EVIL = "document.title='owned'"
HOSTILE = f"""<!doctype html><html lang=en><title>Ferry &lt;script&gt;{EVIL}&lt;/script&gt;</title>
<nav id='"><script>{EVIL}</script>' class="&lt;img src=x onerror={EVIL}&gt;"><a href="javascript:{EVIL}">Home</a></nav>
<main><h1>Ferry &lt;script&gt;{EVIL}&lt;/script&gt; stays</h1>
<p>The council of the harbour town voted on Monday to keep the old ferry. &lt;/script&gt;&lt;script&gt;{EVIL}&lt;/script&gt; The mayor thanked everybody who came.
<p>&lt;img src=x onerror="{EVIL}"&gt;&lt;/style&gt;&lt;/title&gt;&lt;/del&gt;&lt;iframe src="javascript:{EVIL}"&gt; The vote was close, and nobody left the hall early.
<p>The invoice \u202efdp.exe\u202c was paid \u2066by the town\u2069 after a long debate {{{{ 7*7 }}}} {{% raw %}} ${{title}} about the winter.
</main>"""


def page_of(document: str, name: str = "a.html", url: str | None = None) -> str:
    result = Cleaner().clean(html=document, explain=True, url=url)
    return explanation_page(explanation(result, name))


class Elements(HTMLParser):
    """The tags and attributes of a page, and the text that is not in a script or style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] not in ("script", "style"):
            self.texts.append(data)


@pytest.fixture(scope="module")
def rules_page() -> str:
    result = CliRunner().invoke(main, ["explain", str(DOCUMENT), "--format", "html"])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_page_loads_nothing_and_allows_its_own_style_and_script_alone(rules_page: str) -> None:
    elements = Elements(rules_page).found
    assert not [
        it for it in elements if it[0] in ("link", "img", "iframe", "object", "embed", "base", "video")
    ]
    assert not [
        key
        for _, attributes in elements
        for key in attributes
        if key.startswith("on") or key in ("src", "style", "srcdoc")
    ]
    assert {it.get("href", "#")[:1] for _, it in elements if "href" in it} <= {"#"}  # type: ignore[index]
    policy = next(it["content"] for tag, it in elements if tag == "meta" and "http-equiv" in it)
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", rules_page, re.DOTALL)
        assert f"{tag}-src 'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" in policy


def test_every_block_is_there_with_its_text_label_and_reason(rules_page: str) -> None:
    blocks = Cleaner().clean(DOCUMENT.read_text()).blocks
    elements = Elements(rules_page)
    shown = [it for tag, it in elements.found if tag == "li" and it.get("id", "")]
    assert [it["id"] for it in shown] == [f"b{number}" for number in range(1, len(blocks) + 1)]
    assert [it["data-label"] for it in shown] == [it.label for it in blocks]
    assert ["removed" in (it["class"] or "") for it in shown] == [not it.keep for it in blocks]
    text = "".join(elements.texts)
    assert all(block.text in text for block in blocks)
    assert sum(tag == "del" for tag, _ in elements.found) == sum(not it.keep for it in blocks)
    assert "the box's cross and its button" in text


def test_rules_that_did_not_speak_are_there_with_why(rules_page: str) -> None:
    text = " ".join("".join(Elements(rules_page).texts).split())
    assert (
        "Did not speak 1 themoscowtimes.com/message-cut-off drop appeal the run at block 20 is held back"
        in text
    )


def test_the_same_document_gives_the_same_page(rules_page: str) -> None:
    again = CliRunner().invoke(main, ["explain", str(DOCUMENT), "--format", "html"]).output
    assert again == rules_page


def test_of_a_page_the_elements_path_is_told() -> None:
    page = page_of(
        "<main id=top><div class='post wide'><p>The ferry stays for another winter, the council said.</p></div></main>"
    )
    assert "main#top &gt; div.post.wide &gt; p" in page


def test_every_label_has_one_family() -> None:
    labels = [label for _, (_, labels) in FAMILIES.items() for label in labels]
    assert sorted(labels) == sorted(Label)


def test_what_a_browser_would_obey_is_shown_as_a_code_point() -> None:
    assert visible("a\u202eb\x07\u2069") == (
        'a<span class="code-point">U+202E</span>b<span class="code-point">U+0007</span><span class="code-point">U+2069</span>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "line\nfeed\tand tab",
        "\u200fעברית\u200e",
        "می\u200cخواهم",
        "👩\u200d🚀",
        "शक्\u200dति",
        "soft\u00adhyphen",
    ],
)
def test_characters_that_texts_need_stay(text: str) -> None:
    assert visible(text) == text


def test_a_hostile_document_is_text_and_nothing_else() -> None:
    page = page_of(HOSTILE, f'"><script>{EVIL}</script>.html', url=f'javascript:{EVIL}//"><script>')
    elements = Elements(page)
    assert sum(tag == "script" for tag, _ in elements.found) == 1
    assert not [it for it in elements.found if it[0] in ("img", "iframe", "nav", "a")]
    assert not set("\u202e\u202c\u2066\u2069") & set(page)
    text = "".join(elements.texts)
    assert f'<img src=x onerror="{EVIL}"></style></title></del>' in text
    assert "{{ 7*7 }} {% raw %} ${title}" in text


def test_a_hostile_document_runs_nothing_in_a_browser(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page_of(HOSTILE, f"<script>{EVIL}</script>", url=f"javascript:{EVIL}"))
    with opened(tmp_path / "a.html") as tab:
        for handle in tab.query_selector_all(".handle"):
            handle.click()
        assert tab.title() == f"<script>{EVIL}</script> – cleaner explain"
        assert tab.evaluate("document.scripts.length") == 1
        assert tab.inner_text("#b2 .text") == f"Ferry <script>{EVIL}</script> stays"


def shown(tab: Any) -> list[str]:  # noqa: ANN401 - playwright may be missing
    return [it.get_attribute("id") for it in tab.query_selector_all(".block") if it.is_visible()]


def test_blocks_are_filtered_by_state_label_and_words(tmp_path: Path, rules_page: str) -> None:
    (tmp_path / "a.html").write_text(rules_page)
    with opened(tmp_path / "a.html") as tab:
        assert len(shown(tab)) == 34
        tab.check("input[value=kept]", force=True)
        assert len(shown(tab)) == 12
        assert tab.inner_text(".shown") == "12 shown"
        tab.check("input[value=removed]", force=True)
        tab.select_option("select", "button")
        assert shown(tab) == ["b1", "b5", "b34"]
        tab.fill("input[type=search]", "READ")
        assert shown(tab) == ["b34"]
        tab.fill("input[type=search]", "no such words")
        assert shown(tab) == []
        assert tab.is_visible(".none")


def test_a_reason_is_read_by_keyboard(tmp_path: Path, rules_page: str) -> None:
    (tmp_path / "a.html").write_text(rules_page)
    with opened(tmp_path / "a.html", viewport={"width": 800, "height": 600}) as tab:
        assert not tab.is_visible("#r2")
        tab.keyboard.press("j")
        tab.keyboard.press("j")
        tab.keyboard.press("Enter")
        assert tab.is_visible("#r2")
        assert "appeal-above" in tab.inner_text("#r2")
        focused = "document.activeElement.closest('.block').id"
        assert tab.evaluate(focused) == "b2"
        assert tab.get_attribute("#b2 .handle", "aria-expanded") == "true"
        tab.keyboard.press("k")
        assert tab.evaluate(focused) == "b1"
        tab.keyboard.press("Escape")
        assert not tab.is_visible("#r2")
        tab.keyboard.press("/")
        tab.keyboard.type("jk")
        assert tab.input_value("input[type=search]") == "jk"


def test_a_reason_is_read_by_pointing_and_by_touching(tmp_path: Path, rules_page: str) -> None:
    (tmp_path / "a.html").write_text(rules_page)
    with opened(tmp_path / "a.html", viewport={"width": 1440, "height": 900}) as tab:
        tab.hover("#b3 .text")
        assert tab.is_visible("#r3")
        tab.hover("h1")
        assert not tab.is_visible("#r3")
    with opened(
        tmp_path / "a.html", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as tab:
        tab.tap("#b3 .text")
        assert tab.is_visible("#r3")
        assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_a_page_from_right_to_left_is_mirrored(tmp_path: Path) -> None:
    text = "قرر مجلس المدينة يوم الإثنين الإبقاء على العبارة القديمة لشتاء آخر، وشكر رئيس البلدية كل من حضر. "
    body = "".join(f"<p>{text * 2}{number}</p>" for number in range(4))
    (tmp_path / "a.html").write_text(
        page_of(f"<html lang=ar><nav>Toggle navigation</nav><main><h1>العبارة باقية</h1>{body}</main>")
    )
    where = """(selector) => [...document.querySelectorAll(`.block:first-child ${selector}`)].map((it) => {
        const range = document.createRange(); range.selectNodeContents(it);
        const box = range.getBoundingClientRect(); return [box.left, box.right] })[0]"""
    for width in (390, 1440):
        with opened(tmp_path / "a.html", viewport={"width": width, "height": 900}) as tab:
            number, label, words = (tab.evaluate(where, it) for it in (".place", ".label", ".text"))
            assert label[1] <= number[0] <= width
            assert words[0] > width / 2
            assert tab.evaluate("document.documentElement.scrollWidth") == width


def test_a_page_without_blocks_is_a_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page_of(""))
    with opened(tmp_path / "a.html") as tab:
        assert tab.inner_text(".shown") == "0 shown"
