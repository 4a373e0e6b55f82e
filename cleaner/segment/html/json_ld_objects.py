"""JSON-LD of a page -> its objects, with repair of invalid JSON.

Templates do not escape quotes and line ends, leave trailing commas, or insert comments. Where a script stays
invalid after simple repairs, the few texts that describe an article are extracted one by one: each from its
key to the quote that another key or a bracket follows.
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

    from cleaner.dom import Head

_INSIDE: Final = ("mainEntity", "@graph")
"""Keys whose objects describe the page as well."""
_CONTROLS: Final = dict.fromkeys(range(0x20), " ")
_TYPE: Final = re.compile(r'"@type"\s*:\s*(?:\[\s*)?"(\w+)"')
_TEXTS: Final = tuple(
    re.compile(rf'"({key})"\s*:\s*"')
    for key in ("headline", "articleBody", "datePublished", "dateModified", "inLanguage")
)
_END: Final = re.compile(r'(?<!\\)"\s*(?:,\s*"[@\w]+"\s*:|,?\s*[}\]]|,?\s*(?://|/\*)|\Z)')
_LONE_QUOTE: Final = re.compile(r'(?<!\\)"')


def json_ld(head: Head) -> list[dict[str, Any]]:
    """Every JSON-LD object of a page that has a type, those in graphs and lists included, in order.

    Parsed once and kept in `head`: an article in it may be longer than the page.
    """
    if head.json_ld is None:
        head.json_ld = [it for script in head.scripts for it in objects(script)]
    return head.json_ld


def objects(script: str) -> Iterator[dict[str, Any]]:
    """Every object that has a type, those in graphs and lists included, in order.

    Never raises; takes time linear in the length.

    >>> list(objects('{"@type": "NewsArticle", "headline": "The "old" mill",}'))
    [{'@type': ['NewsArticle'], 'headline': 'The "old" mill'}]
    """
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
        repaired = _repaired(script)
    try:
        return orjson.loads(repaired)
    except orjson.JSONDecodeError:
        return _extracted(repaired)


def _repaired(script: str) -> str:
    """`script` without comment marks and semicolons around it, and with spaces for raw control characters."""
    inside = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    inside = inside.removeprefix("//<![CDATA[").removesuffix("//]]>").strip()
    if '"' not in inside:
        inside = unescape(inside)
    return inside.translate(_CONTROLS)


def _extracted(script: str) -> dict[str, Any] | None:
    """The texts that can be extracted, as one object with all types in the script; None without a type."""
    types = _TYPE.findall(script)
    if not types:
        return None
    found: dict[str, Any] = {"@type": types}
    for text in _TEXTS:
        if (begin := text.search(script)) and (end := _END.search(script, begin.end())):
            found[begin[1]] = _text(script[begin.end() : end.start()])
    return found


def _text(raw: str) -> str:
    """A text between quotes, unescaped where its escapes are valid."""
    try:
        return replace_surrogates(json.loads(f'"{_LONE_QUOTE.sub(chr(92) + chr(34), raw)}"'))[0]
    except json.JSONDecodeError:
        return raw
