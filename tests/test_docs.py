"""README and docs hold to the code: links, options, names, keys, examples and figures."""

from __future__ import annotations

import doctest
import json
import re
from dataclasses import fields
from enum import EnumType
from functools import cache
from html import unescape
from itertools import chain
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import click
import pytest

import cleaner
from benchmarks.chart import CHART, RESULTS, chart
from cleaner import Cleaner, Engine, Label, Options, Result, clean
from cleaner.batch.tally import Tally
from cleaner.cli.explain import explain
from cleaner.cli.review import review
from cleaner.cli.rules import rules
from cleaner.cli.run import run
from cleaner.report.collector import Collector
from cleaner.report.comparison import compare
from cleaner.rules.cases import run_cases
from cleaner.rules.lint.folder import check_folders
from cleaner.rules.schema import json_schema
from tools import goldens

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(
    path
    for folder, pattern in ((".", "*.md"), ("docs", "*.md"), ("benchmarks", "*.md"), ("fixtures", "**/*.md"))
    for path in (ROOT / folder).glob(pattern)
)
RESULTS_OF = json.loads(RESULTS.read_text("utf-8"))


@cache
def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(name: str, heading: str) -> str:
    """What stands under a heading, down to the next of the same depth or above."""
    depth = heading.index(" ")
    begin = read(name).index(f"\n{heading}\n") + len(heading) + 2
    return re.split(rf"^#{{1,{depth}}} ", read(name)[begin:], maxsplit=1, flags=re.MULTILINE)[0]


def in_code(name: str, text: str) -> bool:
    """Whether `name` begins a piece of code in `text`."""
    return re.search(rf"`(?:[\w-]+: )?{re.escape(name)}(?![\w-])", text) is not None


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in `text`; emphasis and code marks aside."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip().strip("*") for cell in line.strip("|").split("|")]


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```|^    .*?$|`[^`\n]*`", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    text = re.sub(r"^ *```.*?^ *```", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", it.lower()).replace(" ", "-") for it in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    text = without_code(page.read_text("utf-8"))
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'(?:src|href)="([^"]+)"', text)
    for link in map(unescape, links):
        if "://" in link:
            continue
        place, _, anchor = link.partition("#")
        target = page.parent / place if place else page
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_of_docs_is_linked_in_the_readme() -> None:
    assert [path.name for path in DOCS.glob("*.md") if f"(docs/{path.name})" not in read("README.md")] == []


def test_the_readme_is_a_page_and_a_half() -> None:
    assert len(read("README.md").splitlines()) <= 100


def test_the_readme_tests_with_the_command_that_ci_runs() -> None:
    commands = re.findall(r"^    (python3 -m venv .*)$", read("README.md"), re.MULTILINE)
    assert [it.split(" && ")[-1] for it in commands] == [
        ".venv/bin/cleaner run fixtures/documents cleaned",
        ".venv/bin/pytest -q",
    ]
    assert commands[1] in read(".ci/run").splitlines()


def options_of(command: click.Command) -> set[str]:
    given = (param for param in command.params if isinstance(param, click.Option))
    return {it for param in given for it in (*param.opts, *param.secondary_opts)}


@pytest.mark.parametrize(
    ("command", "page", "heading"),
    [
        (run, "docs/formats.md", "## Options"),
        (explain, "docs/how-it-works.md", "## Explain"),
        (review, "docs/review.md", "## Options"),
    ],
    ids=["run", "explain", "review"],
)
def test_the_table_of_options_has_every_option_and_no_other(
    command: click.Command, page: str, heading: str
) -> None:
    told = {it for row in rows(section(page, heading)) for it in re.findall(r"(?<![\w-])--?[a-z-]+", row[0])}
    assert told - {"-h", "--help"} == options_of(command)


def test_every_rules_command_is_told_with_its_options() -> None:
    told = section("docs/rules.md", "## Commands")
    assert isinstance(rules, click.Group)
    for name, command in rules.commands.items():
        line = next(row[0] for row in rows(told.replace("\\|", "/")) if f"cleaner rules {name}" in row[0])
        assert all(it in line for it in options_of(command)), name


@pytest.mark.parametrize("name", cleaner.__all__)
def test_every_exported_name_is_told(name: str) -> None:
    assert in_code(name, read("docs/python.md"))


def test_every_option_is_told_with_its_default() -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in rows(section("docs/python.md", "## Options"))}
    for it in fields(Options):
        default = getattr(Options(), it.name)
        shown = {str(default), f"{type(default).__name__}.{getattr(default, 'name', '')}"}
        assert told[it.name] in ({"none"} if default == frozenset() else shown), it.name


def test_every_choice_of_an_option_is_told() -> None:
    exported = (getattr(cleaner, name) for name in cleaner.__all__)
    choices: list[Any] = [it for it in exported if isinstance(it, EnumType) and it is not Label]
    assert Engine in choices
    for it in chain.from_iterable(choices):
        assert f'`{type(it).__name__}.{it.name}`, `"{it.value}"`' in read("docs/python.md")


def test_every_attribute_of_a_result_is_told() -> None:
    result = clean("A paragraph.")
    hidden = {"rewrite", "complete", "page_features"}
    names = {it for it in dir(result) if not it.startswith("_")} - hidden
    told = section("docs/python.md", "### Result")
    assert not {it for it in names if not in_code(it, told)}


def test_every_field_of_a_block_is_told() -> None:
    told = section("docs/python.md", "### Blocks")
    assert not {it for it in cleaner.JudgedBlock._fields if not in_code(it, told) and f"`{it}`" not in told}


def test_every_key_of_the_field_cleaner_is_told() -> None:
    told = {row[0].strip("`") for row in rows(section("docs/formats.md", "### The field `cleaner`"))}
    written = {
        *clean(html="<html lang=en><title>A title</title><p>A paragraph.</p>").to_dict(),
        *clean("Half a pair: \ud83d").to_dict(),
        *clean(goldens.source("004-moscow-times")).to_dict(),
    }
    assert told - {"key"} == written - {"text"} | {"suspect", "rules_doubted"}


def test_every_key_of_the_report_is_told() -> None:
    told = section("docs/formats.md", "### The report")
    changes = {"against": None, **compare(Tally(print).report(), Tally(print).report())}
    keys = {*Tally(print).report(), *Collector().told(), *changes}
    assert not {key for key in keys if not in_code(key, told)}


def schema_keys(schema: object) -> set[str]:
    """The names of all properties, wherever in a JSON schema they stand."""
    if isinstance(schema, list):
        return {key for it in schema for key in schema_keys(it)}
    if not isinstance(schema, dict):
        return set()
    own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
    return own | {key for it in schema.values() for key in schema_keys(it)}


def test_every_key_of_rule_files_is_told() -> None:
    told = section("docs/rules.md", "## Every key")
    cells = " ".join(row[0] for row in rows(told))
    keys = schema_keys(json.loads(json_schema()))
    assert len(keys) > 30
    assert not {key for key in keys if not in_code(key, cells)}


def test_every_label_is_told() -> None:
    told = section("docs/rules.md", "### drop and keep").replace("\n", " ")
    assert not {label for label in Label if f"`{label}`" not in told}


def yaml_examples() -> list[str]:
    found = re.findall(r"^ *```yaml\n(.*?)^ *```", read("docs/rules.md"), re.DOTALL | re.MULTILINE)
    return list(map(dedent, found))


def test_the_examples_of_rule_files_are_in_order_and_their_cases_hold(tmp_path: Path) -> None:
    examples = yaml_examples()
    assert len(examples) == 3
    for number, text in enumerate(examples):
        folder = tmp_path / str(number)
        folder.mkdir()
        head = "" if text.startswith("site:") else "site: courier.example\n"
        (folder / "example.yaml").write_text(head + text, encoding="utf-8")
        report = run_cases([folder])
        assert report.cases == 1
        assert [*report.failures, *check_folders([folder]).mistakes] == []


def test_the_examples_of_the_python_api_print_what_they_say() -> None:
    ran = doctest.testfile(str(DOCS / "python.md"), module_relative=False, encoding="utf-8")
    assert ran.attempted > 10
    assert ran.failed == 0


def test_the_python_of_the_readme_runs() -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", read("README.md"), re.DOTALL | re.MULTILINE)
    known: dict[str, Any] = {"text": "A first paragraph of plain English.", "records": ["Another one."]}
    exec(code, known)  # noqa: S102 - the README's own code
    assert isinstance(known["result"], Result)
    assert isinstance(known["cleaner"], Cleaner)


def test_the_chart_is_drawn_from_the_figures() -> None:
    assert CHART.read_text("utf-8") == chart(RESULTS_OF), "run python -m benchmarks.chart"


def shown(figure: float | None, digits: int = 3) -> str:
    return "" if figure is None else f"{figure:.{digits}f}".removeprefix("0")


@pytest.mark.parametrize("track", RESULTS_OF["tracks"], ids=lambda track: track["id"])
def test_tables_of_results_have_the_figures(track: dict[str, Any]) -> None:
    heading = {"text": "## Plain text", "html": "## HTML"}[track["id"]]
    table = {row[0]: row[1:] for row in rows(section("docs/results.md", heading))}
    sets = RESULTS_OF["sets"]
    assert table[""][: len(sets)] == [it["title"] for it in sets]
    assert table["metric"][: len(sets)] == [it["metric"] for it in sets]
    assert table["pages"][: len(sets)] == [f"{it['pages']:,}" for it in sets]
    for system in track["systems"]:
        figures = [shown(system["figures"][it["id"]]) for it in sets]
        assert table[system["name"]] == figures + ([shown(system["cpu"], 2)] if "cpu" in system else [])
    assert len(table) == 3 + len(track["systems"])


def test_the_table_of_metadata_has_the_figures() -> None:
    table = {row[0]: row[1:] for row in rows(section("docs/results.md", "## Metadata"))}
    metadata = RESULTS_OF["metadata"]
    wanted = {name: [shown(it, 2) for it in figures] for name, figures in metadata["rows"].items()}
    assert table == {"": metadata["columns"], **wanted}


def held_out(track: str, system: str) -> dict[str, float]:
    """The figures that the fit of the weights in the checkout wrote beside them."""
    told = json.loads(read(f"cleaner/model/{track}.json"))["on sites held out"]
    articles, others = told[f"wcxb-dev, {system}"], told[f"wcxb-dev, other types, {system}"]
    pages = {it["id"]: it["pages"] for it in RESULTS_OF["sets"]}
    every = pages["all types"]
    return {
        "articles": articles,
        "all types": (articles * pages["articles"] + others * (every - pages["articles"])) / every,
        "news": told[f"news-pairs-dev, {system}"],
        "segments": told[f"segments-dev, {system}"],
    }


def test_our_figures_are_those_of_the_weights_that_ship() -> None:
    ours = [(track["id"], it) for track in RESULTS_OF["tracks"] for it in track["systems"] if it.get("ours")]
    assert len(ours) == 3
    for track, system in ours:
        measured = held_out(track, system["system"])
        assert {key: round(it, 3) for key, it in measured.items()} == system["figures"], system["name"]


def test_the_table_of_the_tail_has_the_figures() -> None:
    told = json.loads(read("cleaner/model/text.json"))["on sites held out"]
    sets = [f"{name}-dev, as captured" for name in ("wcxb", "news-pairs", "fundus", "chinese")]
    table = {row[0]: row[1:] for row in rows(section("docs/results.md", "## The tail"))}
    assert table["F1"] == [shown(told[name]) for name in sets]
    assert table["tail"] == [shown(told[f"{name}, tail"]) for name in sets]


def test_the_table_of_page_types_has_the_figures() -> None:
    told = json.loads(read("cleaner/model/page_type.json"))
    header, *table = rows(section("docs/results.md", "## Page types"))
    order = ["articles", "forums", "documentation", "services", "products", "listings", "collections"]
    assert [it.split()[-1] for it in header[3:]] == ["told", *order[1:]]
    kinds = [it if it == "documentation" else it.removesuffix("s") for it in order]
    for (_, *cells), figures in zip(table, (told["text"], told["html"]), strict=True):
        wanted = [figures["told"], figures["told and right"], *map(figures["of each type told"].get, kinds)]
        assert cells == [shown(it, 2) for it in wanted]
