"""Snippets of our own writing that go into training pages: boilerplate and bodies that real pages lack.

One YAML file a language under `snippets/`. Each snippet has a kind; `KINDS` says whether snippets of that
kind are body, and where on a page they may stand. None has a run of words that stands in a test, see `runs`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import regex
import yaml

from cleaner.characters.scripts import IS_UNSPACED, UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER: Final = Path(__file__).parent / "snippets"
RUN_WORDS: Final = 5
"""Words in a row that a snippet may not have in common with a test."""
RUN_CHARACTERS: Final = 8
"""The same in scripts without spaces, in characters."""
_TOKEN: Final = regex.compile(
    rf"[{UNSPACED}]\p{{M}}*|(?:(?![{UNSPACED}])[\p{{L}}\p{{N}}][\p{{M}}\u200c\u200d]*)+"
)
"""A word, or a character of a script without spaces with its marks: Thai, Lao, Burmese, Khmer, Japanese,
Chinese."""

Place: TypeAlias = Literal["above", "inside", "under", "instead"]
"""Where a snippet goes: above the body, between two of its paragraphs, under it, or in its place."""


_ALSO_CALLED: Final = {"no": "nb", "nn": "nb"}
"""The file's language for another code of it."""


class Kind(NamedTuple):
    """What snippets of one kind are."""

    places: tuple[Place, ...]
    body: bool
    """Whether they are main content."""
    headed: bool = False
    """Whether their first line is a headline."""


_ASIDE: Final[tuple[Place, ...]] = ("above", "inside", "under")
_FRAME: Final[tuple[Place, ...]] = ("above", "under")
_BOILERPLATE: Final[dict[str, tuple[Place, ...]]] = {
    "appeal": _ASIDE,
    "app prompt": _ASIDE,
    "comment prompt": ("under",),
    "newsletter": _ASIDE,
    "consent": _FRAME,
    "paywall": ("inside", "under"),
    "teasers under a heading": _ASIDE,
    "teasers": _ASIDE,
    "house line": ("inside",),
    "guest book": ("under",),
    "comments": ("under",),
    "menu": _FRAME,
    "footer": ("under",),
    "page frame": _FRAME,
}
_HEADED: Final = "news in brief"
"""The kind of short articles that begin with their headline."""
_BODIES: Final[dict[str, tuple[Place, ...]]] = {
    _HEADED: ("instead",),
    "round-up": ("instead",),
    "dates": ("inside", "instead"),
    "table": ("inside", "instead"),
    "short end": ("instead",),
    "turns of speech": ("inside", "instead"),
    "interview": ("instead",),
    "about boilerplate": ("instead",),
    "poem": ("inside", "instead"),
    "fiction": ("instead",),
}
KINDS: Final[dict[str, Kind]] = {
    kind: Kind(places, body=kind in _BODIES, headed=kind == _HEADED)
    for kind, places in (_BOILERPLATE | _BODIES).items()
}


class Snippet(NamedTuple):
    """One snippet."""

    language: str
    kind: str
    lines: tuple[str, ...]
    """Its blocks, an empty line where the text has one."""

    @property
    def text(self) -> str:
        """Its lines as a text."""
        return "\n".join(self.lines)


def site_of(snippet: Snippet) -> str:
    """What stands in for a site where pages are held out: snippets are held out by language and kind."""
    return f"snippets: {snippet.language} {snippet.kind}"


def in_language(given: Iterable[Snippet], language: str | None) -> list[Snippet]:
    """Those of `given` in a language, as it is identified: ISO 639-1, or None where it is unknown."""
    wanted = _ALSO_CALLED.get(language or "", language)
    return [it for it in given if it.language == wanted]


@cache
def snippets() -> tuple[Snippet, ...]:
    """All snippets, by language. Raises ValueError where one is of no known kind or has no text."""
    return tuple(one for file in sorted(FOLDER.glob("*.yaml")) for one in _read(file))


def _read(file: Path) -> Iterator[Snippet]:
    for kind, texts in yaml.safe_load(file.read_text("utf-8")).items():
        if kind not in KINDS:
            raise ValueError(f"{file.name}: {kind!r} is no kind of snippet; kinds: {', '.join(KINDS)}")
        for text in texts:
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"{file.name}: a snippet under {kind!r} is no text: {text!r}")
            yield Snippet(file.stem, kind, tuple(text.strip().split("\n")))


def runs(text: str) -> set[str]:
    """All runs of words of `text` that a snippet may not have in common with a test.

    >>> sorted(runs("One two three, four. Five six"))
    ['one two three four five', 'two three four five six']
    """
    words = _TOKEN.findall(text.lower())
    found = set()
    for place in range(len(words)):
        length = RUN_CHARACTERS if IS_UNSPACED.match(words[place]) else RUN_WORDS
        run = words[place : place + length]
        if len(run) == length:
            found.add(" ".join(run))
    return found
