"""The systems side by side, by track: what goes in is flattened text or HTML, what comes out is text.

To add a peer: write a `prepare` function beside its track's others that imports the peer, does what is
done once per process, and returns a `Run`; then name it in that module's table.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from benchmarks import cleaners, html_peers, text_peers

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.html_peers import Run

Track = Literal["text", "html"]

SYSTEMS: Final[dict[Track, dict[str, Callable[[], Run]]]] = {
    "text": {**text_peers.PREPARE, "cleaner": cleaners.prepare_text},
    "html": {
        **html_peers.PREPARE,
        "cleaner": partial(cleaners.prepare_html, "full"),
        "cleaner-fast": partial(cleaners.prepare_html, "fast"),
    },
}
"""Track -> name on the command line -> what prepares the system in a process."""

WARM_UP: Final[dict[Track, str]] = {
    "text": "A first line of text.\nA second line of text, so that there is something to judge.\n",
    "html": "<html><body><article><p>A first paragraph, to load what loads late.</p></article></body></html>",
}


class UnavailableError(Exception):
    """A system that cannot run here; the message says what to do about it."""


@dataclass(frozen=True, slots=True)
class System:
    """A system ready to run in this process."""

    name: str
    run: Run


def prepare(track: Track, name: str) -> System:
    """Load a system and run it once, so that what it loads late is not counted against its first page.

    Raises UnavailableError where it is not installed or cannot take the track's plainest page; KeyError
    for a name that is none.
    """
    make = SYSTEMS[track][name]
    try:
        run = make()
        run(WARM_UP[track], "https://example.org/")
    except ImportError as error:
        extra = "the project" if name.startswith("cleaner") else "the extra `benchmark`"
        message = (
            f"{name} is not installed ({error}): install {extra}, pip install 'article-cleaner[benchmark]'"
        )
        raise UnavailableError(message) from error
    except Exception as error:
        message = f"{name} does not run on the {track} track: {type(error).__name__}: {error}"
        raise UnavailableError(message) from error
    return System(name, run)
