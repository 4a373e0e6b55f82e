"""What the tests of `cleaner rules learn` share: sites whose articles are all different, and the command."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import yaml
from click.testing import CliRunner, Result

from cleaner.cli.rules import rules as rules_command

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_WHO = (
    *("The harbour master", "A spokeswoman of the council", "The owner of the shipyard", "Her predecessor"),
    *("The union of dockers", "A fisherman from the northern pier", "The mayor", "An engineer of the port"),
    *("The pilot on duty", "A teacher at the nautical school", "The head of the museum", "The coast guard"),
)
_DID = (
    *("explained on Monday that", "had warned for years that", "told the committee that", "wrote that"),
    *("could not say whether", "hopes that", "was surprised to hear that", "insisted that", "denied that"),
)
_WHAT = (
    *(
        "the breakwater",
        "the old customs house",
        "the ferry to the islands",
        "the new crane",
        "the fish hall",
    ),
    *("the lighthouse", "the dredging of the channel", "the winter timetable", "the repair of the quay"),
    *("the rope factory", "the rescue boat", "the toll on sailing boats", "the bridge over the river mouth"),
)
_HOW = (
    *("would cost twice as much as planned", "needs another inspection before the storms begin"),
    *("was paid for by the sale of two warehouses", "is going to be finished in the autumn of next year"),
    *("has divided the town since the last election", "brought more visitors than anybody had expected"),
    *("will be closed for three weeks in spring", "was described in a report that nobody has seen"),
)
_WHEN = (
    *("after a debate that lasted until midnight", "while the archive was being moved", "as in most winters"),
    *("according to minutes of the meeting", "although the money is not there yet", "in a letter to readers"),
    *("to the relief of those who live nearby", "for the first time in eleven years", "despite the weather"),
)
MENU = ("Lindvik Courier", "Harbour | Council | Weather | Sport | Letters")
FOOTER = ("Back to the front page of the Courier", "© Lindvik Courier, all rights reserved, Quay Street 4")


def article(seed: object, paragraphs: int = 6) -> list[str]:
    """Paragraphs of three sentences, of which no other seed has one."""
    chance = random.Random(str(seed))

    def sentence() -> str:
        who, did, what, how, when = (chance.choice(it) for it in (_WHO, _DID, _WHAT, _HOW, _WHEN))
        return f"{who} {did} {what} {how}, {when}."

    return [" ".join(sentence() for _ in range(3)) for _ in range(paragraphs)]


def text_page(number: int, above: Sequence[str] = MENU, below: Sequence[str] = FOOTER) -> str:
    """An article as plain text, between what the site puts above and below."""
    return "\n\n".join([*above, f"Harbour diary of winter {number}", *article(number), *below])


def html_page(number: int, box: str = "story", inside: str = "", below: str = "") -> str:
    """The same as a page, with the article in a `div` of the class `box`."""
    body = "".join(f"<p>{it}</p>" for it in article(number))
    menu = "".join(f"<a href='/{it}'>{it}</a> " for it in MENU[1].split(" | "))
    return (
        f"<html><head><meta property='og:site_name' content='{MENU[0]}'></head><body><nav>{menu}</nav>"
        f"<div class={box}><h1>Harbour diary of winter {number}</h1>{body}{inside}</div>{below}"
        f"<footer><p>{FOOTER[1]}</p></footer></body></html>"
    )


def records(folder: Path, pages: Iterable[str], url: str | None = "https://courier.example.org/{}") -> Path:
    """A file of JSON lines with the pages, as HTML where they begin with a tag."""
    file = folder / "pages.jsonl"
    with file.open("a", encoding="utf-8") as lines:
        for number, page in enumerate(pages):
            record = {"html" if page.startswith("<") else "text": page}
            lines.write(json.dumps(record | ({"url": url.format(number)} if url else {})) + "\n")
    return file


def learn(*words: str | Path) -> Result:
    """`cleaner rules learn` with these arguments, in one worker."""
    arguments = ["learn", "--jobs", "1", "--engine", "fast", *map(str, words)]
    return CliRunner().invoke(rules_command, arguments)


def learnt(
    folder: Path, pages: Iterable[str], url: str | None = "https://courier.example.org/{}"
) -> dict[str, object]:
    """The one rule file that is proposed for the pages; empty where none is."""
    result = learn(records(folder, pages, url), "--out", folder / "out")
    assert result.exit_code == 0, result.output
    files = sorted((folder / "out").rglob("*.yaml"))
    assert len(files) <= 1, files
    found: dict[str, object] = yaml.safe_load(files[0].read_text(encoding="utf-8")) if files else {}
    return found
