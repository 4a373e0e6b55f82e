"""The variations a page is fitted in, and how often each is drawn.

Every page is fitted as it was captured, once more in another layout, and, where its labels are
sure, once in another mixture of main content and boilerplate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.fit import lines as vary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from benchmarks.fit.lines import Line

    Pages = Sequence[Sequence[Line]]
    Layout = Callable[[Sequence[Line], Random], tuple[Sequence[Line], str]]
    """Lines and chance -> lines, and what stands between them."""
    Mixture = Callable[[Sequence[Line], Pages, Random], tuple[Sequence[Line], str]]
    """The same, given pages of other sites."""

AS_CAPTURED: Final = "as captured"
FEWEST_BODY: Final = 2
"""Lines; a page with no more main content is not mixed with others."""
_DIGEST_ITEM: Final = 12
"""Words; shorter teasers are headlines, and no items of a digest."""


def variations(
    lines: Sequence[Line], others: Pages, rng: Random
) -> Iterator[tuple[str, Sequence[Line], str]]:
    """Name, lines and line separator of each variation of one page; `others` are pages of other sites."""
    yield AS_CAPTURED, lines, "\n"
    name = _draw(LAYOUTS, rng)
    yield name, *LAYOUTS[name][1](lines, rng)
    if len(vary.body_of(lines)) > FEWEST_BODY and all(line.trust == 1 for line in lines):
        name = _draw(MIXTURES, rng)
        yield name, *MIXTURES[name][1](lines, others, rng)


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
    "no blank lines": (20, lambda lines, _: (vary.respace(lines, spaced=False), "\n")),
    "blank lines": (15, lambda lines, _: (vary.respace(lines, spaced=True), "\n")),
    "lower case": (25, lambda lines, _: (vary.lower(lines), "\n")),
    "one line": (10, _one_line),
}
BODY_LAYOUTS: Final[dict[str, tuple[int, Layout]]] = {
    "lines": (45, lambda lines, _: (lines, "\n")),
    "wrapped": (15, _wrapped),
    "one line": (10, _one_line),
    "verse": (10, _verse),
    "excerpt": (20, _excerpt),
}


def _body_alone(lines: Sequence[Line], _: Pages, rng: Random) -> tuple[Sequence[Line], str]:
    bare = vary.respace(vary.body_of(lines), spaced=bool(rng.getrandbits(1)))
    return BODY_LAYOUTS[_draw(BODY_LAYOUTS, rng)][1](bare, rng)


def _transplanted(lines: Sequence[Line], others: Pages, rng: Random) -> tuple[Sequence[Line], str]:
    return vary.transplant(vary.body_of(lines), others[0], rng), "\n"


def _among_teasers(lines: Sequence[Line], others: Pages, rng: Random) -> tuple[Sequence[Line], str]:
    stories = others[: rng.randrange(1, len(others) + 1)]
    return vary.surround(lines, vary.teasers(stories, rng), rng), "\n"


def _body_among_teasers(lines: Sequence[Line], others: Pages, rng: Random) -> tuple[Sequence[Line], str]:
    mixed, separator = _among_teasers(vary.body_of(lines), others, rng)
    return [*mixed, *vary.tail(others[-1])[: rng.choice((0, 3, 10, 30))]], separator


def _beside_glossary(lines: Sequence[Line], others: Pages, rng: Random) -> tuple[Sequence[Line], str]:
    box = vary.glossary(others[: rng.randrange(3, len(others) + 1)], rng)
    return ([*box, *lines] if rng.getrandbits(1) else [*lines, *box]), "\n"


def _digest(_: Sequence[Line], others: Pages, rng: Random) -> tuple[Sequence[Line], str]:
    items = [line._replace(body=1.0) for line in vary.teasers(others, rng)]
    return [item for item in items if len(item.text.split()) > _DIGEST_ITEM], "\n"


MIXTURES: Final[dict[str, tuple[int, Mixture]]] = {
    "body alone": (27, _body_alone),
    "transplanted": (25, _transplanted),
    "among teasers": (12, _among_teasers),
    "body among teasers": (25, _body_among_teasers),
    "beside a glossary": (6, _beside_glossary),
    "digest": (5, _digest),
}
