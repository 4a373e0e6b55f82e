"""Pages through the whole path: the article stays, and what stands around it goes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Options, clean
from cleaner.cli.main import main
from cleaner.options import Engine

if TYPE_CHECKING:
    from pathlib import Path

STORY = [
    (
        "The council of Lindvik decided on Tuesday what should become of the old mill, which has stood empty since the "
        "floods of 2019 and lost its roof in the storms of last winter."
    ),
    (
        "“Nobody in this room expected an agreement,” the mayor, Ingrid Sol, said after a meeting of two hours. The mill "
        "is to be mended by a society that three hundred people have joined."
    ),
    (
        "The society wants to grind flour again by the spring after next. Its members have raised half of what the roof "
        "will cost; the other half comes from a fund for monuments that the council applied to in March."
    ),
    "Whether the wheel will ever turn again depends on the river. A study of the water level is to be finished by autumn.",
]
PAGE = f"""<!doctype html><html lang="en"><head><title>Old mill to be mended | Lindvik Post</title>
<meta property="og:site_name" content="Lindvik Post"><meta name="author" content="Ada Berg">
<meta property="article:published_time" content="2024-05-14T08:00:00Z"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/council">Council</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div class="cookie-consent">We use cookies to improve your experience. <button>Accept all</button></div>
<article><h1>Old mill to be mended</h1><div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>
<div class="entry-content"><p>{STORY[0]}</p><p>{STORY[1]}</p>
<div class="newsletter"><p>Get our best stories every morning. Sign up for our newsletter.</p></div>
<h2>A roof by winter</h2><p>{STORY[2]}</p><ul><li>Roof: 400,000 crowns</li><li>Wheel: 250,000 crowns</li></ul><p>{STORY[3]}</p></div></article>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/a">Ferry back in service after repairs</a></li>
<li><a href="/b">Storm warning lifted on the coast</a></li><li><a href="/c">School to get a new library</a></li></ul></aside>
<footer><p>© 2024 Lindvik Post. All rights reserved.</p><a href="/privacy">Privacy policy</a></footer></body></html>"""


@pytest.mark.parametrize("engine", Engine)
class TestBothEngines:
    @pytest.mark.parametrize(
        "kept", ["Old mill to be mended", *STORY, "A roof by winter", "Roof: 400,000 crowns"]
    )
    def test_the_article_stays(self, engine: Engine, kept: str) -> None:
        assert kept in Cleaner(options=Options(engine=engine)).clean(html=PAGE).text

    @pytest.mark.parametrize(
        "gone", ["Council\n", "cookies", "Share", "newsletter", "Ferry", "All rights", "Privacy"]
    )
    def test_the_rest_goes(self, engine: Engine, gone: str) -> None:
        assert gone not in Cleaner(options=Options(engine=engine)).clean(html=PAGE).text

    def test_bytes_are_read_as_the_page_says(self, engine: Engine) -> None:
        page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').encode("windows-1252")
        assert "“Nobody in this room" in Cleaner(options=Options(engine=engine)).clean(html=page).text

    @pytest.mark.parametrize(
        "page", ["", "<p>", b"\x00\x01", "<html><body></body></html>", "<title>Nothing</title>"]
    )
    def test_a_page_with_nothing_on_it_gives_nothing(self, engine: Engine, page: str | bytes) -> None:
        assert Cleaner(options=Options(engine=engine)).clean(html=page).text.strip("\x00\x01�") == ""


def test_what_goes_is_told_with_its_place() -> None:
    result = clean(html=PAGE)
    source = result.document.source
    assert {source[it.start : it.end] for it in result.removed} >= {
        "Home",
        "Ferry back in service after repairs",
    }
    assert result.title == "Old mill to be mended"
    assert result.language == "en"


def test_what_the_page_says_of_itself_goes_into_the_record(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(
        json.dumps({"id": 7, "html": PAGE, "url": "https://lindvik.example/mill"}) + "\n"
    )
    done = CliRunner().invoke(main, ["run", str(tmp_path / "in.jsonl"), "-", "--jobs", "1"])
    record = json.loads(done.stdout)
    assert record["id"] == 7
    assert "html" not in record
    assert record["text"].startswith("Old mill to be mended")
    assert record["cleaner"]["page"]["authors"] == ["Ada Berg"]
    assert record["cleaner"]["page"]["published"] == "2024-05-14"


def test_markdown_keeps_the_structure() -> None:
    result = clean(html=PAGE)
    assert result.markdown.startswith("# Old mill to be mended\n\n")
    assert "\n\n## A roof by winter\n\n" in result.markdown
    assert "- Roof: 400,000 crowns\n- Wheel: 250,000 crowns" in result.markdown


def test_a_page_that_is_all_article_stays_whole() -> None:
    page = "<article>" + "".join(f"<p>{it}</p>" for it in STORY) + "</article>"
    assert clean(html=page).text == "\n\n".join(STORY)


@pytest.mark.parametrize("engine", Engine)
def test_an_explanation_names_what_the_page_says(engine: Engine) -> None:
    blocks = Cleaner(options=Options(engine=engine)).clean(html=PAGE, explain=True).blocks
    evidence = {v.evidence for block in blocks for v in block.verdicts}
    assert any(said.startswith("class names speak of ") for said in evidence)
    assert any(said.startswith("stands in ") for said in evidence)
    assert any(said.endswith("% of it is links") and said != "0% of it is links" for said in evidence)


@pytest.mark.parametrize("engine", Engine)
def test_every_removal_is_explained_by_who_named_it(engine: Engine) -> None:
    blocks = Cleaner(options=Options(engine=engine)).clean(html=PAGE, explain=True).blocks
    removed = [block for block in blocks if not block.keep and block.labelled_by != "length"]
    basis = {"markup:name": "model:class name", "markup:element": "model:inside"}
    assert len(removed) > 5
    for block in removed:
        named_by = basis.get(block.labelled_by, block.labelled_by)
        assert named_by in {verdict.judge for verdict in block.verdicts}
    consent = next(block for block in removed if "cookies" in block.text)
    assert any("“we use cookies”" in verdict.evidence for verdict in consent.verdicts)
