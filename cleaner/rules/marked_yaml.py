"""Reads YAML with the place of every value, and without YAML's surprising types.

In YAML 1.1 `no` is false, `12:30` is 750, and the second of two equal keys wins. Here only `true` and `false`
are booleans, numbers are decimal, dates stay text, and a key that occurs twice is a fault.

Values are built from PyYAML's nodes, which have lines. PyYAML composes nodes recursively, in C where it can,
so the depth is checked before, on the parser's events. Tags, anchors and further documents are checked there,
too, since nodes no longer show them. The value of an anchor counts as often as it is used, so that a small
file cannot expand into a large one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import regex
import yaml

from cleaner.rules.rule_files import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

MAX_VALUES: Final = 100_000
"""Keys and list items of a file, at most."""
MAX_DEPTH: Final = 30
"""Levels of nesting, at most. Rule files need six."""
_TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep; rule files need six"
_QUOTED: Final = "while scanning a quoted scalar"
_LIBYAML_TOO_DEEP: Final = "nesting depth"
"""Part of libyaml's message when its own limit is reached first."""

_LOADER: Final[type[Any]] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER: Final = regex.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL: Final = regex.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value, like pydantic's `loc`."""


class Mark(NamedTuple):
    """A place in a file, both from 1; columns are in characters."""

    line: int
    column: int


START: Final = Mark(1, 1)
_REMEDIES: Final = {
    "while scanning a quoted scalar": "close the quote that begins here",
    "mapping values are not allowed in this context": "put a text with a colon in quotes, or mend the indent",
    "found character that cannot start any token": "indent with spaces, not tabs; put texts that begin with "
    "@, ` or % in quotes",
    "found a tab character that violates indentation": "indent with spaces, not tabs",
    "could not find expected ':'": "write a key with a colon and a space after it",
    "did not find expected key": "indent keys of one level alike, and close quotes and brackets",
    "did not find expected '-' indicator": "begin every entry of the list with - at the same indent",
    "did not find expected ',' or '}'": "separate keys in { } by commas, and close it",
    "did not find expected ',' or ']'": "separate entries in [ ] by commas, and close it",
    "block sequence entries are not allowed in this context": "begin a list on a line of its own; put texts "
    "that begin with - in quotes",
    "found undefined alias": "put a text that begins with * in quotes",
    "did not find expected alphabetic or numeric character": "put a text that begins with * or & in quotes",
    "found unknown escape character": "write patterns in single quotes, where a backslash is a backslash",
    "did not find URI escape": "put a text that begins with ! in quotes",
}
"""libyaml's words for a problem, or for what it was doing -> what to do."""


@dataclass(slots=True)
class MarkedYaml:
    """The value of a YAML document, where its parts begin, and its faults."""

    value: Any = None
    marks: dict[Place, Mark] = field(default_factory=dict)
    """Where every key and every list item begins. An alias has the marks of its anchor."""
    faults: list[tuple[Mark, str]] = field(default_factory=list)
    """Where, and message."""

    def mark(self, place: Place) -> Mark:
        """Where `place` begins, or the innermost value around it with a mark; else the file's beginning."""
        while place:
            if place in self.marks:
                return self.marks[place]
            place = place[:-1]
        return START

    def line(self, place: Place) -> int:
        """The line of `mark`."""
        return self.mark(place).line


class _FaultError(Exception):
    def __init__(self, mark: Mark, what: str) -> None:
        super().__init__(what)
        self.mark = mark
        self.what = what


def read(path: Path) -> MarkedYaml:
    """Read the YAML document in `path`. Never raises: errors are in `MarkedYaml.faults`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return MarkedYaml(faults=[(START, f"the file is over {MAX_BYTES:,} bytes; split it")])
        return parse(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return MarkedYaml(faults=[(START, f"cannot be read: {error.strerror or error}")])
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8", "ignore")
        return MarkedYaml(faults=[(_mark_after(before), "not UTF-8 from here; save the file as UTF-8")])


def parse(text: str) -> MarkedYaml:
    r"""As `read`, from a string.

    >>> found = parse("site: example.org\ndrop:\n  - line: no")
    >>> found.value
    {'site': 'example.org', 'drop': [{'line': 'no'}]}
    >>> found.line(("drop", 0, "line"))
    3
    """
    found = MarkedYaml()
    try:
        _check_events(text)
        if (root := yaml.compose(text, Loader=_LOADER)) is not None:
            found.value = _value(root, (), START, found)
    except _FaultError as fault:
        return MarkedYaml(faults=[(fault.mark, fault.what)])
    except yaml.MarkedYAMLError as error:
        return MarkedYaml(faults=[_syntax_fault(error, text)])
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        before = text[:position] if isinstance(position, int) else ""
        what = f"not YAML: {getattr(error, 'reason', error)}; remove it"
        return MarkedYaml(faults=[(_mark_after(before), what)])
    return found


def _syntax_fault(error: yaml.MarkedYAMLError, text: str) -> tuple[Mark, str]:
    """Where PyYAML's error is, and what to do. A quote that is not closed is where it begins."""
    is_quote = (error.context or "") == _QUOTED
    at = error.context_mark if is_quote else error.problem_mark or error.context_mark
    last = text.rstrip().count("\n")
    mark = START
    if at:
        mark = Mark(at.line + 1, at.column + 1) if at.line <= last else Mark(last + 1, 1)
    problem, context = error.problem or "", error.context or ""
    if _LIBYAML_TOO_DEEP in problem:
        return mark, _TOO_DEEP
    remedy = _REMEDIES.get(problem if problem in _REMEDIES else context)
    told = f"{problem} {context}".strip()
    return mark, f"not YAML: {told}" + (f"; {remedy}" if remedy else "")


def _check_events(text: str) -> None:
    """Raise _FaultError for too deep nesting, a tag, a second document, or an anchor that is faulty."""
    opened: list[str | None] = []
    anchors: dict[str | None, bool] = {}
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.NodeEvent):
            if event.anchor:
                _check_anchor(event, anchors)
            if tag := getattr(event, "tag", None):
                raise _FaultError(
                    _mark(event), f"the tag {tag} means nothing here; remove it, or put the text in quotes"
                )
            if isinstance(event, yaml.CollectionStartEvent):
                if len(opened) >= MAX_DEPTH:
                    raise _FaultError(_mark(event), _TOO_DEEP)
                opened.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchors[opened.pop()] = True
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _FaultError(_mark(event), "a second YAML document; one file holds one site")


def _check_anchor(event: yaml.NodeEvent, anchors: dict[str | None, bool]) -> None:
    """Record in `anchors` whether the value of the anchor of `event` is complete. Raises _FaultError."""
    name = event.anchor
    if isinstance(event, yaml.AliasEvent):
        if not anchors.get(name):
            raise _FaultError(
                _mark(event), f"*{name} stands for nothing that is complete above it; put a text in quotes"
            )
    elif name in anchors:
        raise _FaultError(_mark(event), f"the anchor &{name} is set above already; choose another name")
    else:
        anchors[name] = isinstance(event, yaml.ScalarEvent)


def _mark_after(text: str) -> Mark:
    """The place of what comes after `text`, the beginning of a file."""
    return Mark(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _mark(at: yaml.Event | yaml.Node) -> Mark:
    """Where an event or a node begins."""
    return Mark(at.start_mark.line + 1, at.start_mark.column + 1) if at.start_mark else START


def _value(node: yaml.Node, place: Place, around: Mark, found: MarkedYaml) -> Any:  # noqa: ANN401 - any YAML
    """The value of `node`, at `place`. Its lines and faults are added to `found`. Raises _FaultError.

    `around` is where the last value around `node` begins. Nodes that an alias repeats begin above it, and
    their faults are reported there.
    """
    mark = max(around, _mark(node))
    if len(place) > MAX_DEPTH:
        raise _FaultError(mark, _TOO_DEEP)
    if len(found.marks) > MAX_VALUES:
        what = f"more than {MAX_VALUES:,} values, counting anchors as often as they are used; split the file"
        raise _FaultError(mark, what)
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else _typed(node.value)
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = []
        for index, item in enumerate(node.value):
            found.marks[*place, index] = _mark(item)
            items.append(_value(item, (*place, index), mark, found))
        return items
    values: dict[str, Any] = {}
    for key, value in node.value:
        key_mark = _mark(key)
        if not isinstance(key, yaml.ScalarNode):
            raise _FaultError(max(mark, key_mark), "a key must be a word; write it as name: value")
        inside = (*place, key.value)
        if key.value in values:
            first = found.marks[inside].line
            what = f'the key "{key.value}" is here twice (first on line {first}); join the two'
            found.faults.append((key_mark, what))
            continue
        found.marks[inside] = key_mark
        values[key.value] = _value(value, inside, max(mark, key_mark), found)
    return values


def _typed(text: str) -> object:
    """The value of a scalar without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
