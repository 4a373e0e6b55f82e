"""The examples that weights are fitted on are made afresh when anything changes that they are made from."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

import orjson
import pytest

from benchmarks import html_corpus

pytestmark = pytest.mark.slow

ROOT: Final = Path(__file__).parent.parent
PARAGRAPHS: Final = [
    f"Paragraph {n} of an article about the old mill by the river, with words enough to judge."
    for n in range(4)
]
PAGE: Final = f"""<body><nav><a href="/">Home</a> <a href="/s">Sport</a></nav><p>×</p><article><h1>The old mill</h1>
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}</article><footer>Imprint</footer>"""
MAKE: Final = """
import json, sys
from pathlib import Path
from benchmarks.fit.tracks import TRACKS
cache = Path(sys.argv[1])
track = TRACKS["html"]
records = track.records(cache)
fold_of = {record["site"]: 0 for record in records}
made = track.examples(records, cache, int(sys.argv[2]), fold_of, track.key(records, cache, fold_of))
column = track.feature_names().index("heuristic/button")
print(json.dumps([example.values[:, column].tolist() for example in made]))
"""


class World(NamedTuple):
    """A copy of the code and its data, a set of pages, and the cache of the fitting."""

    code: Path
    pages: Path
    cache: Path

    def examples(self, seed: int = 0) -> list[list[float]]:
        """What the button heuristic says of each block, by example."""
        made = subprocess.run(
            [sys.executable, "-c", MAKE, str(self.cache), str(seed)],
            cwd=self.code,
            env=os.environ | {"PYTHONPATH": str(self.code)},
            check=True,
            capture_output=True,
            text=True,
        )
        result: list[list[float]] = json.loads(made.stdout)
        return result

    def stored(self) -> dict[str, int]:
        """The files of examples, and when each was written."""
        return {file.name: file.stat().st_mtime_ns for file in self.cache.glob("examples*")}

    def change(self, file: str, old: str, new: str) -> None:
        """Replace `old` by `new` in a file of the code or its data."""
        path = self.code / file
        source = path.read_text(encoding="utf-8")
        assert old in source
        path.write_text(source.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def world(tmp_path: Path) -> World:
    code, pages, cache = tmp_path / "code", tmp_path / "a-set-dev", tmp_path / "cache"
    for part in ("cleaner", "benchmarks", "rules"):
        shutil.copytree(ROOT / part, code / part, ignore=shutil.ignore_patterns("__pycache__"))
    (pages / "html").mkdir(parents=True)
    (pages / "html" / "1.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    record = {"id": "1", "url": "https://news.example.org/a", "title": "The old mill", "body": PARAGRAPHS[0]}
    (pages / "gold.jsonl.gz").write_bytes(gzip.compress(orjson.dumps(record)))
    html_corpus.build(pages, cache)
    return World(code, pages, cache)


def test_a_second_fit_finds_the_examples_of_the_first(world: World) -> None:
    first = world.examples()
    stored = world.stored()
    assert len(stored) == 1
    assert world.examples() == first
    assert world.stored() == stored


def test_another_logic_of_a_heuristic_makes_them_afresh_and_the_old_ones_go(world: World) -> None:
    first = world.examples()
    stored = world.stored()
    world.change("cleaner/heuristics/button.py", "_SYMBOL: Final = 0.7", "_SYMBOL: Final = 0.4")
    again = world.examples()
    assert max(first[0]) == pytest.approx(0.7, abs=1e-3)
    assert max(again[0]) == pytest.approx(0.4, abs=1e-3)
    assert len(world.stored()) == 1
    assert not stored.keys() & world.stored().keys()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("cleaner/features/text.py", "np.log1p(page.size) / 4", "np.log1p(page.size) / 5"),
        ("cleaner/characters/alphabet.py", '"!！"', '"!！¡"'),
        (
            "cleaner/segment/html/html_tags.py",
            '"search": (Flow.BLOCK, Flag.FORM)',
            '"search": (Flow.BLOCK, Flag.NAV)',
        ),
        ("cleaner/references/align.py", "_SHORTEST_PART: Final = 12", "_SHORTEST_PART: Final = 13"),
        ("benchmarks/fit/lines.py", "MOSTLY: Final = 0.5", "MOSTLY: Final = 0.6"),
        ("rules/phrases/en.yaml", "- our newsletter", "- our own newsletter"),
        ("benchmarks/fit/snippets/en.yaml", "Brackenhurst", "Brackenhill"),
        ("rules/html/names.yaml", "[article-body, ", "["),
    ],
)
def test_other_code_or_data_that_features_come_from_makes_them_afresh(
    world: World, file: str, old: str, new: str
) -> None:
    world.examples()
    stored = world.stored()
    world.change(file, old, new)
    world.examples()
    assert not stored.keys() & world.stored().keys()


def test_another_page_or_another_corpus_makes_them_afresh(world: World) -> None:
    seen = [*world.examples(), *world.stored()]
    page = PAGE.replace('<a href="/s">Sport</a>', '<a href="/s" class="button">Sport</a>')
    (world.pages / "html" / "1.html.gz").write_bytes(gzip.compress(page.encode()))
    world.examples()
    [changed] = world.stored()
    assert changed not in seen
    (world.pages / "html" / "2.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    records = [
        {"id": str(n), "url": f"https://news.example.org/{n}", "title": "", "body": PARAGRAPHS[0]}
        for n in (1, 2)
    ]
    (world.pages / "gold.jsonl.gz").write_bytes(gzip.compress(b"\n".join(map(orjson.dumps, records))))
    html_corpus.build(world.pages, world.cache)
    assert len(world.examples()) == 2 * 2
    assert changed not in world.stored()


def test_code_that_no_feature_comes_from_leaves_them_as_they_are(world: World) -> None:
    world.examples()
    stored = world.stored()
    for file in (
        "cleaner/pipeline.py",
        "cleaner/batch/plan.py",
        "benchmarks/fit/train.py",
        "benchmarks/score.py",
    ):
        world.change(file, '"""', '"""In other words: ')
    world.examples()
    assert world.stored() == stored


def test_examples_of_another_seed_stay_beside(world: World) -> None:
    world.examples()
    stored = world.stored()
    world.examples(seed=1)
    assert stored.items() <= world.stored().items()
    assert len(world.stored()) == 2
