"""What `cleaner rules learn`, or `try`, costs by the number of documents: time and memory, on made-up texts.

    python -m benchmarks.learning_cost 500 1000 2000 [--command try] [--pages 20] [--jobs 2]

The texts are of sites with so many pages each, of words drawn by chance. CPU time is that of all processes,
and memory the most that any one of them had. Where the first grows with the documents and the second does
not, a few sizes tell of larger ones.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import click

_WORDS: Final = (
    *("harbour", "council", "winter", "boat", "quay", "letter", "morning", "report", "engine", "teacher"),
    *("summer", "bridge", "market", "window", "garden"),
)
_OPTIONS: Final = {"learn": "--out", "try": "--rules"}
"""By command, the option that names its folder of rules."""
_PARAGRAPHS: Final = 12
_SENTENCES: Final = 4


def text(site: int, page: int) -> str:
    """A made-up text: the site's lines around paragraphs of its own."""
    chance = random.Random(f"{site} {page}")

    def sentence() -> str:
        words = " the ".join(chance.choice(_WORDS) for _ in range(8))
        return f"On {chance.randint(1, 999)} days the {words} was said to be {chance.choice(_WORDS)}."

    body = [" ".join(sentence() for _ in range(_SENTENCES)) for _ in range(_PARAGRAPHS)]
    above = [f"Courier of town {site}", "Home | News | Sport", f"Report {page} of town {site}"]
    below = [
        f"Read the Courier of town {site} every morning.",
        f"© Courier of town {site}, all rights reserved",
    ]
    return "\n\n".join([*above, *body, *below])


def write(file: Path, documents: int, pages: int) -> None:
    """Write so many records, the pages of a site far from each other, as in a crawl."""
    sites = max(1, documents // pages)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(documents):
            page, site = divmod(number, sites)
            record = {"url": f"https://www.town{site}.org/{page}", "text": text(site, page)}
            lines.write(json.dumps(record) + "\n")


def write_rules(folder: Path, sites: int) -> None:
    """Write a rule file for all sites, which takes a line of theirs."""
    match = {"domains": [f"town{site}.org" for site in range(max(1, sites))]}
    drop = {"label": "navigation", "why": "it is above every text", "line": "Home | News | Sport"}
    folder.mkdir()
    file = {"site": "towns", "match": match, "drop": [drop]}
    (folder / "towns.yaml").write_text(json.dumps(file), encoding="utf-8")


@click.command()
@click.argument("sizes", metavar="DOCUMENTS...", type=int, nargs=-1, required=True)
@click.option("--command", type=click.Choice(list(_OPTIONS)), default="learn", show_default=True)
@click.option("--pages", default=20, show_default=True, help="Pages of a site.")
@click.option("--jobs", default=1, show_default=True, help="Worker processes.")
def main(sizes: tuple[int, ...], command: str, pages: int, jobs: int) -> None:
    """Print time and memory for each number of documents. Give them in ascending order."""
    for documents in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / "pages.jsonl", documents, pages)
            if command == "try":
                write_rules(Path(folder) / "rules", documents // pages)
            before, began = _cpu(), time.monotonic()
            words = ("rules", command, f"{folder}/pages.jsonl", _OPTIONS[command], f"{folder}/rules")
            program = "from cleaner.cli.main import main; main()"
            line = [sys.executable, "-c", program, *words, "--jobs", str(jobs)]
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
            files = sum(1 for _ in Path(folder).rglob("*.yaml"))
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        cpu = _cpu() - before
        print(
            f"{documents} documents, {files} files: {cpu:.1f} s of CPU, {1000 * cpu / documents:.1f} each, "
            f"{time.monotonic() - began:.0f} s, {memory:.0f} MB",
            flush=True,
        )


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
