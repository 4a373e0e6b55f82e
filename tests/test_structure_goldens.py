"""Addresses, start numbers, languages of fences, mathematics and footnotes, each in ten exact cases."""

from __future__ import annotations

from typing import Any

import pytest

from tools import structure_goldens

CASES = [
    pytest.param(case, id=f"{name}: {case['like']}")
    for name in structure_goldens.names()
    for case in structure_goldens.cases(name)
]


@pytest.mark.parametrize("case", CASES)
def test_markdown_is_that_of_the_golden(case: dict[str, Any]) -> None:
    assert structure_goldens.rendered(case) == case["markdown"]


@pytest.mark.parametrize("name", structure_goldens.names())
def test_a_file_holds_ten_cases_as_the_tool_writes_them(name: str) -> None:
    assert len(structure_goldens.cases(name)) >= 10
    assert all(case["page"] for case in structure_goldens.cases(name))
    assert structure_goldens.FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8") == (
        structure_goldens.written(name)
    )
