"""A trial as text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.trial.compare import AGREED, GAVE, REWROTE, TOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.trial.account import Account, FileAccount, RuleAccount, Totals
    from cleaner.trial.alarms import Alarm

_MARKS: Final = {TOOK: "-", GAVE: "+", AGREED: "=", REWROTE: "~"}
"""What stands before the lines of an example, as in a diff; `=` where the generic part says the same."""


def as_text(account: Account, found: Sequence[Alarm], unused: Sequence[str]) -> str:
    """The whole account in lines; `unused` are the user's files that no page got."""
    return "\n".join(_lines(account, found, unused))


def _lines(account: Account, found: Sequence[Alarm], unused: Sequence[str]) -> Iterator[str]:
    for source, file in sorted(account.files.items()):
        yield from _file(source, file, [it for it in found if it.file == source])
        yield ""
    for source in unused:
        yield f"{source}: for none of these pages"
    if account.without_file.pages:
        yield f"no rule file: {_pages(account.without_file.pages)}"
    if len(account.sites) > 1:
        yield from ("", "sites")
        yield from (f"  {name}: {_totals(it)}" for name, it in sorted(account.sites.items()))
    if account.changed:
        yield from ("", "pages most changed")
        yield from map(_changed, account.changed)
    yield ""
    yield from (f"ALARM {it.file}{f' {it.rule}' if it.rule else ''}: {it.message}" for it in found)
    alarms = f"{len(found)} alarm{'' if len(found) == 1 else 's'}"
    with_rules = _pages(account.all.pages - account.without_file.pages)
    yield f"{_pages(account.all.pages)}, {with_rules} with rules, {alarms}"


def _file(source: str, file: FileAccount, found: Sequence[Alarm]) -> Iterator[str]:
    yield f"{source} ({file.name}): {_totals(file.totals)}"
    if file.not_believed:
        yield f"  not believed on {_pages(file.not_believed)}, first {file.doubted_page}"
    if file.believed_always:
        yield f"  believed on {_pages(file.believed_always)} although next to nothing was left"
    for name, rule in file.by_effect:
        yield from _rule(name, rule, is_alarmed=any(it.rule == name for it in found))


def _rule(name: str, rule: RuleAccount, *, is_alarmed: bool) -> Iterator[str]:
    mark = "  ALARM" if is_alarmed else ""
    yield (
        f"  {name}: spoke on {rule.spoke} of {_pages(rule.pages)}; took {rule.took:,} ({rule.share:.1%}), "
        f"gave back {rule.gave:,}{mark}"
    )
    yield f"    {rule.evidence}"
    if rule.silent:
        yield "    no effect: " + ", ".join(f"{why} ({count})" for why, count in rule.commonest_silence)
    for example in rule.examples:
        yield from _example(example)


def _example(example: Mapping[str, Any]) -> Iterator[str]:
    yield f"    {example['page']}: took {example['took']:,}, gave back {example['gave']:,}"
    mark = _MARKS[example["effect"]]
    between = f"({example['between']} more)" if example.get("between") else None
    above = ((" ", example.get("before")), (mark, example["first"]), (mark, between))
    rows = (*above, (mark, example.get("last")), (" ", example.get("after")))
    yield from (f"      {sign} {text}" for sign, text in rows if text)


def _totals(totals: Totals) -> str:
    change = (totals.kept - totals.generic) / totals.generic if totals.generic else 0.0
    return (
        f"{_pages(totals.pages)}; the generic part keeps {totals.generic:,} characters, with the rules "
        f"{totals.kept:,} ({change:+.1%})"
    )


def _changed(page: Mapping[str, Any]) -> str:
    doubt = "" if page["believed"] else "; not believed"
    return (
        f"  {page['page']}: took {page['took']:,} of {page['generic']:,}, gave back {page['gave']:,}{doubt}"
    )


def _pages(count: int) -> str:
    return f"{count:,} page" if count == 1 else f"{count:,} pages"
