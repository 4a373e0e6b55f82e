"""Writes `checked: {date, pages, share}` beside the rules of a file, and leaves all else as it is.

The text is changed at places that YAML's own parser gives, so that comments, order and style stay. The file
is written only if it then means the same as before, `checked` apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from cleaner.errors import CleanerError
from cleaner.rules import marked_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cleaner.rules.marked_yaml import Place

KEY: Final = "checked"
_Edit = tuple[int, int, str]
"""First character, character behind the last, and what stands there instead."""


def stamped(text: str, stamps: Mapping[Place, tuple[date, int, float]]) -> str:
    r"""The YAML `text` with a stamp (date, pages, share) at each place of a rule; raises CleanerError.

    >>> from datetime import date
    >>> print(stamped("body:\n  css: p  # all\n", {("body",): (date(2026, 3, 1), 14, 0.9286)}))
    body:
      css: p  # all
      checked: {date: 2026-03-01, pages: 14, share: 0.93}
    <BLANKLINE>
    """
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    edits: list[_Edit] = []
    for place, (day, pages, share) in stamps.items():
        node = _at(root, place)
        written = f"{KEY}: {{date: {day.isoformat()}, pages: {pages}, share: {share:.2f}}}"
        edits.append(_edit(text, node, written))
    result = text
    for start, end, new in sorted(edits, reverse=True):
        result = result[:start] + new + result[end:]
    if _plain(marked_yaml.parse(result).value) != _plain(marked_yaml.parse(text).value):
        raise CleanerError("the stamps cannot be written into this YAML; write the rules without anchors")
    return result


def stamp_file(path: Path, stamps: Mapping[Place, tuple[date, int, float]]) -> None:
    """Stamp the file `path`. Raises CleanerError, and OSError where it cannot be read or written."""
    try:
        text = stamped(path.read_bytes().decode("utf-8-sig"), stamps)
    except CleanerError as error:
        raise CleanerError(f"{path}: {error}") from None
    path.write_bytes(text.encode("utf-8"))


def _at(node: Any, place: Sequence[str | int]) -> Any:  # noqa: ANN401 - PyYAML's nodes
    for step in place:
        if isinstance(node, yaml.SequenceNode):
            node = node.value[step]
        else:
            node = next(value for key, value in node.value if key.value == step)
    return node


def _edit(text: str, node: Any, written: str) -> _Edit:  # noqa: ANN401 - likewise
    """How `written` gets into the mapping `node`."""
    old = next(((key, value) for key, value in node.value if key.value == KEY), None)
    if old is not None:
        return old[0].start_mark.index, _end(old[1]), written
    if node.flow_style:
        return (end := node.end_mark.index - 1), end, f", {written}"
    first = node.value[0][0].start_mark
    indent = " " * first.column
    for key, value in node.value:
        if key.start_mark.line == value.end_mark.line:
            place = text.find("\n", value.end_mark.index)
            if place < 0:
                return len(text), len(text), f"\n{indent}{written}"
            return place, place, f"\n{indent}{written}"
    return first.index, first.index, f"{written}\n{indent}"


def _end(node: Any) -> int:  # noqa: ANN401 - likewise
    """The place behind a mapping's last value; what follows a block mapping is not part of it."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    index: int = node.end_mark.index
    return index


def _plain(value: Any) -> Any:  # noqa: ANN401 - any YAML
    """`value` without stamps."""
    if isinstance(value, dict):
        return {key: _plain(it) for key, it in value.items() if key != KEY}
    return [_plain(it) for it in value] if isinstance(value, list) else value
