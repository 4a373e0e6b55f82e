"""A `Cleaner` as a value: pickled to the same bytes everywhere, named by a fingerprint, loaded when asked."""

from __future__ import annotations

import copy
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cleaner.fingerprint
from cleaner import Cleaner, Engine, Label, Options
from cleaner.model import load
from tools import goldens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RULES = Path(__file__).parent.parent / "fixtures" / "sites" / "harbour-post"
TEXT = goldens.source("002-alwaght")
SEEDS = ("0", "1", "2")
MODEL = Path(cleaner.fingerprint.__file__).parent / "model" / "text.npz"
CHOSEN = (
    "Options(keep={'caption', 'byline', 'tags', 'dateline'}, drop={'legal', 'form', 'share'}, engine='fast')"
)
CLEANERS = {
    "the default": "Cleaner()",
    "without site rules": "Cleaner(options=Options(site_rules=False))",
    "with options": f"Cleaner(options={CHOSEN})",
    "with rules": f"Cleaner([{str(RULES)!r}], {CHOSEN})",
    "with a model": f"Cleaner(options=Options(site_rules=False), model=load(Path({str(MODEL)!r})))",
}
HEAD = "import pickle, sys; from pathlib import Path; from cleaner import Cleaner, Options; from cleaner.model import load; "


def in_process(code: str, seed: str = "0", stdin: bytes = b"", path: str = "") -> bytes:
    """What a process of its own prints."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", HEAD + code],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("made", CLEANERS.values(), ids=CLEANERS.keys())
def test_a_cleaner_is_the_same_bytes_and_the_same_fingerprint_under_any_hash_seed(made: str) -> None:
    code = (
        f"it = {made}; it.clean('One line of text.', url='https://alwaght.net/a')\n"
        "out = [pickle.dumps(it, protocol) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)]\n"
        "assert {pickle.loads(data).fingerprint for data in out} == {it.fingerprint}\n"
        "sys.stdout.buffer.write(pickle.dumps((it.fingerprint, out)))"
    )
    (printed,) = {in_process(code, seed) for seed in SEEDS}
    here: Cleaner = eval(made)  # noqa: S307 - one of the lines above
    fingerprint, stored = pickle.loads(printed)  # noqa: S301
    assert fingerprint == here.fingerprint
    for protocol, data in enumerate(stored, start=2):
        assert pickle.dumps(here, protocol) == data
    assert pickle.loads(stored[-1]).clean(TEXT).to_dict() == here.clean(TEXT).to_dict()  # noqa: S301


def test_a_cleaner_pickles_to_the_same_bytes_used_or_not() -> None:
    chosen = Cleaner([RULES], Options(find_metadata=True))
    before = pickle.dumps(chosen)
    chosen.warm()
    assert chosen.clean(TEXT, url="https://alwaght.net/a").text
    assert chosen.clean(html="<p>One line of text.", url="https://harbour-post.example/a").site
    assert chosen.fingerprint
    assert pickle.dumps(chosen) == before


@pytest.mark.parametrize("chosen", [Cleaner(), Cleaner([RULES], Options(keep=frozenset({Label.CAPTION})))])
def test_copies_clean_as_the_original(chosen: Cleaner) -> None:
    expected = chosen.clean(TEXT)
    for made in (copy.deepcopy(chosen), copy.copy(chosen), pickle.loads(pickle.dumps(chosen))):  # noqa: S301
        assert made.clean(TEXT).to_dict() == expected.to_dict()
        assert made.options == chosen.options
        assert made.fingerprint == chosen.fingerprint
        assert pickle.dumps(pickle.loads(pickle.dumps(made))) == pickle.dumps(chosen)  # noqa: S301


@pytest.mark.parametrize("engine", list(Engine))
def test_results_can_be_sent_to_other_processes(engine: Engine) -> None:
    page = "<article><h1>Rules</h1><p>The commission said on Wednesday that they apply to all.</article>"
    for result in (
        Cleaner().clean(TEXT),
        Cleaner(options=Options(engine=engine, find_metadata=True)).clean(html=page),
    ):
        again = pickle.loads(pickle.dumps(result))  # noqa: S301
        assert again.to_dict() == result.to_dict()
        assert again.markdown == result.markdown


def fingerprints(folder: Path) -> Iterator[str]:
    """Of cleaners each of which differs from the others in one thing."""
    yield Cleaner().fingerprint
    for options in (
        Options(title=False), Options(site_rules=False), Options(engine=Engine.FAST), Options(find_metadata=True),
        Options(keep=frozenset({Label.CAPTION})), Options(drop=frozenset({Label.CAPTION})),
        Options(rule_seconds=1), Options(max_seconds=1),
    ):  # fmt: skip
        yield Cleaner(options=options).fingerprint
    yield Cleaner([folder]).fingerprint
    yield Cleaner(options=Options(site_rules=False), model=load(MODEL)).fingerprint
    rule = folder / "b.yaml"
    rule.write_text(
        "site: b.example\nmatch: {domains: [b.example]}\ndrop: [{label: legal, why: so, line: One}]\n"
    )
    yield Cleaner([folder]).fingerprint
    rule.write_text(rule.read_text().replace("One", "Two"))
    yield Cleaner([folder]).fingerprint
    other = folder.parent / "other"
    other.mkdir()
    (other / "c.yaml").write_text(rule.read_text().replace("b.example", "c.example"))
    yield Cleaner([folder, other]).fingerprint
    yield Cleaner([other, folder]).fingerprint


def test_a_fingerprint_is_another_whenever_anything_that_decides_the_output_is(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    found = list(fingerprints(tmp_path / "rules"))
    assert len(found) == len(set(found)) == 15
    assert all(len(it) == 32 and int(it, 16) >= 0 for it in found)


def other_version(folder: Path) -> None:
    file = folder / "cleaner" / "version.py"
    file.write_text(file.read_text().replace('__version__ = "', '__version__ = "9.'))


def other_phrases(folder: Path) -> None:
    file = folder / "rules" / "phrases" / "en.yaml"
    file.write_bytes(file.read_bytes() + b"# changed\n")


def other_weights(folder: Path) -> None:
    (folder / "cleaner" / "model" / "html.npz").write_bytes(MODEL.read_bytes())


def other_parser(folder: Path) -> None:
    (folder / "selectolax-0.0.0.dist-info").mkdir()
    (folder / "selectolax-0.0.0.dist-info" / "METADATA").write_text("Name: selectolax\nVersion: 0.0.0\n")


@pytest.mark.parametrize("change", [None, other_version, other_phrases, other_weights, other_parser])
def test_a_fingerprint_is_another_with_another_version_or_other_data(
    change: Callable[[Path], None] | None, tmp_path: Path
) -> None:
    for part in ("cleaner", "rules"):
        shutil.copytree(
            MODEL.parent.parent.parent / part, tmp_path / part, ignore=shutil.ignore_patterns("*.pyc")
        )
    if change:
        change(tmp_path)
    code = (
        f"import cleaner; assert cleaner.__file__.startswith({str(tmp_path)!r}); print(Cleaner().fingerprint)"
    )
    found = in_process(code, path=str(tmp_path)).decode().strip()
    assert (found == Cleaner().fingerprint) == (change is None)


def test_a_fingerprint_goes_by_what_rules_hold_and_not_by_where_they_lie(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "notes.txt").write_text("no rule")
    chosen = Cleaner([tmp_path / "elsewhere"])
    before = chosen.fingerprint
    assert before == Cleaner([RULES]).fingerprint
    shutil.rmtree(tmp_path / "elsewhere")
    assert chosen.fingerprint == before == pickle.loads(pickle.dumps(chosen)).fingerprint  # noqa: S301


WARM = """
import gc
from functools import _lru_cache_wrapper

def misses():
    return {f"{it.__module__}.{it.__qualname__}": it.cache_info().misses for it in gc.get_objects()
            if isinstance(it, _lru_cache_wrapper) and it.__module__.startswith("cleaner")
            and it.cache_info().maxsize is None}

it = Cleaner(options=Options(engine=ENGINE, find_metadata=METADATA))
it.warm()
modules, loaded = set(sys.modules), misses()
for text in TEXTS:
    it.clean(text, url="https://news.example.co.uk/2021/05/04/a").to_dict()
    it.clean(text, url="https://alwaght.net/a").to_dict()
    page = f"<title>A</title><article class='story body'><h1>B</h1><p>{text}</p><ul><li>c</ul></article>"
    for encoding in ("utf-8", "cp1252", "koi8-r"):
        result = it.clean(html=page.encode(encoding, "replace"), explain=True)
        result.to_dict(); result.markdown
new = sorted(name for name in set(sys.modules) - modules)
late = {name: count - loaded.get(name, 0) for name, count in misses().items() if count > loaded.get(name, 0)}
print(new, late)
"""


@pytest.mark.parametrize("engine", ["full", "fast"])
@pytest.mark.parametrize("metadata", [False, True])
def test_after_warming_nothing_is_imported_or_loaded_any_more(engine: str, metadata: bool) -> None:  # noqa: FBT001 - a case
    texts = [
        TEXT,
        "Kurz und gut, sagte er am Montag den anderen, und nichts weiter dazu.",
        "Зачем же вы пришли сюда сегодня утром",
    ]
    code = (
        WARM.replace("TEXTS", repr(texts)).replace("ENGINE", repr(engine)).replace("METADATA", repr(metadata))
    )
    told = in_process(code).decode().strip()
    modules, _, late = told.partition("] ")
    assert modules == "["
    known: dict[str, Any] = eval(late)  # noqa: S307 - printed by the process above
    assert known.keys() <= {"cleaner.lexicon.built_in_phrases.roles"}, (
        "a table a language, made in less than a millisecond"
    )


def test_warming_once_is_enough_for_all_cleaners_of_a_process() -> None:
    code = (
        "import time; first = Cleaner(); first.warm(); began = time.process_time()\n"
        "for _ in range(100): Cleaner(options=Options(title=False)).warm()\n"
        "print(time.process_time() - began)"
    )
    assert float(in_process(code)) < 5
