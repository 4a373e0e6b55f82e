"""What the tests of `cleaner review` share: a run over pages of made-up sites, and a review that is served."""

from __future__ import annotations

import http.client
import json
import time
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner

from cleaner.cli.main import main
from cleaner.review.desk import Desk
from cleaner.review.run import open_run
from tests.rule_trials import html_page, text_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BELOW = ("Read also", "Ferry back in service", "Storm warning lifted", "© Lindvik Courier 2024")


def page(number: int) -> dict[str, str]:
    """A record of a site with HTML, whose articles have a box that asks for something."""
    promo = (
        f"<div class=promo><p>Support the Courier and its writers</p><p>Read also: story {number}</p></div>"
    )
    return {
        "id": f"p{number}",
        "url": f"https://pages.example/{number}",
        "html": html_page(number, promo=promo),
    }


def text(number: int) -> dict[str, str]:
    """A record of a site with plain text."""
    return {
        "id": f"t{number}",
        "url": f"https://texts.example/{number}",
        "text": text_page(number, above=["Advertisement"], below=BELOW),
    }


def run(folder: Path, records: Sequence[dict[str, str]], *options: object) -> Path:
    """The report of a run over records."""
    (folder / "in.jsonl").write_text("".join(json.dumps(it) + "\n" for it in records))
    words = [
        "run",
        folder / "in.jsonl",
        folder / "out.jsonl",
        "--jobs",
        1,
        "--report",
        folder / "r.json",
        *options,
    ]
    ran = CliRunner().invoke(main, list(map(str, words)))
    assert ran.exit_code == 0, ran.output
    return folder / "r.json"


PAGE, TEXT = 1, 4
"""The numbers of a page and of a text in `run_of_both`."""


def run_of_both(folder: Path) -> Path:
    """The report of a run over three pages and three texts."""
    return run(folder, [*map(page, range(3)), *map(text, range(3))])


class Served(NamedTuple):
    """A review that is served."""

    desk: Desk
    address: str
    folder: Path
    """Where rules are written."""

    def source(self, number: int) -> str:
        """The name of a record of the run, from 1."""
        return str(self.desk.run.report["run"]["inputs"][0]) + f":{number}"

    def document(self, number: int) -> str:
        """The address of a document."""
        return f"{self.address}document?source={quote(self.source(number))}"

    def ask(
        self, method: str, path: str, body: object = None, **headers: str | None
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers of an answer; `path` is below the address, or begins with a slash.

        What a browser sends with a request of the page itself is sent, unless `headers` say otherwise.
        """
        parts = urlsplit(self.address)
        sent: dict[str, str | None] = {"Host": parts.netloc}
        if method == "POST":
            sent |= {"Content-Type": "application/json", "Origin": f"http://{parts.netloc}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=60)
        try:
            target = path if path.startswith("/") else parts.path + path
            data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
            connection.request(method, target, data, {k: v for k, v in sent.items() if v is not None})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.getheaders()}
        finally:
            connection.close()

    def asked(self, what: str, number: int, **facts: Any) -> Any:  # noqa: ANN401 - JSON
        """What the script of a document's page is answered."""
        status, body, _ = self.ask("POST", what, {"source": self.source(number), **facts})
        found = json.loads(body)
        assert status == 200, body
        return found

    def block(self, number: int, text: str) -> int:
        """The number of the block of a document that has a text in it."""
        blocks = self.desk.open(self.source(number)).result.blocks
        return next(place for place, it in enumerate(blocks, 1) if text in it.text)


@contextmanager
def served(report: Path, folder: Path | None = None, limit: int = 2000) -> Iterator[Served]:
    """A review of a run, once all documents are known; skips the test without the extra."""
    pytest.importorskip("starlette", reason="no starlette; pip install -e '.[review]'")
    from cleaner.review.server import Server  # noqa: PLC0415 - needs the extra

    folder = folder or report.parent / "rules"
    desk = Desk(open_run(report), folder, report.with_suffix(".cases.yaml"), limit)
    server = Server(desk)
    thread = Thread(target=server.serve)
    thread.start()
    try:
        for _ in range(600):
            if desk.index.is_complete:
                break
            time.sleep(0.1)
        yield Served(desk, server.address, folder)
    finally:
        server.stop()
        thread.join()


@contextmanager
def fresh(report: Path, folder: Path) -> Iterator[Served]:
    """A review of a run in which nothing has been said yet; rules go to a new folder in `folder`."""
    report.with_suffix(".cases.yaml").unlink(missing_ok=True)
    with served(report, folder / "rules") as review:
        yield review
