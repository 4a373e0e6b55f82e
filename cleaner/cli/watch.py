"""Progress of `cleaner run` on standard error: lines, and on a terminal also a progress bar and a summary."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn, Self

from cleaner.batch.task import Outcome, Status
from cleaner.cli.output import tell

if TYPE_CHECKING:
    from tqdm import tqdm

    from cleaner.batch import Tally


class Watch:
    """The `cleaner.batch.Watcher` of the command line. A context manager."""

    def __init__(self) -> None:
        self.on_terminal = sys.stderr.isatty()
        self._bar = _bar() if self.on_terminal else None
        self._characters = self._failures = 0

    def __enter__(self) -> Self:
        """Do nothing: the bar exists since the start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()

    def say(self, line: str) -> None:
        """Print a line above the bar."""
        if self._bar is not None:
            self._bar.clear()
        tell(line)

    def step(self, outcome: Outcome) -> None:
        """Advance the bar by an outcome."""
        if self._bar is None:
            return
        self._characters += outcome.stats.source_chars
        self._failures += outcome.documents if outcome.status is Status.FAILED else 0
        if self._bar.update(outcome.documents):
            elapsed = self._bar.format_dict["elapsed"] or 1
            speed = self._bar.format_sizeof(self._characters / elapsed)
            self._bar.set_postfix_str(f"{speed} characters/s, {self._failures} failed", refresh=False)

    def summarize(self, tally: Tally) -> None:
        """On a terminal, print how much was kept, and what was removed by label."""
        if not self.on_terminal or not tally.source_chars:
            return
        share = tally.kept_chars / tally.source_chars
        tell(f"kept {share:.1%} of {tally.source_chars:,} characters; removed:")
        for label, blocks, characters in tally.labels():
            tell(f"  {label:<16} {blocks:>9,} blocks {characters:>13,} characters")


def _bar() -> tqdm[NoReturn]:
    """A progress bar on standard error."""
    from tqdm import tqdm  # noqa: PLC0415 - a tenth of the start-up time, and only needed on a terminal

    tqdm.monitor_interval = 0  # no monitor thread, since `Pool` forks only a process without threads
    return tqdm(unit=" documents", file=sys.stderr, leave=False)
