"""`cleaner` as it takes part: its generic part alone, and the headline left out as the gold does."""

# ruff: noqa: PLC0415 - the package is imported by whoever runs it

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.html_peers import Run
    from cleaner import Cleaner, Result


def make(engine: str | None = None) -> Cleaner:
    """The options of both tracks: no site rules, since the figure is for sites never seen."""
    from cleaner import Cleaner, Options
    from cleaner.options import Engine

    chosen = Options().engine if engine is None else Engine(engine)
    return Cleaner(options=Options(site_rules=False, title=False, engine=chosen))


def prepare_text() -> Run:
    """Plain text; the URL is kept from it."""
    cleaner = make()
    return lambda text, _url: cleaner.clean(text).text


def prepare_html(engine: str) -> Run:
    """HTML with its URL, read by `engine`."""
    cleaner = make(engine)
    return lambda page, url: cleaner.clean(html=page, url=url).text


def judge(track: str, source: str, url: str) -> Result:
    """The whole result on one source, for the blocks and labels that `prepare_*` throws away."""
    cleaner = make()
    return cleaner.clean(source) if track == "text" else cleaner.clean(html=source, url=url)
