"""The variations a page is fitted in, and how often each is drawn.

Every page is fitted as it was captured, once more in another layout, and, where its labels are sure, twice in
another mixture of main content and boilerplate and twice with snippets of our own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks.fit import lines as vary
from benchmarks.fit import splices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.fit.lines import Line
    from benchmarks.fit.snippets import Snippet

AS_CAPTURED: Final = "as captured"
OURS: Final = "ours"
"""A page made of snippets alone."""
FEWEST_BODY: Final = 2
"""Lines; a page with no more main content is not mixed with others."""
_MIXTURES_A_PAGE: Final = 2
_SPLICES_A_PAGE: Final = 2
_HEADED: Final = 0.6
"""How often main content is mixed with its headline above it."""
_DIGEST_ITEM: Final = 12
"""Words; shorter teasers are headlines, and no items of a digest."""


class Others(NamedTuple):
    """What pages of other sites lend."""

    pages: Sequence[Sequence[Line]]
    pleas: Sequence[Sequence[Line]]
    """Runs of boilerplate that speaks to the reader; see `lines.pleas`."""
    snippets: Sequence[Snippet] = ()
    """Snippets in the page's language."""


Layout = Callable[[Sequence["Line"], Random], tuple[Sequence["Line"], str]]
"""Lines and chance -> lines, and what stands between them."""
Mixture = Callable[[Sequence["Line"], Others, Random], tuple[Sequence["Line"], str]]
"""The same, given what other sites have."""


def variations(
    lines: Sequence[Line], others: Others, rng: Random
) -> Iterator[tuple[str, Sequence[Line], str]]:
    """Name, lines and line separator of each variation of one page."""
    yield AS_CAPTURED, lines, "\n"
    name = _draw(LAYOUTS, rng)
    yield name, *LAYOUTS[name][1](lines, rng)
    if len(vary.body_of(lines)) > FEWEST_BODY and all(line.trust == 1 for line in lines):
        for _ in range(_MIXTURES_A_PAGE):
            name = _draw(MIXTURES, rng)
            yield name, *MIXTURES[name][1](lines, others, rng)
        for _ in range(_SPLICES_A_PAGE if others.snippets else 0):
            name = _draw(SPLICES, rng)
            yield name, *SPLICES[name][1](lines, others, rng)


def laid_out(lines: Sequence[Line], rng: Random) -> tuple[Sequence[Line], str]:
    """A page made of snippets in one of its layouts."""
    return OUR_LAYOUTS[_draw(OUR_LAYOUTS, rng)][1](lines, rng)


def _draw(table: dict[str, tuple[int, Layout]] | dict[str, tuple[int, Mixture]], rng: Random) -> str:
    return rng.choices(list(table), [weight for weight, _ in table.values()])[0]


def _wrapped(lines: Sequence[Line], rng: Random) -> tuple[Sequence[Line], str]:
    return vary.wrap(lines, rng.randrange(60, 81)), "\n"


def _one_line(lines: Sequence[Line], _: Random) -> tuple[Sequence[Line], str]:
    return lines, " "


def _verse(lines: Sequence[Line], rng: Random) -> tuple[Sequence[Line], str]:
    return vary.wrap(lines[: rng.randrange(3, 12)], rng.randrange(25, 45)), "\n"


def _excerpt(lines: Sequence[Line], rng: Random) -> tuple[Sequence[Line], str]:
    first = rng.randrange(len(lines))
    return lines[first : first + rng.randrange(1, 5)], "\n"


LAYOUTS: Final[dict[str, tuple[int, Layout]]] = {
    "wrapped": (30, _wrapped),
    "blank lines": (15, lambda lines, _: (vary.respace(lines, spaced=True), "\n")),
    "lower case": (25, lambda lines, _: (vary.lower(lines), "\n")),
    "one line": (10, _one_line),
}
OUR_LAYOUTS: Final[dict[str, tuple[int, Layout]]] = {
    "lines": (60, lambda lines, _: (lines, "\n")),
    "wrapped": (12, _wrapped),
    "lower case": (8, lambda lines, _: (vary.lower(lines), "\n")),
    "one line": (20, _one_line),
}
"""Layouts of pages made of snippets: the corpora have next to no text on one line in most languages."""
BODY_LAYOUTS: Final[dict[str, tuple[int, Layout]]] = {
    "lines": (45, lambda lines, _: (lines, "\n")),
    "wrapped": (15, _wrapped),
    "one line": (10, _one_line),
    "verse": (10, _verse),
    "excerpt": (20, _excerpt),
}


def _body_alone(lines: Sequence[Line], _: Others, rng: Random) -> tuple[Sequence[Line], str]:
    bare = vary.respace(_article(lines, rng), spaced=bool(rng.getrandbits(1)))
    return BODY_LAYOUTS[_draw(BODY_LAYOUTS, rng)][1](bare, rng)


def _article(lines: Sequence[Line], rng: Random) -> list[Line]:
    """The main content, mostly with its headline."""
    return vary.headed(lines) if rng.random() < _HEADED else vary.body_of(lines)


def _transplanted(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    return vary.transplant(_article(lines, rng), others.pages[0], rng), "\n"


def _among_teasers(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    stories = others.pages[: rng.randrange(1, len(others.pages) + 1)]
    return vary.surround(lines, vary.teasers(stories, rng), rng), "\n"


def _body_among_teasers(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    mixed, separator = _among_teasers(_article(lines, rng), others, rng)
    return [*mixed, *_some_tail(others, rng)], separator


def _with_pleas(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    article = _article(lines, rng)
    pleas = [line for run in others.pleas[: rng.randrange(1, len(others.pleas) + 1)] for line in run]
    place = rng.choice((0, len(article), len(article), len(article), rng.randrange(len(article))))
    return [*article[:place], *pleas, *_some_tail(others, rng), *article[place:]], "\n"


def _some_tail(others: Others, rng: Random) -> list[Line]:
    return vary.tail(others.pages[-1])[: rng.choice((0, 3, 10, 30))]


def _digest(_: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    """A round-up: the leads of several articles, with their headlines or without, as one body."""
    count = rng.randrange(3, max(4, len(others.pages)))
    items = [line._replace(body=1.0) for line in vary.teasers(others.pages[:count], rng)]
    if not any(len(item.text.split()) > _DIGEST_ITEM for item in items):
        return items, "\n"
    return [*items, *vary.teasers(others.pages[count:], rng), *_some_tail(others, rng)], "\n"


def _spliced(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    return splices.spliced(_article(lines, rng), others.snippets, rng), "\n"


def _beside_one(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    return laid_out(splices.beside_one(_article(lines, rng), others.snippets, rng), rng)


def _spliced_page(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    """The page as it is, with snippets around and inside its body."""
    body = [place for place, line in enumerate(lines) if line.body >= vary.MOSTLY]
    first, end = body[0], body[-1] + 1
    return [*lines[:first], *splices.spliced(lines[first:end], others.snippets, rng), *lines[end:]], "\n"


def _body_inside(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    mixed = splices.with_bodies_inside(_article(lines, rng), others.snippets, rng)
    return splices.spliced(mixed, others.snippets, rng), "\n"


def _body_of_ours(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    """A body of ours in the frame of the page."""
    ours = splices.bodies(others.snippets)
    if not ours:
        return _spliced(lines, others, rng)
    body = splices.as_lines(rng.choice(ours), rng)
    return splices.spliced(vary.transplant(body, lines, rng), others.snippets, rng), "\n"


def _without_body(lines: Sequence[Line], others: Others, rng: Random) -> tuple[Sequence[Line], str]:
    frame = splices.without_body(lines)
    return [*frame, *splices.boilerplate_alone(others.snippets, rng)], "\n"


MIXTURES: Final[dict[str, tuple[int, Mixture]]] = {
    "body alone": (25, _body_alone),
    "transplanted": (15, _transplanted),
    "among teasers": (10, _among_teasers),
    "body among teasers": (25, _body_among_teasers),
    "with pleas": (15, _with_pleas),
    "digest": (5, _digest),
}
SPLICES: Final[dict[str, tuple[int, Mixture]]] = {
    "spliced": (25, _spliced),
    "beside one": (35, _beside_one),
    "spliced page": (15, _spliced_page),
    "body inside": (15, _body_inside),
    "body of ours": (25, _body_of_ours),
    "without body": (5, _without_body),
}
"""Mixtures with snippets, for pages in languages that have some."""
