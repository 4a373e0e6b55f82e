"""`python -m tools.quality_floor`: measure the pages of `fixtures/pages` and raise the floors.

A floor is never lowered, unless the pages themselves changed, or the version of trafilatura, which the full
engine takes references from: figures with another of either cannot be compared.
"""

from __future__ import annotations

import click

from tools.quality_floor.floors import TRACKS, Floors, Track, below, raised
from tools.quality_floor.scores import Figures, figures, report, table
from tools.quality_floor.text_pages import fingerprint


@click.command()
@click.option("--report", "show_report", is_flag=True, help="Show every line judged wrongly; write nothing.")
def main(*, show_report: bool) -> None:
    """Measure the pages and raise the floors that have been passed."""
    fallen: list[str] = []
    for track in TRACKS.values():
        scores = track.measure()
        measured = figures(scores)
        click.echo(f"{report(scores)}\n\n{table(measured)}" if show_report else table(measured))
        if not show_report:
            fallen += _raise(track, measured)
    if fallen:
        raise click.ClickException("floors are never lowered:\n" + "\n".join(fallen))


def _raise(track: Track, measured: Figures) -> list[str]:
    """Write the raised floors of a track; return the figures that are below the old ones."""
    found = track.floors()
    now = Floors(fingerprint(track.load()), {}, track.trafilatura)
    known = found.floors if found.comparable(now) else {}
    new = Floors(now.pages, raised(measured, known, track.slack), now.trafilatura)
    track.file.write_text(new.as_text(), "utf-8")
    return below(measured, known)


if __name__ == "__main__":
    main()
