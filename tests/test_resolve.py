"""How what rules say, what the generic part says and what the options ask for come together."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from cleaner import Cleaner, JudgedBlock, Label, Options
from cleaner.explain import write_explanation
from tests import goldens

if TYPE_CHECKING:
    from pathlib import Path

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


def test_a_label_that_the_options_drop_goes_although_a_rule_keeps_it(tmp_path: Path) -> None:
    assert not caption(tmp_path, KEEP_JUDGED, Options(drop=CAPTIONS))[0].keep
