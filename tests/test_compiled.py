"""What is compiled ahead says the same as the rules it was made from, and is used only while it does."""

from __future__ import annotations

import subprocess
import sys
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleaner.lexicon import built_in_phrases, store
from cleaner.lexicon.compile_phrases import compile_phrases
from cleaner.resources import compiled, fingerprint, fingerprint_file, rules_folder
from cleaner.rules import RuleBook, built_in_rules, open_rules
from cleaner.rules.cases import line_document
from cleaner.rules.compile_rules import load_rules

if TYPE_CHECKING:
    from pathlib import Path

WRITE = "run python -m tools.compile_rules and commit what it writes"
PHRASES = compile_phrases(built_in_phrases.phrase_files())
BOOK = load_rules()
TEXTS = [
    pytest.param("The river rose overnight.", id="of no site"),
    pytest.param("Alwaght- The river rose overnight.", id="with a pattern of a site"),
    pytest.param("Where your  horizon expands every day.", id="with a line of a site, in other spacing"),
    pytest.param(
        "The end.\nLeave a Reply\nYour email address will not be published. Required fields are marked *",
        id="with both lines of a platform",
    ),
    pytest.param("The end.\nLeave a Reply", id="with one of the two"),
]
RAISE = f"where code made the difference, raise FORMAT in cleaner/lexicon/store.py; then {WRITE}"
URLS = [
    pytest.param(None, id="without a URL"),
    pytest.param("https://www.anewz.tv/world/1", id="in a known domain"),
    pytest.param("https://notanewz.tv/world/1", id="in a domain that ends alike"),
]


def test_the_compiled_phrases_are_up_to_date() -> None:
    assert compiled(built_in_phrases.STORED, built_in_phrases.phrase_files(), store.FORMAT), WRITE


def test_the_compiled_phrases_are_those_of_the_files() -> None:
    stored = store.load(rules_folder() / "compiled" / built_in_phrases.STORED)
    assert stored.languages == PHRASES.languages
    assert stored.unspaced.patterns == PHRASES.unspaced.patterns
    tables = ("labels", "strong", "word", "stopword", "address", "date")
    for name in (*tables, "spaced.hashes", "spaced.firsts", "spaced.lengths"):
        there, wanted = map(attrgetter(name), (stored, PHRASES))
        assert there.dtype == wanted.dtype
        assert np.array_equal(there, wanted), f"{name}: {RAISE}"


def test_the_index_of_the_built_in_rules_is_up_to_date() -> None:
    assert compiled(built_in_rules.STORED, built_in_rules.sources()), WRITE


def test_the_index_of_the_built_in_rules_is_that_of_the_files() -> None:
    assert (rules_folder() / "compiled" / built_in_rules.STORED).read_bytes() == BOOK.stored + b"\n"


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("url", URLS)
def test_behind_the_index_every_document_has_the_rules_that_it_had(text: str, url: str | None) -> None:
    document = line_document(text, url=url)
    there, wanted = open_rules().site_for(document), BOOK.site_for(document)
    assert (there and there.source) == (wanted and wanted.source)


def test_a_document_of_no_known_site_makes_no_rule_file_be_read() -> None:
    code = (
        "import sys; from cleaner.rules import open_rules; from cleaner.segment.text import segment; "
        "found = open_rules().site_for(segment('The river rose.', url='https://nobody.example/a')); "
        "sys.exit(found is not None or bool({'pydantic', 'yaml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_rules_of_the_callers_own_are_all_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("site: mine\nmatch: {domains: [mine.com]}\n")
    assert isinstance(open_rules([tmp_path]), RuleBook)


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules folder with one source and what was compiled from it."""
    monkeypatch.setattr("cleaner.resources.rules_folder", lambda: tmp_path)
    (tmp_path / "compiled").mkdir()
    (tmp_path / "source.yaml").write_text("read also")
    file = tmp_path / "compiled" / "result"
    file.write_text("compiled")
    fingerprint_file(file).write_text(fingerprint([tmp_path / "source.yaml"]))
    return tmp_path / "source.yaml"


def test_what_is_compiled_is_used_while_its_sources_stay(source: Path) -> None:
    assert compiled("result", [source]) == source.parent / "compiled" / "result"


def test_a_changed_source_makes_it_pass_over_what_is_compiled(source: Path) -> None:
    source.write_text("read more")
    assert compiled("result", [source]) is None


def test_another_version_of_the_format_makes_it_pass_over_what_is_compiled(source: Path) -> None:
    assert compiled("result", [source], 1) is None


def test_one_more_source_makes_it_pass_over_what_is_compiled(source: Path) -> None:
    more = source.with_name("more.yaml")
    more.write_text("")
    assert compiled("result", [source, more]) is None


def test_nothing_compiled_is_no_fault(source: Path) -> None:
    assert compiled("another", [source]) is None


def test_a_compiled_file_that_is_lost_is_no_fault(source: Path) -> None:
    (source.parent / "compiled" / "result").unlink()
    assert compiled("result", [source]) is None
