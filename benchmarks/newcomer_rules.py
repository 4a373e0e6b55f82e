"""Rules as a newcomer writes them who has seen one page of a site: in good faith, and wrong on purpose.

In good faith: a bound around the body; of blocks that the generic part keeps wrongly the line, patterns
(other numbers allowed, how it begins, a phrase of it), its longest word, and the smallest box; runs down to
the menu's last line and from the first line below the body. Wrong are a run that begins above the article, a
word of the body, a selector that is stale, a box that holds the body on other pages or a part of it, and a
signature that other sites have.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from benchmarks.metrics import words
from cleaner.rules.conditions import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from cleaner.pipeline import Judged

RUN, WORD, BOX, PART, STALE, SIGNATURE = "run", "word", "box", "part", "stale", "signature"
"""Kinds of wrong rules."""
MAY_BE_HARMLESS: Final = (RUN, WORD, BOX, PART)
"""Kinds that count as wrong only where they do harm."""
LINES: Final = 4
"""Blocks of a page that rules are written for."""
BODY_SHARE: Final = 0.9
"""The share of gold words from which a block is of the body, and of which a box of the body holds."""
WRONG_SHARE: Final = 0.5
"""The share of gold words below which a block that is kept is kept wrongly."""
PART_SHARE: Final = (0.1, 0.6)
"""The share of gold words that a box with a part of the body holds."""
PARAGRAPH_WORDS: Final = 12
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z-]*")


class Rule(NamedTuple):
    """One rule, as the part of a rule file that holds it, and what it was made to be."""

    kind: str
    part: dict[str, Any]
    is_wrong: bool


def rules_from(html: str, gold: Counter[str], judged: Judged) -> Iterator[Rule]:
    """The rules that a newcomer writes in good faith; `gold` are the words of the body."""
    if box := _box(html, gold):
        yield Rule("bound", {"body": _bound(box)}, is_wrong=False)
    lines = _wrongly_kept(judged, gold)[:LINES]
    for line in lines:
        yield Rule("line", _drop(line=line), is_wrong=False)
    for pattern in dict.fromkeys(it for line in lines for it in _patterns(line)):
        yield Rule("pattern", _drop(pattern=pattern), is_wrong=False)
    for word in dict.fromkeys(filter(None, map(_longest_word, lines))):
        yield Rule("keyword", _drop(pattern=rf"(?i)\b{word}\b"), is_wrong=False)
    for css in dict.fromkeys(filter(None, (_small_box(html, line) for line in lines))):
        yield Rule("selector", _drop(css=css), is_wrong=False)
    for ends in _runs_around(judged, gold):
        yield Rule("run around", _drop(**ends), is_wrong=False)


def wrong_rules_from(
    html: str, gold: Counter[str], judged: Judged, others: Mapping[str, Counter[str]]
) -> Iterator[Rule]:
    """Rules that do harm, or nothing, elsewhere; `others` are the site's other pages, each with its gold."""
    box = _box(html, gold)
    if box:
        yield Rule(STALE, {"body": _bound(f"{box}-old")}, is_wrong=True)
    if above := _line_above(judged, gold, list(others)):
        yield Rule(RUN, _drop(**{"from": {"line": above}, "to": "end", "at_most": 250}), is_wrong=True)
    long = [(count, word) for word, count in gold.items() if len(word) > 4 and word.isalpha()]  # noqa: PLR2004 - no stopword
    if long:
        yield Rule(WORD, _drop(pattern=rf"(?i)\b{max(long)[1]}\b"), is_wrong=True)
    elsewhere = next((it for other in others if (it := _box(other, None)) and it != box), None)
    if elsewhere:
        yield Rule(BOX, _drop(css=elsewhere), is_wrong=True)
    if part := next(filter(None, (_part_box(html, *other) for other in others.items())), None):
        yield Rule(PART, _drop(css=part), is_wrong=True)


def signature_from(judged: Judged, foreign: Mapping[str, Sequence[object]]) -> Rule | None:
    """A line of a page that most other sites have, too, as a signature of its site.

    `foreign` has the pages of other sites by the folded lines on them.
    """
    counts = [(len(foreign.get(fold(it.text), ())), it.text) for it in judged.document.blocks]
    count, line = max(counts, default=(0, ""))
    return Rule(SIGNATURE, {"signatures": [{"line": line}]}, is_wrong=True) if count else None


def _bound(css: str) -> dict[str, Any]:
    return {"css": css, "inside": "judged", "why": "the article stands in it"}


def _drop(**how: Any) -> dict[str, Any]:  # noqa: ANN401 - the keys of a rule
    return {"drop": [{"label": "widget", "why": "seen on one page", **how}]}


def _patterns(line: str) -> Iterator[str]:
    """The line with any other numbers in it, how it begins, and a phrase of it."""
    if re.search(r"\d", line):
        yield "^" + r"\d+".join(map(re.escape, re.split(r"\d+", line))) + "$"
    said = re.findall(r"\w+", line)
    if len(said) > 1:
        yield "^" + r"\W+".join(said[:2]) + r"\b"
    if len(said) > 2:  # noqa: PLR2004 - a phrase
        yield r"\b" + r"\W+".join(said[:3]) + r"\b"


def _longest_word(line: str) -> str:
    """The longest word of a line; empty where it may be a stopword."""
    longest = max(re.findall(r"\w+", line), key=len, default="")
    return longest if len(longest) > 4 else ""  # noqa: PLR2004 - as in `wrong_rules_from`


def _runs_around(judged: Judged, gold: Counter[str]) -> Iterator[dict[str, Any]]:
    """The runs from the page's start to the last line above the body, and from the first below to its end."""
    texts = [block.text for block in judged.document.blocks]
    body = [place for place, text in enumerate(texts) if _is_paragraph(text, gold)]
    if not body:
        return
    first, last = body[0] - 1, body[-1] + 1
    if first > 0 and "\n" not in texts[first]:
        yield {"from": "start", "to": {"line": texts[first]}, "at_most": 2 * body[0]}
    if last < len(texts) and "\n" not in texts[last]:
        yield {"from": {"line": texts[last]}, "to": "end", "at_most": 2 * (len(texts) - last)}


def _classes(node: LexborNode) -> list[str]:
    return [it for it in (node.attributes.get("class") or "").split() if _NAME.fullmatch(it)]


def _box(html: str, gold: Counter[str] | None) -> str | None:
    """The smallest element that holds nine tenths of the gold words; without gold, an article."""
    tree = LexborHTMLParser(html)
    best = None
    for node in tree.css("article, main, section, div"):
        classes = _classes(node)
        if not classes or (gold is None and node.tag not in ("article", "main")):
            continue
        have = Counter(words(node.text()))
        if gold is not None and (gold & have).total() < BODY_SHARE * gold.total():
            continue
        selector = f"{node.tag}.{classes[0]}"
        if len(tree.css(selector)) == 1 and (best is None or have.total() < best[0]):
            best = have.total(), selector
    return best[1] if best else None


def _part_box(html: str, other: str, gold: Counter[str]) -> str | None:
    """A selector that finds nothing on `html`, and a part of the body on the page `other`."""
    here = LexborHTMLParser(html)
    least, most = PART_SHARE
    for node in LexborHTMLParser(other).css("[class]"):
        have = Counter(words(node.text()))
        share = (have & gold).total() / max(1, gold.total())
        if least <= share <= most and _shared(have, gold) > BODY_SHARE:
            for name in _classes(node):
                if not here.css_first(f"{node.tag}.{name}"):
                    return f"{node.tag}.{name}"
    return None


def _small_box(html: str, line: str) -> str | None:
    """The smallest element with a class that holds a line, and at most twice as much."""
    found: list[tuple[int, str]] = []
    for node in LexborHTMLParser(html).css("[class]"):
        text = " ".join(node.text().split())
        classes = _classes(node)
        if classes and " ".join(line.split()) in text and len(text) <= 2 * len(line):
            found.append((len(text), f"{node.tag}.{classes[0]}"))
    return min(found)[1] if found else None


def _wrongly_kept(judged: Judged, gold: Counter[str]) -> list[str]:
    """Blocks that the generic part keeps although less than half of their words are gold."""
    decided = judged.decided.generic if judged.decided else []
    blocks = zip(judged.document.blocks, decided, strict=True) if decided else ()
    return [
        block.text
        for block, it in blocks
        if it.keep and "\n" not in block.text and _share(block.text, gold) < WRONG_SHARE
    ]


def _line_above(judged: Judged, gold: Counter[str], others: Sequence[str]) -> str | None:
    """The last line above the body that other pages have, too."""
    found = None
    for block in judged.document.blocks:
        if _is_paragraph(block.text, gold):
            return found
        if "\n" not in block.text and any(block.text in other for other in others):
            found = block.text
    return None


def _is_paragraph(text: str, gold: Counter[str]) -> bool:
    return len(words(text)) > PARAGRAPH_WORDS and _share(text, gold) > BODY_SHARE


def _share(text: str, gold: Counter[str]) -> float:
    return _shared(Counter(words(text)), gold)


def _shared(have: Counter[str], gold: Counter[str]) -> float:
    return (have & gold).total() / have.total() if have else 0.0
