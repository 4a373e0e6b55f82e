"""Labelled lines: a page's text with what is known of every line, and the ways to vary it.

The model meets text in many shapes and mixtures, and the public pages show only some of them. Each
variation here stands for one that users have: other layouts, text without any boilerplate, an
article among the boilerplate of another site, teasers of other stories around it.
"""

from __future__ import annotations

import re
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rapidfuzz.distance import Indel

from cleaner.lexicon.built_in_phrases import phrase_files
from cleaner.lexicon.phrase_file import read_phrase_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_WORD: Final = re.compile(r"\w+")
MOSTLY: Final = 0.5
"""The share of a line's words that must be found in the gold text for the line to be body."""
_SAME_TITLE: Final = 0.85
_LIKE_LENGTH: Final = 1.6
"""How many times as long as the other a line or the title may be and still be the same."""
_LEAD: Final = 15
"""Words; shorter lines are no leads."""
_LEAST_LEAD: Final = 60
"""Characters."""
_WHOLE_LEAD: Final = 0.4
"""How often teasers are whole paragraphs; else they are first sentences."""
_ON_ONE_TOPIC: Final = (1, 1, 2, 3, 4)
"""How many teasers of one topic stand together, where some do."""
_PLEADING: Final = 0.05
"""The share of a line's words that speak to the reader or of the publisher, from which it pleads."""
_CUT_SHORT: Final = 0.3
"""How often teasers break off in dots."""
_WEAK_TRUST: Final = 0.4
"""How far a label is believed that rests on an extraction alone."""


class Line(NamedTuple):
    """One line and its label."""

    text: str
    body: float
    """1 where the line is main content, 0 where it is boilerplate."""
    headline: float = 0.0
    trust: float = 1.0
    """How far the label is believed: 0 where nothing is known."""
    spaced: bool = False
    """Whether a blank line stands before it."""


def labelled_lines(record: dict[str, Any], extracted: str | None = None) -> list[Line]:
    """The lines of a corpus record; `extracted` stands in for the gold where a set has only segments."""
    texts = record["text"].split("\n")
    title = (record["title"] or "").strip().lower()
    shares = iter(record["share"] or ())
    lines: list[Line] = []
    blank = False
    for text in texts:
        if not text.strip():
            blank = True
            continue
        body, trust = (
            (float(next(shares) >= MOSTLY), 1.0) if record["share"] else by_segments(record, text, extracted)
        )
        lines.append(Line(text, body, float(is_title(text, title)), trust, blank))
        blank = False
    return lines


def is_title(text: str, title: str) -> bool:
    """Whether a line is the page's title, which is in lower case, give or take a little."""
    stripped = text.strip().lower()
    if not title or not 1 / _LIKE_LENGTH < len(stripped) / len(title) < _LIKE_LENGTH:
        return False
    return Indel.normalized_similarity(stripped, title) >= _SAME_TITLE


def by_segments(record: dict[str, Any], text: str, extracted: str | None) -> tuple[float, float]:
    """A label from the segments a page must and must not keep, else from an extraction."""
    folded = " ".join(text.split())
    if any(" ".join(segment.split()) in folded for segment in record["with_snippets"]):
        return 1.0, 1.0
    if any(" ".join(segment.split()) in folded for segment in record["without_snippets"]):
        return 0.0, 1.0
    if not extracted:
        return 0.0, 0.0
    return float(folded in extracted), _WEAK_TRUST


def body_of(lines: Sequence[Line]) -> list[Line]:
    """The main content alone."""
    return [line for line in lines if line.body >= MOSTLY]


def transplant(body: Sequence[Line], host: Sequence[Line], rng: Random) -> list[Line]:
    """`body` put where the body of `host` was, among the boilerplate that surrounds and parts it."""
    places = [place for place, line in enumerate(host) if line.body >= MOSTLY]
    if not places:
        return list(body)
    first, last = places[0], places[-1]
    inside = [line for line in host[first : last + 1] if line.body < MOSTLY and not line.headline]
    result = [*_without_title(host[:first])]
    mixed = list(body)
    for line in inside[: len(body)]:
        mixed.insert(rng.randrange(1, len(mixed) + 1), line)
    return [*result, *mixed, *_without_title(host[last + 1 :])]


def _without_title(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not line.headline]


def teasers(stories: Sequence[Sequence[Line]], rng: Random) -> list[Line]:
    """Lead sentences of other stories, with their headlines or without, as lists of teasers have them."""
    with_headline = bool(rng.getrandbits(1))
    cut, whole, alone = rng.random() < _CUT_SHORT, rng.random() < _WHOLE_LEAD, bool(rng.getrandbits(1))
    result = []
    for story in stories:
        prose = [line for line in body_of(story) if len(line.text.split()) > _LEAD]
        title = next((line.text for line in story if line.headline), None)
        if with_headline and title:
            result.append(Line(title, 0.0))
        for line in prose[: 1 if alone else rng.choice(_ON_ONE_TOPIC)]:
            lead = line.text.strip() if whole else _first_sentence(line.text)
            shortened = lead[: rng.randrange(90, 180)].rsplit(" ", 1)[0] + "..."
            result.append(Line(shortened if cut else lead, 0.0))
    return result


def _first_sentence(text: str) -> str:
    """The beginning of `text`, up to a sentence's end that leaves enough of it to be a lead."""
    stop = text.find(". ", _LEAST_LEAD)
    return text.strip() if stop < 0 else text[: stop + 1].strip()


def surround(lines: Sequence[Line], added: Sequence[Line], rng: Random) -> list[Line]:
    """`lines` with `added` right after the main content, and sometimes two of those right before it."""
    body = [place for place, line in enumerate(lines) if line.body >= MOSTLY]
    first, last = body[0], body[-1]
    before = added[: rng.choice((0, 0, 0, 2, 2))]
    return [*lines[:first], *before, *lines[first : last + 1], *added[len(before) :], *lines[last + 1 :]]


def headed(lines: Sequence[Line]) -> list[Line]:
    """The main content, below its headline where the page has one."""
    body = body_of(lines)
    headline = next((line for line in lines if line.headline), None)
    return body if headline is None or headline in body else [headline, *body]


def pleas(lines: Sequence[Line]) -> list[list[Line]]:
    """The runs of boilerplate that speak to the reader in sentences: appeals, pitches, notices."""
    address = _address_words()
    runs: list[list[Line]] = [[]]
    for line in lines:
        words = _WORD.findall(line.text.lower())
        pleads = len(words) >= _LEAD // 2 and sum(word in address for word in words) >= _PLEADING * len(words)
        if line.body < MOSTLY and pleads and not line.headline:
            runs[-1].append(line)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


@cache
def _address_words() -> frozenset[str]:
    return frozenset(word for file in phrase_files() for word in read_phrase_file(file).address)


def tail(host: Sequence[Line]) -> list[Line]:
    """The boilerplate below the main content of a page."""
    last = max((place for place, line in enumerate(host) if line.body >= MOSTLY), default=len(host))
    return [line for line in host[last + 1 :] if not line.headline]


def lower(lines: Sequence[Line]) -> list[Line]:
    """Without capitals, as some corpora come."""
    return [line._replace(text=line.text.lower()) for line in lines]


def respace(lines: Sequence[Line], *, spaced: bool) -> list[Line]:
    """With a blank line between all lines, or between none."""
    return [line._replace(spaced=spaced) for line in lines]


def wrap(lines: Sequence[Line], width: int) -> list[Line]:
    """Broken at `width` columns; a continued line keeps its paragraph's label."""
    result = []
    for line in lines:
        pieces = textwrap.wrap(line.text.strip(), width, break_long_words=False, break_on_hyphens=False)
        for place, piece in enumerate(pieces):
            result.append(line._replace(text=piece, spaced=line.spaced and place == 0))
    return result


def lay_out(lines: Sequence[Line], separator: str = "\n") -> tuple[str, list[tuple[int, int, Line]]]:
    """The text, and where in it each line went: start, end, line."""
    parts: list[str] = []
    spans = []
    offset = 0
    for place, line in enumerate(lines):
        gap = "" if place == 0 else separator + ("\n" if line.spaced and separator == "\n" else "")
        parts += [gap, line.text]
        start = offset + len(gap)
        offset = start + len(line.text)
        spans.append((start, offset, line))
    return "".join(parts), spans
