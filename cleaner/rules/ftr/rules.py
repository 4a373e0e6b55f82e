"""Makes rules of the directives `title`, `body`, `strip` and `strip_id_or_class`.

A body becomes a bound: what is outside goes, and inside the generic part judges. On real pages such files did
harm where all inside was kept, and none where the bound also had to hold 70 % of what the generic part keeps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cleaner.rules.ftr.directives import Account, Fate, fate_without_rule
from cleaner.rules.lint.selectors import mistakes
from cleaner.rules.selector_faults import check_css, check_xpath
from cleaner.segment.html.class_labels import CLASS_LABELS, look_up_all
from cleaner.verdict import MAIN_CONTENT, Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleaner.rules.ftr.directives import Directive

LEAST: Final = "70%"
"""What a body must hold of what the generic part keeps. With this share imported files did no harm on
news pairs and on the benchmark of Scrapinghub."""
_ATTRIBUTE: Final = re.compile(r"/@[\w:-]+\s*$")
_OF_HEAD: Final = re.compile(r"[^|]*/(?:title|meta|head)(?:\[[^\]]*\])?(?:/text\(\))?")
_HEADLINE: Final = re.compile(r"//h1(?:\[[^\]|]*\])?")
_NAME: Final = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_TAGS: Final = {
    "nav": Label.NAVIGATION,
    "form": Label.FORM,
    "figcaption": Label.CAPTION,
    "button": Label.BUTTON,
    "time": Label.DATELINE,
}
"""Tag -> what blocks in it are, where no class says so."""
_LAST_TAG: Final = re.compile(r"/(\w+)(?:\[[^/]*)?$")


@dataclass(slots=True)
class Rules:
    """What the directives of a file come to."""

    name: str
    """The name of the file."""
    found: dict[str, list[Directive]] = field(default_factory=dict)
    """Name -> the directives that make rules."""
    tests: list[Directive] = field(default_factory=list)
    """Those that are kept as comments."""
    accounts: list[Account] = field(default_factory=list)
    """What became of each."""

    @property
    def keys(self) -> dict[str, Any]:
        """The keys `body`, `headline` and `drop` of the rule file; empty where nothing makes a rule."""
        body, title = self.found.get("body", []), self.found.get("title", [])
        stripped = [it for name in ("strip", "strip_id_or_class") for it in self.found.get(name, ())]
        keys: dict[str, Any] = {}
        if body:
            keys["body"] = _body(body, self._why(body))
        if title:
            keys["headline"] = {"why": self._why(title), "xpath": [it.value for it in title]}
        if stripped:
            keys["drop"] = [_drop(it, self._why([it])) for it in sorted(stripped)]
        return keys

    def _why(self, directives: Iterable[Directive]) -> str:
        lines = ", ".join(str(it.line) for it in directives)
        return f"imported from {self.name}:{lines}"


def make_rules(name: str, directives: Iterable[Directive]) -> Rules:
    """Sort the directives of the file `name` by what becomes of them."""
    rules = Rules(name)
    seen: set[tuple[str, str]] = set()
    for it in directives:
        fate, reason = fate_without_rule(it) or _as_rule(it)
        if fate is Fate.CARRIED and (it.name, it.value) in seen:
            fate, reason = Fate.NEEDLESS, "it stands above already"
        if fate is Fate.CARRIED:
            seen.add((it.name, it.value))
            rules.found.setdefault(it.name, []).append(it)
        elif fate is Fate.COMMENT:
            rules.tests.append(it)
        rules.accounts.append(Account(name, it, fate, reason))
    return rules


def _as_rule(directive: Directive) -> tuple[Fate, str]:
    """Whether a directive with a selector can be carried over, and otherwise why not."""
    name, value = directive.name, directive.value
    if name in ("strip", "title") and any(map(_ATTRIBUTE.search, value.split("|"))):
        if name == "strip" and all(map(_ATTRIBUTE.search, value.split("|"))):
            return Fate.NEEDLESS, "attributes are no text"
        return Fate.LOST, "it selects attributes, which are in no block"
    if name in ("strip", "title") and _OF_HEAD.fullmatch(value):
        return Fate.NEEDLESS, "the head of a page is in no block, and is read anyway"
    if name == "strip" and _HEADLINE.fullmatch(value):
        return Fate.NEEDLESS, "headlines are told apart from the body; --no-title leaves them out"
    return next(_faults(name, value), (Fate.CARRIED, ""))


def _faults(name: str, value: str) -> Iterator[tuple[Fate, str]]:
    """Why a selector cannot be used, as `cleaner rules check` would say."""
    key, selectors = ("css", _with_name(value)) if name == "strip_id_or_class" else ("xpath", [value])
    for selector in selectors:
        try:
            check_css(selector) if key == "css" else check_xpath(selector)
        except ValueError as error:
            yield Fate.LOST, str(error)
            return
        yield from ((Fate.LOST, what) for what, is_warning in mistakes(key, selector) if not is_warning)


def _with_name(part: str) -> list[str]:
    """Selectors of the elements whose class or id contains `part`; the page itself is never meant."""
    quoted = part.replace("\\", "\\\\").replace('"', '\\"')
    return [f'[{attribute}*="{quoted}"]:not(html, body)' for attribute in ("class", "id")]


def _body(directives: list[Directive], why: str) -> dict[str, Any]:
    places = [{"xpath": it.value, "least": LEAST} for it in directives]
    where = places[0] if len(places) == 1 else {"first_of": places}
    return {"why": why, "inside": "judged", **where}


def _drop(directive: Directive, why: str) -> dict[str, Any]:
    by_name = directive.name == "strip_id_or_class"
    where = {"css": _with_name(directive.value)} if by_name else {"xpath": directive.value}
    return {"id": f"strip-{directive.line}", "label": str(_label(directive)), "why": why, **where}


def _label(directive: Directive) -> Label:
    """What the blocks most likely are, by the names or the tag in a selector; else a widget."""
    names = [directive.value]
    if directive.name == "strip":
        names = [quoted or other for quoted, other in _NAME.findall(directive.value)]
    bits = 0
    for name in names:
        bits |= look_up_all(name)
    for bit, label in enumerate(CLASS_LABELS[: len(Label)]):
        if bits >> bit & 1 and Label(label) not in MAIN_CONTENT:
            return Label(label)
    tag = _LAST_TAG.search(directive.value)
    return _TAGS.get(tag[1] if tag else "", Label.WIDGET)
