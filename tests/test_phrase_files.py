"""Files of `rules/phrases` that are added or changed: they work at once, and a wrong one says what is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import RuleError
from cleaner.lexicon import store
from cleaner.lexicon.compile_phrases import compile_phrases

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
NOT_COPIED = shutil.ignore_patterns("__pycache__")
ESPERANTO = """language: eo
stopwords: [la, kaj, estas, ke, por, en, de, dum, kiu, el, ili, ol, pli, du, tri, ĉar, kiel, ankoraŭ, apud, ĝis]
cues:
  newsletter:
    - abonu nian bultenon
"""
STORY = """La malnova muelejo

La muelejo apud la ponto, kiu staris senmova dum dek unu jaroj, ekfunkciis denove en dimanĉo. Pli ol ducent homoj venis por vidi, kiel la rado turniĝas, kaj multaj el ili restis ĝis la vespero.

La muelisto diris, ke la laboro daŭros ankoraŭ du jarojn, ĉar la tegmento estas malbona.
"""
CALL = "Abonu nian bultenon"
CLEAN = """
import json, sys
from cleaner import clean
result = clean(sys.argv[1])
told = {"text": result.text, "language": result.language, "last": result.blocks[-1].label.value}
print(json.dumps({**told, "compiled": "yaml" in sys.modules}))
"""


class Checkout:
    """A copy of the package and the rules, with a process of its own for each document."""

    def __init__(self, folder: Path) -> None:
        for name in ("cleaner", "rules", "tools"):
            shutil.copytree(ROOT / name, folder / name, ignore=NOT_COPIED)
        self.folder = folder
        self.phrases = folder / "rules" / "phrases"

    def run(self, *arguments: str) -> str:
        """What Python prints in the copy."""
        environment = {**os.environ, "PYTHONPATH": str(self.folder)}
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=self.folder, env=environment
        ).stdout

    def clean(self, text: str) -> dict[str, Any]:
        """The text that is left, its language, the last block's label, and whether phrases were compiled for it."""
        told: dict[str, Any] = json.loads(self.run("-c", CLEAN, text))
        return told

    def change(self, name: str, old: str, new: str) -> None:
        """Replace some text in one of its files."""
        file = self.folder / name
        before = file.read_text()
        assert old in before
        file.write_text(before.replace(old, new, 1))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.parametrize(
    "others", [0, 40], ids=["first of its kind", "after forty more, more than 64 in all"]
)
def test_a_new_file_with_some_lists_and_one_label_is_enough_for_a_language(
    checkout: Checkout, others: int
) -> None:
    for number in range(others):
        (checkout.phrases / f"ea{number:02}.yaml").write_text(
            f"language: ea{number:02}\nstopwords: [ea{number:02}xx]\n"
        )
    before = checkout.clean(f"{STORY}\n{CALL}\n")
    assert before["text"].endswith(CALL)
    (checkout.phrases / "eo.yaml").write_text(ESPERANTO)
    after = checkout.clean(f"{STORY}\n{CALL}\n")
    assert after["text"] == STORY.strip()
    assert (after["language"], after["last"]) == ("eo", "newsletter")


def test_a_changed_file_works_at_once_and_compiling_makes_the_start_quick_again(checkout: Checkout) -> None:
    assert checkout.clean(f"{STORY}\n{CALL}\n")["compiled"] is False
    checkout.change("rules/phrases/en.yaml", "  newsletter:\n", f"  newsletter:\n    - {CALL.lower()}\n")
    changed = checkout.clean(f"{STORY}\n{CALL}\n")
    checkout.run("-m", "tools.compile_rules")
    stored = checkout.clean(f"{STORY}\n{CALL}\n")
    assert changed == {**stored, "compiled": True}
    assert stored["compiled"] is False
    assert stored["last"] == "newsletter"


@pytest.mark.parametrize(
    "name", ["characters/tokens", "lexicon/compile_phrases", "lexicon/phrases", "lexicon/spellings"]
)
def test_compiled_phrases_are_read_whatever_is_written_about_the_code(checkout: Checkout, name: str) -> None:
    checkout.change(f"cleaner/{name}.py", "from __future__", "# A comment.\nfrom __future__")
    assert checkout.clean(STORY)["compiled"] is False


def test_compiled_phrases_of_another_format_are_not_read(checkout: Checkout) -> None:
    checkout.change("cleaner/lexicon/store.py", f"FORMAT: Final = {store.FORMAT}\n", "FORMAT: Final = 1000\n")
    assert checkout.clean(STORY)["compiled"] is True


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("stopwords: [la]\n", "the key 'language' is missing; write it as in `language: en`"),
        ("- la\n", "the key 'language' is missing"),
        (
            "language: eo\nadress: [la]\n",
            "unknown key 'adress'; the keys are: language, stopwords",
        ),
        ("language: eo\nstopwords: la\n", "'stopwords' must be a list of texts"),
        ("language: eo\ncues: [la]\n", "'cues' must map labels to lists of phrases"),
        (
            "language: eo\ncues:\n  share:\n  - a: b\n",
            "'share' must be a list of texts; quote those with a colon",
        ),
        (
            "language: eo\ncues:\n  shares: [la]\n",
            "'shares' is no label that takes cues; they are: advertisement",
        ),
        ("language: eo\ncues:\n  body: [la]\n", "'body' is no label that takes cues"),
        (
            "language: eo\ncues:\n  share: [la]\n  share: [ke]\n",
            "the key 'share' comes twice; join its entries",
        ),
        ("language: eo\ncues:\n  share: [la, '»']\n", "the entry '»' has no letter or digit; leave it out"),
        ("language: eo\ndates: ['/']\n", "the entry '/' has no letter or digit"),
        ("language: eo\nstopwords: [la\n", "while parsing a flow sequence"),
    ],
)
def test_a_wrong_file_says_what_is_wrong_with_it(tmp_path: Path, content: str, fault: str) -> None:
    file = tmp_path / "eo.yaml"
    file.write_text(content)
    with pytest.raises(RuleError) as error:
        compile_phrases([file])
    assert str(error.value).startswith(f"{file}: {fault}")


def test_two_files_of_one_language_are_refused(tmp_path: Path) -> None:
    files = [tmp_path / "eo.yaml", tmp_path / "esperanto.yaml"]
    for file in files:
        file.write_text(ESPERANTO)
    with pytest.raises(
        RuleError, match=r"esperanto\.yaml: eo\.yaml is of the language eo, too; join the two"
    ):
        compile_phrases(files)


def test_words_that_yaml_takes_for_truth_values_are_words(tmp_path: Path) -> None:
    (tmp_path / "no.yaml").write_text("language: no\nstopwords: [on, no]\ncues:\n  share: [yes]\n")
    phrases = compile_phrases([tmp_path / "no.yaml"])
    assert phrases.languages == ("no",)
    assert len(phrases.word) == 2


def test_phrases_of_one_language_are_stored_whole(tmp_path: Path) -> None:
    (tmp_path / "eo.yaml").write_text(ESPERANTO)
    phrases = compile_phrases([tmp_path / "eo.yaml"])
    store.save(phrases, tmp_path / "stored.npz")
    stored = store.load(tmp_path / "stored.npz")
    assert stored.languages == ("eo",)
    assert len(stored.labels) == len(stored.spaced.hashes) == 1
    assert list(stored.unspaced.patterns) == []
    assert stored.stopword.all()
    assert not stored.address.any()
