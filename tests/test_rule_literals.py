"""The literals of a pattern stand in every text in which it is found; what is not understood has none."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaner.rules.literals import clauses
from cleaner.rules.patterns import Pattern, searchable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KNOWS_A_THIRD_SHARP_S: Final = regex.fullmatch("(?i)ß", "\U0001df95") is not None
"""Newer versions of the library take U+1DF95 for ß, which lower case does not: then ß stands in no literal."""
KNOWN = [
    pytest.param("^Alwaght- ", [["alwaght- "]], id="a plain text"),
    pytest.param(r"^© \d{4} The Courier\.$", [[" the courier."]], id="the longest stretch without a class"),
    pytest.param("(?:Sign up|Subscribe) now", [["sign up", "subscribe"], [" now"]], id="alternatives"),
    pytest.param("(Cou)(?:rier)", [["courier"]], id="groups join"),
    pytest.param("(Courier)? of Town", [[" of town"]], id="what may be missing is not needed"),
    pytest.param("news(?:letter)*s of Town", [["s of town"], ["news"]], id="nor what may be repeated"),
    pytest.param("(?:Courier){1,3} of", [["courier"]], id="what comes at least once is"),
    pytest.param("Courie[rt] of Town", [[" of town"], ["courie"]], id="a class is no literal"),
    pytest.param("(?i)Courier", [["courier"]], id="case ignored"),
    pytest.param("(?i)КУРЬЕР", [["курьер"]], id="case ignored, in another script"),
    pytest.param("(?i)kiss", [["kiss"]], id="letters with relatives outside of ASCII"),
    pytest.param(
        "(?i)Straße nach",
        [["e nach"], ["stra"]] if KNOWS_A_THIRD_SHARP_S else [["strasse nach"]],
        id="a letter whose relatives fold otherwise",
    ),
    pytest.param("Straße", [["strasse"]], id="the same letter, with case"),
    pytest.param("(?<=From the )Courier(?! of Town)", [["courier"]], id="what stands around a match"),
    pytest.param("(?P<name>Courier)", [["courier"]], id="a group with a name"),
    pytest.param("a" * 40, [["a" * 32]], id="a long one is cut"),
    pytest.param("(?:Courier|Herald|The)", [], id="an alternative that is too short"),
    pytest.param("(?:Courier|)", [], id="an alternative that is empty"),
    pytest.param("new|old", [], id="short ones alone"),
    pytest.param(r"^\p{Lu}\p{Ll}+$", [], id="none"),
    pytest.param(r"(?x) Cou rier # Town", [], id="white space that means nothing"),
    pytest.param("(?:Courier){e<=1}", [], id="fuzzy matching"),
    pytest.param(r"(Courier|x)(?1)", [], id="a call of a group"),
    pytest.param(r"(a)?(?(1)Courier|Herald)", [], id="a condition"),
    pytest.param("(?V1)[[a-z]--[b]]Courier", [], id="another syntax"),
    pytest.param("[[:alpha:]]Courier", [], id="a class in a class"),
    pytest.param("x(?#Town)*Courier", [], id="a comment before a quantifier"),
    pytest.param("(?if)Strasse", [], id="full case folding"),
]


@pytest.mark.parametrize(("pattern", "wanted"), KNOWN)
def test_what_a_pattern_needs(pattern: str, wanted: list[list[str]]) -> None:
    regex.compile(pattern)
    assert [list(it) for it in clauses(pattern)] == wanted


class Piece(NamedTuple):
    """A part of a pattern, and texts that it matches."""

    pattern: str
    texts: tuple[str, ...]


MOST_TEXTS: Final = 16
LETTERS: Final = "aekKsSiIıİßſσςΣμµédžDž." + "\u212a\u0307\u1e9e\ufb01\U0001df95-' \\|{"
SMALL: Final = [
    Piece(r"\d", ("7",)), Piece(".", ("x", "k")), Piece("[a-f]", ("e", "a")), Piece("[^k]", ("s", "ß")),
    Piece(r"[\]s]", ("s", "]")), Piece("[]k]", ("k", "]")), Piece(r"[^\p{Lu}]", ("k",)), Piece(r"\p{Lu}", ("K",)),
    Piece(r"\pL", ("s", "k")), Piece(r"\s", (" ",)), Piece(r"\w", ("ß", "k")), Piece(r"\x6b", ("k",)),
    Piece(r"\u0073", ("s",)), Piece("^", ("",)), Piece("$", ("",)), Piece(r"\b", ("",)), Piece("(?=k)", ("", "k")),
    Piece("(?!zz)", ("",)), Piece("(?<=s)", ("", "s")), Piece("(?<!zz)", ("",)), Piece("(?s)", ("",)),
]  # fmt: skip
QUANTIFIERS: Final = {
    "?": (0, 1), "*": (0, 1, 3), "+": (1, 2), "{2}": (2,), "{0,2}": (0, 2), "{,3}": (0, 1, 3), "{1,}": (1, 3),
    "??": (0, 1), "+?": (1, 2), "*+": (0, 2), "{2,3}?": (2, 3), "{0}": (0,), "{e<=1}": (1,), "{i<=1,d<=1}": (1,),
}  # fmt: skip
"""How often what is quantified may come in a text."""


def literal(letter: str) -> Piece:
    return Piece(regex.escape(letter, special_only=True), (letter, letter.swapcase()))


def joined(pieces: list[Piece]) -> Piece:
    steps = [(place + 1) * 7 // 2 + 1 for place in range(len(pieces))]
    texts = [
        "".join(it.texts[turn * step % len(it.texts)] for it, step in zip(pieces, steps, strict=True))
        for turn in range(MOST_TEXTS)
    ]
    return Piece("".join(it.pattern for it in pieces), tuple(dict.fromkeys(texts)))


def quantified(piece: Piece, quantifier: str) -> Piece:
    texts = [text * count for count in QUANTIFIERS[quantifier] for text in piece.texts]
    return Piece(f"(?:{piece.pattern}){quantifier}", tuple(dict.fromkeys(texts))[:MOST_TEXTS])


def grouped(piece: Piece, begin: str) -> Piece:
    return Piece(f"{begin}{piece.pattern})", piece.texts)


def alternatives(pieces: list[Piece]) -> Piece:
    texts = [text for it in pieces for text in it.texts]
    return Piece(f"(?:{'|'.join(it.pattern for it in pieces)})", tuple(dict.fromkeys(texts[:: len(pieces)])))


PIECES = st.recursive(
    st.text(LETTERS, min_size=1, max_size=4).map(lambda text: joined(list(map(literal, text))))
    | st.sampled_from(SMALL),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map(joined)
        | st.builds(quantified, inner, st.sampled_from(list(QUANTIFIERS)))
        | st.builds(grouped, inner, st.sampled_from(["(", "(?:", "(?>", "(?i:", "(?-i:", "(?s-i:", "(?|"]))
        | st.lists(inner, min_size=1, max_size=3).map(alternatives)
    ),
    max_leaves=8,
)


def check(pattern: str, texts: Iterable[str]) -> None:
    """Where a pattern is found it is not passed over, even by literals of one character."""
    try:
        compiled = regex.compile(pattern)
    except (regex.error, ValueError, IndexError, KeyError, RecursionError, OverflowError):
        return
    needed = clauses(pattern, least=1)
    for text in texts:
        with suppress(TimeoutError, MemoryError):
            if compiled.search(text, timeout=0.05):
                assert Pattern(pattern, needed).may_match(searchable(text)), (needed, text)


def variants(text: str) -> Iterator[str]:
    """`text`, in other cases, and with a character too few, as fuzzy matching lets it be."""
    yield from (text, text.upper(), text.lower(), text.title(), text.casefold(), f"k{text}s")
    yield from (text[:place] + text[place + 1 :] for place in range(min(len(text), 6)))


@settings(deadline=None, max_examples=300)
@given(PIECES, st.sampled_from(["", "(?i)", "(?mi)", "(?V1i)", "(?if)"]))
@example(Piece("(?:SS|k)", ("ß",)), "(?if)")
@example(Piece("İst", ("ist",)), "(?i)")
@example(Piece("sk+a", ("skka",)), "")
@example(Piece("s(?:ka){2,3}k", ("skakakak",)), "")
def test_no_match_is_passed_over(piece: Piece, flags: str) -> None:
    check(flags + piece.pattern, [it for text in piece.texts for it in variants(text)])


@settings(deadline=None, max_examples=300)
@given(
    st.text(r"abkKsß\[](){}?*+|^$.,:=!<>-#iPpLuUxNdwRQKE&~0123 '", max_size=16),
    st.lists(st.text("abkKsß[]{}()0123 :-", max_size=12), min_size=5),
)
@example("[]00[]", ["0"])
@example("[^]ab[]", ["kkk"])
@example(r"[\p{L]ab[]", ["p"])
def test_no_match_of_whatever_compiles_is_passed_over(pattern: str, texts: list[str]) -> None:
    check(pattern, texts)


def test_no_letter_is_passed_over_in_another_case() -> None:
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x20000))))
    for letter in everything:
        if letter.swapcase() != letter or letter.casefold() != letter:
            alike = regex.findall(f"(?i){regex.escape(letter)}", everything)
            check(f"(?i){regex.escape(letter)}", alike)


@given(st.text(), st.text())
def test_a_part_of_a_text_stays_a_part_of_it(one: str, other: str) -> None:
    assert searchable(one + other) == searchable(one) + searchable(other)
