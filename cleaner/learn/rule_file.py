"""Proposals as a rule file: YAML with the support, the examples and the trial of each rule as comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import indent
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from cleaner.errors import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.learn.proposal import Proposal

_WIDTH: Final = 110


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as such, and everything where it stands, without aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - as in PyYAML
        """Every value is written anew."""
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


class Signature(NamedTuple):
    """What a site may be known by where a document has no URL."""

    kind: str
    """`line` or `site_name`, as in rule files."""
    text: str
    pages: int
    """Pages of the site that it stands on."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which documents a file is for."""

    domains: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def keys(self) -> dict[str, Any]:
        """The part `match` of a rule file."""
        found: dict[str, Any] = {
            "domains": list(self.domains),
            "hosts": list(self.hosts),
            "signatures": [{it.kind: it.text} for it in self.signatures],
        }
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a file says, before it is written."""

    site: str
    match: Match
    pages: int
    proposals: Sequence[Proposal]
    tried: Mapping[str, str] = field(default_factory=dict)
    """Rule -> what `try` says of it, in words."""
    checked: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Rule -> its stamp."""


def written(draft: Draft) -> str:
    """The text of the rule file."""
    return "\n".join(_parts(draft))


def _parts(draft: Draft) -> Iterator[str]:
    yield f"# Proposed by `cleaner rules learn` from {draft.pages} pages. Look at each rule first."
    signatures = "".join(
        f"# signature on {it.pages} of {draft.pages} pages, and on no other site: {one_line(it.text)}\n"
        for it in draft.match.signatures
    )
    yield signatures + _dumped({"site": draft.site, "match": draft.match.keys()})
    body = [it for it in draft.proposals if it.is_body]
    drops = [it for it in draft.proposals if not it.is_body]
    for it in body:
        yield f"body:\n{indent(_comments(draft, it), '  ')}{indent(_dumped(_rule(draft, it)), '  ')}"
    if drops:
        yield "drop:\n" + "\n".join(
            indent(_comments(draft, it) + _dumped([_rule(draft, it)]), "  ") for it in drops
        )
    cases = [case for it in draft.proposals for case in it.cases]
    if cases:
        yield _dumped({"cases": cases})


def _rule(draft: Draft, proposal: Proposal) -> dict[str, Any]:
    stamp = draft.checked.get(proposal.id)
    return proposal.rule | ({"checked": dict(stamp)} if stamp else {})


def _comments(draft: Draft, proposal: Proposal) -> str:
    lines = [f"found on {proposal.pages} of {proposal.of} pages", *proposal.notes]
    if proposal.id in draft.tried:
        lines.append(draft.tried[proposal.id])
    lines += proposal.examples
    return "".join(f"# {one_line(it)}\n" for it in lines)


def _dumped(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
