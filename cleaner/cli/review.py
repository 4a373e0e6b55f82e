"""`cleaner review`: the local page over a run. The work is done in `cleaner.review`."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from cleaner.cli.output import put, tell
from cleaner.extras import need


@click.command()
@click.argument("report", metavar="RUN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rules", metavar="DIR", type=click.Path(file_okay=False, path_type=Path),
              help="Your folder of rules, where those that you make are written.  "
                   "[default: that of the run, else rules]")  # fmt: skip
@click.option("--cases", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Where your words on blocks are written.  [default: RUN with .cases.yaml]")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="any that is free",
              help="The port on 127.0.0.1.")  # fmt: skip
@click.option(
    "--browser/--no-browser", default=True, show_default=True, help="Open the page in your browser."
)
@click.option("--limit", type=click.IntRange(min=1), default=2000, show_default=True, metavar="N",
              help="Documents to choose from: those that the report names, and the first ones.")  # fmt: skip
def review(
    report: Path, rules: Path | None, cases: Path | None, port: int, limit: int, *, browser: bool
) -> None:
    """Look at a run in your browser: what was removed and why; say what is wrong; make rules by pointing.

    RUN is what `cleaner run --report RUN.json` wrote. Nobody else can open the page: it is on this machine
    alone, at an address that nobody knows. End it with Ctrl-C.
    """
    for module in ("starlette", "uvicorn"):
        need(module, "review", "cleaner review")
    from cleaner.review.desk import Desk  # noqa: PLC0415 - once its extra is known to be there
    from cleaner.review.run import open_run  # noqa: PLC0415 - likewise
    from cleaner.review.server import Server  # noqa: PLC0415 - likewise

    run = open_run(report)
    folder = rules or next(iter(run.rules), Path("rules"))
    desk = Desk(run, folder, cases or report.with_suffix(".cases.yaml"), limit)
    server = Server(desk, port)
    with suppress(KeyboardInterrupt):
        put(server.address)
        tell("to end the review: Ctrl-C")
        server.serve(lambda: _open(server.address) if browser else None)
    tell(f"rules are in {folder}, what is right and wrong in {desk.marks.path}")


def _open(address: str) -> None:
    """Open the page; where there is no browser, the address was printed."""
    import webbrowser  # noqa: PLC0415 - only where it is asked for

    webbrowser.open(address)
