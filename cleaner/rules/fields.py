"""Types of the values in rule files, each with its validation.

A fault is a ValueError whose message is a sentence for the person who wrote the file.
"""

from __future__ import annotations

from typing import Annotated, Final

import regex
from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from cleaner.identify.site import ascii_host
from cleaner.rules.faults import unknown
from cleaner.rules.selector_faults import check_css, check_xpath
from cleaner.verdict import Label

MAX_PATTERN: Final = 2_000
"""Characters of a pattern, at most. In place of a longer one, write a list of lines, `line: [...]`."""

_TEXTS: Final = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
ID: Final = r"^[a-z0-9][a-z0-9-]*$"


def _one_or_many(value: object) -> object:
    if not isinstance(value, str | list | tuple):
        raise PydanticCustomError("one_or_many", "must be a text, or a list of texts")
    return (value,) if isinstance(value, str) else value


def _not_blank(lines: tuple[str, ...]) -> tuple[str, ...]:
    if not lines or not all(line.strip() for line in lines):
        raise ValueError("an empty line matches nothing; give the text of a block")
    if any("\n" in line.strip() for line in lines):
        raise ValueError("a block is one line; give several lines as a list")
    return lines


def _compiles(pattern: str) -> str:
    """`pattern`. Raises ValueError if it is invalid, or matches the empty string and so any block."""
    try:
        everywhere = regex.compile(pattern).search("", timeout=1.0)
    except regex.error as error:
        position = getattr(error, "pos", None)
        where = "" if position is None else f" at character {position + 1}"
        reason = getattr(error, "msg", str(error))
        what = f'the pattern "{pattern}" is broken{where}: {reason}'
        raise ValueError(f"{what}; put \\ before a sign that stands for itself") from None
    except (
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
        MemoryError,
        RecursionError,
        TimeoutError,
    ) as error:
        raise ValueError(f'the pattern "{pattern}" cannot be used: {error}') from None
    if everywhere:
        what = f'the pattern "{pattern}" also matches an empty text, so it would fit every block'
        raise ValueError(f"{what}; write + where * or ? is the only repeat")
    return pattern


def _selects_css(selector: str) -> str:
    check_css(selector)
    return selector


def _selects_xpath(path: str) -> str:
    check_xpath(path)
    return path


def _not_none(selectors: tuple[str, ...]) -> tuple[str, ...]:
    if not selectors:
        raise ValueError("a list without selectors selects nothing; give at least one")
    return selectors


def _label(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Label.parse(value)
    except ValueError:
        raise ValueError(unknown("label", value, [str(label) for label in Label])) from None


def _domain(value: str) -> str:
    host = ascii_host(value)
    if host is None or "." not in host:
        raise ValueError(f'"{value}" is no domain; give it like example.org, subdomains are matched anyway')
    return host


def _share(value: object) -> object:
    """`70%` as 0.7; anything else as it is."""
    if isinstance(value, str) and (match := regex.fullmatch(r"(\d{1,3}(?:\.\d+)?) ?%", value)):
        return float(match[1]) / 100
    return value


def end_word(*words: str) -> BeforeValidator:
    """A validator for the end of a run: one of `words`, or a condition."""

    def known(value: object) -> object:
        if isinstance(value, str) and value not in words:
            raise ValueError(
                f'"{value}" is no end of a run; give "{words[0]}" or {{line: ...}} or {{pattern: ...}}'
            )
        return value

    return BeforeValidator(known)


Lines = Annotated[
    tuple[str, ...], BeforeValidator(_one_or_many), AfterValidator(_not_blank), WithJsonSchema(dict(_TEXTS))
]
Pattern = Annotated[str, Field(min_length=1, max_length=MAX_PATTERN), AfterValidator(_compiles)]
Css = Annotated[
    tuple[Annotated[str, AfterValidator(_selects_css)], ...],
    BeforeValidator(_one_or_many),
    AfterValidator(_not_none),
    WithJsonSchema(dict(_TEXTS)),
]
XPath = Annotated[
    tuple[Annotated[str, AfterValidator(_selects_xpath)], ...],
    BeforeValidator(_one_or_many),
    AfterValidator(_not_none),
    WithJsonSchema(dict(_TEXTS)),
]
Share = Annotated[float, BeforeValidator(_share), Field(gt=0, le=1)]
LabelName = Annotated[Label, BeforeValidator(_label)]
Domain = Annotated[str, AfterValidator(_domain)]
END_KIND = Discriminator(lambda value: "word" if isinstance(value, str) else "condition")


def check_replacement(pattern: regex.Pattern[str], replace: str) -> None:
    r"""Raise ValueError if `replace` has a group (`\1`, `\g<name>`) that `pattern` does not have.

    Raised as well for a lone surrogate (`\ud83d`), which UTF-8 cannot encode.
    """
    if half := regex.search(r"\\(?:u|U0000)[dD][89a-fA-F][0-9a-fA-F]{2}", replace.replace("\\\\", "")):
        raise ValueError(f"replace has {half[0]}, which is half a character; write the character itself")
    for number, name in regex.findall(r"\\(?:(\d+)|g<([^>]*)>)", replace.replace("\\\\", "")):
        group = number or name
        if not (int(group) <= pattern.groups if group.isdecimal() else group in pattern.groupindex):
            what = f'replace speaks of the group "{group}", which the pattern does not have'
            raise ValueError(f"{what}; put it into parentheses there")
    try:
        pattern.sub(replace, "", timeout=1.0)
    except (regex.error, IndexError, TimeoutError) as error:
        raise ValueError(f'the replacement "{replace}" cannot be used: {error}') from None
