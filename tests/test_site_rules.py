"""Which blocks a site rule means, what it says of them, and what it never does."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.rules.cases import line_document
from cleaner.rules.clock import Clock
from cleaner.rules.conditions import BlockView, Condition, While, fold
from cleaner.rules.judge import Rule, SiteRules
from cleaner.rules.runs import End, Run, Singles, Window
from cleaner.verdict import CERTAIN, Label
from tests.rule_writing import dropped, judged, site

if TYPE_CHECKING:
    from pathlib import Path


class TestBlocksThatARuleMeans:
    RUN = "drop:\n  - {label: navigation, why: menu, "

    @pytest.mark.parametrize(
        ("rule", "text", "gone"),
        [
            pytest.param("line: Don't miss it", "a|DON’T  miss it|b", "DON’T  miss it", id="a line, folded"),
            pytest.param("line: Share", "Share this|Sharing|a", "", id="a line is the whole block"),
            pytest.param("line: [Share, Print]", "Share|a|Print", "Share|Print", id="any of several lines"),
            pytest.param(
                "pattern: '^Photo: '", "Photo: x|A Photo: y", "Photo: x", id="a pattern in the block"
            ),
            pytest.param("pattern: '^Photo'", "photo|foto", "", id="a pattern minds case"),
            pytest.param("line: x, within_first: 2", "x|a|x", "x", id="only at the start"),
            pytest.param("line: x, within_last: 1", "x|a|x", "x", id="only at the end"),
            pytest.param("line: x, beyond_first: 1", "x|a", "", id="never at the start"),
            pytest.param("from: start, to: {line: x}", "a|x|b", "a|x", id="from the start, end included"),
            pytest.param("from: start, until: {line: x}", "a|x|b", "a", id="until excludes"),
            pytest.param(
                "from: start, until: {line: x}", "x|b|x", "", id="until the very first block is nothing"
            ),
            pytest.param("after: {line: x}, to: end", "a|x|b|c", "b|c", id="after excludes, to the end"),
            pytest.param("after: {line: x}, to: end", "a|x", "", id="after the last block is nothing"),
            pytest.param(
                "from: {line: x}, to: {line: y}", "x|a|b", "", id="a run without its end is left alone"
            ),
            pytest.param(
                "from: {line: x}, to: {line: y}", "x|1|y|a|x|2|y|b", "x|1|y|x|2|y", id="several runs"
            ),
            pytest.param("from: {line: x}, to: {line: y}", "x|1|y|a|y", "x|1|y", id="to the earliest end"),
            pytest.param(
                "from: {line: x}, to: {line: x}", "x|a|x", "x|x", id="a block can end the run it begins"
            ),
            pytest.param("from: {line: x}, until: {line: x}", "x|a|x", "x|a", id="but not exclude itself"),
            pytest.param(
                "from: {line: x}, to: {line: y}, at_most: 2", "x|a|y", "", id="too long a run is left alone"
            ),
            pytest.param(
                "from: {line: x}, to: {line: y}, at_most: 2",
                "x|a|b|x|y",
                "x|y",
                id="a later begin that is near enough",
            ),
            pytest.param("from: {line: x}, blocks: 2", "a|x|b|c", "x|b", id="so many from a line"),
            pytest.param("from: {line: x}, blocks: 2", "a|x", "", id="so many that are not there"),
            pytest.param("until: {line: x}, blocks: 2", "a|b|c|x", "b|c", id="so many just before a line"),
            pytest.param("to: end, blocks: 2", "a|b|c", "b|c", id="the last so many"),
            pytest.param("until: {line: x}, blocks: 2", "a|x", "", id="fewer before the line than counted"),
            pytest.param(
                "until: {line: x}, blocks: 3, while: {longest: 2}",
                "a|long|b|c|x",
                "b|c",
                id="counted while short",
            ),
            pytest.param(
                "until: {line: x}, blocks: 3, while: {longest: 2}",
                "b|c|x",
                "b|c",
                id="while makes it at most",
            ),
            pytest.param(
                "until: {line: x}, blocks: 3, beyond_first: 1, while: {longest: 2}",
                "a|b|c|x",
                "",
                id="the full count must lie beyond the first",
            ),
            pytest.param(
                "from: {line: x}, to: {line: y}, while: {longest: 2}",
                "x|long|y",
                "",
                id="one long block spares the run",
            ),
        ],
    )
    def test_blocks(self, tmp_path: Path, rule: str, text: str, gone: str) -> None:
        rules = site(tmp_path, f"{self.RUN}{rule}}}")
        assert dropped(rules, *text.split("|")) == [line for line in gone.split("|") if line]

    def test_an_empty_document_is_left_alone(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path, f"{self.RUN}from: start, blocks: 1}}\n  - {{label: form, why: x, to: end, blocks: 1}}"
        )
        assert judged(rules).verdicts == ()

    def test_off_topic_stops_where_the_article_comes_back_to_its_subject(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{self.RUN}until: {{line: app}}, blocks: 4, while: {{off_topic: true}}}}")
        topic = [
            f"The mayor of Lindvik spoke about the harbour, {n}."
            for n in ("once", "twice", "again", "at last")
        ]
        body = [*topic, "Nobody in Lindvik was surprised."]
        assert dropped(rules, *body, "Comets pass.", "Bread rises.", "app") == [
            "Comets pass.",
            "Bread rises.",
        ]

    def test_off_topic_leaves_a_text_without_a_topic_alone(self, tmp_path: Path) -> None:
        rules = site(tmp_path, f"{self.RUN}until: {{line: app}}, blocks: 2, while: {{off_topic: true}}}}")
        assert dropped(rules, "One note.", "Other things.", "Comets pass.", "Bread rises.", "app") == []


class TestWhatARuleSays:
    @pytest.mark.parametrize("word", ["no", "on", "yes", "12:30", "2019-01-01", "0123", "=", "1e3", "~x"])
    def test_words_that_old_yaml_reads_otherwise_are_text(self, tmp_path: Path, word: str) -> None:
        assert dropped(site(tmp_path, f"drop: [{{label: form, why: x, line: {word}}}]"), word, "a") == [word]

    def test_keep_wins_over_drop_and_both_are_heard(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            """\
            drop: [{label: caption, why: captions, pattern: Photo}]
            keep: [{id: essay, why: the photo essay, pattern: essay}]
            """,
        )
        assert dropped(rules, "Photo: x", "Photo essay") == ["Photo: x"]
        first, second = (verdict for verdict in judged(rules, "a", "Photo essay").verdicts)
        assert (first.weight, first.label, first.judge) == (CERTAIN, Label.BODY, "rule:example.org/essay")
        assert (second.weight, second.label, second.judge) == (
            -CERTAIN,
            Label.CAPTION,
            "rule:example.org/caption-1",
        )

    def test_evidence_is_the_reason_and_the_line_of_the_file(self, tmp_path: Path) -> None:
        rules = site(tmp_path, "drop:\n  - label: form\n    why: the comment form\n    line: Send\n")
        (verdict,) = judged(rules, "Send").verdicts
        assert verdict.evidence.startswith("the comment form (")
        assert verdict.evidence.endswith("example.yaml:4)")

    def test_judged_rules_are_handed_on_and_keep_comes_first(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            """\
            drop: [{why: none are content here, judged: caption}, {why: x, judged: byline}]
            keep: [{why: they carry the story, judged: caption}]
            """,
        )
        found = judged(rules, "a").judged
        assert {label: rule.keep for label, rule in found.items()} == {
            Label.CAPTION: True,
            Label.BYLINE: False,
        }
        assert found[Label.BYLINE].label == Label.BYLINE

    def test_layouts_hold_for_their_time_and_when_the_time_is_unknown(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            """\
            layouts:
              - {since: 2019-01-01, until: 2024-06-30, drop: [{label: tagline, why: old head, line: Old}]}
              - {since: 2024-07-01, drop: [{label: tagline, why: new head, line: New}]}
            """,
        )
        lines = ("Old", "New", "Other")
        assert dropped(rules, *lines, url="https://example.org/2020/05/04/a") == ["Old"]
        assert dropped(rules, *lines, url="https://example.org/2025/05/04/a") == ["New"]
        assert dropped(rules, *lines, url="https://example.org/2018/05/04/a") == []
        assert dropped(rules, *lines, url="https://example.org/a") == ["Old", "New"]

    def test_rewrites_run_in_order(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            r"""
            rewrite:
              - {pattern: '^Example News - ', replace: '', why: dateline prefix}
              - {pattern: '(\d+) EUR', replace: '€\1', why: house style}
            """,
        )
        assert rules.rewrite("Example News - It cost 5 EUR.") == "It cost €5."
        assert rules.rewrite("We read Example News - often.") == "We read Example News - often."


class TestPatternsThatRunAway:
    SLOW = "'^(a|aa)+$'"
    TEXT = "a" * 60 + "b"

    def test_the_rule_is_left_out_and_named_and_the_others_hold(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            f"""\
            drop:
              - {{id: slow, label: form, why: x, pattern: {self.SLOW}}}
              - {{id: fine, label: form, why: x, line: Send}}
            """,
        )
        began = time.perf_counter()
        findings = rules.judge(line_document(f"{self.TEXT}\nSend\n{self.TEXT}"), 0.05)
        assert time.perf_counter() - began < 2
        assert findings.timed_out == ("example.org/slow",)
        assert [verdict.judge for verdict in findings.verdicts] == ["rule:example.org/fine"]

    def test_nothing_is_dropped_when_a_keep_rule_could_not_be_asked(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            f"""\
            drop: [{{id: all, label: form, why: x, pattern: a}}]
            keep: [{{id: slow, why: x, pattern: {self.SLOW}}}]
            """,
        )
        findings = rules.judge(line_document(self.TEXT), 0.05)
        assert findings.verdicts == ()
        assert findings.timed_out == ("example.org/all", "example.org/slow")

    def test_a_rewrite_is_left_out(self, tmp_path: Path) -> None:
        rules = site(
            tmp_path,
            f"rewrite: [{{pattern: {self.SLOW}, replace: x, why: x}}, {{pattern: b$, replace: c, why: x}}]",
        )
        assert rules.rewrite(self.TEXT, seconds=0.05) == "a" * 60 + "c"


LINES = st.lists(st.sampled_from(["x", "y", "long body text", "a"]), max_size=30)
ENDS = st.sampled_from([None, Condition(lines=frozenset({"x"})), Condition(lines=frozenset({"y"}))])


class TestPromises:
    @given(
        LINES,
        ENDS,
        ENDS,
        st.booleans(),
        st.booleans(),
        st.integers(1, 6),
        st.integers(0, 3),
        st.sampled_from([None, 1, 5]),
    )
    def test_a_run_never_exceeds_its_guards(  # noqa: PLR0917, PLR0913 - one run
        self,
        lines: list[str],
        start: Condition | None,
        stop: Condition | None,
        from_: bool,  # noqa: FBT001
        to: bool,  # noqa: FBT001
        at_most: int,
        beyond_first: int,
        longest: int | None,
    ) -> None:
        guard = While(longest=longest) if longest else None
        window = Window(beyond_first=beyond_first, within_last=20)
        run = Run(End(start, from_), End(stop, to), None, at_most, guard, window)
        spans = list(run.spans(BlockView(line_document("\n".join(lines))), Clock(10)))
        for span in spans:
            assert 0 < len(span) <= at_most
            assert span.start >= beyond_first
            assert span.stop <= len(lines)
            assert longest is None or all(len(lines[index]) <= longest for index in span)
        assert all(one.stop <= other.start for one, other in pairwise(spans))

    @given(LINES, ENDS, st.booleans(), st.booleans(), st.integers(1, 6), st.sampled_from([None, 1, 5]))
    def test_a_counted_run_never_takes_more_than_its_count(
        self,
        lines: list[str],
        end: Condition | None,
        inclusive: bool,  # noqa: FBT001
        backward: bool,  # noqa: FBT001
        count: int,
        longest: int | None,
    ) -> None:
        ends = (None, End(end, inclusive)) if backward else (End(end, inclusive), None)
        run = Run(ends[0], ends[1], count, guard=While(longest=longest) if longest else None)
        for span in run.spans(BlockView(line_document("\n".join(lines))), Clock(10)):
            assert len(span) <= count if longest else len(span) == count

    @given(LINES)
    def test_what_is_kept_is_never_dropped(self, lines: list[str]) -> None:
        assert "x" not in dropped(KEEPER, *lines)

    @given(st.text())
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    def test_many_begins_in_a_huge_document_end_soon(self) -> None:
        x = Condition(lines=frozenset({"x"}))
        run = Run(End(x), End(Condition(lines=frozenset({"y"}))), guard=While(longest=1))
        view = BlockView(line_document("x\n" * 20_000 + "long\ny"))
        began = time.perf_counter()
        with pytest.raises(TimeoutError):
            list(run.spans(view, Clock(0.1)))
        assert time.perf_counter() - began < 10


def _keeper() -> SiteRules:
    everything = Run(End(None), End(Condition(lines=frozenset({"y"}))))
    x = Singles(Condition(lines=frozenset({"x"})))
    return SiteRules(
        "s",
        "s.yaml",
        rules=(
            Rule("s/drop", keep=False, label=Label.FORM, evidence="", finder=everything),
            Rule("s/keep", keep=True, label=Label.BODY, evidence="", finder=x),
        ),
    )


KEEPER = _keeper()
