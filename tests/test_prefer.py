"""What the options have to say in a decision: which blocks in doubt stay, who decided, who named the block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Label, Options, Prefer
from cleaner.cli.main import main
from cleaner.decide.resolve import resolve
from cleaner.features.claim import Claim
from cleaner.features.page import Page
from cleaner.segment.text import segment
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner import Decision

PARAGRAPH = "The council of the harbour town kept the old bridge open for one more year."
REFRAIN = "Row, brothers, row"
TEXT = goldens.source("004-moscow-times")


def decisions(lines: list[str], scores: list[tuple[float, float]], **options: object) -> list[Decision]:
    """What becomes of `lines` that the model gives these log-odds of body and of headline."""
    page = Page(segment("\n\n".join(lines)))
    nothing = Claim("navigation", Label.NAVIGATION, np.zeros(len(lines)), str)
    log_odds = np.array(scores, dtype=np.float32)
    return resolve(page, [nothing], log_odds, None, Options(**options)).decisions  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("prefer", "kept"),
    [
        (Prefer.RECALL, [True, True, True, False]),
        (Prefer.BALANCE, [True, True, False, False]),
        (Prefer.PRECISION, [True, False, False, False]),
    ],
)
def test_a_preference_moves_the_score_from_which_a_block_stays(prefer: Prefer, kept: list[bool]) -> None:
    scores = [(9.0, -9.0)] * 6 + [(0.5, -9.0), (-0.5, -9.0), (-9.0, -9.0)]
    found = decisions([PARAGRAPH] * len(scores), scores, prefer=prefer)
    assert [it.keep for it in found[5:]] == kept


def test_more_stays_with_recall_and_less_with_precision() -> None:
    kept = {}
    for prefer in Prefer:
        blocks = Cleaner(options=Options(prefer=prefer, site_rules=False)).clean(TEXT).blocks
        kept[prefer] = {block.start for block in blocks if block.keep}
    assert kept[Prefer.PRECISION] <= kept[Prefer.BALANCE] <= kept[Prefer.RECALL]
    assert kept[Prefer.PRECISION] < kept[Prefer.RECALL]


def test_it_can_be_chosen_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    for prefer in Prefer:
        typed = ["run", str(tmp_path / "a.txt"), str(tmp_path / f"{prefer}.txt"), "--prefer", prefer.value]
        result = CliRunner().invoke(main, [*typed, "--no-site-rules", "--jobs", "1"])
        assert result.exit_code == 0, result.stderr
    sizes = [len((tmp_path / f"{it}.txt").read_text()) for it in ("precision", "balance", "recall")]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[2]


class TestTheHeadlineSaidAgain:
    """It is a repeat above the body, or where it has no score to stay; a refrain is the poem's own."""

    LINES = (REFRAIN, REFRAIN, PARAGRAPH, REFRAIN, PARAGRAPH, REFRAIN)

    def found(self, **options: object) -> list[Decision]:
        scores = [(1.0, 5.0), (1.0, -2.0), (6.0, -9.0), (1.0, -9.0), (6.0, -9.0), (-5.0, -9.0)]
        return decisions(list(self.LINES), scores, **options)

    def test_what_stays_and_what_goes(self) -> None:
        assert [(it.keep, it.label) for it in self.found()] == [
            (True, Label.HEADLINE),
            (False, Label.REPEAT),
            (True, Label.BODY),
            (True, Label.SECTION_HEADING),
            (True, Label.BODY),
            (False, Label.REPEAT),
        ]

    def test_who_decided(self) -> None:
        found = self.found()
        assert [found[1].decided_by, found[5].decided_by] == ["repeat of the headline", "model"]
        assert {found[1].labelled_by, found[5].labelled_by} == {"repeat of the headline"}

    def test_a_poem_keeps_the_refrain_that_is_its_title(self) -> None:
        verse = "The tide runs out beyond the bar,\nThe lamps are lit, the night is far,"
        poem = "\n\n".join([REFRAIN, *[f"{verse}\n{REFRAIN}."] * 3, REFRAIN, *[f"{verse}\n{REFRAIN}."] * 2])
        text = Cleaner().clean(poem).text
        assert text.splitlines().count(REFRAIN) == 2


def test_what_the_options_decide_is_said_to_be_theirs() -> None:
    gone = Cleaner(options=Options(title=False, site_rules=False)).clean(TEXT)
    headline = next(it for it in gone.blocks if it.label is Label.HEADLINE)
    assert (headline.keep, headline.decided_by, headline.labelled_by) == (False, "options", "model")
    assert headline.judge == headline.decided_by
    assert headline.weight == headline.score
    removed = {it.label for it in Cleaner(options=Options(site_rules=False)).clean(TEXT).removed}
    kept = Cleaner(options=Options(keep=removed, site_rules=False)).clean(TEXT)  # type: ignore[arg-type]
    back = [it for it in kept.blocks if it.keep and it.label in removed]
    assert back
    assert {it.decided_by for it in back} == {"options"}


def test_who_decided_and_who_named_a_block_are_two() -> None:
    removed = [it for it in Cleaner(options=Options(site_rules=False)).clean(TEXT).blocks if not it.keep]
    assert {it.decided_by for it in removed} <= {"model", "repeat of the headline"}
    assert any(it.labelled_by.startswith("heuristic:") for it in removed)
