"""The built-in rule files: their cases, their form, and the published form."""

from __future__ import annotations

import json

import pytest

from cleaner.resources import rules_folder
from cleaner.rules.cases import run_cases
from cleaner.rules.lint.folder import check_folders
from cleaner.rules.load import RuleFile, load_files
from cleaner.rules.schema import json_schema

FILES = load_files()


def test_every_case_of_every_file_holds() -> None:
    assert [str(failure) for failure in run_cases().failures] == []


def test_nothing_is_wrong_with_them_nor_looks_wrong() -> None:
    assert check_folders().mistakes == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.shown)
def test_a_file_lists_at_least_as_many_lines_to_keep_as_to_drop(file: RuleFile) -> None:
    cases = file.model.cases
    assert sum(len(case.keep) for case in cases) >= sum(len(case.drop) for case in cases)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.shown)
def test_a_file_is_named_after_its_site(file: RuleFile) -> None:
    assert file.shown.rpartition("/")[2] == f"{file.model.site}.yaml"


def test_the_published_form_is_the_one_in_the_code() -> None:
    published = (rules_folder() / "schema.json").read_text(encoding="utf-8")
    assert published == json_schema(), "run python -m cleaner.rules.schema"


def test_every_key_of_the_published_form_is_described() -> None:
    schema = json.loads(json_schema())
    forms = {"the file": schema, **schema["$defs"]}
    keys = [(name, key, it) for name, form in forms.items() for key, it in form.get("properties", {}).items()]
    assert len(keys) > 80
    assert [(name, key) for name, key, it in keys if not it.get("description")] == []
