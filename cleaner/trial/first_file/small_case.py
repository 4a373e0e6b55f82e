"""A small test case from a page: a few blocks of the article, and what stands around it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from cleaner.rules.skeleton import Sample
from cleaner.trial.first_file.places import Place

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleaner.trial.first_file.site_lines import SeenPage

_LONGEST: Final = 600
"""Characters of a block in a case, at most."""
_OF_BODY: Final = 3
_AROUND: Final = 1
"""Blocks of the body, and of what is before and after it."""
_PARAGRAPH: Final = Place("p", "p", "", "")
_NAME: Final = "what stands around the article goes, the article stays"


def text_case(page: SeenPage, after: str | None, until: str | None, url: str | None) -> Sample | None:
    """A case of a text whose body begins after one line and ends with the block before another."""
    keep = _kept(page)
    if not keep:
        return None
    around = [[it] if it else [] for it in (after, until)]
    lines = [*around[0], *keep, *around[1]]
    if len(set(lines)) < len(lines):
        return None
    drop = (*around[0], *around[1])
    name = _NAME if drop else "the article stays"
    return Sample(name, tuple(keep), drop, text="\n".join(lines), url=url)


def page_case(
    page: SeenPage, body: Place, blocks: Collection[int], headline: Place | None, url: str | None
) -> Sample | None:
    """A case of a page whose body is in the element `body`, where these `blocks` of it are.

    A headline outside that no rule keeps is left out. None where nothing is outside.
    """
    title = page.texts[page.headline] if page.headline is not None else ""
    is_inside = page.headline in blocks
    keep = [it for it in _kept(page) if it != title or is_inside or headline is not None]
    above, below = _around(page, blocks)
    drop = (*above, *below)
    if not keep or not drop or len({*keep, *drop}) < len(keep) + len(drop):
        return None
    heading = [_element(headline or Place("h1", "h1", "", ""), title)] if title in keep else []
    html = (
        *(_element(_PARAGRAPH, it) for it in above),
        *(() if is_inside else heading),
        _opened(body),
        *(heading if is_inside else ()),
        *(_element(_PARAGRAPH, it) for it in keep if it != title),
        f"</{body.tag}>",
        *(_element(_PARAGRAPH, it) for it in below),
    )
    return Sample(_NAME, tuple(keep), drop, html="\n".join(html), url=url)


def _around(page: SeenPage, blocks: Collection[int]) -> tuple[list[str], list[str]]:
    """The first of what goes above the body, and the last of what goes below it."""
    outside = [it for it in range(len(page.texts)) if it not in blocks and it not in page.kept]
    above = [it for it in outside if it < min(page.kept)][:_AROUND]
    below = [it for it in outside if it > max(page.kept)][-_AROUND:]
    texts = [[page.texts[it] for it in some if _is_short(page.texts[it])] for some in (above, below)]
    return texts[0], texts[1]


def _kept(page: SeenPage) -> list[str]:
    """The headline, and the first and the last blocks of the body."""
    short = [it for it in page.body if _is_short(page.texts[it])]
    places = short if len(short) <= _OF_BODY else [*short[: _OF_BODY - 1], short[-1]]
    if page.headline is not None and _is_short(page.texts[page.headline]):
        places = [page.headline, *places]
    return list(dict.fromkeys(page.texts[it] for it in places))


def _is_short(text: str) -> bool:
    """Whether a block can stand in a case as it is: on one line, all of it visible."""
    return len(text) <= _LONGEST and text.isprintable()


def _element(place: Place, text: str) -> str:
    return f"{_opened(place)}{escape(text, quote=False)}</{place.tag}>"


def _opened(place: Place) -> str:
    """The opening tag of the element that a selector selects."""
    given = f' {place.attribute}="{place.value}"' if place.attribute else ""
    return f"<{place.tag}{given}>"
