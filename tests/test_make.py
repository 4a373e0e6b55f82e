"""The stages that make what ships: in an order in which each finds what it reads."""

from __future__ import annotations

from pathlib import Path

from benchmarks.make import stages

BENCH, CACHE, OUT = Path("bench"), Path("cache"), Path("out")


def test_every_stage_reads_pages_weights_or_what_a_stage_before_wrote() -> None:
    written: set[Path] = set()
    for stage in stages(BENCH, CACHE, OUT, 2):
        for file in stage.reads:
            assert file in written or file.parent == BENCH or file.exists(), (stage.name, file)
        assert not written & set(stage.writes)
        written |= set(stage.writes)
    assert {OUT / name for name in ("text.npz", "text.json", "html.npz", "html.json")} <= written


def test_every_stage_names_code_that_is_there() -> None:
    for stage in stages(BENCH, CACHE, OUT, 2):
        assert all(it.exists() for it in stage.code), stage.name
        assert (
            Path(*stage.command[0].split(".")).with_suffix(".py").exists()
            or (Path(*stage.command[0].split(".")) / "__main__.py").exists()
        )
