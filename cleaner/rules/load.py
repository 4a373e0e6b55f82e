"""Loads rule files from folders: validates each, links it with the files that it extends, and finds clashes.

Each folder is a layer. It has folders `sites` and `platforms`, or rule files directly, which are sites. The
user's folders are the first layers, and the built-in rules are the last. Names are looked up from the first
layer on.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from pydantic import ValidationError

from cleaner.errors import RuleError
from cleaner.resources import rules_folder
from cleaner.rules import marked_yaml
from cleaner.rules.faults import describe, unknown
from cleaner.rules.marked_yaml import START
from cleaner.rules.mistake import Mistake
from cleaner.rules.rule_files import rule_files
from cleaner.rules.schema import Drop, Keep, Rewrite, SiteFile
from cleaner.rules.schema_parts import Body, Headline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cleaner.rules.marked_yaml import Mark, MarkedYaml, Place


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule with its id and its place in the file."""

    id: str
    place: Place
    rule: Drop | Keep | Rewrite | Body | Headline
    layout: int | None
    """Index of the layout that it belongs to; None where it belongs to none."""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A valid rule file."""

    shown: str
    """The name of the file in messages."""
    layer: int
    platform: bool
    model: SiteFile
    marked: MarkedYaml
    rules: tuple[NamedRule, ...]
    parents: tuple[RuleFile, ...] = ()

    def where(self, *place: str | int) -> str:
        """`file:line` of a key."""
        return f"{self.shown}:{self.marked.line(place)}"

    def mistake(self, place: Place, message: str, *, is_warning: bool = False) -> Mistake:
        """A mistake at a key."""
        return Mistake(self.shown, *self.marked.mark(place), message, is_warning)

    def lineage(self) -> tuple[RuleFile, ...]:
        """The file and all files that it extends, nearest first, each once."""
        found: dict[str, RuleFile] = {}
        waiting = [self]
        while waiting:
            file = waiting.pop()
            if file.shown not in found:
                found[file.shown] = file
                waiting += reversed(file.parents)
        return tuple(found.values())


def load_files(folders: Sequence[Path] = (), *, built_in: bool = True) -> tuple[RuleFile, ...]:
    """The rule files in `folders` and, with `built_in`, the built-in ones; the strongest layer first.

    Within a layer they are sorted by name, platforms after sites. Files that a stronger layer replaces are
    included. Raises RuleError with the faults of all files.
    """
    files, mistakes = read_files(folders, built_in=built_in)
    linked, more = link_files(files)
    if mistakes or more:
        raise RuleError([*mistakes, *more])
    return linked


def read_files(
    folders: Sequence[Path] = (), *, built_in: bool = True
) -> tuple[list[RuleFile], list[Mistake]]:
    """The sound files of `load_files`, each by itself, and the mistakes in the others."""
    faults: list[Mistake] = []
    files: list[RuleFile] = []
    layers = [*folders, *([rules_folder()] if built_in else [])]
    for layer, folder in enumerate(layers):
        is_built_in = built_in and layer == len(layers) - 1
        paths = list(rule_files(folder))
        if not paths and not is_built_in:
            faults.append(_nothing_in(folder))
        for path, platform in paths:
            name = f"rules/{path.relative_to(folder).as_posix()}" if is_built_in else path.as_posix()
            shown = os.fsencode(name).decode("utf-8", errors="backslashreplace")
            file = _read(path, shown, layer, platform=platform, faults=faults)
            if file:
                files.append(file)
    files.sort(key=lambda file: (file.layer, file.platform, file.model.site, file.shown))
    return files, faults


def link_files(files: Sequence[RuleFile]) -> tuple[tuple[RuleFile, ...], list[Mistake]]:
    """The files with their `parents`, and the mistakes between them."""
    faults = list(_clashes(files))
    return _link(files, faults), faults


def _nothing_in(folder: Path) -> Mistake:
    what = "no rule files in it; put them here or in sites/ and platforms/, named *.yaml"
    if not folder.exists():
        what = "no such folder; give the folder that holds your rule files"
    return Mistake(folder.as_posix(), 0, 0, what)


def _read(path: Path, shown: str, layer: int, *, platform: bool, faults: list[Mistake]) -> RuleFile | None:
    """The file `path`. Where it has faults, they are added to `faults`, and None is returned."""
    marked = marked_yaml.read(path)
    found = list(marked.faults)
    if not isinstance(marked.value, dict):
        found = found or [(START, "a rule file is a set of keys; begin it with site: and match:")]
    else:
        try:
            model = SiteFile.model_validate(marked.value)
        except ValidationError as error:
            found += describe(error, SiteFile, marked)
        else:
            rules = tuple(_named_rules(model))
            found += _inner_faults(model, marked, rules, platform=platform)
            if not found:
                return RuleFile(shown, layer, platform, model, marked, rules)
    faults += [Mistake(shown, *mark, what) for mark, what in sorted(found)]
    return None


def _named_rules(model: SiteFile) -> Iterator[NamedRule]:
    """The rules of a file. A rule without an id gets one from its label and position."""
    parts: list[tuple[Place, SiteFile | object, int | None]] = [((), model, None)]
    parts += [(("layouts", index), layout, index) for index, layout in enumerate(model.layouts)]
    counts: dict[str, int] = {}
    for prefix, part, layout in parts:
        for name in ("body", "headline"):
            if (found := getattr(part, name)) is not None:
                counts[name] = counts.get(name, 0) + 1
                given = name if counts[name] == 1 else f"{name}-{counts[name]}"
                yield NamedRule(given, (*prefix, name), found, layout)
        for kind in ("keep", "drop", "rewrite"):
            for index, rule in enumerate(getattr(part, kind)):
                stem = "rewrite" if isinstance(rule, Rewrite) else str(rule.label).replace(" ", "-")
                stem = f"keep-{stem}" if isinstance(rule, Keep) else stem
                counts[stem] = counts.get(stem, 0) + 1
                yield NamedRule(rule.id or f"{stem}-{counts[stem]}", (*prefix, kind, index), rule, layout)


def _inner_faults(
    model: SiteFile, marked: MarkedYaml, rules: tuple[NamedRule, ...], *, platform: bool
) -> Iterator[tuple[Mark, str]]:
    """Place and message of faults that concern several parts of one file."""
    first: dict[str, Mark] = {}
    for named in rules:
        own = None if isinstance(named.rule, Body | Headline) else named.rule.id
        mark = marked.mark((*named.place, "id")) if own else marked.mark(named.place)
        if named.id in first:
            taken = f'the id "{named.id}" is taken by the rule on line {first[named.id].line}'
            yield mark, f"{taken}; choose another"
        first.setdefault(named.id, mark)
    if platform and model.match and (model.match.domains or model.match.hosts):
        key = "domains" if model.match.domains else "hosts"
        yield marked.mark(("match", key)), "a platform has no domains; sites name it under extends"
    if not platform and model.match is None and model.site not in model.extends:
        yield (
            marked.mark(("site",)),
            "nothing says which pages this file is for; give match: domains or signatures",
        )
    if model.match and not (model.match.domains or model.match.hosts or model.match.signatures):
        yield marked.mark(("match",)), "match is empty; give domains or signatures"


def _clashes(files: Sequence[RuleFile]) -> Iterator[Mistake]:
    """Mistakes about names and addresses that two files of one layer have in common."""
    names: dict[tuple[int, str], str] = {}
    addresses: dict[tuple[int, str, str, str], str] = {}
    for file in files:
        place = file.where("site")
        name = (file.layer, file.model.site)
        if name in names:
            yield file.mistake(("site",), f'the name "{name[1]}" is taken by {names[name]}; choose another')
        names.setdefault(name, place)
        match = file.model.match
        for key in ("domains", "hosts") if match else ():
            for index, domain in enumerate(getattr(match, key)):
                for path in (match.paths if match else ()) or ("",):
                    address = (file.layer, key, domain, path)
                    place = file.where("match", key, index)
                    if address in addresses:
                        what = f"{domain}{path} leads to {addresses[address]} already; remove one"
                        yield file.mistake(("match", key, index), what)
                    addresses.setdefault(address, place)


def _link(files: Sequence[RuleFile], faults: list[Mistake]) -> tuple[RuleFile, ...]:
    """The files with their `parents`. Cycles and unknown names are added to `faults`."""
    by_shown = {file.shown: file for file in reversed(files)}  # a folder may be given twice; the first counts
    extended = _extended(files, faults)
    while True:
        try:
            order = tuple(TopologicalSorter(extended).static_order())
            break
        except CycleError as error:
            parent, child, *_ = error.args[1]
            place = ("extends", extended[child].pop(parent))
            names = f"{by_shown[child].model.site} and {by_shown[parent].model.site}"
            what = f"{names} extend each other; remove one of the two"
            faults.append(by_shown[child].mistake(place, what))
    linked: dict[str, RuleFile] = {}
    for shown in order:
        parents = tuple(linked[parent] for parent in extended[shown])
        linked[shown] = replace(by_shown[shown], parents=parents)
    return tuple(linked[file.shown] for file in files)


def _extended(files: Sequence[RuleFile], faults: list[Mistake]) -> dict[str, dict[str, int]]:
    """File -> file that it extends -> its index in `extends`, with files given by `RuleFile.shown`.

    A file that extends its own name extends the one that it replaces. Unknown names are added to `faults`.
    """
    by_name: dict[str, list[RuleFile]] = {}
    for file in files:
        by_name.setdefault(file.model.site, []).append(file)
    found: dict[str, dict[str, int]] = {file.shown: {} for file in files}
    for file in files:
        for index, name in enumerate(file.model.extends):
            others = [it for it in by_name.get(name, ()) if name != file.model.site or it.layer > file.layer]
            if others:
                found[file.shown].setdefault(others[0].shown, index)
                continue
            known = sorted(set(by_name) - {file.model.site})
            what = (
                f'there is no other "{name}" to extend; remove it'
                if name == file.model.site
                else unknown("name", name, known)
            )
            faults.append(file.mistake(("extends", index), what))
    return found
