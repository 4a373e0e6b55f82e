"""The literals that every match of a pattern must contain.

A parser for the syntax that is common in rule files: literals, classes, groups, alternatives, quantifiers and
assertions. For a pattern with anything else (back references, calls of groups, conditions, fuzzy matching,
`(?x)`, full case folding) it gives no literals, and the pattern is run on every block. The parsers of `re`
and `regex` know all syntax, but are private to these modules.

Literals are given as in `searchable` text. Where a pattern may ignore case, each of its characters is
compared, in this form, with every character that `regex` takes for the same: Python and `regex` may know
different versions of Unicode.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NoReturn, TypeAlias

import regex

from cleaner.rules.patterns import searchable

LEAST: Final = 4
"""Characters of a literal. Shorter ones occur in most texts."""
LONGEST: Final = 32
"""Characters of a literal that are searched for; more would exclude no further text."""
_MOST_CLAUSES: Final = 4
_MOST_ALTERNATIVES: Final = 64
_DEEPEST: Final = 50
"""Groups in groups."""

_CASE_IGNORED: Final = re.compile(r"\(\?[a-z]*i")
_LOOK_AROUND: Final = re.compile(r"\(\?<?[=!]")
_FLAGS: Final = re.compile(r"\(\?(?:[aimsu]+\)|[aimsu]*(?:-[imsu]+)?:)")
_GROUP: Final = re.compile(r"\((?:(?![*?])|\?(?:[>|]|P?<\w+>))")
_CLASS: Final = re.compile(
    r"\[\^?+\]?+(?:[^\\\[\]]|\\[pPN]\{[\w^:=&. -]*+\}|\\[pPN](?!\{)|\\[^pPN])*+\]", re.DOTALL
)
"""A class without another one in it. Possessive: a `]` that begins a class is never taken for its end."""
_ESCAPE: Final = re.compile(
    r"\\(?:[dDsSwWbBAZmMGRXKntrfva]|[pPN]\{[\w^:=&. -]*+\}|[pP][A-Za-z](?![A-Za-z])"
    r"|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
)
"""Escapes for a position, for one of several characters, or for a character that is seldom escaped."""
_COUNT: Final = re.compile(r"\{(?:(\d+)(?:,\d*)?|,\d+)\}")

_Piece: TypeAlias = "str | list[list[_Piece]] | None"
"""A character in its `searchable` form, alternatives, or None for anything at all."""
_Clause: TypeAlias = frozenset[str]
"""Literals, at least one of which occurs."""


class _UnknownError(Exception):
    """The pattern has syntax that this parser does not know."""


def clauses(pattern: str, least: int = LEAST) -> tuple[tuple[str, ...], ...]:
    r"""What a text must contain for `pattern` to match: of each clause at least one literal.

    Empty where that is unknown. `least` is the length of the shortest literal. The pattern must be one that
    `regex` compiles.

    >>> clauses(r"(?i)^(?:Sign up|Subscribe) to our\s+newsletters?$")
    (('newsletter',), (' to our',), ('sign up', 'subscribe'))
    """
    if regex.DEFAULT_VERSION != regex.VERSION0:  # other code in this process has changed the syntax
        return ()
    try:
        found = _required(_Parser(pattern).parse(), least)
    except _UnknownError:
        return ()
    best = sorted({tuple(sorted(clause)) for clause in found}, key=lambda it: (-min(map(len, it)), it))
    return tuple(best[:_MOST_CLAUSES])


def _required(branches: list[list[_Piece]], least: int) -> list[_Clause]:
    """The clauses of alternatives: all of a single one; of several one clause, from the best of each."""
    each = [_required_in_turn(branch, least) for branch in branches]
    if len(each) == 1 or not all(each):
        return each[0] if len(each) == 1 else []
    joined = frozenset().union(*(max(it, key=lambda clause: min(map(len, clause))) for it in each))
    return [joined] if len(joined) <= _MOST_ALTERNATIVES else []


def _required_in_turn(pieces: list[_Piece], least: int) -> list[_Clause]:
    """The clauses of a sequence."""
    found: list[_Clause] = []
    run = ""
    for piece in [*pieces, None]:
        if isinstance(piece, str):
            run += piece
            continue
        if len(run) >= least:
            found.append(frozenset({run[:LONGEST]}))
        run = ""
        if piece is not None:
            found += _required(piece, least)
    return found


class _Parser:
    """Parses a pattern that is known to be valid."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._ignores_case = _CASE_IGNORED.search(pattern) is not None
        """Whether any part of the pattern ignores case."""

    def parse(self) -> list[list[_Piece]]:
        """The alternatives of the pattern. Raises _UnknownError."""
        branches = self._branches(0)
        return branches if self._at == len(self._pattern) else self._give_up()

    def _branches(self, depth: int) -> list[list[_Piece]]:
        branches: list[list[_Piece]] = [[]]
        while (following := self._following) not in {"", ")"}:
            if following == "|":
                self._at += 1
                branches.append([])
            else:
                branches[-1] += self._quantified(self._item(following, depth))
        return branches

    def _item(self, begins: str, depth: int) -> list[_Piece]:
        """The item that a quantifier would apply to."""
        if begins == "(":
            return self._group(depth)
        if begins == "[":
            return self._skip(_CLASS)
        if begins == "\\":
            if _ESCAPE.match(self._pattern, self._at):
                return self._skip(_ESCAPE)
            self._at += 1
            if self._following.isalnum() or not self._following.isascii():
                self._give_up()
            return self._literal()
        if begins in "*+?{":
            self._give_up()
        if begins in ".^$]}":
            self._at += 1
            return [None]
        return self._literal()

    def _literal(self) -> list[_Piece]:
        character = self._following
        self._at += 1
        if self._ignores_case and not _is_alone(character):
            return [None]
        return list(searchable(character))

    def _group(self, depth: int) -> list[_Piece]:
        """A group, which is joined with what is around it unless it has several alternatives."""
        looks = _LOOK_AROUND.match(self._pattern, self._at)
        begin = looks or _FLAGS.match(self._pattern, self._at) or _GROUP.match(self._pattern, self._at)
        if begin is None or depth == _DEEPEST:
            self._give_up()
        self._at = begin.end()
        if begin[0].endswith(")"):
            return [None]
        branches = self._branches(depth + 1)
        if self._following != ")":
            self._give_up()
        self._at += 1
        if looks:
            return [None]
        return branches[0] if len(branches) == 1 else [branches]

    def _quantified(self, item: list[_Piece]) -> list[_Piece]:
        """`item` with its quantifier: required once and then anything, or unknown."""
        quantifier = self._following
        if quantifier not in {"*", "+", "?", "{"}:
            return item
        count = _COUNT.match(self._pattern, self._at)
        if quantifier == "{" and count is None:
            self._give_up()
        self._at = count.end() if count else self._at + 1
        if self._following in {"?", "+"}:
            self._at += 1
        if self._following in {"*", "+", "?", "{"}:
            self._give_up()
        is_needed = quantifier == "+" or (count is not None and int(count[1] or 0) > 0)
        return [*item, None] if is_needed else [None]

    @property
    def _following(self) -> str:
        return self._pattern[self._at : self._at + 1]

    def _skip(self, form: re.Pattern[str]) -> list[_Piece]:
        found = form.match(self._pattern, self._at)
        if found is None:
            self._give_up()
        self._at = found.end()
        return [None]

    def _give_up(self) -> NoReturn:
        raise _UnknownError


@cache
def _with_case() -> str:
    """Every character of the two planes with letters that have case."""
    return "".join(map(chr, (*range(0xD800), *range(0xE000, 0x20000))))


@cache
def _is_alone(character: str) -> bool:
    """Whether all that `regex` takes for `character`, ignoring case, is the same in `searchable` text."""
    alike = regex.findall(f"(?i){regex.escape(character)}", _with_case())
    return all(searchable(it) == searchable(character) for it in alike)
