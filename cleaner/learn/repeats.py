"""Blocks that stand word for word on several pages of a site, and are no part of its articles.

Repetition alone says little: series repeat their headings, prayers their verses, companies what they say of
themselves. So a block is proposed where the generic part itself calls it boilerplate on most of the pages
that it stands on, and, if it is short, only where it is outside the body wherever it stands. What the generic
part keeps everywhere is proposed only where it closes every page, and nothing repeats amid the texts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from cleaner.decide.thresholds import SURE_BODY_SCORE
from cleaner.learn.limits import (
    BESIDE_SCORE,
    BESIDE_SHARE,
    CASE_CHARACTERS,
    EXAMPLES,
    FEWEST_WINDOW,
    INSIDE_WORDS,
    KEPT_PAGES,
    LONG_WORDS,
    MOST_LINES,
    MOST_LISTED,
    MOST_WINDOW,
    ON_MOST_PAGES,
    REFRAIN_SHARE,
    REPEATED_PAGES,
    REPEATED_WORDS,
    WINDOW_ROOM,
)
from cleaner.learn.page import word_count
from cleaner.learn.proposal import Proposal, paragraphs
from cleaner.verdict import MAIN_CONTENT, Label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cleaner.learn.page import SitePage
    from cleaner.learn.site_pages import SitePages

_CASE_PARAGRAPHS: Final = 2
_LISTED_IN_CASE: Final = 2
_SIDE: Final = {"within_first": "above", "within_last": "below"}
"""By the key of a window, where that is."""


@dataclass(slots=True)
class Line:
    """A block that stands on several pages: where, and what the generic part says of it."""

    text: str
    pages: int
    """Pages that it stands on, those left out included."""
    on: dict[SitePage, int] = field(default_factory=dict)
    """Page that is learnt from -> the first block that is it."""
    kept: set[SitePage] = field(default_factory=set)
    """The pages on which the generic part keeps it."""
    labels: Counter[Label] = field(default_factory=Counter)
    """What the generic part calls it where it drops it."""
    scores: list[float] = field(default_factory=list)
    is_inside: bool = False
    """Whether it stands amid the paragraphs of some page."""
    is_above: bool = True
    """Whether it stands before the paragraphs of every page."""
    is_below: bool = True
    """Likewise after them."""
    from_start: int = 0
    """Blocks from a page's start up to it, at most."""
    from_end: int = 0
    """Blocks from it to a page's end, at most."""
    is_apart: bool = True
    """Whether it stands on every page after the article, or before it with something dropped in between."""
    is_closing: bool = True
    """Whether it stands once, after the last paragraph of every page."""

    @property
    def label(self) -> Label:
        """What it is; a widget where the generic part does not say."""
        return max(sorted(self.labels), key=self.labels.__getitem__, default=Label.WIDGET)

    @property
    def window(self) -> dict[str, int]:
        """The part of a page where a short line is dropped: its words may be a heading in some article."""
        if word_count(self.text) >= INSIDE_WORDS or self.is_above == self.is_below:
            return {}
        far = self.from_start if self.is_above else self.from_end
        size = max(round(WINDOW_ROOM * far), FEWEST_WINDOW)
        return {"within_first" if self.is_above else "within_last": size} if size <= MOST_WINDOW else {}

    @property
    def characters_kept(self) -> int:
        """What the generic part keeps of it on all pages."""
        return len(self.text) * len(self.kept)


def repeated_blocks(site: SitePages, ends: Collection[str]) -> list[Proposal]:
    """The rules for repeated blocks, those that the generic part keeps most of first.

    The `ends` of a bound, folded, are left out. What is outside of the bound is not: on a page where the
    generic part keeps much of it, the bound is not believed.
    """
    lines = _lines(site, ends)
    chosen = [it for it in lines if _is_boilerplate(it)]
    chosen += _beside(site, [it for it in lines if not _is_boilerplate(it)])
    kept = sorted((it for it in chosen if it.kept), key=lambda it: (-it.characters_kept, it.text))[
        :MOST_LINES
    ]
    found = [_of_line(site, number, it) for number, it in enumerate(kept, 1)]
    dropped: dict[tuple[str, ...], list[Line]] = defaultdict(list)
    for line in sorted((it for it in chosen if not it.kept), key=lambda it: (-it.pages, it.text)):
        dropped[(str(line.label), *line.window)].append(line)
    found += [_of_list(site, some[:MOST_LISTED]) for _, some in sorted(dropped.items())]
    return [it for it in found if it is not None]


def _lines(site: SitePages, ends: Collection[str]) -> list[Line]:
    needed = min(REPEATED_PAGES, len(site.all))
    known: dict[str, Line] = {}
    for page in site.learnt:
        own = site.own(page)
        inside = range(own[0], own[-1] + 1) if own else range(0)
        times = Counter(page.folded)
        for block, folded in enumerate(page.folded):
            is_known = site.spread[folded] >= needed and folded not in ends
            if is_known and _says_something(page.texts[block]):
                line = known.setdefault(folded, Line(page.texts[block], site.spread[folded]))
                _note(line, page, block, inside)
                line.is_apart &= _is_apart(page, inside, block)
                line.is_closing &= bool(own) and block > own[-1] and times[folded] == 1
    return list(known.values())


def _is_apart(page: SitePage, inside: range, block: int) -> bool:
    """Whether `block` is after the article, which is `inside`, or before it and no heading of its begin.

    Never on pages of HTML: shops repeat what their gold text has, too, and a bound says it better there.
    """
    if page.html or not inside or block in inside:
        return False
    return block >= inside.stop or not all(page.kept[block + 1 : inside.start])


def _says_something(text: str) -> bool:
    return len(text) <= 10 * CASE_CHARACTERS and word_count(text) >= REPEATED_WORDS and text.isprintable()


def _note(line: Line, page: SitePage, block: int, inside: range) -> None:
    decision = page.decisions[block]
    line.on.setdefault(page, block)
    line.scores.append(decision.score)
    if inside:
        line.is_inside |= block in inside
        line.is_above &= block < inside.start
        line.is_below &= block >= inside.stop
    line.from_start = max(line.from_start, block + 1)
    line.from_end = max(line.from_end, len(page.texts) - block)
    if page.kept[block]:
        line.kept.add(page)
    else:
        line.labels[decision.label] += 1


def _is_boilerplate(line: Line) -> bool:
    """Whether the generic part says so on most of its pages; headlines and repeats may be text."""
    if len(line.kept) >= KEPT_PAGES * len(line.on) or line.label in (*MAIN_CONTENT, Label.REPEAT):
        return False
    return not line.is_inside or word_count(line.text) >= INSIDE_WORDS


def _beside(site: SitePages, lines: Sequence[Line]) -> list[Line]:
    """Of blocks that the generic part keeps, those around the articles, where nothing repeats amid these."""
    found = [
        it
        for it in lines
        if it.pages >= REPEATED_PAGES
        and word_count(it.text) >= LONG_WORDS
        and Label.HEADLINE not in it.labels
        and (_is_closing(site, it) or (it.is_apart and fmean(it.scores) < BESIDE_SCORE))
    ]
    if not found or site.refrain_share > REFRAIN_SHARE:
        return []
    shares = [
        sum(len(it.text) for it in found if page in it.kept) / page.body_characters
        for page in site.learnt
        if page.body_characters
    ]
    return found if max(shares, default=0.0) <= BESIDE_SHARE else []


def _is_closing(site: SitePages, line: Line) -> bool:
    """Whether it closes nearly all pages of the site."""
    is_common = line.pages >= ON_MOST_PAGES * len(site.all)
    return line.is_closing and is_common and fmean(line.scores) < SURE_BODY_SCORE


def _of_line(site: SitePages, number: int, line: Line) -> Proposal | None:
    page = next(it for it in site.learnt if it in line.kept)
    name = f"line-{number}"
    cases = _cases(site, page, [line], f'{name}, "{_short(line.text)}", goes')
    if not cases:
        return None
    why = f"it stands word for word on {line.pages} of {len(site.all)} pages"
    rule = {"id": name, "label": str(line.label), "why": why, "line": line.text, **line.window}
    notes = (f"the generic part keeps it on {len(line.kept)} of {len(line.on)} pages",)
    return Proposal(name, rule, line.pages, len(site.all), notes, tuple(_examples(line)), cases)


def _of_list(site: SitePages, lines: Sequence[Line]) -> Proposal | None:
    """The rule for lines of one label and one part of the page that the generic part keeps nowhere."""
    label, window = str(lines[0].label), _widest(lines)
    sides = [_SIDE[it] for it in window]
    page = max(site.learnt, key=lambda it: sum(it in line.on for line in lines))
    on_page = [it for it in lines if page in it.on]
    cases = _cases(site, page, on_page[:_LISTED_IN_CASE], " ".join(["lines that are", label, *sides, "go"]))
    if not cases:
        return None
    name = "-".join(["lines", *label.split(), *sides])
    fewest = min(it.pages for it in lines)
    why = f"each stands word for word on {fewest} or more of {len(site.all)} pages, and is never kept"
    texts = [it.text for it in lines]
    rule: dict[str, Any] = {"id": name, "label": label, "why": why, "line": texts, **window}
    notes = ("the generic part drops these wherever they stand; the rule makes sure of it",)
    return Proposal(name, rule, fewest, len(site.all), notes, cases=cases)


def _widest(lines: Sequence[Line]) -> dict[str, int]:
    """The window that holds those of all `lines`."""
    return {key: max(it.window[key] for it in lines) for key in lines[0].window}


def _examples(line: Line) -> Iterator[str]:
    for page, block in list(line.on.items())[:EXAMPLES]:
        before = _short(page.texts[block - 1]) if block else "the page's start"
        after = _short(page.texts[block + 1]) if block + 1 < len(page.texts) else "the page's end"
        yield f"{page.source}: between {before} | and | {after}"


def _cases(site: SitePages, page: SitePage, lines: Sequence[Line], name: str) -> tuple[dict[str, Any], ...]:
    """The lines among paragraphs of a page, and paragraphs of another page that hold their words."""
    texts = [it.text for it in lines]
    own = [it for it in paragraphs(site, page, lines[0].on[page], _CASE_PARAGRAPHS + 1) if it not in texts]
    other = next((it for it in site.all if it is not page and it.paragraphs), page)
    stays = [it for it in paragraphs(site, other, 0, _CASE_PARAGRAPHS) if it not in texts]
    if len(own) <= len(texts) or not stays:
        return ()
    longer = f"{texts[0]} {own[0]}"
    return (
        {
            "name": name,
            "text": "\n".join([own[0], *texts, *own[1:]]) + "\n",
            "drop": texts,
            "keep": own,
        },
        {
            "name": f"{name}, and stays as part of a paragraph",
            "text": "\n".join([*stays, longer]) + "\n",
            "keep": [*stays, longer],
        },
    )


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:50].rstrip()} …"  # noqa: PLR2004 - a line of a comment
