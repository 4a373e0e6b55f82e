"""Texts in which repetition is part of the text: rules that are learnt from them take nothing away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.learnt_sites import FOOTER, MENU, article, html_page, lost, rules, text_page

if TYPE_CHECKING:
    from pathlib import Path

HYMN = (
    ("The morning climbs the eastern wall,", "and lays its gold on stone and sea,"),
    ("The nets are mended, white and small,", "and every boat is longing free,"),
    ("The gulls have counted mast and rope,", "and cry their number to the bay,"),
    ("The lamp burns low, the keeper's hope", "is written in the ending day,"),
)
REFRAIN = ("O hold us, harbour of the night,", "until the tide brings home the light.")
PRAYER = "People: Lord of the deep waters, hear the prayer of those who are at sea."
DISMISSAL = "Priest: Go in peace to love and to serve all who have nowhere else to go."
HEADINGS = (
    "What the council decided this week",
    "What it means for the people of the harbour",
    "What comes next",
)


def poem(number: int) -> str:
    """A poem of four verses, each with the refrain, under a title of its own."""
    verses = [
        (*(line.replace("and", f"and {word}", 1) for line in verse), *REFRAIN)
        for verse, word in zip(HYMN, article(number, 1)[0].split(), strict=False)
    ]
    return "\n\n".join([f"Harbour song {number}", *("\n".join(verse) for verse in verses)])


def liturgy(number: int) -> str:
    """A service: readings of its own, the same prayer after each, and the same dismissal at its end."""
    readings = [it for reading in article(number, 5) for it in (f"Reader: {reading}", PRAYER)]
    return "\n\n".join([f"Service for the {number}. Sunday after the storm", *readings, DISMISSAL])


def part_of_series(number: int) -> str:
    """A part of a series, with the same section headings as all others."""
    texts = article(number, 6)
    sections = [
        it for place, heading in enumerate(HEADINGS) for it in (heading, *texts[2 * place : 2 * place + 2])
    ]
    return "\n\n".join([*MENU, f"The week at the harbour, part {number}", *sections, *FOOTER])


def series_page(number: int) -> str:
    """The same as a page."""
    texts = article(number, 6)
    body = "".join(
        f"<h2>{heading}</h2><p>{texts[2 * place]}</p><p>{texts[2 * place + 1]}</p>"
        for place, heading in enumerate(HEADINGS)
    )
    return html_page(number).replace("</h1>", f"</h1>{body}")


class TestNothingIsLost:
    """Texts in which repetition is part of the text."""

    def test_of_poems_with_a_refrain(self, tmp_path: Path) -> None:
        assert lost(tmp_path, list(map(poem, range(8)))) == []

    def test_of_liturgies(self, tmp_path: Path) -> None:
        assert lost(tmp_path, list(map(liturgy, range(8)))) == []

    @pytest.mark.parametrize("page", [part_of_series, series_page])
    def test_of_series_with_recurring_headings(self, tmp_path: Path, page: Any) -> None:  # noqa: ANN401 - a function
        assert set(lost(tmp_path, list(map(page, range(8))))) <= {*MENU, *FOOTER}

    def test_of_headings_that_are_called_as_an_entry_of_the_menu(self, tmp_path: Path) -> None:
        entry = "Timetables of the ferries to Lindvik"
        pages = [text_page(number, above=(*MENU, entry, "Log in", "Sign up")) for number in range(8)]
        page, last = text_page(9, above=(*MENU, entry, "Log in", "Sign up")), article(9)[-1]
        assert lost(tmp_path, pages, [page.replace(last, f"{entry}\n\n{last}")]) == []
        of_entry = [it for it in rules(pages).values() if entry in it.get("line", ())]
        assert [it["within_first"] for it in of_entry] == [10]

    def test_of_articles_that_quote_one_another(self, tmp_path: Path) -> None:
        quoted = article("the mayor's speech", 1)[0]
        pages = []
        for number in range(8):
            first, *rest = article(number)
            pages.append("\n\n".join([*MENU, f"Diary {number}", first, quoted, *rest, *FOOTER]))
        assert set(lost(tmp_path, pages)) <= {*MENU, *FOOTER}
