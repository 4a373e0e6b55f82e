"""Imports a folder of site files of Full-Text RSS: one rule file for all hosts whose files say the same."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from cleaner.rules.ftr.directives import TESTS, Account, Fate, read_directives
from cleaner.rules.ftr.hosts import Host, host_of, match_of
from cleaner.rules.ftr.rules import make_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cleaner.rules.ftr.directives import Directive
    from cleaner.rules.ftr.rules import Rules

LARGEST: Final = 200_000
"""Bytes of a site file, at most."""
_LONGEST_NAME: Final = 90
_REPLACED: Final = "\ufffd"
"""Stands for what cannot be read, or written."""


@dataclass(slots=True)
class Collection:
    """The rule files of a folder, and what became of every directive."""

    files: int = 0
    """Site files that were read."""
    written: dict[str, str] = field(default_factory=dict)
    """Name of a site -> the text of its rule file."""
    accounts: list[Account] = field(default_factory=list)
    """One for each directive, by file and line."""
    unreadable: list[str] = field(default_factory=list)
    """Files that could not be read, and why."""

    def count(self, fate: Fate) -> int:
        """Directives with this fate."""
        return sum(it.fate is fate for it in self.accounts)


def import_files(paths: Sequence[Path]) -> Collection:
    """Import site files, each named after its host. Never raises: what cannot be read is named."""
    collection = Collection()
    owners: dict[Host, str] = {}
    alike: dict[tuple[tuple[str, str, str], ...], list[tuple[Host, Rules]]] = {}
    for path in sorted(paths, key=lambda it: (it.name.startswith((".", "www.")), it.name)):
        name = os.fsencode(path.name).decode("utf-8", errors="backslashreplace")
        directives = _read(path, name, collection)
        if directives is None:
            continue
        collection.files += 1
        rules = make_rules(name, directives)
        host = host_of(path.name)
        why = _unusable(host, rules, owners)
        if host is None or why:
            collection.accounts += _all_lost(rules, why)
            continue
        owners[host] = name
        collection.accounts += rules.accounts
        said = tuple((it.name, it.argument, it.value) for it in directives if it.name not in TESTS)
        alike.setdefault(said, []).append((host, rules))
    for group in alike.values():
        site = _site(group[0][0], collection.written)
        collection.written[site] = _rule_file(site, group)
    collection.accounts.sort()
    return collection


def _unusable(host: Host | None, rules: Rules, owners: dict[Host, str]) -> str:
    """Why no rule file is written for a site file; empty where one is."""
    if host is None:
        return "it stands in no file that is named after a host"
    if host in owners:
        return f"its file is for the same pages as {owners[host]}, which comes first"
    return "" if rules.found else "nothing in its file makes a rule"


def _read(path: Path, name: str, collection: Collection) -> list[Directive] | None:
    try:
        if path.stat().st_size > LARGEST:
            collection.unreadable.append(f"{name}: over {LARGEST:,} bytes, so it is no site file; split it")
            return None
        text = path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        collection.unreadable.append(f"{name}: cannot be read: {error.strerror or error}")
        return None
    return list(read_directives(text))


def _all_lost(rules: Rules, why: str) -> list[Account]:
    """The accounts of a file that no rule file is written for: what would have been of use there is lost."""
    lost = (Fate.CARRIED, Fate.COMMENT)
    return [it._replace(fate=Fate.LOST, reason=why) if it.fate in lost else it for it in rules.accounts]


def _site(host: Host, taken: dict[str, str]) -> str:
    """A name for the file of `host` that is not taken."""
    stem = f"subdomains-of-{host.name}" if host.subdomains and host.name in taken else host.name
    stem = stem[-_LONGEST_NAME:].lstrip(".-")
    name, number = stem, 1
    while name in taken:
        number += 1
        name = f"{stem}-{number}"
    return name


def _comment(text: str) -> str:
    """`text` without characters that YAML allows in no comment."""
    return "".join(it if it.isprintable() else _REPLACED for it in text)


def _rule_file(site: str, group: list[tuple[Host, Rules]]) -> str:
    comments = ["# Imported, and a proposal: `cleaner rules try` says whether it helps."]
    for _, rules in group:
        if rules.tests:
            comments.append(f"# Tests in {_comment(rules.name)}:")
            comments += [f"#   {it.name}: {_comment(it.value)}" for it in rules.tests]
    keys: dict[str, Any] = {"site": site, "match": match_of([host for host, _ in group]), **group[0][1].keys}
    text = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False, width=110)
    return "\n".join([*comments, text])
