r"""Regular expressions that match everything or nothing, or may run for years, and those that are no pattern.

Patterns are parsed by Python's `re`, whose syntax is nearly that of `regex`. What it cannot parse is not
looked at.
"""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import regex

from cleaner.rules.lint.conditions import conditions
from cleaner.rules.schema import BlockRule, Rewrite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.lint.conditions import Placed
    from cleaner.rules.load import RuleFile
    from cleaner.rules.mistake import Mistake

sre_parse: Final[Any] = import_module("re._parser")
sre_constants: Final[Any] = import_module("re._constants")

PROBES: Final = (
    "Read more",
    "The council of Lindvik voted on Monday to keep the harbour open for another winter.",
    "12.50",
    "港は冬も開いたままです。",
    "Порт останется открытым.",
    "© a.b",
)
"""Blocks that have nothing in common but that they have text."""
_PROPERTY: Final = re.compile(r"\\[pP](?:\{[^}]*\}|[A-Za-z])")
_REGEX_IN_LINE: Final = re.compile(r"\\[dswbDSW]|\.[*+]|\[[^\]]+\][*+]|\(\?[:i=!]|^\^|[^$]\$$|\w\|\w+\)")


def check(file: RuleFile) -> Iterator[Mistake]:
    """The mistakes in the patterns and lines of `file`."""
    for it in conditions(file):
        if it.pattern is not None:
            yield from _of_pattern(file, it, it.pattern)
        for line in it.lines:
            if _REGEX_IN_LINE.search(line):
                what = f'"{line}" looks like a regular expression, but line is text; write it under pattern'
                yield file.mistake((*it.place, "line"), what, is_warning=True)
    for named in file.rules:
        if isinstance(named.rule, Rewrite) and _fits_all(named.rule.pattern):
            what = f'the pattern "{named.rule.pattern}" fits every block, so all text would be replaced'
            yield file.mistake((*named.place, "pattern"), f"{what}; say what is replaced")


def _of_pattern(file: RuleFile, it: Placed, pattern: str) -> Iterator[Mistake]:
    place = (*it.place, "pattern")
    if it.role != "while" and not _is_limited(it) and _fits_all(pattern):
        what = f'the pattern "{pattern}" fits every block; write what only these blocks have'
        yield file.mistake(place, what)
    if pattern.startswith("^ ") or pattern.endswith(" $"):
        what = f'the pattern "{pattern}" wants a space at the edge of a block, where there never is one'
        yield file.mistake(place, f"{what}; remove the space")
    tree = _parsed(pattern)
    if tree is None:
        return
    if _is_impossible(tree):
        what = f'the pattern "{pattern}" can never match: something stands before ^ or after $'
        yield file.mistake(place, f"{what}; move it, or write \\^ or \\$")
    if _has_line_end(tree):
        shown = pattern.replace("\n", "\\n").replace("\r", "\\r")
        what = f'the pattern "{shown}" asks for a line end, and most blocks are one line'
        yield file.mistake(place, f"{what}; write \\s, or make a run of two rules", is_warning=True)
    if _is_nested(tree):
        what = f'the pattern "{pattern}" repeats what repeats, which can take for ever on a long block'
        yield file.mistake(place, f"{what}; repeat once, or make it possessive: ++", is_warning=True)


def _is_limited(it: Placed) -> bool:
    """Whether something beside the pattern says which blocks are meant."""
    if it.css or it.xpath:
        return True
    rule = it.form
    return isinstance(rule, BlockRule) and bool(rule.within_first or rule.within_last or rule.which)


def _fits_all(pattern: str) -> bool:
    compiled = regex.compile(pattern)
    try:
        return all(compiled.search(text, timeout=1.0) for text in PROBES)
    except TimeoutError:
        return False


def _parsed(pattern: str) -> Any:  # noqa: ANN401 - the parser of `re` has no types
    """The tree of a pattern; None where `re` cannot parse it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return sre_parse.parse(_PROPERTY.sub(r"\\w", pattern))
    except (re.error, OverflowError, RecursionError):
        return None


def _is_impossible(tree: Any) -> bool:  # noqa: ANN401 - likewise
    """Whether the outermost sequence consumes text before a begin of the text, or after its end."""
    if tree.state.flags & re.MULTILINE:
        return False
    consumed = ended = False
    for kind, value in tree:
        if kind is sre_constants.AT:
            if value is sre_constants.AT_BEGINNING and consumed:
                return True
            ended = ended or value is sre_constants.AT_END
        elif _least_length((kind, value), tree.state):
            if ended:
                return True
            consumed = True
    return False


def _least_length(item: tuple[Any, Any], state: Any) -> int:  # noqa: ANN401 - likewise
    """The characters that an item of a sequence consumes at least."""
    shortest: int = sre_parse.SubPattern(state, [item]).getwidth()[0]
    return shortest


def _has_line_end(tree: Any) -> bool:  # noqa: ANN401 - likewise
    return any(kind is sre_constants.LITERAL and value in (10, 13) for kind, value in tree)


def _is_nested(tree: Any, *, inside: bool = False) -> bool:  # noqa: ANN401 - likewise
    """Whether an unlimited repeat holds nothing but another one, as in `(a+)+`."""
    for kind, value in tree:
        if kind in (sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT):
            _, most, inner = value
            endless = most is sre_constants.MAXREPEAT
            if endless and inside and len(tree) == 1:
                return True
            if _is_nested(inner, inside=endless):
                return True
        elif kind is sre_constants.SUBPATTERN:
            if _is_nested(value[-1], inside=inside):
                return True
        elif kind is sre_constants.BRANCH and any(_is_nested(it, inside=inside) for it in value[1]):
            return True
    return False
