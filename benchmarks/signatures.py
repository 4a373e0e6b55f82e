"""What many sites cost a text of none of them, and what loading their rule files costs.

    python -m benchmarks.signatures [--sites 1000 --sites 5000] [--files 2000] [--rounds 60]

Every site has a line signature and a pattern signature, as rule files on disk have them. A text of 10,000
characters that claims no URL is cleaned with so many sites and without them, by turns in one process, and the
medians of CPU time are compared; one text is in Latin script, one is not. Rule files are loaded in processes
of their own, twice with the same empty folder for caches: the first start reads them, the second may not need
to.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import click

from cleaner import Cleaner, Options

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGES: Final = Path(__file__).parent.parent / "fixtures" / "pages"
_CACHE: Final = "CLEANER_CACHE_DIR"
CHARACTERS: Final = 10_000
FOOT: Final = "© 2024 Courier of Nowhere. All rights reserved."
"""Stands in every text; many signatures have a part of it."""
PATTERNS: Final = (
    r"^© \d{{4}} Courier of Town{n}\b",
    r"^Town{n} Courier\s+All rights reserved",
    r"(?i)\bsubscribe to (?:the )?town{n} (?:courier|herald)\b",
    r"^By .+, (?:editor|reporter) of the Town{n} Courier$",
)
_RULES: Final = """\
site: town{n}.example
match:
  domains: [town{n}.example]
  signatures:
    - line: The Town{n} Courier, every day since 18{n}
    - pattern: '{pattern}'
drop:
  - label: navigation
    why: the menu stands before every article, the same word for word
    from: start
    to: {{line: Harbour | Council | Weather | Town{n}}}
    at_most: 5
  - label: caption
    why: captions are one line that begins with Photo and a name
    pattern: '^Photo: \\p{{Lu}}'
  - label: form
    why: the form's fields stand under every article
    line: [Your name, Your message, Send]
keep:
  - why: the editor's note belongs to the article
    pattern: '^Note of the editor: '
cases:
  - name: the menu goes, the article stays
    url: https://town{n}.example/a
    text: |
      Town{n} Courier
      Harbour | Council | Weather | Town{n}
      The council voted on Monday to keep the harbour open for another winter.
    drop: [Town{n} Courier]
    keep: [The council voted on Monday to keep the harbour open for another winter.]
"""
_LOAD: Final = """\
import sys, time
import cleaner.pipeline
began = time.process_time()
cleaner.pipeline.Cleaner(rules=sys.argv[1:])
print(time.process_time() - began)
"""


def write_sites(folder: Path, count: int) -> Path:
    """`folder`, with the rule files of `count` sites."""
    folder.mkdir()
    for n in range(count):
        pattern = PATTERNS[n % len(PATTERNS)].format(n=n)
        (folder / f"town{n}.example.yaml").write_text(_RULES.format(n=n, pattern=pattern), encoding="utf-8")
    return folder


def text_of(language: str) -> str:
    """The lines of the fixture pages in `language`, as often as `CHARACTERS` need."""
    lines: list[str] = []
    for page in sorted(_PAGES.glob(f"{language}-*.txt")):
        marked = page.read_text(encoding="utf-8").partition("---\n")[2]
        lines += [line[1:].strip() for line in marked.splitlines() if line[1:].strip()]
    text = "\n".join(lines)
    while len(text) < CHARACTERS:
        text += f"\n{text}"
    return f"{text[: CHARACTERS - len(FOOT) - 1]}\n{FOOT}"


def by_turns(cleaners: Sequence[Cleaner], text: str, rounds: int) -> list[float]:
    """The median CPU seconds that each cleaner takes for `text`."""
    seconds: list[list[float]] = [[] for _ in cleaners]
    for cleaner in cleaners:
        cleaner.clean(text)
    for turn in range(rounds):
        for place in range(len(cleaners)):
            chosen = (place + turn) % len(cleaners)
            began = time.process_time()
            cleaners[chosen].clean(text).text  # noqa: B018 - it is made when it is asked for
            seconds[chosen].append(time.process_time() - began)
    return [median(it) for it in seconds]


def start(folder: Path, cache: Path) -> float:
    """CPU seconds that a new process takes for loading the rule files of `folder`."""
    done = subprocess.run(  # noqa: S603 - this program itself
        [sys.executable, "-c", _LOAD, str(folder)],
        env={**os.environ, _CACHE: str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


@click.command()
@click.option("--sites", multiple=True, default=(1000, 5000), show_default=True, help="How many sites.")
@click.option("--files", default=2000, show_default=True, help="How many rule files to load.")
@click.option("--rounds", default=60, show_default=True, help="How often each text is cleaned.")
def main(sites: tuple[int, ...], files: int, rounds: int) -> None:
    """Print what many sites cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[_CACHE] = str(folder / "cache")
        loaded = write_sites(folder / "loaded", files)
        for what in ("first", "second", "third"):
            print(f"{what} start with {files:,} rule files: {start(loaded, folder / 'cache'):.2f} s CPU")
        cleaners = [
            Cleaner(),
            Cleaner(options=Options(site_rules=False)),
            *(Cleaner(rules=[write_sites(folder / str(count), count)]) for count in sites),
        ]
        names = ["no site rules at all", *(f"{count:,} sites" for count in sites)]
        for language in ("en", "ru"):
            alone, *others = by_turns(cleaners, text_of(language), rounds)
            print(f"{language}, {CHARACTERS:,} characters, with the built-in rules: {alone * 1000:.2f} ms")
            for what, seconds in zip(names, others, strict=True):
                print(f"  with {what}: {seconds * 1000:.2f} ms, {seconds / alone:.3f} times")


if __name__ == "__main__":
    main()
