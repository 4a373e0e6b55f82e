"""Turns rule files that are in order into the `RuleBook` that judges documents."""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING

import regex

from cleaner.rules.conditions import Condition, While, fold
from cleaner.rules.judge import ALWAYS, Period, Rewrite, Rule, SiteRules
from cleaner.rules.match import Address, RuleBook, Signature
from cleaner.rules.runs import End, Run, Singles, Window
from cleaner.rules.schema import BlockRule, Body, Drop, Headline, Keep, Selecting
from cleaner.rules.schema import Condition as ConditionForm
from cleaner.rules.schema import Rewrite as RewriteForm
from cleaner.rules.selectors import Selector
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.schema import Match, Part, TextCondition
    from cleaner.rules.schema import While as WhileForm


def compile_book(files: Sequence[RuleFile]) -> RuleBook:
    """The book of what `load_files` gives, without files whose name a stronger layer has."""
    strongest: dict[str, RuleFile] = {}
    for file in files:
        strongest.setdefault(file.model.site, file)
    active = [file for file in files if strongest[file.model.site] is file]
    pairs = [(file, site_rules(file)) for file in active]
    plain, names, others = _signatures(pairs)
    return RuleBook(tuple(rules for _, rules in pairs), _domains(pairs), plain, names, others)


def site_rules(file: RuleFile) -> SiteRules:
    """The rules of `file` and of all that it extends, its own first."""
    lineage = file.lineage()
    named = [(source, rule) for source in lineage for rule in source.rules]
    rules = tuple(
        _rule(source, rule, rule.rule) for source, rule in named if isinstance(rule.rule, Drop | Keep)
    )
    body, headline = (
        tuple(_part(source, rule, rule.rule) for source, rule in named if isinstance(rule.rule, kind))
        for kind in (Body, Headline)
    )
    return SiteRules(
        name=file.model.site,
        source=file.shown,
        platform=file.platform,
        rules=rules,
        rewrites=tuple(
            _rewrite(source, rule, rule.rule) for source, rule in named if isinstance(rule.rule, RewriteForm)
        ),
        body=body,
        headline=headline,
        selectors=_selectors((*rules, *body, *headline)),
    )


def _selectors(rules: Sequence[Rule]) -> tuple[Selector, ...]:
    """Every selector in `rules`, once."""
    conditions = [condition for rule in rules if rule.finder for condition in rule.finder.conditions]
    return tuple(dict.fromkeys(it.selector for it in conditions if it.selector is not None))


def _rule(file: RuleFile, named: NamedRule, form: Drop | Keep) -> Rule:
    return Rule(
        name=f"{file.model.site}/{named.id}",
        keep=isinstance(form, Keep),
        label=form.label,
        evidence=_evidence(file, named),
        finder=None if form.judged else _finder(form),
        judged=form.judged,
        period=_period(file, named),
    )


def _part(file: RuleFile, named: NamedRule, form: Part) -> Rule:
    evidence = _evidence(file, named)
    return Rule(
        name=f"{file.model.site}/{named.id}",
        keep=True,
        label=Label.BODY if isinstance(form, Body) else Label.HEADLINE,
        evidence=evidence,
        finder=Singles(Condition(selector=_selector(form, partly=True))),
        period=_period(file, named),
        outside=f"outside the body: {evidence}" if isinstance(form, Body) else None,
    )


def _rewrite(file: RuleFile, named: NamedRule, form: RewriteForm) -> Rewrite:
    return Rewrite(
        name=f"{file.model.site}/{named.id}",
        pattern=regex.compile(form.pattern),
        replace=form.replace,
        evidence=_evidence(file, named),
        period=_period(file, named),
    )


def _evidence(file: RuleFile, named: NamedRule) -> str:
    return f"{named.rule.why} ({file.where(*named.place)})"


def _period(file: RuleFile, named: NamedRule) -> Period:
    if named.layout is None:
        return ALWAYS
    layout = file.model.layouts[named.layout]
    return Period(layout.since, layout.until)


def _finder(form: BlockRule) -> Singles | Run:
    window = Window(form.within_first, form.within_last, form.beyond_first)
    if not form.is_run:
        return Singles(_condition(form, partly=isinstance(form, Keep)), window)
    return Run(
        start=_end(form.from_, form.after),
        stop=_end(form.to, form.until),
        count=form.blocks,
        at_most=form.at_most,
        guard=_guard(form.while_) if form.while_ else None,
        window=window,
    )


def _end(inclusive: ConditionForm | str | None, exclusive: ConditionForm | None) -> End | None:
    if exclusive is not None:
        return End(_condition(exclusive), inclusive=False)
    if inclusive is None:
        return None
    return End(None if isinstance(inclusive, str) else _condition(inclusive))


def _condition(
    form: TextCondition | ConditionForm | BlockRule | WhileForm, *, partly: bool = False
) -> Condition:
    selector = _selector(form, partly=partly) if isinstance(form, Selecting) else None
    if form.pattern is not None:
        return Condition(pattern=regex.compile(form.pattern), selector=selector)
    return Condition(lines=frozenset(map(fold, form.line or ())), selector=selector)


def _selector(form: Selecting, *, partly: bool) -> Selector | None:
    return Selector(form.css or (), form.xpath or (), partly) if form.selects else None


def _guard(form: WhileForm) -> While:
    condition = _condition(form) if form.line or form.pattern or form.selects else None
    return While(condition, form.longest, bool(form.off_topic))


def _match(file: RuleFile) -> Match | None:
    """A file without `match` that extends the one it replaces is for the same pages."""
    replaced = (parent for parent in file.parents if parent.model.site == file.model.site)
    return file.model.match or next((_match(parent) for parent in replaced), None)


def _domains(pairs: Sequence[tuple[RuleFile, SiteRules]]) -> tuple[dict[str, tuple[Address, ...]], ...]:
    layers: dict[int, dict[str, list[Address]]] = {}
    for file, rules in pairs:
        match = _match(file)
        for domain in match.domains if match else ():
            addresses = layers.setdefault(file.layer, {}).setdefault(domain, [])
            globs = (match.paths if match else ()) or ("",)
            addresses += [
                Address(rules, glob, re.compile(fnmatch.translate(glob)) if glob else None) for glob in globs
            ]
    return tuple(
        {
            domain: tuple(sorted(addresses, key=lambda address: (-len(address.glob), address.glob)))
            for domain, addresses in sorted(layers[layer].items())
        }
        for layer in sorted(layers)
    )


def _signatures(
    pairs: Sequence[tuple[RuleFile, SiteRules]],
) -> tuple[dict[str, Signature], dict[str, Signature], tuple[Signature, ...]]:
    """The signatures that are one line, by line, the names of sites, by name, and all others.

    The rank is the order of the files.
    """
    plain: dict[str, Signature] = {}
    names: dict[str, Signature] = {}
    others: list[Signature] = []
    for rank, (file, rules) in enumerate(pairs):
        match = _match(file)
        owner = file if file.model.match else next((p for p in file.parents if p.model.match is match), file)
        for index, form in enumerate(match.signatures if match else ()):
            where = owner.where("match", "signatures", index)
            for line in map(fold, form.line or ()):
                condition = Condition(lines=frozenset({line}))
                plain.setdefault(line, Signature(rules, rank, where, (condition,)))
            for name in map(fold, form.site_name or ()):
                names.setdefault(name, Signature(rules, rank, where, ()))
            if form.pattern:
                condition = Condition(pattern=regex.compile(form.pattern))
                others.append(Signature(rules, rank, where, (condition,)))
            elif form.all:
                others.append(Signature(rules, rank, where, tuple(map(_condition, form.all))))
    return plain, names, tuple(others)
