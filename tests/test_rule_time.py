"""One time limit for all rules on a document: what it stops, what becomes of the text, and who is told."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Options
from cleaner.cli.main import main
from cleaner.rules.clock import MOST_NAMED, OTHERS
from tests.rule_writing import HEAD, write

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner import Result

pytestmark = pytest.mark.slow

SLOW = "'^(a|aa)+$'"
"""A pattern that takes years on HARD."""
HARD = "a" * 60 + "b"
PROSE = (
    "The council of Lindvik voted on Monday to keep the harbour open for another winter, as in other years."
)
TEXT = f"{PROSE}\n{HARD}\nSend"
URL = "https://example.org/a"
GENERIC = Cleaner(options=Options(site_rules=False)).clean(TEXT).text


def slow_sites(folder: Path, count: int, pattern: str = SLOW) -> Path:
    names = range(count)
    return write(
        folder, **{f"s{n}": f"site: s{n}\nmatch: {{signatures: [{{pattern: {pattern}}}]}}\n" for n in names}
    )


def slow_rules(folder: Path, count: int, first: str = "") -> Path:
    drops = [f"  - {{id: slow-{n}, label: form, why: x, pattern: {SLOW}}}\n" for n in range(count)]
    return write(folder, example=f"{HEAD}{first}drop:\n{''.join(drops)}")


def timed(rules: Path, most: float, text: str = TEXT, url: str | None = None) -> Result:
    """The result, which the rules must not have delayed by more than `most` seconds."""
    cleaner = Cleaner(rules=[rules])
    cleaner.clean(PROSE, url="https://elsewhere.org/")
    began = time.process_time()
    result = cleaner.clean(text, url=url)
    assert time.process_time() - began < most
    return result


def test_three_hundred_slow_signatures_cost_a_second_at_most(tmp_path: Path) -> None:
    result = timed(slow_sites(tmp_path, 300), 2.0)
    assert len(result.timed_out) == MOST_NAMED + 1
    assert result.timed_out[-1] == OTHERS
    assert {"s0/signature-1", "s1/signature-1"} <= set(result.timed_out)
    assert result.text == GENERIC


def test_a_slow_signature_is_named_where_no_site_is_found(tmp_path: Path) -> None:
    assert timed(slow_sites(tmp_path, 1), 2.0).timed_out == ("s0/signature-1",)


def test_a_slow_signature_with_a_literal_is_not_run_where_the_literal_is_not(tmp_path: Path) -> None:
    rules = slow_sites(tmp_path, 300, "'^(a|aa)+ of Lindvik$'")
    assert timed(rules, 1.0, f"{HARD}\nSend").timed_out == ()
    assert timed(rules, 2.0, f"{HARD} of Lindvik").timed_out != ()


def test_signatures_leave_time_for_the_rules_of_the_site_that_is_found(tmp_path: Path) -> None:
    folder = slow_sites(tmp_path, 50)
    write(
        tmp_path,
        zzz="site: zzz\nmatch: {signatures: [{line: Send}]}\ndrop: [{label: form, why: x, pattern: '^Send$'}]",
    )
    result = timed(folder, 2.0)
    assert result.site == "zzz"
    assert [it.judge for it in result.removed if it.judge.startswith("rule:")] == ["rule:zzz/form-1"]
    assert result.timed_out[-1] == OTHERS


def test_a_thousand_slow_rules_cost_a_second_and_a_half_at_most(tmp_path: Path) -> None:
    result = timed(slow_rules(tmp_path, 1000), 2.5, url=URL)
    assert len(result.timed_out) == MOST_NAMED + 1
    assert "example.org/slow-0" in result.timed_out
    assert result.text == GENERIC


def test_what_was_found_in_time_holds(tmp_path: Path) -> None:
    first = "keep: [{why: x, line: Send, label: headline}]\n"
    result = timed(slow_rules(tmp_path, 100, first), 2.5, url=URL)
    assert result.title == "Send"


def test_slow_replacements_count_and_are_left_out_as_a_whole(tmp_path: Path) -> None:
    rewrites = [f"  - {{id: slow-{n}, why: x, pattern: {SLOW}, replace: z}}\n" for n in range(50)]
    fast = "  - {id: fast, why: x, pattern: Lindvik, replace: Town}\n"
    slow = "  - {id: half, why: x, pattern: 'winter|^(a|aa)+$', replace: summer}\n"
    rules = write(
        tmp_path, example=f"{HEAD}keep: [{{why: x, pattern: .}}]\nrewrite:\n{fast}{slow}{''.join(rewrites)}"
    )
    result = timed(rules, 3.0, url=URL)
    assert result.text.splitlines() == [PROSE.replace("Lindvik", "Town"), HARD, "Send"]
    assert result.body == result.text
    assert "example.org/half" in result.timed_out
    assert "example.org/fast" not in result.timed_out
    assert result.timed_out[-1] == OTHERS


def test_slow_selectors_count_and_no_further_one_is_asked(tmp_path: Path) -> None:
    drops = [
        f"  - {{id: d{n}, label: form, why: x, xpath: '//p[count(//i[. > {n}]) > 3000]'}}\n"
        for n in range(40)
    ]
    rules = write(tmp_path, example=f"{HEAD}drop:\n{''.join(drops)}")
    page = "<html>" + "<p>x <i>1</i></p>" * 700 + f"<p>{PROSE}</p>"
    options = Options(total_rule_seconds=0.2)
    cleaner = Cleaner(rules=[rules], options=options)
    cleaner.clean(html="<p>x", url=URL)
    began = time.process_time()
    result = cleaner.clean(html=page, url=URL)
    generic = Cleaner(rules=[rules], options=Options(site_rules=False)).clean(html=page, url=URL)
    assert time.process_time() - began < 20
    assert result.timed_out[-1] == OTHERS
    assert result.text == generic.text


def test_many_looks_at_many_blocks_end_too(tmp_path: Path) -> None:
    drops = [
        f"  - {{id: d{n}, label: form, why: x, from: {{line: x}}, to: {{line: y}}, while: {{longest: 1}}}}\n"
        for n in range(200)
    ]
    rules = write(tmp_path, example=f"{HEAD}drop:\n{''.join(drops)}")
    result = timed(rules, 25.0, "x\n" * 20_000 + "long\ny", url=URL)
    assert result.timed_out[-1] == OTHERS


@pytest.mark.parametrize(("seconds", "least", "most"), [(0.15, 1, 3), (0.55, 4, 8)])
def test_the_limit_is_an_option(tmp_path: Path, seconds: float, least: int, most: int) -> None:
    rules = slow_rules(tmp_path, 100)
    cleaner = Cleaner(rules=[rules], options=Options(total_rule_seconds=seconds))
    cleaner.clean(PROSE, url="https://elsewhere.org/")
    assert least <= min(_spent(cleaner) for _ in range(3)) * 10 <= most


def _spent(cleaner: Cleaner) -> float:
    """Processor time of one document; that of other threads of the process is in it."""
    began = time.process_time()
    cleaner.clean(TEXT, url=URL)
    return time.process_time() - began


def test_a_run_tells_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": TEXT, "url": URL}) + "\n", encoding="utf-8")
    report = tmp_path / "report.json"
    words = ["run", tmp_path / "in.jsonl", tmp_path / "out.jsonl", "--rules", slow_rules(tmp_path, 100)]
    done = CliRunner().invoke(main, [*map(str, words), "--report", str(report)])
    assert done.exit_code == 0
    assert "out of time, and so without effect: example.org/slow-0 on 1 document" in done.output
    assert json.loads(report.read_text())["rules_out_of_time"][OTHERS] == 1
    assert json.loads((tmp_path / "out.jsonl").read_text())["text"] == GENERIC
