"""Selectors that select the whole page, or name what the next build of a site, or the next page, has not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cleaner.rules.lint.conditions import conditions
from cleaner.rules.schema_parts import Body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.load import RuleFile
    from cleaner.rules.marked_yaml import Place
    from cleaner.rules.mistake import Mistake

_PROBE: Final = (
    "<html><body><header><p>a</p></header><nav><ul><li>b</li></ul></nav><main><article><h1>c</h1>"
    "<section><div><p>d</p></div></section></article></main><aside><p>e</p></aside><footer><p>f</p></footer>"
    "</body></html>"
)
GENERATED: Final = re.compile(
    r"\.(?:css|sc|jsx?|svelte|emotion|styles?)-[\w-]*\d[\w-]*|\.[\w-]+__[A-Za-z0-9]{5,}(?![\w-]*__)"
)
"""Class names that a build makes anew: `.css-1x2y3z`, `.jsx-3217`, `.title__a1B2c`."""
_ONE_PAGE: Final = re.compile(r"(?:#|@id\s*=\s*['\"])[\w-]*\d{3,}")
"""An id with the number of one page: `#post-48213`."""
_ATTRIBUTE: Final = re.compile(r"/@[\w-]+\s*$")


def check(file: RuleFile) -> Iterator[Mistake]:
    """The mistakes in the selectors of `file`."""
    for it in conditions(file):
        for key, selectors in (("css", it.css), ("xpath", it.xpath)):
            for selector in selectors:
                for what, is_warning in mistakes(key, selector):
                    yield file.mistake((*it.place, key), what, is_warning=is_warning)
    for named in file.rules:
        if isinstance(named.rule, Body):
            yield from _of_alternatives(file, named.place, named.rule)


def mistakes(key: str, selector: str) -> Iterator[tuple[str, bool]]:
    """What is wrong with a selector, and whether it is only a warning."""
    name = "CSS selector" if key == "css" else "XPath"
    if _selects_all(key, selector):
        yield f'the {name} "{selector}" selects the whole page; name the element that is meant', False
    if found := GENERATED.search(selector):
        what = f'the {name} has "{found[0]}", which looks as if a build had made it and will make another'
        yield f"{what}; select by what stays, such as an element or attribute", True
    if found := _ONE_PAGE.search(selector):
        what = f'the {name} has "{found[0]}", which looks like the id of one page'
        yield f"{what}; select by a class, or by the beginning: [id^=post-]", True
    if key == "xpath" and (found := _ATTRIBUTE.search(selector)):
        what = f'the XPath "{selector}" selects an attribute, which counts as its element'
        yield f"{what}; write [{found[0].strip()[1:]}] after the element", True


@lru_cache(maxsize=4096)
def _selects_all(key: str, selector: str) -> bool:
    """Whether `selector` selects the body of a page, or an element above it."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - where a rule has selectors

    tree = LexborHTMLParser(_PROBE)
    if key == "css":
        return any(node.tag in ("html", "body") for node in tree.css(selector))
    from cleaner.rules.xpath import Copy  # noqa: PLC0415 - lxml, likewise

    all_ids = {node.mem_id for node in tree.css("html, body")}
    try:
        return not all_ids.isdisjoint(Copy(tree).find(selector))
    except ValueError:
        return False


def _of_alternatives(file: RuleFile, place: Place, body: Body) -> Iterator[Mistake]:
    if len(body.first_of) == 1:
        what = "first_of with one place; write it beside why, without first_of"
        yield file.mistake((*place, "first_of"), what, is_warning=True)
    for index, other in enumerate(body.first_of):
        if other in body.first_of[:index]:
            what = "this place stands above already, so it is never used; remove it"
            yield file.mistake((*place, "first_of", index), what, is_warning=True)
