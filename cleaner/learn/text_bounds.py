"""The lines before and after the body on the plain texts of a site, as a bound: what is outside goes.

A line can be an end if it stands once on most of the site's texts, and on none of them the generic body is
beyond it, but for next to nothing after the last one. Of several, the nearest to the body is proposed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from cleaner.decide.thresholds import FEWEST_BODY_CHARACTERS
from cleaner.learn.limits import EXAMPLES, FEWEST_WORDS, HELD, ON_MOST_PAGES, SHOWN
from cleaner.learn.page import word_count
from cleaner.learn.proposal import Proposal, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.learn.page import SitePage
    from cleaner.learn.site_pages import SitePages

_CASE_PARAGRAPHS: Final = 4
_Places = dict[str, dict["SitePage", int]]
"""Folded line -> page -> the block that is it."""


def text_bounds(site: SitePages) -> Proposal | None:
    """The bound for the site's plain texts; None where no line stands before or after all their bodies."""
    pages = [it for it in site.learnt if not it.html and it.body_characters >= FEWEST_BODY_CHARACTERS]
    needed = max(1, ON_MOST_PAGES * len(pages))
    places = {line: on for line, on in _single_lines(pages).items() if len(on) >= needed}
    above = [line for line, on in places.items() if all(_is_above(page, it) for page, it in on.items())]
    below = [line for line, on in places.items() if all(_is_below(page, it) for page, it in on.items())]
    first = max(above, key=lambda it: (fmean(places[it].values()), it), default=None)
    last = min(below, key=lambda it: (fmean(places[it].values()), it), default=None)
    if first is None and last is None:
        return None
    ends = {key: line for key, line in (("after", first), ("until", last)) if line is not None}
    return _proposal(site, ends, places, len(pages))


def _single_lines(pages: Sequence[SitePage]) -> _Places:
    found: _Places = defaultdict(dict)
    for page in pages:
        times = Counter(page.folded)
        for block, line in enumerate(page.folded):
            is_told = word_count(line) >= FEWEST_WORDS and page.texts[block].isprintable()
            if is_told and times[line] == 1 and not page.kept[block]:
                found[line][page] = block
    return found


def _is_above(page: SitePage, block: int) -> bool:
    return not any(page.kept[:block])


def _is_below(page: SitePage, block: int) -> bool:
    beyond = sum(len(page.texts[it]) for it in range(block, len(page.kept)) if page.kept[it])
    return beyond <= (1 - HELD) * page.body_characters


def _proposal(site: SitePages, ends: Mapping[str, str], places: _Places, pages: int) -> Proposal | None:
    on = set.intersection(*(set(places[line]) for line in ends.values()))
    page = next((it for it in site.learnt if it in on), None)
    if page is None:
        return None
    lines = {key: page.texts[places[line][page]] for key, line in ends.items()}
    cases = _cases(site, page, lines)
    if not cases:
        return None
    rule: dict[str, Any] = {
        **{key: {"line": line} for key, line in lines.items()},
        "inside": "judged",
        "least": f"{HELD:.0%}",
        "why": f"on {len(on)} of {pages} pages all that the generic part keeps is between these lines",
    }
    examples = tuple(_examples(site, on, ends, places))
    found = frozenset(ends.values())
    return Proposal("body", rule, len(on), pages, examples=examples, cases=cases, ends=found)


def _examples(site: SitePages, on: set[SitePage], ends: Mapping[str, str], places: _Places) -> Iterator[str]:
    """Per page, the block inside that is next to an end."""
    for page in [it for it in site.learnt if it in on][:EXAMPLES]:
        inside = {"after": 1, "until": -1}
        told = [
            f"{'begins' if key == 'after' else 'ends'} with {page.texts[place][:SHOWN]}"
            for key, line in ends.items()
            if 0 <= (place := places[line][page] + inside[key]) < len(page.texts)
        ]
        yield f"{page.source}: {', '.join(told)}"


def _cases(site: SitePages, page: SitePage, lines: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    own = paragraphs(site, page, 0, _CASE_PARAGRAPHS)
    if len(own) <= len(lines) or set(own) & set(lines.values()):
        return ()
    above = [lines["after"]] if "after" in lines else []
    below = [lines["until"]] if "until" in lines else []
    named = " and ".join(f'"{it}"' for it in lines.values())
    return (
        {
            "name": f"what is not inside of {named} goes",
            "text": "\n".join([*above, *own, *below]) + "\n",
            "drop": [*above, *below],
            "keep": own,
        },
        {"name": f"a text without {named} is left alone", "text": "\n".join(own) + "\n", "keep": own},
    )
