"""Finds literals that every match of a pattern must contain, so that most texts need not be searched for it.

The parser knows the syntax that is common in rule files: literals, classes, groups, alternatives, quantifiers
and assertions. For a pattern with any other (back references, calls of groups, conditionals, fuzzy matching,
`(?x)`, full case folding) it gives no literals, and the pattern is run on every block. The parsers of `re`
and `regex` know all syntax, but are private to these modules.

Literals are in the `searchable` form. Where a pattern ignores case, a character is part of a literal only if
all characters that `regex` takes for equal to it have the same `searchable` form. This is tested, not
assumed: Python and `regex` may follow different versions of Unicode.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NoReturn, TypeAlias

import regex

from cleaner.rules.patterns import searchable

LEAST: Final = 4
"""Characters of a literal, at least. Shorter ones occur in most texts."""
LONGEST: Final = 32
"""Characters of a literal that are searched for. More would hardly exclude further texts."""
_MOST_CLAUSES: Final = 4
_MOST_ALTERNATIVES: Final = 64
_MAX_DEPTH: Final = 50
"""Levels to which groups may be nested."""

_CASE_IGNORED: Final = re.compile(r"\(\?[a-z]*i")
_LOOK_AROUND: Final = re.compile(r"\(\?<?[=!]")
_FLAGS: Final = re.compile(r"\(\?(?:[aimsu]+\)|[aimsu]*(?:-[imsu]+)?:)")
_GROUP: Final = re.compile(r"\((?:(?![*?])|\?(?:[>|]|P?<\w+>))")
_CLASS: Final = re.compile(
    r"\[\^?+\]?+(?:[^\\\[\]]|\\[pPN]\{[\w^:=&. -]*+\}|\\[pPN](?!\{)|\\[^pPN])*+\]", re.DOTALL
)
"""A class without another one in it. Possessive, so that a `]` at its beginning never counts as its end."""
_ESCAPE: Final = re.compile(
    r"\\(?:[dDsSwWbBAZmMGRXKntrfva]|[pPN]\{[\w^:=&. -]*+\}|[pP][A-Za-z](?![A-Za-z])"
    r"|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
)
"""Escapes that give no literal: positions, classes, and codes of characters."""
_COUNT: Final = re.compile(r"\{(?:(\d+)(?:,\d*)?|,\d+)\}")

_Piece: TypeAlias = "str | list[list[_Piece]] | None"
"""A character in its `searchable` form, a list of alternatives, or None for any text."""
_Clause: TypeAlias = frozenset[str]
"""Literals, at least one of which occurs in every match."""


class _UnknownError(Exception):
    """The pattern has syntax that this parser does not know."""


def clauses(pattern: str, least: int = LEAST) -> tuple[tuple[str, ...], ...]:
    r"""Clauses of literals: a text in which `pattern` matches contains at least one literal of each clause.

    Empty where none are known. No literal has fewer than `least` characters. `regex` must be able to compile
    `pattern`.

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
    """The clauses of alternatives: those of a single one; of several, the best clauses of all in one."""
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
        """The alternatives of the pattern. Raises _UnknownError for syntax that is not known."""
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
        if self._ignores_case and not _has_one_form(character):
            return [None]
        return list(searchable(character))

    def _group(self, depth: int) -> list[_Piece]:
        """A group. One without alternatives is joined with its neighbours."""
        look_around = _LOOK_AROUND.match(self._pattern, self._at)
        begin = look_around or _FLAGS.match(self._pattern, self._at) or _GROUP.match(self._pattern, self._at)
        if begin is None or depth == _MAX_DEPTH:
            self._give_up()
        self._at = begin.end()
        if begin[0].endswith(")"):
            return [None]
        branches = self._branches(depth + 1)
        if self._following != ")":
            self._give_up()
        self._at += 1
        if look_around:
            return [None]
        return branches[0] if len(branches) == 1 else [branches]

    def _quantified(self, item: list[_Piece]) -> list[_Piece]:
        """`item` with its quantifier: once and then any text where it must occur, else any text."""
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
    """All characters of the two planes that have letters with case."""
    return "".join(map(chr, (*range(0xD800), *range(0xE000, 0x20000))))


@cache
def _has_one_form(character: str) -> bool:
    """Whether all characters equal to `character` for `regex`, case ignored, have one `searchable` form."""
    alike = regex.findall(f"(?i){regex.escape(character)}", _with_case())
    return all(searchable(it) == searchable(character) for it in alike)
