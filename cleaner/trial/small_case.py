"""A small test case from a page: a few blocks of the article, and what stands around it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from cleaner.rules.skeleton import Sample

if TYPE_CHECKING:
    from collections.abc import Collection

    from cleaner.trial.places import Place
    from cleaner.trial.site_lines import SeenPage

_LONGEST: Final = 600
"""Characters of a block in a case, at most."""
_OF_BODY: Final = 3
_AROUND: Final = 1
"""Blocks of the body, and of what is before and after it."""
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
    """A case of a page whose body is in the element `body`, where these `blocks` of it are."""
    keep = _kept(page)
    outside = [it for it in range(len(page.texts)) if it not in blocks and it not in page.kept]
    before = [it for it in outside if it < min(page.kept)][:_AROUND]
    below = [it for it in outside if it > max(page.kept)][-_AROUND:]
    drop = [page.texts[it] for it in (*before, *below) if _is_short(page.texts[it])]
    if not keep or not drop or len({*keep, *drop}) < len(keep) + len(drop):
        return None
    title = page.texts[page.headline] if page.headline is not None else None
    inside = [_element("p", it) for it in keep if it != title]
    above = [_element("p", page.texts[it]) for it in before if page.texts[it] in drop]
    if title in keep:
        heading = _opened(headline) if headline else "<h1>"
        target = inside if page.headline in blocks else above
        target.insert(
            0 if target is inside else len(target),
            f"{heading}{escape(title or '', quote=False)}</{headline.tag if headline else 'h1'}>",
        )
    under = [_element("p", page.texts[it]) for it in below if page.texts[it] in drop]
    html = "\n".join([*above, _opened(body), *inside, f"</{body.tag}>", *under])
    return Sample(_NAME, tuple(keep), tuple(drop), html=html, url=url)


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


def _element(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text, quote=False)}</{tag}>"


def _opened(place: Place) -> str:
    """The opening tag of the element that a selector selects."""
    given = f' {place.attribute}="{place.value}"' if place.attribute else ""
    return f"<{place.tag}{given}>"
