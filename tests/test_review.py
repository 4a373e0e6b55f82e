"""`cleaner review` without a browser: what is read of a run, who may ask, and what is written."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from http import HTTPStatus
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml
from click.testing import CliRunner

from cleaner import Cleaner
from cleaner.cli.main import main
from cleaner.review.desk import Desk
from cleaner.review.index import Choice
from cleaner.review.page_piece import page_piece
from cleaner.review.run import open_run
from cleaner.rules.cases import run_cases
from cleaner.rules.schema import Case
from tests import reviews
from tests.reviews import BELOW, PAGE, TEXT, Served
from tests.rule_trials import PARAGRAPHS
from tools import goldens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

pytest.importorskip("starlette", reason="no starlette; pip install -e '.[review]'")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return reviews.run_of_both(tmp_path_factory.mktemp("run"))


@pytest.fixture
def review(report: Path, tmp_path: Path) -> Iterator[Served]:
    with reviews.fresh(report, tmp_path) as served:
        yield served


@pytest.fixture(scope="module")
def quiet(report: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A review in which nothing is changed."""
    with reviews.served(report, tmp_path_factory.mktemp("none") / "rules") as served:
        yield served


# Who may ask


def test_the_reviewers_browser_is_answered(quiet: Served) -> None:
    status, body, _ = quiet.ask("GET", "")
    assert status == 200
    assert "6 documents" in body


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/document?source=x", "/wrong/mark"])
def test_without_the_token_nothing_is_told(quiet: Served, path: str) -> None:
    status, body, _ = quiet.ask("GET", path)
    assert (status, body) == (404, "open the address that `cleaner review` has printed\n")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:{port}", "[::1]:{port}", ""]
)
def test_another_host_is_refused_as_dns_may_lead_it_here(quiet: Served, host: str) -> None:
    status, body, _ = quiet.ask("GET", "", Host=host.format(port=quiet.address.split(":")[2].split("/")[0]))
    assert status in (400, 421)
    assert "document" not in body


def test_localhost_is_this_machine_too(quiet: Served) -> None:
    port = quiet.address.split(":")[2].split("/")[0]
    assert quiet.ask("GET", "", Host=f"localhost:{port}")[0] == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
def test_another_origin_is_refused(quiet: Served, origin: str) -> None:
    assert quiet.ask("GET", "", Origin=origin)[0] == 403
    body = {"source": quiet.source(1), "block": 1, "word": "wrong"}
    assert quiet.ask("POST", "mark", body, Origin=origin)[0] == 403
    assert not quiet.desk.marks.path.exists()


def test_what_changes_something_must_come_from_the_page_and_as_json(quiet: Served) -> None:
    body = {"source": quiet.source(1), "block": 1, "word": "wrong"}
    assert quiet.ask("POST", "mark", body, Origin=None)[0] == 403
    assert quiet.ask("POST", "mark", body, Content_Type="text/plain")[0] == 403
    assert quiet.ask("GET", "mark")[0] == 405
    assert not quiet.desk.marks.path.exists()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_of_another_page_does_not_open_it(quiet: Served, site: str) -> None:
    assert quiet.ask("GET", "", Sec_Fetch_Site=site)[0] == 403


@pytest.mark.parametrize("length", ["2000000", "9" * 5000, "\xb2", "-1"])
def test_too_much_is_refused_unread(quiet: Served, length: str) -> None:
    assert quiet.ask("POST", "mark", b"{}", Content_Length=length)[0] in (400, 413)


def test_what_is_nested_without_end_is_an_error_in_words(quiet: Served) -> None:
    status, body, _ = quiet.ask("POST", "mark", b"[" * 900_000)
    assert (status, "error" in json.loads(body)) == (200, True)


def test_every_answer_says_what_a_browser_may_do_with_it(quiet: Served) -> None:
    for path in ("", "review.js", "explain.css", "/wrong/", "nothing.js"):
        _, body, headers = quiet.ask("GET", path)
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "server" not in headers
        assert "<style" not in body
        assert "<script>" not in body


@pytest.mark.parametrize("name", ["../review/app.py", "base.html", "review.html", "..%2F__init__.py"])
def test_no_other_file_is_given(quiet: Served, name: str) -> None:
    assert quiet.ask("GET", name)[0] == 404


def test_only_this_machine_can_connect(quiet: Served) -> None:
    assert quiet.address.startswith("http://127.0.0.1:")
    port = int(quiet.address.split(":")[2].split("/")[0])
    with socket.socket() as other, pytest.raises(OSError, match="refused"):
        other.connect(("127.0.0.2", port))


# Choosing documents


def test_no_document_is_read_while_somebody_waits(report: Path, tmp_path: Path) -> None:
    index = Desk(open_run(report), tmp_path / "rules", tmp_path / "c.yaml", 9).index
    with index.at_rest():
        index.start()
        time.sleep(0.2)
        assert (len(index), index.is_complete) == (0, False)
    for _ in range(600):
        if index.is_complete:
            break
        time.sleep(0.1)
    index.stop()
    assert len(index) == 6


def test_documents_are_chosen_by_label_site_and_doubt(quiet: Served) -> None:
    assert "3 documents" in quiet.ask("GET", "?site=pages.example")[1]
    assert "3 documents" in quiet.ask("GET", "?label=advertisement")[1]
    assert "0 documents" in quiet.ask("GET", "?label=advertisement&site=pages.example")[1]
    chosen = [it.doubt for it in quiet.desk.index.chosen(Choice())]
    assert chosen == sorted(chosen, reverse=True)


def test_a_document_leads_to_the_next_of_the_same_choice(quiet: Served) -> None:
    names = [it.source for it in quiet.desk.index.chosen(Choice()._replace(site="texts.example"))]
    _, body, _ = quiet.ask("GET", f"document?source={names[1]}&site=texts.example")
    assert "2 of 3" in body
    assert f'rel="next" href="/{quiet.address.split("/")[3]}/document?site=texts.example' in body


def test_documents_beyond_the_limit_are_not_read_but_those_that_the_report_names(
    report: Path, tmp_path: Path
) -> None:
    told = json.loads(report.read_text())
    told |= {
        "least_certain": [{"source": told["least_certain"][0]["source"]}],
        "most_removed": [],
        "shortest": [],
    }
    told["samples"] = {"label": {}, "rule": {}}
    (tmp_path / "r.json").write_text(json.dumps(told))
    with reviews.served(tmp_path / "r.json", limit=2) as served:
        assert len(served.desk.index) == 2
        assert told["least_certain"][0]["source"] in [it.source for it in served.desk.index.chosen(Choice())]
        assert "2 of 6 documents" in served.ask("GET", "")[1]


def test_rules_that_decided_are_there_to_choose_by(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.yaml").write_text(
        "site: texts.example\nmatch: {domains: [texts.example]}\ndrop:\n"
        "  - {id: ads, label: advertisement, why: a test, line: Advertisement}\n"
    )
    records = [reviews.page(0), reviews.text(0)]
    report = reviews.run(tmp_path, records, "--rules", tmp_path / "mine")
    with reviews.served(report, tmp_path / "mine") as served:
        assert "1 document<" in served.ask("GET", "?rule=texts.example/ads")[1]


def test_a_document_that_is_not_of_the_run_is_not_shown(quiet: Served) -> None:
    status, body, _ = quiet.ask("GET", "document?source=/etc/passwd")
    assert status == 404
    assert "there is no document /etc/passwd in this run" in body


# Right and wrong


def cases(served: Served) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(served.desk.marks.path.read_text())["cases"]
    for it in found:
        Case.model_validate(it)
    return found


def test_right_and_wrong_become_a_case(review: Served) -> None:
    kept, gone = review.block(TEXT, "Fishermen"), review.block(TEXT, "Ferry back")
    assert review.asked("mark", TEXT, block=kept, word="right") == {"words": {str(kept): "right"}}
    review.asked("mark", TEXT, block=gone, word="wrong")
    (case,) = cases(review)
    assert case["name"] == review.source(TEXT)
    assert case["url"] == "https://texts.example/0"
    assert case["keep"] == [PARAGRAPHS[1], "Ferry back in service"]
    assert "drop" not in case
    assert case["text"].splitlines()[-1] == BELOW[-1]


def test_what_must_go_is_listed_under_drop(review: Served) -> None:
    review.asked("mark", TEXT, block=review.block(TEXT, "Fishermen"), word="wrong")
    review.asked("mark", TEXT, block=review.block(TEXT, "Ferry back"), word="right")
    (case,) = cases(review)
    assert case["drop"] == [PARAGRAPHS[1], "Ferry back in service"]
    assert "keep" not in case


def test_a_word_can_be_changed_and_taken_back(review: Served) -> None:
    block = review.block(TEXT, "Fishermen")
    review.asked("mark", TEXT, block=block, word="wrong")
    assert review.asked("mark", TEXT, block=block, word="right") == {"words": {str(block): "right"}}
    assert cases(review)[0]["keep"] == [PARAGRAPHS[1]]
    assert review.asked("mark", TEXT, block=block, word=None) == {"words": {}}
    assert cases(review) == []


def test_of_a_page_the_case_has_the_piece_that_was_judged(review: Served) -> None:
    review.asked("mark", PAGE, block=review.block(PAGE, "Support"), word="right")
    (case,) = cases(review)
    assert "".join(case["html"].split("\n")) == (
        '<div class="text"><div class="promo"><p>Support the Courier and its writers</p></div></div>'
    )


def test_a_piece_of_a_page_has_rows_of_tables_and_says_which_blocks_it_gives() -> None:
    rows = "".join(f"<tr><td>{year}<td>one<td>two" for year in (2019, 2020, 2021))
    page = f"<main><div class=t><p>{PARAGRAPHS[0]}</p><table>{rows}</table></div><div><b>Boats</b><p>{PARAGRAPHS[1]}</p></div></main>"
    result = Cleaner().clean(html=page)
    texts = [it.text for it in result.blocks]
    place = next(i for i, it in enumerate(texts) if "2021" in it)
    piece = page_piece(result, [0, place])
    assert piece is not None
    assert piece.blocks == (0, place)
    assert "2019" not in piece.html
    assert PARAGRAPHS[1] not in piece.html


def test_words_are_there_again_in_another_review(report: Path, review: Served, tmp_path: Path) -> None:
    block = review.block(TEXT, "Fishermen")
    review.asked("mark", TEXT, block=block, word="wrong")
    with reviews.served(report, tmp_path / "rules") as again:
        assert again.desk.words(again.desk.open(again.source(TEXT))) == {block: "wrong"}


def test_a_file_of_cases_that_is_none_is_named_with_its_line(report: Path, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("cases:\n  - name: one\n    drop: [x]\n")
    ran = CliRunner().invoke(
        main, ["review", str(report), "--cases", str(tmp_path / "c.yaml"), "--no-browser"]
    )
    assert ran.exit_code == 1
    assert f"{tmp_path}/c.yaml:2: this is no case" in ran.output


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"block": 0, "word": "right"}, "the document has no block 0"),
        ({"block": 999, "word": "right"}, "the document has no block 999"),
        ({"block": True, "word": "right"}, "block is to be a whole number"),
        ({"block": 1, "word": "maybe"}, "say right, wrong or nothing"),
    ],
)
def test_what_cannot_be_said_is_an_error_in_words(quiet: Served, facts: dict[str, Any], said: str) -> None:
    assert quiet.asked("mark", TEXT, **facts) == {"error": said}


# Rules by pointing


def rule_of(review: Served, number: int, text: str, label: str, kind: str) -> dict[str, Any]:
    kinds = review.asked("propose", number, block=review.block(number, text), label=label)["kinds"]
    proposal: dict[str, Any] = kinds[kind][0]
    return {"section": proposal["section"], "rule": proposal["rule"]}


@pytest.mark.parametrize(
    ("number", "text", "kind", "rule"),
    [
        (TEXT, "Storm warning", "line", {"label": "teaser", "line": "Storm warning lifted"}),
        (TEXT, "©", "pattern", {"label": "teaser", "pattern": r"^©\ Lindvik\ Courier\ \d+$"}),
        (
            TEXT,
            "Read also",
            "run",
            {"label": "teaser", "from": {"line": "Read also"}, "to": "end", "at_most": 7},
        ),
        (PAGE, "Support", "selector", {"label": "teaser", "css": ".promo"}),
        (PAGE, "Fishermen", "bound", {"css": ".text", "inside": "judged"}),
        (TEXT, "Read also", "bound", {"until": {"line": "Read also"}, "inside": "judged"}),
    ],
)
def test_pointing_at_a_block_proposes_a_rule_of_each_kind(
    review: Served, number: int, text: str, kind: str, rule: dict[str, Any]
) -> None:
    proposed = rule_of(review, number, text, "teaser", kind)
    found = yaml.safe_load(proposed["rule"])
    if kind == "pattern":
        found["pattern"] = found["pattern"].replace(r"\ ", " ")
        rule = rule | {"pattern": rule["pattern"].replace(r"\ ", " ")}
    assert found == rule
    assert proposed["section"] == ("body" if kind == "bound" else "drop")
    tried = review.asked("try", number, why="", **proposed)
    assert (tried["pages"], tried["spoke"], tried["alarms"]) == (3, 3, [])
    assert not review.folder.exists()
    saved = review.asked("save", number, why="the same on all pages of the site", **proposed)
    assert saved["file"].startswith(str(review.folder))
    assert [*map(str, run_cases([review.folder]).failures)] == []
    assert run_cases([review.folder]).cases == 1


def test_a_run_ends_where_a_second_block_is_pointed_at(quiet: Served) -> None:
    block, end = quiet.block(TEXT, "Read also"), quiet.block(TEXT, "Ferry back")
    kinds = quiet.asked("propose", TEXT, block=block, end=end, label="related link")["kinds"]
    rule = yaml.safe_load(kinds["run"][0]["rule"])
    assert (rule["from"], rule["to"]) == ({"line": "Read also"}, {"line": "Ferry back in service"})


def test_a_rule_that_keeps_is_proposed_by_a_label_of_main_content(review: Served) -> None:
    proposed = rule_of(review, TEXT, "Storm warning", "body", "line")
    assert proposed["section"] == "keep"
    tried = review.asked("try", TEXT, why="", **proposed)
    assert (tried["took"], tried["gave"]) == (0, 3 * len("Storm warning lifted"))


def test_a_rule_that_takes_the_article_is_an_alarm_before_it_is_saved(quiet: Served) -> None:
    tried = quiet.asked("try", PAGE, section="drop", rule="label: widget\ncss: .text p", why="")
    assert tried["took"] > 0
    assert tried["alarms"]


def test_saved_rules_are_in_force_at_once(review: Served) -> None:
    block = review.block(TEXT, "Fishermen")
    review.asked("mark", TEXT, block=block, word="wrong")
    review.asked("save", TEXT, why="a test", **rule_of(review, TEXT, "Fishermen", "caption", "line"))
    shown = review.desk.open(review.source(TEXT)).result.blocks[block - 1]
    assert (shown.keep, shown.decided_by) == (False, "rule:texts.example/caption-line")
    assert review.desk.words(review.desk.open(review.source(TEXT))) == {block: "right"}


def test_a_rule_goes_into_the_file_that_is_there_and_all_else_stays(review: Served) -> None:
    review.folder.mkdir()
    before = (
        "# mine\nsite: harbour\nmatch: {domains: [texts.example]}\n\ndrop:\n"
        "- {id: related-link-line, label: share, why: old, line: Share}   # once\n\n# the cases\ncases:\n"
        "- name: old\n  text: |\n    Share\n    A\n    B\n  drop: [Share]\n  keep: [A, B]\n"
    )
    (review.folder / "own.yaml").write_text(before)
    review.desk.save_rule(  # the folder was empty when the review began, and its rules count for pages now
        review.source(PAGE), "drop", "label: share\nline: Read also", "a test"
    )
    review.asked("save", TEXT, why="a test", **rule_of(review, TEXT, "Read also", "related link", "line"))
    after = (review.folder / "own.yaml").read_text()
    added = "- id: related-link-line-2\n  label: related link\n  why: a test\n  line: Read also\n"
    assert added in after
    assert after.replace(added, "").startswith(before)
    assert sorted(it.name for it in review.folder.glob("*")) == ["own.yaml", "pages.example.yaml"]


@pytest.mark.parametrize("options", [[], ["--no-site-rules"]], ids=["", "of a run without rules"])
def test_a_file_of_the_built_in_rules_is_extended(tmp_path: Path, options: list[str]) -> None:
    record = {
        "id": "a",
        "url": "https://www.themoscowtimes.com/a",
        "text": goldens.source("004-moscow-times"),
    }
    with reviews.served(reviews.run(tmp_path, [record], *options)) as review:
        review.asked("save", 1, section="drop", rule="label: button\nline: Remind me later.", why="a test")
        (file,) = review.folder.rglob("*.yaml")
        told = yaml.safe_load(file.read_text())
    assert (told["site"], told["extends"]) == ("themoscowtimes.com", ["themoscowtimes.com"])
    assert "match" not in told
    ruled = Cleaner([tmp_path / "rules"]).clean(record["text"], url=record["url"])
    judges = {it.decided_by for it in ruled.blocks}
    assert {"rule:themoscowtimes.com/button-line", "rule:themoscowtimes.com/caption"} <= judges


@pytest.mark.parametrize(
    ("rule", "why", "said"),
    [
        ("label: teaser\nline: Read also", "  ", "a rule without a reason is refused"),
        ("label: teaser\npatern: x", "a test", "patern: "),
        ("label: teaser\npattern: '('", "a test", "pattern"),
        ("label: [", "a test", "not YAML"),
        ("just words", "a test", "a rule is keys and values"),
        ("label: teaser\npattern: '.'", "a test", "is not believed"),
    ],
)
def test_a_rule_that_cannot_be_used_is_not_written(review: Served, rule: str, why: str, said: str) -> None:
    what = "try" if said == "is not believed" else "save"
    answer = review.asked(what, TEXT, section="drop", rule=rule, why=why)
    assert said in str(answer)
    assert not review.folder.exists()


def test_a_rule_that_breaks_a_case_of_its_file_is_not_written(review: Served) -> None:
    review.asked("save", TEXT, why="a test", **rule_of(review, TEXT, "Storm warning", "teaser", "line"))
    (file,) = review.folder.rglob("*.yaml")
    before = file.read_text()
    answer = review.asked(
        "save", TEXT, section="drop", rule="label: widget\npattern: Fishermen", why="a test"
    )
    assert 'the case "Harbour stays open for winter number 0 (teaser-line)" fails' in answer["error"]
    assert file.read_text() == before


def test_a_document_without_a_site_gets_no_rule(tmp_path: Path) -> None:
    with reviews.served(reviews.run(tmp_path, [{"text": reviews.text(0)["text"]}])) as review:
        answer = review.asked("propose", 1, block=1, label="teaser")
    assert "this document has no URL" in answer["error"]


# The command


def failed(*words: object) -> str:
    ran = CliRunner().invoke(main, ["review", *map(str, words), "--no-browser"])
    assert ran.exit_code == 1, ran.output
    assert "Traceback" not in ran.output
    return ran.output


def test_what_is_no_report_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    assert f"RUN {tmp_path}/a.json is no report of a run; give what --report FILE.json wrote" in failed(
        tmp_path / "a.json"
    )


def test_a_run_whose_input_is_gone_cannot_be_reviewed(tmp_path: Path) -> None:
    report = reviews.run(tmp_path, [reviews.text(0)])
    (tmp_path / "in.jsonl").unlink()
    said = failed(report)
    assert "in.jsonl: there is no such file or folder" in said
    assert "start the review in the folder that the run was started in" in said


def test_documents_that_are_gone_or_have_changed_are_told(tmp_path: Path) -> None:
    report = reviews.run(tmp_path, [reviews.text(0), reviews.text(1)])
    changed = reviews.text(0) | {"text": reviews.text(0)["text"] + "\nOne more line."}
    (tmp_path / "in.jsonl").write_text(json.dumps(changed) + "\n")
    with reviews.served(report) as review:
        _, body, _ = review.ask("GET", "")
        status, shown, _ = review.ask("GET", f"document?source={tmp_path}/in.jsonl:2")
    assert (
        f"1 of the documents that the report names is gone since the run: <code>{tmp_path}/in.jsonl:2<"
        in body
    )
    assert (
        f"1 of the documents that the report names is not as the run read them: <code>{tmp_path}/in.jsonl:1<"
        in body
    )
    assert (status, "cannot be read any more" in shown) == (404, True)


def test_an_input_that_goes_while_it_is_reviewed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.review.documents._HELD_BYTES", 0)
    with reviews.served(reviews.run(tmp_path, [reviews.text(0)])) as review:
        assert "has ended early" not in review.ask("GET", "")[1]
        (tmp_path / "in.jsonl").unlink()
        status, shown, _ = review.ask("GET", f"document?source={tmp_path}/in.jsonl:1")
        answer = review.asked("mark", 1, block=1, word="right")
    assert status == 404
    assert "This document cannot be shown" in shown
    assert "in.jsonl" in answer["error"]


@pytest.mark.parametrize("broken", [{"least_certain": [{}]}, {"samples": []}, {"shortest": 7}])
def test_a_report_of_another_form_is_told(report: Path, tmp_path: Path, broken: dict[str, Any]) -> None:
    (tmp_path / "r.json").write_text(json.dumps(json.loads(report.read_text()) | broken))
    assert f"RUN {tmp_path}/r.json is of another version; run again with --report" in failed(
        tmp_path / "r.json"
    )


def test_a_run_of_standard_input_cannot_be_reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["run", "-", "-", "--from", "jsonl", "--to", "jsonl", "--jobs", "1", "--report", "r.json"]
    CliRunner().invoke(main, words, input='{"text": "A line."}\n')
    assert "the run read standard input, which is gone" in failed("r.json")


@pytest.mark.parametrize("options", [{"engine": "steam"}, {"other": 1}])
def test_options_of_another_version_are_not_guessed(
    report: Path, tmp_path: Path, options: dict[str, Any]
) -> None:
    told = json.loads(report.read_text())
    told["run"]["options"] |= options
    (tmp_path / "r.json").write_text(json.dumps(told))
    assert f"RUN {tmp_path}/r.json" in failed(tmp_path / "r.json")


def test_a_port_that_is_taken_is_told(report: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert f"port {port} cannot be used" in failed(report, "--port", port)


def test_only_the_documents_of_the_run_are_read(tmp_path: Path) -> None:
    records = [reviews.text(it) for it in range(4)]
    report = reviews.run(tmp_path, records, "--limit", 2)
    with reviews.served(report) as review:
        assert [it.source for it in review.desk.index.chosen(Choice()._replace(order="long"))] == [
            review.source(1),
            review.source(2),
        ]


def test_the_extra_is_named_where_it_is_missing(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "starlette", None)
    assert "cleaner review needs the extra 'review': pip install 'article-cleaner[review]'" in failed(report)


def _status(address: str) -> int:
    parts = urlsplit(address)
    server = HTTPConnection(parts.netloc, timeout=60)
    try:
        server.request("GET", parts.path)
        return server.getresponse().status
    finally:
        server.close()


@pytest.mark.slow
def test_it_ends_with_ctrl_c_and_says_where_things_are(report: Path, tmp_path: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "cleaner.cli.main",
        "review",
        str(report),
        "--no-browser",
        "--rules",
        str(tmp_path),
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        address = child.stdout.readline()
        try:
            answered = _status(address.strip())  # from then on it knows what to do on Ctrl-C
            child.send_signal(signal.SIGINT)
            _, said = child.communicate(timeout=60)
        finally:
            child.kill()
    assert answered == HTTPStatus.OK
    assert address.startswith("http://127.0.0.1:")
    assert child.returncode == 0, said
    assert said.splitlines()[-1].startswith(f"rules are in {tmp_path}")
