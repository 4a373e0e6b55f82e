"""Compiles validated rule files into a `RuleBook`, in the form in which it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.rules.conditions import Condition, While, fold
from cleaner.rules.judge import ALWAYS, Period, Rewrite, Rule, SiteRules
from cleaner.rules.literals import clauses
from cleaner.rules.load import load_files
from cleaner.rules.match import EXACT, RuleBook
from cleaner.rules.patterns import Pattern
from cleaner.rules.runs import End, Run, Singles, Window
from cleaner.rules.schema import BlockRule, Drop, Keep
from cleaner.rules.schema import Rewrite as RewriteForm
from cleaner.rules.schema_conditions import Condition as ConditionForm
from cleaner.rules.schema_conditions import Selecting
from cleaner.rules.schema_parts import Body, Headline
from cleaner.rules.schema_parts import Bound as BoundForm
from cleaner.rules.selectors import Selector
from cleaner.rules.stored import to_json
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cleaner.rules.load import NamedRule, RuleFile
    from cleaner.rules.schema_conditions import Match, TextCondition
    from cleaner.rules.schema_conditions import While as WhileForm


def load_rules(folders: Sequence[Path] = (), *, built_in: bool = True) -> RuleBook:
    """Read and compile the rule files in `folders`, the first strongest, and by default the built-in ones.

    Raises RuleError with every fault of every file. `open_rules` is faster where the book is stored.
    """
    return compile_book(load_files(folders, built_in=built_in))


def compile_book(files: Sequence[RuleFile]) -> RuleBook:
    """The book of the files that `load_files` gives, except those whose name a stronger layer has as well."""
    strongest: dict[str, RuleFile] = {}
    for file in files:
        strongest.setdefault(file.model.site, file)
    active = [file for file in files if strongest[file.model.site] is file]
    index = {
        "sources": [file.shown for file in active],
        "domains": _domains(active),
        **_signatures(active),
    }
    return RuleBook(b"\n".join(map(to_json, (index, *map(site_rules, active)))))


def site_rules(file: RuleFile) -> SiteRules:
    """The rules of `file` and of all files that it extends, its own first."""
    lineage = file.lineage()
    named = [(source, rule) for source in lineage for rule in source.rules]
    ranks = {source.shown: rank for rank, source in enumerate(lineage)}
    rules = tuple(
        _rule(source, rule, rule.rule, ranks[source.shown])
        for source, rule in named
        if isinstance(rule.rule, Drop | Keep)
    )
    headline = tuple(
        _headline(source, rule, rule.rule) for source, rule in named if isinstance(rule.rule, Headline)
    )
    body = tuple(
        bound
        for source, rule in named
        if isinstance(rule.rule, Body)
        for bound in _bounds(source, rule, rule.rule)
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
        believe_always=file.model.believe is not None,
    )


def _selectors(rules: Sequence[Rule]) -> tuple[Selector, ...]:
    """The distinct selectors in `rules`."""
    conditions = [condition for rule in rules if rule.finder for condition in rule.finder.conditions]
    conditions += [condition for rule in rules for condition in rule.excepted]
    return tuple(dict.fromkeys(it.selector for it in conditions if it.selector is not None))


def _rule(file: RuleFile, named: NamedRule, form: Drop | Keep, rank: int) -> Rule:
    return Rule(
        name=f"{file.model.site}/{named.id}",
        keep=isinstance(form, Keep),
        label=form.label,
        evidence=_evidence(file, named),
        finder=None if form.judged else _finder(form),
        judged=form.judged,
        period=_period(file, named),
        excepted=tuple(map(_condition, form.except_)),
        rank=rank,
    )


def _headline(file: RuleFile, named: NamedRule, form: Headline) -> Rule:
    return Rule(
        name=f"{file.model.site}/{named.id}",
        keep=True,
        label=Label.HEADLINE,
        evidence=_evidence(file, named),
        finder=Singles(Condition(selector=_selector(form, partly=True))),
        period=_period(file, named),
    )


def _bounds(file: RuleFile, named: NamedRule, form: Body) -> Iterator[Rule]:
    """The alternatives of a body, as `body`, or as `body.1`, `body.2` where there are several."""
    evidence = _evidence(file, named)
    for number, bound in enumerate(form.alternatives, start=1):
        yield Rule(
            name=f"{file.model.site}/{named.id}" + (f".{number}" if form.first_of else ""),
            keep=True,
            label=Label.BODY,
            evidence=evidence,
            finder=_bound(bound),
            period=_period(file, named),
            outside=f"outside the body: {evidence}",
            inside_is_judged=form.inside == "judged",
            least=bound.least,
        )


def _bound(form: BoundForm) -> Singles | Run:
    """Where the body is; an end that is not given is the edge of the document."""
    if form.selects:
        return Singles(Condition(selector=_selector(form, partly=True)), which=form.which)
    start = _end(form.from_, form.after) or End(None)
    stop = _end(form.to, form.until) or End(None)
    return Run(start=start, stop=stop, which=form.which)


def _rewrite(file: RuleFile, named: NamedRule, form: RewriteForm) -> Rewrite:
    return Rewrite(
        name=f"{file.model.site}/{named.id}",
        pattern=_pattern(form.pattern),
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
        return Singles(_condition(form, partly=isinstance(form, Keep)), window, form.which)
    return Run(
        start=_end(form.from_, form.after),
        stop=_end(form.to, form.until),
        count=form.blocks,
        at_most=form.at_most,
        guard=_guard(form.while_) if form.while_ else None,
        window=window,
        which=form.which,
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
        return Condition(pattern=_pattern(form.pattern), selector=selector)
    return Condition(lines=frozenset(map(fold, form.line or ())), selector=selector)


def _pattern(text: str) -> Pattern:
    return Pattern(text, clauses(text))


def _selector(form: Selecting, *, partly: bool) -> Selector | None:
    return Selector(form.css or (), form.xpath or (), partly) if form.selects else None


def _guard(form: WhileForm) -> While:
    condition = _condition(form) if form.line or form.pattern or form.selects else None
    return While(condition, form.longest, bool(form.off_topic))


def _match(file: RuleFile) -> Match | None:
    """The `match` of a file. A file without one has that of the file of the same name that it extends."""
    replaced = (parent for parent in file.parents if parent.model.site == file.model.site)
    return file.model.match or next((_match(parent) for parent in replaced), None)


def _domains(files: Sequence[RuleFile]) -> list[dict[str, list[tuple[int, str]]]]:
    """For each layer: domain -> pairs of a file's number and a glob for the path, the longest glob first."""
    layers: dict[int, dict[str, list[tuple[int, str]]]] = {}
    for number, file in enumerate(files):
        match = _match(file)
        exact = [f"{EXACT}{host}" for host in match.hosts] if match else []
        for domain in (*match.domains, *exact) if match else ():
            addresses = layers.setdefault(file.layer, {}).setdefault(domain, [])
            addresses += [(number, glob) for glob in (match.paths if match else ()) or ("",)]
    return [
        {
            domain: sorted(addresses, key=lambda address: (-len(address[1]), address[1]))
            for domain, addresses in sorted(layers[layer].items())
        }
        for layer in sorted(layers)
    ]


def _signatures(files: Sequence[RuleFile]) -> dict[str, Any]:
    """The signatures that are looked up, by line, site name or generator, and all others, in a list.

    Files are given by their numbers. Where several files have one line or name, the lowest number wins.
    """
    looked_up: dict[str, dict[str, tuple[int, str]]] = {"lines": {}, "names": {}, "generators": {}}
    others: list[tuple[int, str, str, tuple[Condition, ...]]] = []
    for number, file in enumerate(files):
        match = _match(file)
        owner = file if file.model.match else next((p for p in file.parents if p.model.match is match), file)
        for index, form in enumerate(match.signatures if match else ()):
            where = owner.where("match", "signatures", index)
            name = f"{file.model.site}/signature-{index + 1}"
            given = {"lines": form.line, "names": form.site_name, "generators": form.generator}
            for kind, texts in given.items():
                for text in map(fold, texts or ()):
                    looked_up[kind].setdefault(text, (number, where))
            if form.pattern:
                others.append((number, where, name, (Condition(pattern=_pattern(form.pattern)),)))
            elif form.all:
                others.append((number, where, name, tuple(map(_condition, form.all))))
    return {**{kind: dict(sorted(it.items())) for kind, it in looked_up.items()}, "signatures": others}
