"""How what rules say, what the generic part says and what the options ask for come together."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleaner import Cleaner, JudgedBlock, Label, Options
from cleaner.decide.resolve import resolve
from cleaner.explain.terminal import write_explanation
from cleaner.features.claim import Claim
from cleaner.features.page import Page
from cleaner.rules import Bound, RuleFindings
from cleaner.segment.text import segment
from cleaner.verdict import CERTAIN, Verdict
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner import Decision

CREDIT = "(Photo: Ada Berg / Facebook)"
PAGE = goldens.source("004-moscow-times").replace("Russian Foreign Ministry / Facebook", CREDIT)
SITE = "site: example.org\nmatch: {domains: [example.org]}\n"
DROP_IT = "drop: [{label: caption, why: credits end in a network, pattern: 'Facebook\\)$'}]\n"
KEEP_JUDGED = "keep: [{judged: caption, why: captions of this site are its news}]\n"
DROP_JUDGED = "drop: [{judged: caption, label: caption, why: captions of this site say nothing}]\n"
CAPTIONS = frozenset({Label.CAPTION})


def caption(folder: Path, rules: str, options: Options | None = None) -> tuple[JudgedBlock, str]:
    """The caption of the page under `rules`, and what is explained of the whole page, on one line."""
    (folder / "example.org.yaml").write_text(SITE + rules)
    result = Cleaner(rules=[folder], options=options).clean(PAGE, url="https://example.org/a", explain=True)
    out = io.StringIO()
    write_explanation(result, "page", out)
    return next(b for b in result.blocks if CREDIT in b.text), " ".join(out.getvalue().split())


def test_a_rule_that_keeps_a_judged_label_wins_over_a_rule_that_drops_the_block(tmp_path: Path) -> None:
    block, explained = caption(tmp_path, DROP_IT + KEEP_JUDGED)
    assert block.keep
    assert "captions of this site are its news" in explained
    assert "credits end in a network" in explained


@pytest.mark.parametrize("rules", [DROP_IT, DROP_JUDGED], ids=["of a block", "of a judged label"])
def test_a_rule_that_drops_is_named_with_its_reason(tmp_path: Path, rules: str) -> None:
    block, explained = caption(tmp_path, rules)
    assert not block.keep
    assert block.judge.startswith("rule:example.org/")
    assert f"{block.judge}: c" in explained


@pytest.mark.parametrize("rules", [DROP_IT, DROP_JUDGED], ids=["of a block", "of a judged label"])
def test_a_label_that_the_options_keep_stays_although_a_rule_drops_it(tmp_path: Path, rules: str) -> None:
    assert caption(tmp_path, rules, Options(keep=CAPTIONS))[0].keep


def test_of_a_label_that_the_options_keep_and_drop_nothing_stays(tmp_path: Path) -> None:
    assert not caption(tmp_path, DROP_IT, Options(keep=CAPTIONS, drop=CAPTIONS))[0].keep


def test_a_label_that_the_options_drop_goes_although_a_rule_keeps_it(tmp_path: Path) -> None:
    assert not caption(tmp_path, KEEP_JUDGED, Options(drop=CAPTIONS))[0].keep


PARAGRAPH = "The council of the harbour town kept the old bridge open for one more year."


def stays(*log_odds: float) -> list[bool]:
    """Which of so many paragraphs stay that the judge gives these log-odds of body."""
    page = Page(segment("\n\n".join([PARAGRAPH] * len(log_odds))))
    judged = np.array([(odds, -9.0) for odds in log_odds], dtype=np.float32)
    nothing = Claim("navigation", Label.NAVIGATION, np.zeros(len(log_odds)), str)
    return [decision.keep for decision in resolve(page, [nothing], judged, None, Options()).decisions]


def test_what_is_in_doubt_stays_on_a_page_that_is_in_doubt_altogether() -> None:
    assert stays(0.8, 0.8, -0.2, -0.2, -9) == [True, True, True, True, False]


def test_what_is_in_doubt_goes_where_all_else_is_sure() -> None:
    assert stays(9, 9, 9, 9, -0.2, -9) == [True, True, True, True, False, False]


def test_what_is_hardly_body_goes_from_any_page() -> None:
    assert stays(0.8, 0.8, -2, -2, -9) == [True, True, False, False, False]


def test_a_page_of_nothing_but_boilerplate_is_empty() -> None:
    assert stays(-9, -9, -9) == [False, False, False]


def appeal(*log_odds: float) -> list[bool]:
    """Which blocks stay of a page that has these log-odds, claimed as an appeal from the third block on."""
    page = Page(segment("\n\n".join([PARAGRAPH] * len(log_odds))))
    claim = Claim("any", Label.APPEAL, np.array([0, 0, *[0.6] * (len(log_odds) - 2)]), str)
    judged = np.array([(odds, -9) for odds in log_odds], dtype=np.float32)
    return [it.keep for it in resolve(page, [claim], judged, None, Options()).decisions]


def test_the_paragraphs_of_an_appeal_go_together() -> None:
    assert appeal(9, 9, 3, 1, -5, -6, -6) == [True, True, False, False, False, False, False]


def test_a_sentence_of_an_article_about_donations_stays_with_those_around_it() -> None:
    assert appeal(9, 9, 5, -1, 6, 4) == [True] * 6


def test_what_is_claimed_by_itself_is_judged_by_itself() -> None:
    assert appeal(9, 9, -1) == [True, True, False]
    assert appeal(9, 9, 1) == [True, True, True]


@pytest.mark.parametrize(("label", "kept"), [(Label.TEASER, True), (Label.NAVIGATION, False)])
def test_a_page_without_sure_boilerplate_is_lenient_with_what_only_seems_a_teaser(
    label: Label,
    kept: bool,  # noqa: FBT001
) -> None:
    page = Page(segment("\n\n".join([PARAGRAPH] * 6)))
    judged = np.array([(9, -9)] * 5 + [(-0.6, -9)], dtype=np.float32)
    claim = Claim("any", label, np.array([0, 0, 0, 0, 0, 0.9]), str)
    assert resolve(page, [claim], judged, None, Options()).decisions[-1].keep is kept


def headline_stays(odds: float, *, body: float, title: bool) -> bool:
    """Whether the first line stays that the judge gives these log-odds of headline, and of body."""
    lines = ["Bridge stays open", "Harbour weekly", *[PARAGRAPH] * 4]
    page = Page(segment("\n\n".join(lines)))
    judged = np.array([(body, odds), (-9, -9), *[(9, -9)] * 4], dtype=np.float32)
    nothing = Claim("navigation", Label.NAVIGATION, np.zeros(len(lines)), str)
    return resolve(page, [nothing], judged, None, Options(title=title)).decisions[0].keep


def test_a_line_that_may_be_the_headline_stays_where_headlines_do() -> None:
    assert headline_stays(-0.3, body=-5, title=True)
    assert not headline_stays(-0.8, body=-5, title=True)


def test_a_line_that_may_be_the_headline_stays_as_body_where_headlines_go() -> None:
    assert headline_stays(-0.3, body=5, title=False)
    assert not headline_stays(0.3, body=5, title=False)


def judged_by_rule(label: Label, weight: float) -> list[Decision]:
    """A text whose first line the model takes for the headline, and a rule that speaks of its second."""
    lines = ["Bridge stays open", "Harbour weekly report", *[PARAGRAPH] * 4]
    page = Page(segment("\n\n".join(lines)))
    scores = np.array([(2, 5), (2, 1), *[(9, -9)] * 4], dtype=np.float32)
    if label is Label.BODY:
        verdicts = tuple(
            Verdict(it, label, weight if it == 0 else CERTAIN, "rule:a.example/body", "says so")
            for it in range(page.blocks)
        )
        said = RuleFindings(bounds=(Bound("a.example/body", frozenset(range(1, page.blocks)), verdicts),))
    else:
        said = RuleFindings((Verdict(1, label, weight, "rule:a.example/x", "says so"),))
    nothing = Claim("navigation", Label.NAVIGATION, np.zeros(len(lines)), str)
    return resolve(page, [nothing], scores, said, Options()).decisions


def test_a_rule_may_say_which_block_the_headline_is() -> None:
    labels = [it.label for it in judged_by_rule(Label.HEADLINE, CERTAIN)]
    assert labels.index(Label.HEADLINE) == 1
    assert labels.count(Label.HEADLINE) == 1


def test_that_a_block_is_not_in_the_body_is_nothing_against_a_headline() -> None:
    headline = judged_by_rule(Label.BODY, -CERTAIN)[0]
    assert (headline.keep, headline.label) == (True, Label.HEADLINE)


@pytest.mark.parametrize(("more", "label"), [(1, Label.BODY), (9, Label.SECTION_HEADING)])
def test_a_section_heading_is_shorter_than_what_follows(more: int, label: Label) -> None:
    lines = [PARAGRAPH, "one two three four five", "one two three four five" + " more" * more, PARAGRAPH]
    page = Page(segment("\n\n".join(lines)))
    scores = np.array([(9, -9)] * 4, dtype=np.float32)
    nothing = Claim("navigation", Label.NAVIGATION, np.zeros(4), str)
    assert resolve(page, [nothing], scores, None, Options()).decisions[1].label is label
