"""What the tests of `cleaner rules learn` share: sites whose articles are all different, and the command."""

from __future__ import annotations

import json
import random
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner, Result

from cleaner import Cleaner, Engine, Options
from cleaner.cli.rules import rules as rules_command
from cleaner.learn.rule_file import Draft, Match, written
from cleaner.learn.site import judged_page, learn_site
from cleaner.rules.compile_rules import load_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from cleaner.learn.page import SitePage

SITE = "courier.example.org"
DAY = date(2026, 3, 1)
CLOSING = "Back to the front page of the Courier"

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
FOOTER = (CLOSING, "© Lindvik Courier, all rights reserved, Quay Street 4")


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


@cache
def generic() -> Cleaner:
    """The generic part alone, with the fast engine."""
    return Cleaner(options=Options(engine=Engine.FAST, site_rules=False))


def judged(pages: Sequence[str]) -> list[SitePage]:
    return [
        judged_page(
            {
                "source": f"page-{number}",
                "url": f"https://{SITE}/{number}",
                "html" if page.startswith("<") else "text": page,
            },
            generic(),
        )
        for number, page in enumerate(pages)
    ]


def draft(pages: Sequence[str]) -> Draft:
    return learn_site(SITE, judged(pages), Match(domains=(SITE,)), generic(), DAY).draft


def rules(pages: Sequence[str]) -> dict[str, dict[str, Any]]:
    return {it.id: it.rule for it in draft(pages).proposals}


def lines(pages: Sequence[str]) -> set[str]:
    """All lines that are proposed to go."""
    found = (it.get("line", []) for it in rules(pages).values())
    return {line for some in found for line in ([some] if isinstance(some, str) else some)}


def lost(folder: Path, pages: Sequence[str], others: Sequence[str] = ()) -> list[str]:
    """What the proposals from `pages` take of what the generic part keeps, on these, or on `others`."""
    proposed = draft(pages)
    if not proposed.proposals:
        return []
    (folder / "a.yaml").write_text(written(proposed), encoding="utf-8")
    book = load_rules([folder], built_in=False)
    found = []
    for page in judged(others or pages):
        given = page.judged.given
        decided = generic().compare(given.text, html=given.page, url=page.document.url, book=book).decided
        assert decided is not None
        after = zip(page.texts, page.kept, decided.decisions, strict=True)
        found += [text for text, kept, decision in after if kept and not decision.keep]
    return found


def diary(number: int) -> str:
    """A page of a diary under a menu of links, with a footer: the text of `html_page` in a box."""
    return html_page(number, below="<div class=more><p>Two teasers of other stories of the week</p></div>")
