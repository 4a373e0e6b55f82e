from __future__ import annotations

import re
from collections import Counter

import pytest

from cleaner import Cleaner, Label, Options
from tools import goldens

NAMES = goldens.names()
GENERIC = Cleaner(options=Options(site_rules=False))
FLOORS = {
    "000-anewz": 0.94,
    "001-horizon": 1.0,
    "002-alwaght": 0.955,
    "003-digest": 1.0,
    "004-moscow-times": 0.985,
}
"""Word F1 of the generic part alone, for each document: what one gains does not make up for another's loss."""


@pytest.fixture(scope="module")
def cleaner() -> Cleaner:
    return Cleaner()


def word_f1(predicted: str, gold: str) -> float:
    a, b = (Counter(re.findall(r"\w+", text.lower())) for text in (predicted, gold))
    common = (a & b).total()
    return 2 * common / (a.total() + b.total())


@pytest.mark.parametrize("name", NAMES)
def test_exactly_the_golden_lines_stay(name: str, cleaner: Cleaner) -> None:
    assert cleaner.clean(goldens.source(name)).text == goldens.kept(name)


@pytest.mark.parametrize("name", NAMES)
def test_everything_removed_has_the_golden_label(name: str, cleaner: Cleaner) -> None:
    assert goldens.removed_listing(cleaner.clean(goldens.source(name))) == goldens.removed(name)


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_a_golden_again_removes_nothing(name: str, cleaner: Cleaner) -> None:
    golden = goldens.kept(name)
    assert cleaner.clean(golden).text == golden


@pytest.mark.parametrize("name", NAMES)
def test_cleaning_a_golden_by_the_generic_part_alone_removes_nothing(name: str) -> None:
    golden = goldens.kept(name)
    assert GENERIC.clean(golden).text == golden


@pytest.mark.parametrize("name", NAMES)
def test_the_generic_part_alone_comes_close(name: str) -> None:
    assert word_f1(GENERIC.clean(goldens.source(name)).text, goldens.kept(name)) >= FLOORS[name]


def test_a_digest_of_one_paragraph_items_is_left_alone_without_site_rules() -> None:
    text = goldens.source("003-digest")
    result = GENERIC.clean(text)
    assert result.text == text
    assert not result.removed


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("000-anewz", None),
        ("001-horizon", "Russia remains indifferent as Azerbaijan launches an assault on Nagorno-Karabakh."),
        ("002-alwaght", "Russia-Armenia Relations Hit by Differences over Karabakh Dispute"),
        ("003-digest", None),
        ("004-moscow-times", "Moscow Rebuffs Armenian PM’s Claims of Betrayal"),
    ],
)
def test_the_headline_is_the_articles_own(name: str, headline: str | None, cleaner: Cleaner) -> None:
    result = cleaner.clean(goldens.source(name))
    assert result.title == headline
    if headline:
        assert result.text.splitlines()[0].strip() == headline
        assert headline not in result.body


def test_section_headings_inside_the_body_are_kept_as_such(cleaner: Cleaner) -> None:
    blocks = cleaner.clean(goldens.source("002-alwaght")).blocks
    headings = [block.text.strip() for block in blocks if block.label is Label.SECTION_HEADING and block.keep]
    assert headings == ["Divisions between traditional allies", "US fishing in troubled waters"]


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("000-anewz", "anewz.tv"),
        ("002-alwaght", "alwaght.net"),
        ("004-moscow-times", "themoscowtimes.com"),
        ("003-digest", None),
    ],
)
def test_a_text_without_url_is_known_by_its_signature(name: str, site: str | None, cleaner: Cleaner) -> None:
    assert cleaner.clean(goldens.source(name)).site == site
