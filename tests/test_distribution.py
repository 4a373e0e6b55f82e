"""What people install: its name, its extras, and what the wheel and the source distribution hold."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import metadata, version
from pathlib import Path, PurePosixPath

import pytest

import cleaner
from tools import goldens

ROOT = Path(__file__).parents[1]
NAME = "article-cleaner"
UV = (sys.executable, "-m", "uv")
DOCUMENT = goldens.DOCUMENTS / "004-moscow-times" / "input.txt"
PAGE = "<nav><a href='/'>Home</a></nav><article><p>The council of the town met on Monday, and voted.</p></article>"
network = pytest.mark.network


def call(*command: str | Path, folder: Path = ROOT) -> str:
    """Standard output of `command`, run in `folder` and knowing nothing of this environment."""
    known = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def files_below(*folders: str) -> set[str]:
    """Every file of the checkout in `folders`."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in found if "__pycache__" not in path.parts}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    call(*UV, "build", "--quiet", "--out-dir", folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel, and no other."""
    (file,) = built.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment in which nothing but the wheel was installed."""
    environment = tmp_path_factory.mktemp("environment") / "venv"
    call(*UV, "venv", "--quiet", "--seed", "--python", sys.executable, environment)
    call(*UV, "pip", "install", "--quiet", "--python", environment / "bin" / "python", wheel)
    return environment / "bin"


def test_it_is_installed_under_its_own_name_and_version() -> None:
    assert version(NAME) == cleaner.__version__
    assert metadata(NAME)["Name"] == NAME


def test_every_extra_that_an_error_names_is_one() -> None:
    calls = re.compile(r'\bneed\(\s*"[\w.]+",\s*"(\w+)"')
    named = {it for path in (ROOT / "cleaner").rglob("*.py") for it in calls.findall(path.read_text("utf-8"))}
    assert named >= {"parquet", "remote", "zstd"}
    assert named <= set(metadata(NAME).get_all("Provides-Extra") or ())


def test_nothing_tells_people_to_install_the_package_of_that_name_which_is_somebody_elses() -> None:
    told = files_below("cleaner", "benchmarks", "docs") | {"README.md", "CONTRIBUTING.md", "pyproject.toml"}
    texts = {it: (ROOT / it).read_text("utf-8") for it in told if it.endswith((".py", ".md", ".toml"))}
    foreign = re.compile(r"pip install ['\"]?cleaner\b|(?<![\w-])cleaner\[[a-z,]+\]")
    assert not {name: found for name, text in texts.items() if (found := foreign.findall(text))}


@network
def test_the_wheel_holds_the_package_its_rules_and_its_licence_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = f"article_cleaner-{cleaner.__version__}.dist-info"
    rules = {f"cleaner/_rules/{PurePosixPath(it).relative_to('rules')}" for it in files_below("rules")}
    assert {"cleaner/py.typed", "cleaner/model/html.npz", "cleaner/_rules/compiled/sites.jsonl"} <= names
    assert {it for it in names if not it.startswith(f"{about}/")} == files_below("cleaner") | rules
    assert f"{about}/licenses/LICENSE" in names


@network
def test_the_source_distribution_holds_what_tests_and_figures_need(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {str(PurePosixPath(*PurePosixPath(it.name).parts[1:])) for it in archive if it.isfile()}
    beside = {"LICENSE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", "PKG-INFO"}
    wanted = (
        files_below("cleaner", "rules", "fixtures", "tests", "benchmarks", "tools", "docs", "examples")
        | beside
    )
    assert names - {".gitignore"} == wanted


@network
def test_no_file_of_the_wheel_names_a_folder_of_the_machine_that_built_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        naming = {it for it in archive.namelist() if str(ROOT).encode() in archive.read(it)}
    assert not naming


@network
def test_the_package_index_would_take_both(built: Path) -> None:
    call(*UV, "tool", "run", "--quiet", "twine", "check", "--strict", *sorted(built.glob("article*")))


@network
def test_installed_it_shows_its_name(installed: Path, tmp_path: Path) -> None:
    shown = call(installed / "python", "-m", "pip", "show", NAME, folder=tmp_path)
    assert f"Name: {NAME}\nVersion: {cleaner.__version__}\n" in shown
    assert "License-Expression: Apache-2.0" in call(
        installed / "python", "-m", "pip", "show", "--verbose", NAME, folder=tmp_path
    )


@network
def test_installed_it_cleans_as_it_does_here(installed: Path, tmp_path: Path) -> None:
    text = DOCUMENT.read_bytes()
    (tmp_path / "in.txt").write_bytes(text)
    call(installed / "cleaner", "run", "in.txt", "out.txt", folder=tmp_path)
    expected = cleaner.clean(text.decode()).text
    assert (tmp_path / "out.txt").read_text("utf-8") == f"{expected}\n"
    assert "✓ headline" in call(installed / "cleaner", "explain", "in.txt", folder=tmp_path)


@network
def test_installed_it_can_be_used_from_python(installed: Path, tmp_path: Path) -> None:
    code = (
        "import json, cleaner; from cleaner.rules import built_in_rules; from cleaner.resources import compiled; "
        f"page = cleaner.clean(html={PAGE!r}, url='https://example.org/a'); "
        "print(json.dumps([cleaner.__version__, page.text, bool(compiled(built_in_rules.STORED, built_in_rules.sources()))]))"
    )
    said = json.loads(call(installed / "python", "-c", code, folder=tmp_path))
    assert said == [cleaner.__version__, cleaner.clean(html=PAGE, url="https://example.org/a").text, True]
