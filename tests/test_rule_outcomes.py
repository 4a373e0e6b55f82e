"""Why a site rule speaks of no block, in words that say what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner, Options

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.rules.outcomes import AppliedRules

TEXT = """Ferry stays
The council of the harbour town voted on Monday to keep the old ferry for another winter.
The mayor thanked everybody who came to the long debate in the town hall.
More stories
The lighthouse has a new keeper
A bridge is closed for repairs
Share on Facebook
"""
PAGE = f"<main><div class=story>{''.join(f'<p>{it}</p>' for it in TEXT.splitlines())}</div></main>"


def applied(
    tmp_path: Path, rules: str, *, page: str | None = None, url: str = "https://a.example/x"
) -> AppliedRules:
    (tmp_path / "a.yaml").write_text(f"site: a.example\nmatch:\n  domains: [a.example]\n{rules}")
    cleaner = Cleaner([tmp_path])
    result = (
        cleaner.clean(html=page, url=url, explain=True)
        if page
        else cleaner.clean(TEXT, url=url, explain=True)
    )
    assert result.applied_rules is not None
    return result.applied_rules


def silence(tmp_path: Path, rule: str, *, page: str | None = None) -> str | None:
    (outcome,) = applied(tmp_path, f"drop:\n  - {{why: a test, label: teaser, {rule}}}\n", page=page).outcomes
    assert (outcome.silent is None) == bool(outcome.blocks)
    return outcome.silent


@pytest.mark.parametrize(
    "rule",
    [
        "line: Share on Facebook",
        "line: SHARE ON  FACEBOOK",
        "pattern: '^Share on'",
        "from: {line: More stories}, until: {line: Share on Facebook}",
        "line: Share on Facebook, within_last: 1",
    ],
)
def test_a_rule_that_speaks_is_not_silent(tmp_path: Path, rule: str) -> None:
    assert silence(tmp_path, rule) is None


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("line: Subscribe now", "no block is its line"),
        ("line: Share it on Facebook", "no block is its line; nearest is block 7"),
        ("pattern: '^Subscribe'", "its pattern occurs in no block"),
        ("line: Share on Facebook, within_first: 3", "what it looks for is block 7 of 7, outside of its window"),
        ("css: .story", "plain text has no elements for its selector"),
        ("from: {line: Most read}, to: {line: Share on Facebook}", "its beginning is not there: no block is its line"),
        ("from: {line: More stories}, to: {pattern: '^Terms'}", "its end is not there: its pattern occurs in no block"),
        (
            "from: {line: More stories}, to: {line: Share on Facebook}, at_most: 2",
            "the run at block 4 is longer than the 2 blocks that at_most allows",
        ),
        (
            "from: {line: More stories}, until: {line: Share on Facebook}, while: {longest: 20}",
            "the run at block 4 is held back by its guard (while)",
        ),
        (
            "from: {line: Share on Facebook}, to: {line: More stories}",
            "its ends are there, but not in their order within its bounds",
        ),
        ("judged: paywall", "the generic part calls no block paywall"),
    ],
)  # fmt: skip
def test_a_silent_rule_says_why(tmp_path: Path, rule: str, why: str) -> None:
    assert silence(tmp_path, rule) == why


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("css: .teasers", "its selector matches no element with text"),
        ("css: .teasers, line: More stories", "its text is block 4, but not inside its selector"),
    ],
)
def test_on_a_page_a_silent_selector_says_why(tmp_path: Path, rule: str, why: str) -> None:
    assert silence(tmp_path, rule, page=PAGE) == why


def test_a_layout_of_other_days_says_which(tmp_path: Path) -> None:
    layout = (
        "layouts:\n  - until: 2019-12-31\n    drop:\n"
        "      - {why: a test, label: share, line: Share on Facebook}\n"
    )
    (outcome,) = applied(tmp_path, layout, url="https://a.example/2024/05/06/x").outcomes
    assert outcome.silent == "its layout is of the days until 2019-12-31, and the URL says 2024-05-06"


def test_further_selectors_of_the_body_name_the_first_that_finds_it(tmp_path: Path) -> None:
    body = (
        "body: {why: one, css: .story}\nlayouts:\n"
        "  - {since: 2000-01-01, body: {why: two, css: main}}\n  - {since: 2001-01-01, body: {why: three, css: p}}\n"
    )
    first, *others = applied(tmp_path, body, page=PAGE).outcomes
    assert first.blocks
    assert [it.silent for it in others] == [f"{first.name} comes before it and has found the body"] * 2


def test_rewrites_name_the_blocks_that_they_change(tmp_path: Path) -> None:
    rules = "rewrite:\n  - {why: a test, pattern: 'the old ferry', replace: 'the ferry'}\n  - {why: b, pattern: 'no such', replace: ''}\n"
    changing, silent = applied(tmp_path, rules).outcomes
    assert (changing.blocks, changing.silent) == ((1,), None)
    assert silent.silent == "its pattern occurs in no block that is kept"


def test_it_says_which_file_and_why_this_one(tmp_path: Path) -> None:
    told = applied(tmp_path, "drop:\n  - {why: a test, label: share, line: Share on Facebook}\n")
    assert told.file.endswith("a.yaml")
    assert told.chosen == "the URL's host a.example is in the domain a.example"


def test_nothing_of_it_is_made_unless_it_is_asked_for(tmp_path: Path) -> None:
    applied(tmp_path, "drop:\n  - {why: a test, label: share, line: Share on Facebook}\n")
    result = Cleaner([tmp_path]).clean(TEXT, url="https://a.example/x")
    assert (result.applied_rules, result.element_paths) == (None, ())


def test_without_a_rule_file_there_is_nothing_to_say() -> None:
    assert Cleaner(options=Options(site_rules=False)).clean(TEXT, explain=True).applied_rules is None


def test_a_rule_whose_finds_are_all_excepted_says_so(tmp_path: Path) -> None:
    why = silence(tmp_path, "line: Share on Facebook, except: [{pattern: Facebook}]")
    assert why == "all that it finds is under except"


def test_rules_of_a_file_that_is_not_believed_say_so(tmp_path: Path) -> None:
    rules = (
        "drop:\n  - {why: a test, label: teaser, from: {line: Ferry stays}, to: {line: Share on Facebook}}\n"
    )
    longer = TEXT.replace("winter.", f"winter, {'and the one after it, ' * 12}as long as it floats.")
    (tmp_path / "a.yaml").write_text(f"site: a.example\nmatch:\n  domains: [a.example]\n{rules}")
    result = Cleaner([tmp_path]).clean(longer, url="https://a.example/x", explain=True)
    assert [it.believed for it in result.doubts] == [False]
    assert result.applied_rules is not None
    (outcome,) = result.applied_rules.outcomes
    assert outcome.silent == "its file leaves next to nothing here, so it is not believed"


def test_a_body_whose_inside_is_judged_speaks_of_what_is_inside(tmp_path: Path) -> None:
    page = f"<nav><p>Home</p></nav>{PAGE}"
    (outcome,) = applied(tmp_path, "body: {why: one, css: .story, inside: judged}\n", page=page).outcomes
    assert outcome.silent is None
    assert len(outcome.blocks) == len(TEXT.splitlines())
