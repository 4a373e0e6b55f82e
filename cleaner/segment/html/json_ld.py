"""JSON-LD of a page -> its objects, also where it is not quite JSON.

Templates forget to escape quotes and line ends, leave commas behind, or put a comment in. Where a script
is no JSON even for a lenient reader, the few texts that say something of an article are picked out of it
one by one, each from its key to the quote after which another key follows, or a bracket.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

import orjson

from cleaner.characters.surrogates import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSIDE: Final = ("mainEntity", "@graph")
"""Keys whose objects speak for the page as well."""
_CONTROLS: Final = dict.fromkeys(range(0x20), " ")
_TYPE: Final = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(\w+)"')
_TEXTS: Final = tuple(
    re.compile(rf'"({key})"\s*:\s*"')
    for key in ("headline", "articleBody", "datePublished", "dateModified", "inLanguage")
)
_END: Final = re.compile(r'(?<!\\)"\s*(?:,\s*"[@\w]+"\s*:|,?\s*[}\]]|,?\s*(?://|/\*)|\Z)')
_LONE_QUOTE: Final = re.compile(r'(?<!\\)"')


def objects(script: str) -> Iterator[dict[str, Any]]:
    """Every object that has a type, graphs and lists opened, in order. Never fails; takes linear time."""
    waiting = [_read(script)]
    while waiting:
        it = waiting.pop()
        if isinstance(it, list):
            waiting.extend(reversed(it))
        elif isinstance(it, dict):
            if "@type" in it:
                yield it
            waiting.extend(it[key] for key in _INSIDE if key in it)


def _read(script: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return orjson.loads(script)
    except orjson.JSONDecodeError:
        sound = _sound(script)
    try:
        return orjson.loads(sound)
    except orjson.JSONDecodeError:
        return _picked_out(sound)


def _sound(script: str) -> str:
    """JSON as its consumers forgive it: comment marks and semicolons around, raw line ends within."""
    inside = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    inside = inside.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    if '"' not in inside:
        inside = unescape(inside)
    return inside.translate(_CONTROLS)


def _picked_out(script: str) -> dict[str, Any] | None:
    """The texts that can be read for certain, as one object with all types that the script names."""
    types = _TYPE.findall(script)
    if not types:
        return None
    found: dict[str, Any] = {"@type": types}
    for text in _TEXTS:
        if (begin := text.search(script)) and (end := _END.search(script, begin.end())):
            found[begin[1]] = _text(script[begin.end() : end.start()])
    return found


def _text(raw: str) -> str:
    """A text between quotes, its escapes read where they can be."""
    try:
        return replace_surrogates(json.loads(f'"{_LONE_QUOTE.sub(chr(92) + chr(34), raw)}"'))[0]
    except json.JSONDecodeError:
        return raw
