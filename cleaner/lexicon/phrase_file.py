"""Reads and checks one file of `rules/phrases`.

Not imported for documents, unless the files have changed since they were compiled: it needs PyYAML.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from cleaner.errors import RuleError, one_line, shown_value
from cleaner.lexicon.phrases import CUE_LABELS

if TYPE_CHECKING:
    from pathlib import Path

    from cleaner.verdict import Label

_LABELS: Final = {label.value: label for label in CUE_LABELS}


class PhraseFile(NamedTuple):
    """The entries of one language; `rules/phrases/README.md` says what each list is for."""

    language: str
    stopwords: list[str]
    address: list[str]
    dates: list[str]
    cues: dict[Label, list[str]]


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]  # libyaml, if it is there
    """Reads every scalar as text, so that `no` and `on` are words; refuses a key that comes twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - as in the base class
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            keys = [key.value for key, _ in node.value]
            twice = next(key for place, key in enumerate(keys) if key in keys[:place])
            raise ValueError(f"the key {shown_value(twice)} comes twice; join its entries")
        return mapping


def read_phrase_file(path: Path) -> PhraseFile:
    """The entries of a file, of which only `language` must be there; raises RuleError where one is wrong."""
    try:
        return _checked(_Loader(path.read_bytes()).get_single_data())
    except (ValueError, yaml.YAMLError) as error:
        raise RuleError([f"{path}: {one_line(str(error))}"]) from error


def _checked(data: object) -> PhraseFile:
    """The file with that content; raises ValueError where it is wrong."""
    if not isinstance(data, dict) or not isinstance(data.get("language"), str) or not data["language"]:
        raise ValueError("the key 'language' is missing; write it as in `language: en`")
    if unknown := set(data) - set(PhraseFile._fields):
        keys = ", ".join(PhraseFile._fields)
        raise ValueError(f"unknown key {shown_value(min(unknown))}; the keys are: {keys}")
    cues = data.get("cues", {})
    if not isinstance(cues, dict):
        raise ValueError("'cues' must map labels to lists of phrases")  # noqa: TRY004 - told with the file's name
    if unknown := set(cues) - set(_LABELS):
        labels = ", ".join(_LABELS)
        raise ValueError(f"{shown_value(min(unknown))} is no label that takes cues; they are: {labels}")
    stopwords, address, dates = (_texts(key, data.get(key, [])) for key in ("stopwords", "address", "dates"))
    found = {_LABELS[name]: _texts(name, listed) for name, listed in cues.items()}
    return PhraseFile(data["language"], stopwords, address, dates, found)


def _texts(key: str, value: Any) -> list[str]:  # noqa: ANN401 - whatever YAML may hold
    """The list of texts under `key`; raises ValueError where it is something else."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f"{shown_value(key)} must be a list of texts; quote those with a colon and a space")
    return value
