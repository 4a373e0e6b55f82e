"""Plain data as YAML for people: keys in their order, texts of several lines as blocks, no line folded."""

from __future__ import annotations

from typing import Any, Final

import yaml

_OTHER_BREAKS: Final = "\r\x85\u2028\u2029"
"""Line breaks of YAML that only a text in double quotes keeps."""


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as the rule files do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None  # PyYAML quotes what cannot stand in a block
    if any(it in text for it in _OTHER_BREAKS):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(value: Any) -> str:  # noqa: ANN401 - plain data
    r"""`value` as YAML.

    >>> print(as_yaml({"cases": [{"text": "one\ntwo\n", "drop": ["one"]}]}), end="")
    cases:
      - text: |
          one
          two
        drop:
          - one
    """
    dumped: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )
    return dumped
