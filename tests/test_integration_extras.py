"""Each integration is there only for who asks for it, and says which extra it needs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXTRAS = {
    "arrow": "pyarrow",
    "datatrove": "datatrove",
    "dolma": "dolma",
    "huggingface": "datasets",
    "ray": "ray",
    "spark": "pyspark",
}
"""Integration, and extra -> the library that it needs."""


@pytest.mark.parametrize("missing", [(), tuple(EXTRAS.values())], ids=["its library", "all of them"])
@pytest.mark.parametrize(("name", "library"), EXTRAS.items(), ids=list(EXTRAS))
def test_without_its_library_the_error_names_the_extra(
    name: str, library: str, missing: tuple[str, ...]
) -> None:
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({(library, *missing)!r}))\n"
        "from cleaner import MissingExtraError\n"
        f"try:\n    import cleaner.integrations.{name}\n"
        "except MissingExtraError as error:\n    print(error)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == (
        f"cleaner.integrations.{name} needs the extra {name!r}: pip install 'article-cleaner[{name}]'\n"
    )


def test_every_integration_has_an_extra_and_tests_against_the_engine() -> None:
    modules = {it.stem for it in (ROOT / "cleaner" / "integrations").glob("*.py")} - {"__init__", "batches"}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert modules == set(EXTRAS)
    assert modules <= set(extras)
    for name in modules:
        assert (ROOT / "tests" / "engines" / f"test_{name}.py").is_file()
        assert f"\n{name}() {{" in (ROOT / ".ci" / "engines").read_text("utf-8")


def test_cleaning_imports_no_integration() -> None:
    code = (
        "import sys; from cleaner import clean; clean('A paragraph of a text.').text; "
        "sys.exit(any(it.startswith(('cleaner.integrations', 'pyarrow')) for it in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
