"""Reads YAML with the line of every value, and without YAML's surprising types.

In YAML 1.1 `no` is false, `12:30` is 750, and the second of two equal keys wins. Here only `true` and `false`
are booleans, numbers are decimal, dates stay text, and a key that occurs twice is a fault.

Values are built from PyYAML's nodes, which have lines. PyYAML composes nodes recursively, in C where it can,
so the depth is checked before, on the parser's events. Tags, anchors and further documents are checked there,
too, since nodes no longer show them. The value of an anchor counts as often as it is used, so that a small
file cannot expand into a large one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import regex
import yaml

from cleaner.rules.rule_files import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

MAX_VALUES: Final = 100_000
"""Keys and list items of a file, at most."""
MAX_DEPTH: Final = 30
"""Levels of nesting, at most. Rule files need six."""
_TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"
_LIBYAML_TOO_DEEP: Final = "nesting depth"
"""Part of libyaml's message when its own limit is reached first."""

_LOADER: Final[type[Any]] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER: Final = regex.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL: Final = regex.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value, like pydantic's `loc`."""


@dataclass(slots=True)
class MarkedYaml:
    """The value of a YAML document, the lines of its parts, and its faults."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    """The line, from 1, of every key and every list item. An alias has the lines of its anchor."""
    faults: list[tuple[int, str]] = field(default_factory=list)
    """Line, from 1, and message."""

    def line(self, place: Place) -> int:
        """The line of `place`, or of the innermost value around it that has one; else 1."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return 1


class _FaultError(Exception):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


def read(path: Path) -> MarkedYaml:
    """Read the YAML document in `path`. Never raises: errors are in `MarkedYaml.faults`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return MarkedYaml(faults=[(1, f"the file is over {MAX_BYTES:,} bytes; split it")])
        return parse(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return MarkedYaml(faults=[(1, f"cannot be read: {error.strerror or error}")])
    except UnicodeDecodeError as error:
        return MarkedYaml(faults=[(1, f"not UTF-8 at byte {error.start}; save the file as UTF-8")])


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
            found.value = _value(root, (), 1, found)
    except _FaultError as fault:
        return MarkedYaml(faults=[(fault.line, fault.what)])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, text.rstrip().count("\n")) + 1 if mark else 1
        if _LIBYAML_TOO_DEEP in (error.problem or ""):
            return MarkedYaml(faults=[(line, _TOO_DEEP)])
        context = f" {error.context}" if error.context else ""
        return MarkedYaml(faults=[(line, f"not YAML: {error.problem}{context}")])
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else 1
        return MarkedYaml(faults=[(line, f"not YAML: {getattr(error, 'reason', error)}")])
    return found


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
                raise _FaultError(_line(event), f"the tag {tag} means nothing here; remove it")
            if isinstance(event, yaml.CollectionStartEvent):
                if len(opened) >= MAX_DEPTH:
                    raise _FaultError(_line(event), _TOO_DEEP)
                opened.append(event.anchor)
        elif isinstance(event, yaml.CollectionEndEvent):
            anchors[opened.pop()] = True
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _FaultError(_line(event), "a second YAML document; one file holds one site")


def _check_anchor(event: yaml.NodeEvent, anchors: dict[str | None, bool]) -> None:
    """Record in `anchors` whether the value of the anchor of `event` is complete. Raises _FaultError."""
    name = event.anchor
    if isinstance(event, yaml.AliasEvent):
        if not anchors.get(name):
            raise _FaultError(_line(event), f"*{name} stands for nothing that is complete above it")
    elif name in anchors:
        raise _FaultError(_line(event), f"the anchor &{name} is set above already; choose another name")
    else:
        anchors[name] = isinstance(event, yaml.ScalarEvent)


def _line(at: yaml.Event | yaml.Node) -> int:
    """The line, from 1, on which an event or a node begins."""
    return at.start_mark.line + 1 if at.start_mark else 1


def _value(node: yaml.Node, place: Place, around: int, found: MarkedYaml) -> Any:  # noqa: ANN401 - any YAML
    """The value of `node`, at `place`. Its lines and faults are added to `found`. Raises _FaultError.

    `around` is the last line on which a value around `node` begins. Nodes that an alias repeats begin above
    it, and their faults are reported on this line.
    """
    line = max(around, _line(node))
    if len(place) > MAX_DEPTH:
        raise _FaultError(line, _TOO_DEEP)
    if len(found.lines) > MAX_VALUES:
        what = f"more than {MAX_VALUES:,} values, counting anchors as often as they are used"
        raise _FaultError(line, what)
    if isinstance(node, yaml.ScalarNode):
        return node.value if node.style else _typed(node.value)
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = []
        for index, item in enumerate(node.value):
            found.lines[*place, index] = _line(item)
            items.append(_value(item, (*place, index), line, found))
        return items
    values: dict[str, Any] = {}
    for key, value in node.value:
        key_line = _line(key)
        if not isinstance(key, yaml.ScalarNode):
            raise _FaultError(max(line, key_line), "a key must be a word")
        inside = (*place, key.value)
        if key.value in values:
            what = f'the key "{key.value}" is here twice (first on line {found.lines[inside]}); join the two'
            found.faults.append((key_line, what))
            continue
        found.lines[inside] = key_line
        values[key.value] = _value(value, inside, max(line, key_line), found)
    return values


def _typed(text: str) -> object:
    """The value of a scalar without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
