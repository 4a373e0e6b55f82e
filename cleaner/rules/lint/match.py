"""Domains, paths and signatures that fit no page, or the pages of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.identify.site import registered_domain
from cleaner.rules.conditions import fold
from cleaner.rules.literals import LEAST, clauses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.rules.load import RuleFile
    from cleaner.rules.mistake import Mistake
    from cleaner.rules.schema_conditions import Match

SHORT: Final = 6
"""Characters of a signature's line below which many sites have it."""
RESERVED: Final = (".example", ".test", ".invalid", ".localhost")
"""Ends of names that stand for no site, in examples and tests."""


def check(file: RuleFile) -> Iterator[Mistake]:
    """The mistakes in the `match` of `file`, and in what it extends."""
    for index, name in enumerate(file.model.extends):
        if name in file.model.extends[:index]:
            what = f'"{name}" is extended already; remove it'
            yield file.mistake(("extends", index), what, is_warning=True)
    if file.model.match is not None:
        yield from _domains(file, file.model.match)
        yield from _paths(file, file.model.match)
        yield from _signatures(file, file.model.match)
    if file.model.believe is not None:
        what = "believe: always also where the rules leave next to nothing of a page; `rules try` says where"
        yield file.mistake(("believe",), what, is_warning=True)


def _domains(file: RuleFile, match: Match) -> Iterator[Mistake]:
    for index, domain in enumerate(match.domains):
        place = ("match", "domains", index)
        if domain.startswith("www."):
            what = f'"{domain}" leaves out the site\'s other hosts; write "{domain.removeprefix("www.")}"'
            yield file.mistake(place, f"{what}, or put it under hosts", is_warning=True)
        elif registered_domain(domain) is None and not domain.endswith(RESERVED) and not _is_address(domain):
            what = f'"{domain}" is no site but the end of many; give the whole domain'
            yield file.mistake(place, what, is_warning=True)


def _is_address(host: str) -> bool:
    return host.replace(".", "").isdigit() or ":" in host


def _paths(file: RuleFile, match: Match) -> Iterator[Mistake]:
    for index, path in enumerate(match.paths):
        place = ("match", "paths", index)
        if "://" in path:
            what = f'the path "{path}" is a URL; give what comes after the host'
            yield file.mistake(place, what)
        elif "?" in path or "#" in path:
            sign = "?" if "?" in path else "#"
            what = f'the path "{path}" has a {sign}, and what follows it in a URL is no part of the path'
            yield file.mistake(place, f"{what}; end it before", is_warning=True)
        elif not any(it in path for it in "*["):
            what = f'the path "{path}" is one page alone; for all below it write "{path.rstrip("/")}/*"'
            yield file.mistake(place, what, is_warning=True)


def _signatures(file: RuleFile, match: Match) -> Iterator[Mistake]:
    seen: set[str] = set()
    for index, form in enumerate(match.signatures):
        place = ("match", "signatures", index)
        for line in form.line or ():
            if len(fold(line)) < SHORT:
                what = f'the signature "{line}" is so short that other sites have it, too; give a longer line'
                yield file.mistake((*place, "line"), f"{what}, or several under all", is_warning=True)
            if fold(line) in seen:
                yield file.mistake(
                    (*place, "line"), f'"{line}" stands above already; remove it', is_warning=True
                )
            seen.add(fold(line))
        asked = form.all or (form,)
        in_head = form.site_name or form.generator
        if in_head or any(it.line or (it.pattern and clauses(it.pattern)) for it in asked):
            continue
        what = (
            f"this pattern is searched in every block of every document, as its matches share no {LEAST} "
            "characters in a row; put such into it, or give line"
        )
        yield file.mistake(place, what, is_warning=True)
