"""Fitted networks are kept: a fit that was stopped goes on, and one of anything else is fitted afresh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.fit import fit_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit_store, "version", lambda _: "2.0")


def fit(cache: Path, key: str, value: Any) -> Any:  # noqa: ANN401 - anything that can be pickled
    return fit_store.fitted(cache, key, lambda: value)


def test_what_was_fitted_is_not_fitted_again(tmp_path: Path) -> None:
    assert fit(tmp_path, "examples recipe fold 0", "first") == "first"
    assert fit(tmp_path, "examples recipe fold 0", "second") == "first"


@pytest.mark.parametrize("key", ["examples recipe fold 1", "others recipe fold 0", "examples other fold 0"])
def test_anything_else_is_fitted_afresh(tmp_path: Path, key: str) -> None:
    fit(tmp_path, "examples recipe fold 0", "first")
    assert fit(tmp_path, key, "second") == "second"


def test_another_version_of_the_library_fits_afresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fit(tmp_path, "same", "first")
    monkeypatch.setattr(fit_store, "version", lambda _: "2.1")
    assert fit(tmp_path, "same", "second") == "second"


def test_a_fit_that_ended_early_leaves_nothing_that_is_taken_for_a_network(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        fit_store.fitted(tmp_path, "same", _interrupted)
    assert fit(tmp_path, "same", "whole") == "whole"


def _interrupted() -> Any:  # noqa: ANN401 - likewise
    raise KeyboardInterrupt
