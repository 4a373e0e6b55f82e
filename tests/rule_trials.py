"""What the tests of `cleaner rules try` share: pages of a made-up site, and the command on them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result

from cleaner.cli.rules import rules as rules_command

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PARAGRAPHS = tuple(
    " ".join(it.split())
    for it in """
    The council of Lindvik voted on Monday to keep the harbour open for another winter, after a debate that
    lasted until midnight and filled the old town hall to its last bench.

    Fishermen had asked for the decision since the spring, when two of the larger boats moved to the northern
    port and took forty jobs with them, according to the harbour master.

    The mayor said that the quay would be repaired in June, and that the money came from the sale of the old
    customs house, which has stood empty for more than a decade.

    Opponents of the plan pointed out that the breakwater needs work as well, and that nobody has said yet
    who is going to pay for the dredging of the channel next year.
    """.strip().split("\n\n")
)
MENU = ("Lindvik Courier", "Harbour | Council | Weather")


def text_page(number: int, above: Sequence[str] = (), below: Sequence[str] = ()) -> str:
    """A page as plain text: a menu, a headline, four paragraphs, and what the site adds above and below."""
    headline = f"Harbour stays open for winter number {number}"
    return "\n\n".join([*MENU, *above, headline, *PARAGRAPHS, *below])


def own_page(number: int, above: Sequence[str] = ()) -> str:
    """A page of which no paragraph stands on another one."""
    return text_page(number, above).replace(" the ", f" the {number}th ")


def html_page(number: int, box: str = "text", promo: str = "") -> str:
    """The same as HTML, with the article in an element of the class `box`."""
    body = "".join(f"<p>{it}</p>" for it in PARAGRAPHS)
    return (
        f"<html><body><nav>{''.join(f'<a href=/>{it}</a> ' for it in MENU)}</nav>"
        f"<h1>Harbour stays open for winter number {number}</h1><div class={box}>{body}{promo}</div></body></html>"
    )


def pages_file(folder: Path, pages: Sequence[str], url: str = "https://courier.example/{}") -> Path:
    """A file of JSON lines with the pages, as HTML where they begin with a tag."""
    file = folder / "pages.jsonl"
    records = [
        {"id": str(number), "url": url.format(number), "html" if page.startswith("<") else "text": page}
        for number, page in enumerate(pages)
    ]
    file.write_text("".join(json.dumps(it) + "\n" for it in records), encoding="utf-8")
    return file


def tried(*words: str | Path) -> Result:
    """`cleaner rules try` with these arguments, in one worker."""
    return CliRunner().invoke(rules_command, ["try", "--jobs", "1", *map(str, words)])


def tried_json(*words: str | Path) -> dict[str, Any]:
    """The same as JSON, parsed."""
    result = tried("--format", "json", *words)
    assert result.stdout, (result.output, result.exception, result.exit_code, result.exc_info)
    account: dict[str, Any] = json.loads(result.stdout)
    return account
