"""A trial as a page by itself, without scripts and without anything from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleaner.trial.account import Account, FileAccount, RuleAccount, Totals
    from cleaner.trial.alarms import Alarm

_STYLE: Final = """
body { font: 1rem/1.45 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .2rem .6rem .2rem 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
.alarm { color: #b00020; font-weight: 600; } .why { color: #666; }
blockquote { margin: .4rem 0 .8rem; padding-left: .8rem; border-left: 3px solid #ccc; }
blockquote p { margin: .1rem 0; color: #777; } blockquote p.hit { color: inherit; background: #fff3c4; }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #ddd; }
  blockquote p.hit { background: #4a3f12; }
}
"""


def as_html(account: Account, found: Sequence[Alarm], unused: Sequence[str]) -> str:
    """The whole account; `unused` are the user's files that no page got."""
    parts = [
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Rules tried</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_STYLE}</style></head><body>\n<h1>Rules tried on {account.all.pages:,} pages</h1>",
        *_alarms(found),
        *(part for source, file in sorted(account.files.items()) for part in _file(source, file, found)),
        *_unused(unused, account.without_file.pages),
        *_sites(account.sites),
        *_changed(account.changed),
        "</body></html>\n",
    ]
    return "\n".join(parts)


def _alarms(found: Sequence[Alarm]) -> Iterator[str]:
    if not found:
        yield "<p>No alarms.</p>"
        return
    yield f"<h2>{len(found)} alarm{'' if len(found) == 1 else 's'}</h2>\n<ul>"
    for it in found:
        yield f'<li class="alarm">{escape(it.file)} {escape(it.rule)}: {escape(it.message)}</li>'
    yield "</ul>"


def _file(source: str, file: FileAccount, found: Sequence[Alarm]) -> Iterator[str]:
    yield f"<h2>{escape(source)}</h2>\n<p>{escape(file.name)}: {_totals(file.totals)}</p>"
    alarmed = {it.rule for it in found if it.file == source}
    for name, rule in sorted(file.rules.items(), key=lambda it: (-it[1].took, it[0])):
        yield from _rule(name, rule, is_alarmed=name in alarmed)


def _rule(name: str, rule: RuleAccount, *, is_alarmed: bool) -> Iterator[str]:
    mark = ' <span class="alarm">alarm</span>' if is_alarmed else ""
    yield f'<h3>{escape(name)}{mark}</h3>\n<p class="why">{escape(rule.evidence)}</p>'
    yield (
        f"<p>Spoke on {rule.spoke:,} of {rule.pages:,} pages; took {rule.took:,} characters "
        f"({rule.share:.1%}), gave back {rule.gave:,}.</p>"
    )
    if rule.silent:
        told = ", ".join(f"{why} ({count:,})" for why, count in rule.commonest_silence)
        yield f"<p>No effect: {escape(told)}.</p>"
    for example in rule.examples:
        yield from _example(example)


def _example(example: Mapping[str, Any]) -> Iterator[str]:
    yield f'<blockquote><p class="why">{escape(example["page"])}</p>'
    between = f"({example['between']} more)" if example.get("between") else None
    rows = (("", example.get("before")), ("hit", example["first"]), ("hit", between))
    for kind, text in (*rows, ("hit", example.get("last")), ("", example.get("after"))):
        if text:
            yield f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"
    yield "</blockquote>"


def _unused(unused: Sequence[str], without: int) -> Iterator[str]:
    if unused or without:
        yield "<h2>Without effect</h2>\n<ul>"
        yield from (f"<li>{escape(source)}: for none of these pages</li>" for source in unused)
        yield f"<li>{without:,} pages that no rule file is for</li>\n</ul>"


def _sites(sites: Mapping[str, Totals]) -> Iterator[str]:
    head = '<table><tr><th>site<th class="n">pages<th class="n">generic<th class="n">with rules'
    yield from ("<h2>Sites</h2>", head)
    for name, it in sorted(sites.items()):
        numbers = "".join(f'<td class="n">{count:,}' for count in (it.pages, it.generic, it.kept))
        yield f"<tr><td>{escape(name)}{numbers}"
    yield "</table>"


def _changed(pages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    head = '<table><tr><th>page<th class="n">generic<th class="n">took<th class="n">gave back<th>'
    yield from ("<h2>Pages most changed</h2>", head)
    for it in pages:
        numbers = "".join(f'<td class="n">{it[key]:,}' for key in ("generic", "took", "gave"))
        doubt = "" if it["believed"] else "not believed"
        yield f"<tr><td>{escape(it['page'])}{numbers}<td>{doubt}"
    yield "</table>"


def _totals(totals: Totals) -> str:
    return (
        f"{totals.pages:,} pages; the generic part keeps {totals.generic:,} characters, "
        f"with the rules {totals.kept:,}"
    )
