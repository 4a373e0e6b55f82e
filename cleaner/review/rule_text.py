"""Adds a rule or a case to the text of a rule file, and leaves all else in it as it is.

As in `cleaner.rules.stamp` the places come from YAML's own parser, so that comments, order and style stay,
and the result must mean the same as before, the addition apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from cleaner.review.run import ReviewError
from cleaner.review.yaml_text import as_yaml
from cleaner.rules import marked_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

BODY: Final = "body"
CASES: Final = "cases"


def new_file(site: str, domain: str | None, extends: str | None) -> str:
    """A file without rules: for a domain, or with None for the pages of the file that it extends."""
    head: dict[str, Any] = {"site": site}
    if extends:
        head["extends"] = [extends]
    if domain:
        head["match"] = {"domains": [domain]}
    return as_yaml(head)


def with_entry(text: str, section: str, entry: Mapping[str, Any], name: str) -> str:
    r"""`text`, what the file `name` says, with `entry` at the end of a section; `body` is one entry.

    Raises ReviewError where the file is written so that it cannot be added.

    >>> print(with_entry("drop:\n- line: x  # old\ncases: []\n", "drop", {"line": "y"}, "a.yaml"), end="")
    drop:
    - line: x  # old
    - line: y
    cases: []
    """
    before = marked_yaml.parse(text).value
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    if not isinstance(root, yaml.MappingNode) or root.flow_style or not isinstance(before, dict):
        raise ReviewError(f"{name}: write it as keys, one a line; then a rule can be added")
    found = next(((key, value) for key, value in root.value if key.value == section), None)
    if found is None:
        result = _with_section(text, root, section, entry)
        wanted: Any = dict(entry) if section == BODY else [dict(entry)]
    elif section == BODY:
        line = found[0].start_mark.line + 1
        raise ReviewError(f"{name}:{line}: the file has a body; put this one under its first_of by hand")
    else:
        result = _with_item(text, *found, entry, name)
        wanted = [*before[section], dict(entry)]
    after = marked_yaml.parse(result)
    if after.faults or after.value != before | {section: wanted}:
        raise ReviewError(f"{name}: the {section} cannot be added to this YAML; write it by hand")
    return result


def _with_section(text: str, root: yaml.MappingNode, section: str, entry: Mapping[str, Any]) -> str:
    """`text` with a new section: before the cases, if there are any, else at the end."""
    added = as_yaml({section: dict(entry) if section == BODY else [dict(entry)]})
    cases = next((key for key, _ in root.value if key.value == CASES), None)
    if cases is None:
        return f"{text.rstrip()}\n\n{added}"
    place = _above_comments(text, cases.start_mark.index)
    return f"{text[:place].rstrip()}\n\n{added}\n{text[place:]}"


def _above_comments(text: str, place: int) -> int:
    """The beginning of the comment lines that stand right above a place at the beginning of a line."""
    while place:
        above = text.rfind("\n", 0, place - 1) + 1
        if not text[above:place].startswith("#"):
            break
        place = above
    return place


def _with_item(text: str, key: Any, value: Any, entry: Mapping[str, Any], name: str) -> str:  # noqa: ANN401 - PyYAML's nodes
    if not isinstance(value, yaml.SequenceNode) or value.flow_style or not value.value:
        raise ReviewError(
            f"{name}:{key.start_mark.line + 1}: write {key.value} as a list, an entry a line, each after -"
        )
    indent = " " * value.start_mark.column
    item = "".join(f"{indent}{line}\n" if line else "\n" for line in as_yaml([dict(entry)]).splitlines())
    place = _end(value)
    if text[place - 1 : place] != "\n":
        line_end = text.find("\n", place)
        place = len(text) if line_end < 0 else line_end + 1
    head = text[:place]
    return f"{head}{'' if head.endswith(chr(10)) else chr(10)}{item}{text[place:]}"


def _end(node: Any) -> int:  # noqa: ANN401 - likewise
    """The place behind the last value in a node, without the blank lines and comments that follow."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    index: int = node.end_mark.index
    return index
