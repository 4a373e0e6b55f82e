"""Reads the directives of a site file of Full-Text RSS, and says what becomes of those that make no rule.

A directive is a line `name: value`, or `name(argument): value`. A line that begins with `#` is a comment.
Names are told apart by case, and Full-Text RSS passes over those it does not know, so that a misspelt one is
never noticed there. Source: the documentation of site patterns at https://help.fivefilters.org/full-text-rss.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.rules.faults import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES: Final = ("title", "body", "strip", "strip_id_or_class")
"""Directives that rules are made of."""
TESTS: Final = ("test_url", "test_urls", "test_contains")
"""Directives that are kept as comments."""

_FORM: Final = "it concerns how the page is parsed or written, not what its text is"
_IMAGES: Final = "it concerns images, which are no text"
_FETCHING: Final = "pages are not fetched here"
_SOURCE: Final = "the source of a page is not changed; rewrite changes text that is kept"
_HEAD: Final = "authors and dates are read from the head of every page"

NEEDLESS: Final = {
    **dict.fromkeys(("tidy", "parser", "convert_double_br_tags", "dissolve", "wrap_in"), _FORM),
    **dict.fromkeys(("strip_attr", "post_strip_attr"), "attributes are no text"),
    **dict.fromkeys(("strip_image_src", "src_lazy_load_attr", "insert_detected_image"), _IMAGES),
    "skip_json_ld": "JSON-LD is compared with the page, and never taken unseen",
}
"""Directives that change nothing here, and why."""
LOST: Final = {
    **dict.fromkeys(("author", "date"), _HEAD),
    **dict.fromkeys(("find_string", "replace_string", "move_into"), _SOURCE),
    **dict.fromkeys(("single_page_link", "single_page_link_in_feed", "next_page_link"), _FETCHING),
    **dict.fromkeys(("autodetect_next_page", "if_page_contains", "http_header"), _FETCHING),
    **dict.fromkeys(("requires_login", "not_logged_in_xpath", "login_uri", "login_extra_fields"), _FETCHING),
    **dict.fromkeys(("login_username_field", "login_password_field"), _FETCHING),
    "native_ad_clue": "no rule passes over a whole page",
    "skip_id_or_class": "nothing here takes elements out of the search for the body",
    **dict.fromkeys(("strip_comments", "footnotes"), "the documentation does not say what it means"),
}
"""Directives that nothing here can do, and why."""
SWITCHES: Final = {
    "prune": ("yes", "the generic part judges inside the body; write `inside: kept` if all of it stays"),
    "autodetect_on_failure": ("yes", "where no body is found, the generic part judges the page"),
}
"""Directive -> the value that says what is done anyway, and what stands against any other."""
KNOWN: Final = (*RULES, *TESTS, *SWITCHES, *NEEDLESS, *LOST)

_CALL: Final = re.compile(r"(\w+)\((.*?)\)\s*:(.*)")
_SHOWN: Final = 100
"""Characters of a directive in messages."""


class Fate(StrEnum):
    """What becomes of a directive."""

    CARRIED = "carried over"
    COMMENT = "kept as comments"
    NEEDLESS = "not needed"
    LOST = "lost"


class Directive(NamedTuple):
    """One directive of a file."""

    line: int
    """From 1."""
    name: str
    """Empty where the line has no colon."""
    argument: str
    """What stands in brackets after the name."""
    value: str

    @property
    def written(self) -> str:
        """The directive for messages, cut where it is long."""
        called = f"{self.name}({self.argument})" if self.argument else self.name
        text = f"{called}: {self.value}".strip() if called else self.value
        return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class Account(NamedTuple):
    """What became of a directive, and why."""

    file: str
    directive: Directive
    fate: Fate
    reason: str

    def __str__(self) -> str:
        """One line with the directive's place."""
        return f"{self.file}:{self.directive.line}: {self.directive.written}: {self.reason}"


def read_directives(text: str) -> Iterator[Directive]:
    r"""The directives in `text`, in order; lines end with line feeds alone.

    >>> list(read_directives("# news\nbody: //article\nhttp_header(Cookie): a=b"))[1]
    Directive(line=3, name='http_header', argument='Cookie', value='a=b')
    """
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if called := _CALL.fullmatch(line):
            name, argument, value = called.groups()
        else:
            name, colon, value = line.partition(":")
            name, argument, value = (name, "", value) if colon else ("", "", line)
        yield Directive(number, name.strip(), argument, value.strip())


def fate_without_rule(directive: Directive) -> tuple[Fate, str] | None:
    """What becomes of a directive that makes no rule, and why; None for one that may make a rule."""
    name = directive.name
    if not name:
        return Fate.LOST, "this is no directive: a name, a colon and a value"
    if name not in KNOWN:
        return Fate.LOST, unknown("directive", name[:_SHOWN], KNOWN)
    if name in RULES:
        return None if directive.value else (Fate.LOST, "it has no value")
    if name in TESTS:
        return Fate.COMMENT, "tests are comments"
    if name in SWITCHES:
        usual, instead = SWITCHES[name]
        return (Fate.NEEDLESS, "this is so anyway") if directive.value == usual else (Fate.LOST, instead)
    return (Fate.NEEDLESS, NEEDLESS[name]) if name in NEEDLESS else (Fate.LOST, LOST[name])
