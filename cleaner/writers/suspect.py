"""Whether a result is suspect: written all the same, and marked, so that somebody looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cleaner.result import Result

EMPTIED: Final = "empty though it had text"
STRIPPED: Final = "lost more than --max-removed allows"


def suspect_because(result: Result, max_removed: float | None = None) -> str | None:
    """EMPTIED where no text is left, STRIPPED where more than `max_removed` of it is removed, else None.

    `max_removed` is a share (0 to 1) of the characters of the source text; None is without a limit.
    """
    if not result.text.strip():
        return EMPTIED if result.document.blocks else None
    if max_removed is None:
        return None
    return STRIPPED if removed_share(result) > max_removed else None


def removed_share(result: Result) -> float:
    """The share of a document's text that is removed, 0 to 1."""
    removed = sum(it.end - it.start for it in result.removed)
    return removed / result.source_chars if result.source_chars else 0.0
