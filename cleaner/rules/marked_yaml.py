"""YAML with the line of every value, read so that a rule file says what it seems to say.

Plain YAML 1.1 surprises people who write rules: `no` is false, `12:30` is 750, the second of two equal
keys silently wins. Here only `true` and `false` are booleans, numbers are decimal, dates stay text, and a
key that comes twice is a fault. Values are built from the parser's events without recursion, because a
few hundred thousand brackets crash the recursive C composer; anchors count as often as they are used, so
a small file can't grow into a large one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import regex
import yaml

from cleaner.rules.files import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

MAX_VALUES: Final = 100_000
MAX_DEPTH: Final = 30
"""The form of rule files needs six levels."""
_TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"
_LIBYAML_TOO_DEEP: Final = "nesting depth"
"""What libyaml says where it meets a limit of its own first."""

_PARSER: Final[type[Any]] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER: Final = regex.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_DECIMAL: Final = regex.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")

Place = tuple[str | int, ...]
"""Keys and positions that lead to a value, as pydantic's `loc`."""


class _YamlFaultError(Exception):
    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        self.what = what


@dataclass(slots=True)
class MarkedYaml:
    """What a file holds, and on which line."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    """The line, from 1, of every key and every list item. Repeated anchors have the lines of the first."""
    faults: list[tuple[int, str]] = field(default_factory=list)
    """Line and what is wrong with it."""

    def line(self, place: Place) -> int:
        """The line of `place`, or of the nearest thing around it that has one."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return 1


def read(path: Path) -> MarkedYaml:
    """Read the one YAML document in `path`. Never raises: what is wrong is in `faults`."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return MarkedYaml(faults=[(1, f"the file is over {MAX_BYTES:,} bytes; split it")])
        return parse(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        return MarkedYaml(faults=[(1, f"cannot be read: {error.strerror or error}")])
    except UnicodeDecodeError as error:
        return MarkedYaml(faults=[(1, f"not UTF-8 at byte {error.start}; save the file as UTF-8")])


def parse(text: str) -> MarkedYaml:
    """Like `read`, from text."""
    builder = _Builder()
    try:
        for event in yaml.parse(text, Loader=_PARSER):
            builder.take(event)
    except _YamlFaultError as fault:
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
    return builder.result


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not complete yet."""

    value: dict[str, Any] | list[Any]
    place: Place
    line: int
    anchor: str | None
    count_before: int
    key: str | None = None
    skip: bool = False
    """Whether the next value belongs to a key that came twice."""


class _Builder:
    """Builds values from events."""

    def __init__(self) -> None:
        self.result = MarkedYaml()
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _YamlFaultError(line, "a second YAML document; one file holds one site")
        elif isinstance(event, yaml.ScalarEvent):
            value = event.value if self._expects_key() else _scalar(event, line)
            self._add(value, line, event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            done = self._open.pop()
            if done.anchor:
                self._anchors[done.anchor] = (done.value, self._count - done.count_before)

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, line: int) -> None:
        if event.tag not in (None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"):
            raise _YamlFaultError(line, f"the tag {event.tag} means nothing here; remove it")
        if len(self._open) >= MAX_DEPTH:
            raise _YamlFaultError(line, _TOO_DEEP)
        if self._expects_key():
            raise _YamlFaultError(line, "a key must be a word")
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        place = self._add(value, line, None)
        self._open.append(_Open(value, place, line, event.anchor, self._count))

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        if event.anchor not in self._anchors:
            raise _YamlFaultError(line, f"*{event.anchor} stands for nothing that is complete above it")
        value, size = self._anchors[event.anchor]
        self._count += size
        self._add(value, line, None)

    def _add(self, value: object, line: int, anchor: str | None) -> Place:
        """Put `value` where it belongs and say where that is."""
        self._count += 1
        if self._count > MAX_VALUES:
            raise _YamlFaultError(
                line, f"more than {MAX_VALUES:,} values, counting anchors as often as they are used"
            )
        if anchor:
            self._anchors[anchor] = (value, 1)
        if not self._open:
            self.result.value = value
            return ()
        parent = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(value)
            place: Place = (*parent.place, len(parent.value) - 1)
            self.result.lines.setdefault(place, line)
            return place
        if parent.key is None:
            self._key(parent, str(value), line)
            return parent.place
        place = (*parent.place, parent.key)
        if not parent.skip:
            parent.value[parent.key] = value
        parent.key, parent.skip = None, False
        return place

    def _key(self, parent: _Open, key: str, line: int) -> None:
        place = (*parent.place, key)
        if key in parent.value:
            first = self.result.lines[place]
            self.result.faults.append(
                (line, f'the key "{key}" is here twice (first on line {first}); join the two')
            )
            parent.skip = True
        self.result.lines.setdefault(place, line)
        parent.key = key


def _scalar(event: yaml.ScalarEvent, line: int) -> object:
    if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
        raise _YamlFaultError(line, f"the tag {event.tag} means nothing here; remove it")
    text: str = event.value
    if event.tag or event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
