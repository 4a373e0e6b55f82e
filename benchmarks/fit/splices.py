"""Pages with snippets in them: real articles among our own boilerplate, and our own bodies.

A snippet goes where such text stands on pages: menus above the body, house lines between its paragraphs,
comments under it. Labels are sure, as they follow from how the page was put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.fit import lines as vary
from benchmarks.fit.lines import Line
from benchmarks.fit.snippets import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from benchmarks.fit.snippets import Place, Snippet

_ABOVE: Final = (0, 1, 1, 2)
_INSIDE: Final = (0, 0, 1, 1, 2, 3)
_UNDER: Final = (0, 1, 1, 2, 3)
"""How many snippets stand above, inside and under a body, each number as often as it is given."""
_ALONE: Final = 0.2
"""How often a body of ours stands without any boilerplate."""
_ONE_BOX: Final = 0.35
"""How often it stands beside one snippet of boilerplate and nothing else."""
_APART: Final = 0.5
"""How often a blank line parts a snippet from what stands before it."""
_FEWEST_LINES: Final = 3
"""A body with fewer lines has no inside."""


def as_lines(snippet: Snippet, rng: Random) -> list[Line]:
    """The lines of a snippet, with their labels."""
    kind = KINDS[snippet.kind]
    made: list[Line] = []
    spaced = rng.random() < _APART
    for text in snippet.lines:
        if text.strip():
            made.append(Line(text.strip(), float(kind.body), spaced=spaced))
        spaced = not text.strip()
    if kind.headed:
        made[0] = made[0]._replace(body=0.0, headline=1.0)
    return made


def spliced(article: Sequence[Line], given: Sequence[Snippet], rng: Random) -> list[Line]:
    """`article` with boilerplate snippets above, inside and under it."""
    mixed = list(article)
    if len(mixed) >= _FEWEST_LINES:
        for snippet in drawn(given, "inside", rng.choice(_INSIDE), rng):
            place = rng.randrange(_FEWEST_LINES - 1, len(mixed))
            mixed[place:place] = as_lines(snippet, rng)
    above = [line for it in drawn(given, "above", rng.choice(_ABOVE), rng) for line in as_lines(it, rng)]
    under = [line for it in drawn(given, "under", rng.choice(_UNDER), rng) for line in as_lines(it, rng)]
    return [*above, *mixed, *under]


def beside_one(article: Sequence[Line], given: Sequence[Snippet], rng: Random) -> list[Line]:
    """`article` with one snippet of boilerplate above, inside or under it.

    On such a page nothing but the snippet itself says that there is boilerplate.
    """
    boilerplate = [it for it in given if not KINDS[it.kind].body]
    if not boilerplate:
        return list(article)
    snippet = rng.choice(boilerplate)
    place = rng.choice(KINDS[snippet.kind].places)
    inside = rng.randrange(1, len(article)) if len(article) >= _FEWEST_LINES else len(article)
    at = {"above": 0, "inside": inside, "under": len(article)}[place]
    return [*article[:at], *as_lines(snippet, rng), *article[at:]]


def in_page(body: Sequence[Line], given: Sequence[Snippet], rng: Random) -> list[Line]:
    """`body` as it stands on pages: alone, beside one snippet of boilerplate, or among several."""
    chance = rng.random()
    if chance < _ALONE:
        return list(body)
    return (beside_one if chance < _ALONE + _ONE_BOX else spliced)(body, given, rng)


def with_bodies_inside(article: Sequence[Line], given: Sequence[Snippet], rng: Random) -> list[Line]:
    """`article` with a table, dates, a poem or turns of speech between two of its paragraphs."""
    mixed = list(article)
    for snippet in drawn(given, "inside", 1, rng, body=True):
        place = rng.randrange(1, len(mixed) + 1)
        mixed[place:place] = as_lines(snippet, rng)
    return mixed


def bodies(given: Sequence[Snippet]) -> list[Snippet]:
    """The snippets that are the body of a page of their own."""
    return [it for it in given if "instead" in KINDS[it.kind].places]


def boilerplate_alone(given: Sequence[Snippet], rng: Random) -> list[Line]:
    """A page without main content."""
    pieces = [it for it in given if not KINDS[it.kind].body]
    return [line for it in rng.sample(pieces, min(len(pieces), 4)) for line in as_lines(it, rng)]


def drawn(
    given: Sequence[Snippet], place: Place, count: int, rng: Random, *, body: bool = False
) -> list[Snippet]:
    """Some of `given` that may stand in a place, without repetition."""
    fit = [it for it in given if place in KINDS[it.kind].places and KINDS[it.kind].body == body]
    return rng.sample(fit, min(count, len(fit)))


def without_body(host: Sequence[Line]) -> list[Line]:
    """The boilerplate of a page alone."""
    return [line for line in host if line.body < vary.MOSTLY and not line.headline]
