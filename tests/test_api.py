"""The Python face: what other programs rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import cleaner
from cleaner import Cleaner, DocumentError, Label, Options, RuleError, clean
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

PAGE = goldens.source("004-moscow-times")


def test_clean_gives_headline_and_body_as_one_string() -> None:
    result = clean(PAGE)
    assert result.title
    assert result.text == f"{result.title}\n\n{result.body}"


def test_without_title_the_text_is_the_body_and_the_title_is_still_known() -> None:
    result = Cleaner(options=Options(title=False)).clean(PAGE)
    assert result.text == result.body == clean(PAGE).body
    assert result.title == "Moscow Rebuffs Armenian PM’s Claims of Betrayal"


def test_a_label_that_is_kept_stays_and_is_no_longer_removed() -> None:
    result = Cleaner(options=Options(keep=frozenset({Label.CAPTION}))).clean(PAGE)
    assert "Russian Foreign Ministry / Facebook" in result.text
    assert Label.CAPTION not in {removed.label for removed in result.removed}


def test_a_label_that_is_dropped_goes_although_it_stays_by_default() -> None:
    page = goldens.source("002-alwaght")
    result = Cleaner(options=Options(drop=frozenset({Label.SECTION_HEADING}))).clean(page)
    assert "US fishing in troubled waters" not in result.text
    assert "US fishing in troubled waters" in clean(page).text


def test_removed_offsets_point_into_the_source() -> None:
    result = clean(PAGE)
    assert "Remind me later." in [PAGE[removed.start : removed.end] for removed in result.removed]
    assert sum(r.end - r.start for r in result.removed) + sum(
        b.end - b.start for b in result.blocks if b.keep
    ) == sum(b.end - b.start for b in result.blocks)


def test_the_url_decides_the_site_before_any_signature() -> None:
    assert (
        clean("One line of text.", url="https://www.themoscowtimes.com/2023/09/25/a-a1").site
        == "themoscowtimes.com"
    )


def test_a_site_without_rules_is_named_by_its_registered_domain() -> None:
    assert clean("One line of text.", url="https://news.example.co.uk/a").site == "example.co.uk"


def test_the_callers_language_is_believed() -> None:
    assert clean("Ein kurzer Satz.", language="de").language == "de"


@pytest.mark.parametrize("text", ["", "   \n \t\n", "\ufeff"])
def test_a_text_without_anything_in_it_gives_nothing_and_no_error(text: str) -> None:
    result = clean(text)
    assert not result.text.strip("\ufeff")
    assert result.title is None


def test_neither_text_nor_html_is_said_so() -> None:
    with pytest.raises(DocumentError, match="neither text nor html"):
        clean()


def test_a_wrong_rule_folder_stops_before_anything_is_cleaned(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "a.yaml").write_text("site: a.org\nmach:\n  domains: [a.org]\n")
    with pytest.raises(RuleError, match=r"a\.yaml:2:1: .*mach.*did you mean.*match"):
        Cleaner(rules=[folder])


def test_pipe_takes_texts_and_records_and_keeps_their_order() -> None:
    records: list[Any] = ["One line of text.", {"text": PAGE, "url": None}, {"id": 3, "text": ""}]
    assert [result.text[:6] for result in Cleaner().pipe(records)] == ["One li", "Moscow", ""]


def test_every_public_name_is_there() -> None:
    for name in cleaner.__all__:
        assert getattr(cleaner, name) is not None
    assert set(cleaner.__all__) <= set(dir(cleaner))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'klean'"):
        cleaner.klean  # noqa: B018
