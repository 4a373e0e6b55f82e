"""`cleaner run --report`: what was read and became of it, for programs and as a page; `--against` an earlier one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, Options
from cleaner.batch import run as run_batch
from cleaner.batch.plan import make_plan
from cleaner.batch.request import Request
from cleaner.batch.workers import Setup
from cleaner.cli.main import main
from cleaner.report.collector import Collector
from cleaner.report.document_facts import document_facts
from cleaner.verdict import MAIN_CONTENT
from tests.browser import opened
from tests.rule_trials import PARAGRAPHS, text_page
from tools import goldens

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result as Ran

    from cleaner.batch import Tally
    from cleaner.batch.task import Outcome

TEXT = goldens.source("004-moscow-times")
ARTICLE = "The council of the harbour town voted on Monday to keep the old ferry for another winter."
COUNTS = (
    *("read", "cleaned", "empty", "skipped", "failed", "source_chars", "kept_chars", "removed", "suspect"),
    *("outputs_of_gone_documents", "rules_out_of_time", "rules_not_believed", "rules_believed_always"),
    *("finished", "left_alone"),
)
"""The keys of the report that stood first; programs rely on them."""


def invoke(*arguments: object) -> Ran:
    return CliRunner().invoke(main, ["run", *map(str, arguments)])


def lines(folder: Path, records: list[dict[str, Any]], name: str = "in.jsonl") -> Path:
    (folder / name).write_text("".join(json.dumps(it) + "\n" for it in records))
    return folder / name


def mixed(folder: Path, number: int = 24) -> Path:
    """Records of several sites and languages, some of which fail."""
    texts = [
        TEXT,
        f"Home | News | About us\nFerry stays\n{ARTICLE}\nThe mayor thanked everybody who came.\nShare on Facebook",
        "Сессия закончилась поздно вечером, и решение приняли единогласно.\nПодписаться на рассылку",
        "",
    ]
    good = [
        {"id": it, "text": texts[it % 4], "url": f"https://s{it % 5}.example/{it}"} for it in range(number)
    ]
    return lines(folder, [*good, {"id": "bad"}, {"text": 7}])


def reported(source: Path, *options: object, jobs: int = 1, failing: bool = False) -> dict[str, Any]:
    place = source.parent
    ran = invoke(source, place / "out.jsonl", "--report", place / "r.json", "--jobs", jobs, *options)
    assert ran.exit_code == int(failing), ran.output
    report: dict[str, Any] = json.loads((place / "r.json").read_bytes())
    return report


def test_the_counts_that_stood_first_are_as_they_were(tmp_path: Path) -> None:
    report = reported(mixed(tmp_path), failing=True)
    assert tuple(report)[: len(COUNTS)] == COUNTS
    assert (report["read"], report["cleaned"], report["empty"], report["failed"]) == (26, 18, 6, 2)
    assert report["removed"]["appeal"].keys() == {"blocks", "chars"}


@pytest.mark.slow
def test_reports_are_the_same_bytes_for_any_number_of_workers(tmp_path: Path) -> None:
    source = mixed(tmp_path, 90)
    written = set()
    for jobs in (1, 2, 3):
        both = ("--report", tmp_path / "r.html")
        reported(source, *both, jobs=jobs, failing=True)
        written.add(((tmp_path / "r.json").read_bytes(), (tmp_path / "r.html").read_bytes()))
    assert len(written) == 1


def test_groups_add_up_to_the_run(tmp_path: Path) -> None:
    report = reported(mixed(tmp_path), failing=True)
    for kind in ("by_site", "by_language"):
        assert sum(it["documents"] for it in report[kind].values()) == 24
        assert sum(it["source_chars"] for it in report[kind].values()) == report["source_chars"]
    blocks = sum(len(Cleaner().clean(json.loads(line).get("text"), url=json.loads(line).get("url")).blocks)
                 for line in (tmp_path / "in.jsonl").read_text().splitlines()[:24])  # fmt: skip
    for kind in ("by_label", "by_judge", "by_site"):
        assert sum(it["kept_blocks"] + it["removed_blocks"] for it in report[kind].values()) == blocks
    assert sum(report["removed_share"]["histogram"]) == 18
    certain = sum(it["kept_blocks"] + it["removed_blocks"] for it in report["by_rule"].values())
    assert sum(report["scores"]["kept"]) + sum(report["scores"]["removed"]) == blocks - certain
    for label, it in report["removed"].items():
        assert report["by_label"][label]["removed_blocks"] == it["blocks"]


def test_rules_are_told_by_name_with_what_they_decided(tmp_path: Path) -> None:
    report = reported(lines(tmp_path, [{"text": TEXT}, {"text": ARTICLE}]))
    rule = report["by_rule"]["themoscowtimes.com/appeal-above"]
    assert (rule["documents"], rule["kept_blocks"], rule["removed_blocks"]) == (1, 0, 4)
    (sample,) = report["samples"]["rule"]["themoscowtimes.com/caption"]
    assert (sample["block"], sample["keep"], sample["label"]) == (8, False, "caption")
    assert sample["text"].startswith("Russia's Foreign Ministry building in Moscow.")
    assert sample["before"] == "Moscow Rebuffs Armenian PM’s Claims of Betrayal"
    assert sample["after"].startswith("Russia’s Foreign Ministry said Monday")
    assert sample["after"].endswith("…")
    assert report["by_judge"]["rule"]["documents"] == 1


SITE_TEXT = text_page(1, below=["Support us", "Subscribe to our newsletter", "Share on Facebook"])


def ruled(folder: Path, *rules: str) -> dict[str, Any]:
    """What a report says of rules, of a run over two pages of a site with these rules and one of another."""
    (folder / "rules").mkdir()
    (folder / "rules" / "a.yaml").write_text(
        "site: a.example\nmatch: {domains: [a.example]}\n" + "\n".join(rules) + "\n"
    )
    urls = ("https://a.example/1", "https://a.example/2", "https://b.example/")
    source = lines(folder, [{"text": SITE_TEXT, "url": it} for it in urls])
    report = reported(source, "--rules", folder / "rules", "--report", folder / "r.html")
    effects: dict[str, Any] = report["rules_against_generic"]
    return effects


def test_rules_are_compared_with_the_generic_part_where_they_spoke(tmp_path: Path) -> None:
    plain = Cleaner(options=Options(site_rules=False)).clean(SITE_TEXT)
    kept = {it.text: it.keep for it in plain.blocks}
    given, same = [it for it, keep in kept.items() if not keep][-2:]
    taken = PARAGRAPHS[1]
    assert kept[taken]
    effects = ruled(
        tmp_path,
        f"drop:\n  - {{id: taken, label: widget, why: a test, line: '{taken}'}}",
        f"  - {{id: same, label: navigation, why: a test, line: '{same}'}}",
        f"keep:\n  - {{id: given, why: a test, line: '{given}'}}",
    )
    generic = sum(len(it.text) for it in plain.blocks if it.keep)
    assert effects["documents"] == 2
    assert effects["generic_chars"] == 2 * generic
    assert effects["kept_chars"] == 2 * (generic - len(taken) + len(given))
    assert (effects["took_chars"], effects["gave_chars"]) == (2 * len(taken), 2 * len(given))
    assert [(name, *it.values()) for name, it in effects["rules"].items()] == [
        ("a.example/taken", 2, 2, 2 * len(taken), 0),
        ("a.example/given", 2, 2, 0, 2 * len(given)),
        ("a.example/same", 2, 0, 0, 0),
    ]
    page = " ".join((tmp_path / "r.html").read_text().split())
    assert f"the generic part alone keeps {2 * generic:,} characters" in page


def test_a_file_that_is_not_believed_has_changed_nothing(tmp_path: Path) -> None:
    effects = ruled(tmp_path, "drop:\n  - {label: widget, why: a test, pattern: '.'}")
    assert effects["documents"] == 0
    assert "Rules against the generic part" not in (tmp_path / "r.html").read_text()


def test_samples_of_labels_are_removed_blocks_and_few(tmp_path: Path) -> None:
    report = reported(mixed(tmp_path, 60), failing=True)
    assert report["samples"]["label"]
    for label, found in report["samples"]["label"].items():
        assert 1 <= len(found) <= 3
        assert all(it["label"] == label and not it["keep"] and it["source"] for it in found)
    assert not {"body", "headline"} & report["samples"]["label"].keys()


def test_documents_to_look_at_are_named_as_messages_name_them(tmp_path: Path) -> None:
    source = lines(tmp_path, [{"text": TEXT}, {"text": f"{ARTICLE}\n{ARTICLE} So it was.\n" * 3}])
    report = reported(source, "--no-site-rules")
    assert {it["source"] for it in report["most_removed"]} == {f"{source}:1", f"{source}:2"}
    assert report["most_removed"][0]["source"] == f"{source}:1"
    doubts = [it["doubt"] for it in report["least_certain"]]
    assert doubts == sorted(doubts, reverse=True)
    assert all(0 <= it < 0.5 for it in doubts)
    shortest = [it["kept_chars"] for it in report["shortest"]]
    assert shortest == sorted(shortest)


def test_what_rules_and_options_decide_is_in_no_doubt() -> None:
    facts = document_facts(Cleaner(options=Options(drop=MAIN_CONTENT)).clean(TEXT), "a")
    assert facts.kept_chars == 0
    assert facts.doubt < 0.001


def test_failures_are_told_by_reason_whatever_the_numbers(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"text": ARTICLE},
        {"id": 1},
        *({"text": "x" * it} for it in (2000, 3000)),
        {"id": 2},
    ]
    report = reported(lines(tmp_path, records), "--max-size", 500, failing=True)
    reasons = report["failure_reasons"]
    assert sum(it["documents"] for it in reasons.values()) == report["failed"] == 4
    assert reasons["the record has neither text nor html"]["documents"] == 2
    assert [it["documents"] for name, it in reasons.items() if "more than the # bytes" in name] == [2]
    assert reasons["the record has neither text nor html"]["examples"] == [
        f"{tmp_path}/in.jsonl:{it}" for it in (2, 5)
    ]


def test_the_report_says_what_was_run_and_not_by_how_many(tmp_path: Path) -> None:
    about = reported(lines(tmp_path, [{"text": ARTICLE}]), "--keep", "caption", "--prefer", "recall")["run"]
    assert about["inputs"] == [f"{tmp_path}/in.jsonl"]
    assert about["output"] == f"{tmp_path}/out.jsonl"
    assert (about["options"]["keep"], about["options"]["prefer"]) == (["caption"], "recall")
    assert "jobs" not in json.dumps(about)


def test_documents_of_an_earlier_run_are_counted_and_not_described(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE)
    invoke(tmp_path / "in", tmp_path / "out", "--jobs", 1)
    (tmp_path / "in" / "b.txt").write_text(ARTICLE)
    ran = invoke(tmp_path / "in", tmp_path / "out", "--jobs", 1, "--resume", "--report", tmp_path / "r.json")
    assert ran.exit_code == 0, ran.output
    report = json.loads((tmp_path / "r.json").read_bytes())
    assert (report["skipped"], report["cleaned"]) == (1, 1)
    assert sum(it["documents"] for it in report["by_site"].values()) == 1


def test_a_run_of_nothing_has_a_report(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").touch()
    report = reported(tmp_path / "in.jsonl", "--report", tmp_path / "r.html")
    assert report["removed_share"]["mean"] is None
    assert "0 documents read" in (tmp_path / "r.html").read_text()


class Watching:
    """Keeps what a run tells of each document."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def say(self, line: str) -> None:
        pass

    def step(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def summarize(self, tally: Tally) -> None:
        pass


@pytest.mark.parametrize("wanted", [True, False])
def test_documents_are_described_only_where_a_report_is_wanted(tmp_path: Path, *, wanted: bool) -> None:
    watching = Watching()
    request = Request([str(lines(tmp_path, [{"text": ARTICLE}]))], str(tmp_path / "out.jsonl"))
    run_batch(make_plan(request), Setup(report=wanted), 1, watching)
    assert [it.stats.facts is not None for it in watching.outcomes] == [wanted]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_names_of_a_crawl() -> None:
    facts = document_facts(Cleaner().clean(TEXT), "a")
    sample, *_ = facts.samples.values()
    collector = Collector()
    sizes = []
    for number in range(9000):
        name = f"site-{number}.example"
        offered = {("rule", f"{name}/x"): sample._replace(source=name, priority=number)}
        collector.add(
            facts._replace(
                site=name, rules={f"{name}/x": facts.labels["appeal"]}, source=name, samples=offered
            )
        )
        collector.fail(name, f"{name} cannot be read", 1)
        if number in (2999, 8999):
            sizes.append(len(json.dumps(collector.told())))
    told = collector.told()
    assert sizes[1] < 1.02 * sizes[0]
    assert len(told["by_site"]) == len(told["by_rule"]) == 2001
    assert told["by_site"]["others"]["documents"] == 7000
    assert sum(it["documents"] for it in told["by_site"].values()) == 9000
    assert sum(it["documents"] for it in told["failure_reasons"].values()) == 9000


def test_against_an_earlier_report_says_what_changed(tmp_path: Path) -> None:
    source = lines(tmp_path, [{"text": TEXT}, {"text": f"{ARTICLE}\n" * 4}, {"id": 3}])
    before = reported(source, failing=True)
    (tmp_path / "r.json").rename(tmp_path / "before.json")
    lines(tmp_path, [{"text": TEXT}, {"text": f"{ARTICLE}\n" * 4}])
    after = reported(source, "--no-site-rules", "--against", tmp_path / "before.json")
    changes = after["against"]
    assert changes["totals"]["failed"] == {"before": 1, "after": 0}
    assert changes["kept_share"]["before"] == round(before["kept_chars"] / before["source_chars"], 4)
    gone = {it["name"]: it for it in changes["by_rule"]}
    assert gone["themoscowtimes.com/message"]["after"] == {"documents": 0, "share": None}
    assert gone["themoscowtimes.com/message"]["change"] < 0
    sizes = [abs(it["change"]) for it in changes["by_label"]]
    assert sizes == sorted(sizes, reverse=True)
    assert changes["failure_reasons"] == [
        {"reason": "the record has neither text nor html", "before": 1, "after": 0}
    ]


def test_against_itself_nothing_has_changed(tmp_path: Path) -> None:
    source = mixed(tmp_path)
    reported(source, failing=True)
    changes = reported(source, "--against", tmp_path / "r.json", failing=True)["against"]
    assert all(it["before"] == it["after"] for it in changes["totals"].values())
    assert not [name for name, it in changes.items() if isinstance(it, list) and it]


def test_a_report_without_groups_is_compared_by_its_counts(tmp_path: Path) -> None:
    source = mixed(tmp_path)
    report = reported(source, failing=True)
    (tmp_path / "old.json").write_text(json.dumps({key: report[key] for key in COUNTS}))
    ran = ("--against", tmp_path / "old.json", "--report", tmp_path / "r.html")
    changes = reported(source, *ran, failing=True)["against"]
    assert changes["totals"]["read"] == {"before": 26, "after": 26}
    assert "by_label" not in changes
    assert "Changes" in (tmp_path / "r.html").read_text()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no JSON"),
        (b"\xff\x00", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is no report of a run"),
        (b'{"read": 1}', "is no report of a run"),
        (b'{"read": "1", "cleaned": 1}', "is no report of a run"),
        (None, "cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_report_is_refused_before_anything_is_written(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    if content is not None:
        (tmp_path / "a.json").write_bytes(content)
    source = lines(tmp_path, [{"text": ARTICLE}])
    ran = invoke(
        source, tmp_path / "out.jsonl", "--report", tmp_path / "r.json", "--against", tmp_path / "a.json"
    )
    assert ran.exit_code == 2
    assert f"--against {tmp_path}/a.json {why}" in ran.stderr
    assert sorted(it.name for it in tmp_path.iterdir() if it.name != "a.json") == ["in.jsonl"]


@pytest.mark.parametrize(
    "damage",
    [
        {"by_label": 7},
        {"by_label": {"body": 7}},
        {"by_label": {"body": {"documents": "many", "kept_chars": None}}},
        {"failure_reasons": {"a": {"documents": "x"}}},
        {"by_site": {"a.example": {}}},
    ],
)
def test_damaged_groups_of_an_earlier_report_cost_no_run(tmp_path: Path, damage: dict[str, Any]) -> None:
    source = lines(tmp_path, [{"text": ARTICLE}])
    report = reported(source) | damage
    (tmp_path / "old.json").write_text(json.dumps(report))
    ran = ("--against", tmp_path / "old.json", "--report", tmp_path / "r.html")
    assert reported(source, *ran)["against"]["totals"]["read"] == {"before": 1, "after": 1}


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (("--against", "a.json"), "say where with --report"),
        (("--report", "a.json", "--report", "b.json"), "not two of a kind"),
        (("--report", "a.html", "--report", "b.html"), "not two of a kind"),
        (("--report", "in.html"), "lies inside INPUT"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    tmp_path: Path, options: tuple[str, ...], why: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(ARTICLE)
    given = [str(tmp_path / "in" / "x.html") if it == "in.html" else it for it in options]
    ran = invoke(tmp_path / "in", tmp_path / "out", *given)
    assert ran.exit_code == 2
    assert why in " ".join(ran.stderr.split())


EVIL = "document.title='owned'"


def hostile(folder: Path) -> Path:
    """A run over a document, a rule and names that try to be more than text; its page."""
    rules = folder / "rules"
    rules.mkdir()
    (rules / "a.yaml").write_text(
        "site: a.example\nmatch: {domains: [a.example]}\n"
        f"drop:\n  - {{label: share, why: \"<script>{EVIL}</script>\", pattern: 'Share'}}\n"
    )
    evil = f"</script><script>{EVIL}</script><img src=x onerror={EVIL}>"
    text = f"Ferry {evil} stays\n{ARTICLE} {evil}\n{ARTICLE} \u202eevil\u202c\nShare {evil} javascript:{EVIL}"
    folder = folder / "in"
    folder.mkdir()
    records = [{"text": text, "url": "https://a.example/", "language": f"<script>{EVIL}"}, {"id": evil}]
    lines(folder, records, "<img src=x onerror=1>&.jsonl")
    page = folder.parent / "r.html"
    ran = invoke(folder, folder.parent / "out", "--rules", rules, "--report", page, "--jobs", 1)
    assert ran.exit_code == 1, ran.output
    return page


def test_on_the_page_a_hostile_run_is_text(tmp_path: Path) -> None:
    page = hostile(tmp_path).read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "script-src 'none'" in page.replace("&#39;", "'")
    assert "&lt;img src=x onerror=1&gt;&amp;.jsonl:1" in page


def test_in_a_browser_a_hostile_run_does_nothing(tmp_path: Path) -> None:
    with opened(hostile(tmp_path)) as tab:
        for summary in tab.query_selector_all("summary"):
            summary.click()
        assert tab.title() == "Report – cleaner run"
        assert f"Share </script><script>{EVIL}</script>" in tab.inner_text("main")


def test_the_page_begins_with_documents_and_its_contents_lead_to_them(tmp_path: Path) -> None:
    reported(lines(tmp_path, [{"text": TEXT}, {"id": "bad"}]), "--report", tmp_path / "r.html", failing=True)
    page = (tmp_path / "r.html").read_text()
    contents = re.findall('<a href="#([a-z]+)">', page)
    assert contents[:3] == ["look", "failures", "labels"]
    places = [page.index(f'id="{it}"') for it in contents]
    assert places == sorted(places)


def test_the_page_says_what_json_says(tmp_path: Path) -> None:
    source = mixed(tmp_path)
    before = ("--report", tmp_path / "r.html")
    report = reported(source, *before, failing=True)
    with opened(tmp_path / "r.html", viewport={"width": 390, "height": 844}) as tab:
        text = tab.inner_text("body")
        assert "26 documents read, 18 cleaned" in text
        assert all(label in text for label in report["by_label"])
        assert "the record has neither text nor html" in text
        assert tab.evaluate("document.documentElement.scrollWidth") == 390
