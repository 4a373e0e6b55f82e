"""The benchmark of CPU time: what it adds up, and which room it says was at work."""

from __future__ import annotations

import gzip
import inspect
import json
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("resiliparse", reason="the extra `benchmark` is not installed")

import cleaner.segment.text
from benchmarks.cost import Participant, Sources, measure, ratios, sample, shortened
from benchmarks.rooms import ELSEWHERE, Sampler, room_of
from cleaner import clean

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "\n".join(
    f"Paragraph {number} says that the old mill by the river is to be mended." for number in range(400)
)


def test_the_ratio_of_a_system_is_the_mean_over_sets_however_large() -> None:
    small = {"trafilatura": 0.1, "ours": 0.05}
    large = {"trafilatura": 100.0, "ours": 10.0}
    assert ratios([small, large]) == pytest.approx({"trafilatura": 1.0, "ours": 0.3})


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("one two three four", "one two three", id="cut inside a line"),
        pytest.param("one\n\ntwo\nthree\nfour", "one\n\ntwo\nthree", id="cut at a line end"),
        pytest.param("one\n two", "one\n two", id="short enough as it is"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_short_text_is_the_beginning_with_its_lines(text: str, short: str) -> None:
    assert shortened(text, 3) == short


def test_of_each_page_the_fastest_turn_counts_and_a_failure_costs_what_it_took() -> None:
    turns: list[str] = []

    def slow_at_first(text: str, _url: str) -> str:
        turns.append(text)
        return clean(TEXT).text if len(turns) == 1 else ""

    def fails(_text: str, _url: str) -> str:
        raise ValueError

    runs = {
        Participant("slow at first", "html", lambda: slow_at_first): slow_at_first,
        Participant("fails", "text", lambda: fails): fails,
    }
    clean(TEXT)
    found = measure([Sources("", "page", "text", "short")], runs, repeat=2)
    assert turns == ["page", "page"]
    assert found["slow at first"] < 0.005
    assert found["fails"] < 0.005


def test_the_same_seed_gives_the_same_pages(tmp_path: Path) -> None:
    (tmp_path / "html").mkdir()
    records = [
        {"id": f"p{number}", "url": f"https://example.org/{number}", "body": ""} for number in range(9)
    ]
    (tmp_path / "gold.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, records)).encode()))
    for record in records:
        page = f"<p>Page {record['id']}</p>"
        (tmp_path / "html" / f"{record['id']}.html.gz").write_bytes(gzip.compress(page.encode()))
    first = sample(tmp_path, 3, seed=1)
    assert len({it.url for it in first}) == 3
    assert sample(tmp_path, 3, seed=1) == first
    assert sample(tmp_path, 3, seed=2) != first
    assert all(it.text.strip() in it.html for it in first)


def test_the_innermost_frame_of_the_package_says_which_room_is_at_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: set[str] = set()

    def blocks(*_: object, **__: object) -> object:
        seen.add(room_of(inspect.currentframe()))
        raise KeyboardInterrupt

    monkeypatch.setattr(cleaner.segment.text, "_lines", blocks)
    with pytest.raises(KeyboardInterrupt):
        clean("A text.")
    assert seen == {"segment"}
    assert room_of(inspect.currentframe()) == ELSEWHERE


def test_shares_of_rooms_add_up_to_one() -> None:
    with Sampler() as sampler:
        while sampler.counts.total() < 5:
            clean(TEXT)
    shares = sampler.shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert shares.keys() & {"features", "model", "segment", "decide", "heuristics", "lexicon", "characters"}
