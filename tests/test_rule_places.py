"""Mistakes that people make in rule files: each is named at its line and column, with what to do.

In the texts `‹` stands before the place that must be named; it is not part of the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleaner.rules.lint.folder import check_folders
from tests.rule_writing import write

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "site: a\nmatch: {domains: [a.example]}\n"
DROP = HEAD + "drop:\n  - label: form\n    why: x\n    "
ITEM = HEAD + "drop:\n  - ‹label: form\n    why: x\n    "
BODY = HEAD + "body:\n  why: x\n  css: .a\n  "
CASE = DROP + "line: x\ncases:\n  - name: n\n    text: x\n    "
MISTAKES = {
    "one domain as a key": (
        "site: a\nmatch:\n  ‹domain: a.example",
        'unknown key "domain"; did you mean "domains"?',
    ),
    "the plural of a key": (HEAD + "‹drops: []", 'did you mean "drop"?'),
    "two labels": (HEAD + "drop:\n  - why: x\n    line: x\n    ‹label: [form, share]", "must be one label"),
    "a number in words": (
        DROP + "from: {line: x}\n    to: end\n    ‹at_most: ten",
        'whole number, not "ten"',
    ),
    "a limit of nothing": (
        DROP + "from: {line: x}\n    to: end\n    ‹at_most: 0",
        "must be 1 or more, not 0",
    ),
    "a negative window": (DROP + "line: x\n    ‹within_first: -1", "must be 1 or more, not -1"),
    "half a block": (DROP + "line: x\n    ‹beyond_first: 1.5", "must be a whole number, not 1.5"),
    "the middle one": (DROP + "line: x\n    ‹which: middle", "must be 'first' or 'last', not \"middle\""),
    "inside that is kept": (BODY + "‹inside: keep", "must be 'kept' or 'judged', not \"keep\""),
    "more than all": (BODY + "‹least: 170%", 'must be 1 or less, not "170%"'),
    "a share in hundredths": (BODY + "‹least: 70", "must be 1 or less, not 70"),
    "a share of nothing": (BODY + "‹least: 0", "must be more than 0, not 0"),
    "nothing to do": (CASE + "‹todo: false\n    keep: [x]", "must be true, not false; or remove it"),
    "belief by yes or no": (HEAD + "‹believe: true", "must be 'always', not true; or remove it"),
    "one path without a list": (
        "site: a\nmatch:\n  domains: [a.example]\n  ‹paths: /en/*",
        'must be a list, not "/en/*"; write ["/en/*"]',
    ),
    "a path without its begin": (
        "site: a\nmatch:\n  domains: [a.example]\n  ‹paths: [en/*]",
        'begin it with "/"',
    ),
    "paths of no domain": ("site: a\n‹match:\n  paths: [/en/*]", "give domains too"),
    "a signature without a dash": (
        "site: a\nmatch:\n  ‹signatures: {line: Motto of a}",
        "must be a list, not a set of keys; begin each entry with -",
    ),
    "a rule without a dash": (HEAD + "‹drop:\n  label: form\n  why: x\n  line: x", "begin each entry with -"),
    "a rule that is empty": (HEAD + "drop:\n  -‹", "must be a set of keys, not nothing"),
    "all of one": (
        "site: a\nmatch:\n  signatures:\n    - ‹all: [{line: Motto of a}]",
        "must be a list of 2 or more, not a list of 1",
    ),
    "a case without a name": (HEAD + "cases:\n  - ‹text: x\n    keep: [x]", 'the key "name" is missing'),
    "a case that expects nothing": (
        HEAD + "cases:\n  - ‹name: n\n    text: x",
        "give lines under drop or keep",
    ),
    "a date of another country": (
        HEAD + "layouts:\n  - ‹since: 01/02/2020",
        "must be a date like 2024-06-30",
    ),
    "a time that ends before it begins": (
        HEAD + "layouts:\n  - ‹since: 2020-02-01\n    until: 2020-01-01",
        "since 2020-02-01 is after until 2020-01-01",
    ),
    "no space after a colon": ("site:a\nmatch‹: {domains: [a.example]}", "not YAML"),
    "an indent of its own": (
        "site: a\nmatch:\n    domains: [a.example]\n  ‹signatures: []",
        "indent keys of one level",
    ),
    "a bracket that is not closed": ("site: a\nmatch: {domains: [a.example‹}", "close it"),
    "a comma that is missing": (
        "site: a\nmatch: {domains: [a.example] ‹signatures: []}",
        "separate keys in { }",
    ),
    "a text that YAML takes for a comment": (ITEM + "line: #tag", 'the key "line" has no value; give one'),
    "a text that YAML takes for an anchor": (ITEM + "line: &more", "a text with # or & goes in quotes"),
    "a text that YAML takes for an alias": (DROP + "line: ‹*more", "put a text in quotes"),
    "a text that YAML takes for a tag": (DROP + "line: ‹!important", "or put the text in quotes"),
    "a text with a colon": (DROP + "line: Photo‹: A", "put a text with a colon in quotes"),
    "a set that is not closed": (DROP + "‹pattern: 'Photo: [a-z'", "broken at character 12"),
    "a group that is not there": (DROP + "‹pattern: '(a)\\2'", "invalid group reference"),
    "a property that is not there": (DROP + "‹pattern: '\\p{Foo}x'", "unknown property"),
    "a telephone number": (DROP + "‹pattern: '+49'", "broken at character 1: nothing to repeat"),
    "a pattern without end": (DROP + f"‹pattern: '{'a' * 2001}'", "of at most 2000 characters"),
    "an id in words": (DROP + "line: x\n    ‹id: My Rule", "an id has no capitals"),
    "a reason of nothing": (
        HEAD + "drop:\n  - ‹why: ''\n    label: form\n    line: x",
        "must be more than nothing",
    ),
    "two lines in one": (DROP + "‹line: |\n      a\n      b", "give several lines as a list"),
    "a replacement by nothing": (
        HEAD + "rewrite:\n  - ‹why: x\n    pattern: x",
        'the key "replace" is missing',
    ),
    "a selector beside an end": (
        HEAD + "‹body:\n  why: x\n  css: .a\n  from: {line: x}",
        "make two entries of first_of",
    ),
    "a place beside others": (
        HEAD + "‹body:\n  why: x\n  css: .a\n  first_of: [{css: .b}, {css: .c}]",
        "move the one",
    ),
    "a while of a line": (ITEM + "line: x\n    while: {longest: 3}", "give from with to, or remove them"),
    "itself as a parent": ("site: a\nextends: [‹a]\nmatch: {domains: [a.example]}", 'no other "a" to extend'),
    "a domain twice": (
        "site: a\nmatch:\n  domains:\n    - a.example\n    - ‹a.example",
        "already; remove one",
    ),
    "a comma at the end of selectors": (DROP + "‹css: .a,", 'the CSS selector ".a," is broken'),
    "a pseudo-element": (DROP + "‹css: 'p::before'", "pseudo-elements and :contains() are not among them"),
    "an XPath of version 2": (DROP + "‹xpath: '//p[matches(., 1)]'", 'unknown function "matches"'),
    "a name with a space": (
        "‹site: my site\nmatch: {domains: [a.example]}",
        "must be a name of letters, digits",
    ),
    "a host that is no domain": ("site: a\nmatch: {domains: [‹localhost]}", "give it like example.org"),
    "a path in a domain": ("site: a\nmatch: {domains: [‹a.example/en]}", "give it like example.org"),
}


@pytest.mark.parametrize(("text", "what"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_at_its_place_with_what_to_do(tmp_path: Path, text: str, what: str) -> None:
    before, _, after = text.partition("‹")
    found = check_folders([write(tmp_path, a=before + after)]).faults
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert [what in it.message for it in found if (it.line, it.column) == place] == [True], found


def test_bytes_that_are_no_utf_8_are_named_where_they_stand(tmp_path: Path) -> None:
    folder = write(tmp_path, a=HEAD)
    (folder / "a.yaml").write_bytes("site: ä".encode() + "\nbelieve: ü".encode("latin-1"))
    (mistake,) = check_folders([folder]).faults
    assert (mistake.line, mistake.column) == (2, 10)
    assert "save the file as UTF-8" in mistake.message


SOUND = {
    "a key without a value in a list": HEAD + "drop: []",
    "texts that look otherwise, in quotes": DROP
    + "line: ['#tag', '&more', '*more', '!important', 'Photo: A']",
    "shares in both forms": HEAD + "body: {why: x, first_of: [{css: .a, least: 70%}, {css: .b, least: 0.7}]}",
    "a zero where it means none": DROP + "line: x\n    beyond_first: 0",
    "a generator": "site: a\nmatch: {signatures: [{generator: [Quay Press, Old Quay]}]}",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=list(SOUND))
def test_what_is_right_is_no_mistake(tmp_path: Path, text: str) -> None:
    assert check_folders([write(tmp_path, a=text)]).faults == []
