"""The article in the data of a page's scripts, found by its shape.

An article in data is one of two things:

- a string of HTML, or of lines, with several paragraphs of prose;
- a list whose items hold paragraphs under the same name, at whatever depth: texts, blocks of an editor, nodes
  of rich text. So does an object whose names are numbered, as a store of blocks is.

Where such a list stands in another, the outer one is the article if it adds to it (sections with paragraphs).
A list is not an article where its items have addresses or dates of their own: other stories, comments, posts.
A table of translations and a configuration are objects with a name for each text, and so neither.

Data has more texts than the article: other stories, product copy, terms. So the article is that beside which
the page's headline stands. Where it stands beside none, one is taken only if the page declares to be an
article and has next to no prose of its own, if the text has words of the headline, and if it is not one of a
list of documents. And none is taken if another, with as much right, is nearly as long.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from html import escape, unescape
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from cleaner.characters.letters import letters
from cleaner.characters.scripts import IS_UNSPACED
from cleaner.segment.html.script_values import Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaner.segment.html.script_values import Value

ENOUGH: Final = 500
"""Characters of prose that make an article. As for JSON-LD; hand-set."""
_PARAGRAPHS: Final = 3
"""Paragraphs of prose that make an article. Hand-set."""
_SENTENCE: Final = 40
"""Characters of the shortest paragraph of prose; a quarter in scripts without spaces. Hand-set."""
_SIGNS: Final = 0.2
"""The share of signs and digits of ASCII that prose has at most. Hand-set."""
_CODE: Final = 0.02
"""The share of braces, semicolons and the like that prose has at most. Hand-set."""
_OWN_SHARE: Final = 0.5
"""The share of all text under its name that is prose, in a list that is an article. Hand-set."""
_DISTINCT: Final = 0.8
"""The share of an article's paragraphs that stand in it once. Hand-set."""
_SAME_NAME: Final = 0.7
"""The share of a list's prose that stands under its commonest name. Hand-set."""
_MIXED: Final = 0.3
"""The share of the texts right in a list that are addresses, dates and single words, from which it is a store
of all kinds of values. Hand-set."""
_ADDS: Final = 1.2
"""How many times the prose of a list in it an outer list must have to be the article. Hand-set."""
_OTHERS: Final = 0.5
"""The share of items with prose that have an address or a date, from which they are documents of their own.
Hand-set."""
_RIVAL: Final = 0.5
"""The share of the longest article's prose from which another makes it doubtful. Hand-set."""
_ON_TOPIC: Final = 0.4
"""The share of the titles' words that the article has, where no title stands beside it. Of the articles of
news-pairs-dev, fundus-dev and WCXB, 1 in 20 has less."""
_STEM: Final = 5
"""Letters of a word that are compared, as its end may be inflected."""
_SHORTEST_WORD: Final = 4
_HEADING: Final = 120
"""Characters of the longest heading."""
_VALUES: Final = 200
"""The values of an object that are searched for a headline, or for what kind of block it is."""
_NAMES: Final = 8
"""The names of prose that are told apart in one object or list."""
_MOSTLY: Final = 0.4
"""The share of the prose of the object with the headline that the article has at least: the text may stand in
it twice, as HTML and without. Hand-set."""
_SURE_TITLE: Final = 15
"""Letters of a title that is found in a longer one."""
_SAME_TITLE: Final = 0.6
"""The share of the longer title that it then is."""
_CANDIDATES: Final = 20
"""The articles that are compared, the longest."""
_SAMPLES: Final = 20
"""Samples of an article that are searched for in another."""
_LEVELS: Final = 5
"""Objects and lists around an article that are searched for its headline. Of the 132 articles of the bench
that are on their pages, too, it stands in the innermost with 72, and four levels out with one."""

_SENTENCE_END: Final = re.compile("[.!?…:。！？؟।။።։][\"'”’»)」』]*(?:\\s|$)|[。！？]")
_OF_CODE: Final = re.compile(r"[{};=<>$|\\]")
_IS_SIGN: Final = re.compile(r"[!-@\[-`{-~]")
_IS_HTML: Final = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<(?:br|p)\b[^<>]{0,200}>", re.IGNORECASE)
_BREAK: Final = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|figure|tr|td|table|section)\b[^<>]*+>", re.IGNORECASE
)
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]*+>")
_ADDRESS: Final = re.compile(r"(?:https?:)?//\S+\Z|/[\w.~%-]+(?:/[\w.~%-]*)*\Z")
_SLUG: Final = re.compile(r"(?=.*[g-z])[a-z0-9]+(?:-[a-z0-9]+){3,}\Z")
_HYPHENS: Final = 3
"""The fewest of a slug."""
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]|\Z)")
_TIMES: Final = (range(900_000_000, 5_000_000_000), range(900_000_000_000, 5_000_000_000_000))
"""Seconds, and thousandths, since 1970."""
_IS_HEADING: Final = re.compile(r"h[1-6]\Z|(?:sub)?(?:head(?:ing|er|line)?|title)\b.*", re.IGNORECASE)
_IS_ITEM: Final = re.compile(r"(?:un)?(?:ordered)?[-_]?list.*|li\Z|.*list[-_ ]?item", re.IGNORECASE)
_ELEMENT: Final = "$"
_WORD: Final = re.compile(r"\w+")


_NO_NAMES: Final[dict[str, int]] = {}
"""Not to be written to."""


class _Seen:
    """What is known of a node once all inside it is.

    Data has a node every fifty characters, and most have next to nothing to say, so the defaults are those of
    the class, and the tables are made when there is something to enter.
    """

    prose = 0
    paragraphs = 0
    names = _NO_NAMES
    """Characters of prose by the name they stand under."""
    texts = _NO_NAMES
    """Characters of all texts, likewise."""
    holders = 0
    """Values with prose."""
    others = 0
    """Those of them that have an address or a date of their own."""
    marks = 0
    """Texts right in it that are addresses, dates or single words."""
    has_own = False
    """Whether it has an address or a date, itself or in an object in it."""
    best = 0
    """The prose of the longest article in it."""
    is_article = False


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """An article in data: a node, or a text in one."""

    node: Node
    text: str | None
    prose: int
    name: str


def find_article(nodes: Sequence[Node], titles: Sequence[str], *, untitled: bool = False) -> Article | None:
    """The article in the data that `read_values` gave, or None; takes time linear in its length.

    `titles` are those of the page; `untitled` is whether one is taken that none of them stands beside.
    """
    seen = _look_at(nodes)
    found = nlargest(_CANDIDATES, _articles(nodes, seen), key=lambda it: it.prose)
    found = [it for it in found if _is_distinct(it)]
    wanted = [it for it in _letters_of(titles) if it]
    titled = [it for it in found if _stands_beside(it, wanted, seen)]
    best = next(iter(titled or found), None)
    if best is None:
        return None
    if not titled and not (untitled and _is_on_topic(best, titles) and not _is_listed(best, seen)):
        return None
    rivals = [it for it in titled or found if it is not best and it.prose > _RIVAL * best.prose]
    return best if all(_is_same(best, it) for it in rivals) else None


def as_html(article: Article) -> str:
    """The paragraphs, headings and lists of `article` as HTML."""
    if article.text is not None:
        return _text_as_html(article.text)
    parts = groupby(_parts(article.node, article.name), key=lambda part: part.startswith("<li>"))
    return "\n".join(f"<ul>{''.join(run)}</ul>" if are_items else "\n".join(run) for are_items, run in parts)


def _look_at(nodes: Sequence[Node]) -> dict[int, _Seen]:
    """What is known of each node, by its identity; those of code, of which nothing is, are left out."""
    seen: defaultdict[int, _Seen] = defaultdict(_Seen)
    texts: dict[str, _Text] = {}
    for node in reversed(nodes):
        own = id(node)
        for key, value in zip(node.keys, node.values, strict=True):
            if value is None:
                continue
            if isinstance(value, str):
                text = texts.get(value)
                if text is None:
                    text = texts[value] = _text(value)
                _count_text(seen[own], key, text)
            elif isinstance(value, Node):
                inner = seen.get(id(value))
                if inner and (inner.texts or inner.has_own):
                    _count_node(seen[own], value, inner)
            elif value >= _TIMES[0].start and any(value in times for times in _TIMES):
                seen[own].has_own = True
        mine = seen.get(own)
        if mine and mine.prose >= ENOUGH and _is_article(node, mine):
            mine.best = mine.prose
            mine.is_article = True
    return seen


def _articles(nodes: Sequence[Node], seen: dict[int, _Seen]) -> list[Article]:
    """Everything in the data that has the shape of an article, none inside another."""
    found = []
    for node in nodes:
        mine = seen.get(id(node))
        if mine is None:
            continue
        if mine.is_article:
            found.append(Article(node, None, mine.prose, _commonest(mine)))
        elif mine.prose >= ENOUGH:
            texts = (
                _article_in(node, key, value)
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(value, str)
            )
            found += [it for it in texts if it is not None]
    return _outermost(found)


def _outermost(articles: Sequence[Article]) -> list[Article]:
    """Without those that stand in another."""
    nodes = {id(it.node) for it in articles if it.text is None}
    return [it for it in articles if not _is_inside(it, nodes)]


def _is_inside(article: Article, nodes: set[int]) -> bool:
    above = article.node.parent
    while above is not None:
        if id(above) in nodes:
            return True
        above = above.parent
    return False


class _Text(NamedTuple):
    """What is known of a text, wherever it stands; the names of types stand in data a thousand times."""

    is_address_or_date: bool
    is_word: bool
    """Whether it is a single word."""
    characters: int
    """Of all its lines."""
    prose: tuple[int, ...]
    """Characters of each line that is prose."""


def _text(text: str) -> _Text:
    if _is_address_or_date(text):
        return _Text(is_address_or_date=True, is_word=False, characters=0, prose=())
    is_word = " " not in text and not _is_unspaced(text)
    lines = _lines(text)
    prose = tuple(length for line in lines if (length := _prose(line)))
    return _Text(is_address_or_date=False, is_word=is_word, characters=sum(map(len, lines)), prose=prose)


def _count_text(mine: _Seen, key: str, text: _Text) -> None:
    """Add a text to what is known of the node that it stands in."""
    is_address_or_date, is_word, characters, prose = text
    if is_address_or_date:
        mine.has_own = True
        mine.marks += 1
        return
    if is_word:
        mine.marks += 1
    if mine.texts is _NO_NAMES:
        mine.texts = {key: characters}
    else:
        mine.texts[key] = mine.texts.get(key, 0) + characters
    if prose:
        length = sum(prose)
        mine.holders += 1
        mine.prose += length
        mine.paragraphs += len(prose)
        mine.names = _sum(mine.names, {key: length})
        if len(prose) >= _PARAGRAPHS:
            mine.best = max(mine.best, length)


def _count_node(mine: _Seen, node: Node, inner: _Seen) -> None:
    """Add a node to what is known of the one that it stands in."""
    if inner.prose:
        mine.holders += 1
        mine.others += inner.has_own
        mine.prose += inner.prose
        mine.paragraphs += inner.paragraphs
        mine.names = _sum(mine.names, inner.names)
        mine.best = max(mine.best, inner.best)
    if inner.texts:
        mine.texts = _sum(mine.texts, inner.texts)
    if inner.has_own and not node.is_list:
        mine.has_own = True


def _is_address_or_date(text: str) -> bool:
    """Whether a text is one of these; single signs are asked for before the patterns, which take longer."""
    if text[4:5] == "-" and len(text) < _SENTENCE and _DATE.match(text):
        return True
    if " " in text and " " in text.strip():
        return False
    if text[:1] in {"h", "/"} and _ADDRESS.match(text):
        return True
    return text.count("-") >= _HYPHENS and _SLUG.match(text) is not None


def _is_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script without spaces."""
    return not text.isascii() and IS_UNSPACED.search(text) is not None


def _article_in(node: Node, key: str, text: str) -> Article | None:
    """`text` as an article, if it has several paragraphs of prose."""
    if len(text) < ENOUGH:
        return None
    prose = [length for line in _lines(text) if (length := _prose(line))]
    if len(prose) < _PARAGRAPHS or sum(prose) < ENOUGH:
        return None
    return Article(node, text, sum(prose), key)


def _is_article(node: Node, seen: _Seen) -> bool:
    """Whether a list, or what stands for one, is an article as a whole."""
    return (
        node.parent is not None
        and seen.prose >= ENOUGH
        and seen.paragraphs >= _PARAGRAPHS
        and not (node.is_list and seen.marks > _MIXED * sum(isinstance(it, str) for it in node.values))
        and seen.holders > 1
        and (node.is_list or _is_numbered(node))
        and seen.others < _OTHERS * seen.holders
        and seen.names[name := _commonest(seen)]
        >= max(_SAME_NAME * seen.prose, _OWN_SHARE * seen.texts.get(name, 0))
        and seen.prose >= _ADDS * seen.best
    )


def _is_numbered(node: Node) -> bool:
    """Whether the names of an object are numbered, and its values objects or lists."""
    inner = [key for key, value in zip(node.keys, node.values, strict=True) if isinstance(value, Node)]
    numbered = sum(any(map(str.isdigit, key)) for key in inner)
    return numbered >= _PARAGRAPHS and numbered > len(inner) * _SAME_NAME


def _commonest(seen: _Seen) -> str:
    return max(seen.names, key=seen.names.__getitem__)


def _sum(counts: dict[str, int], more: dict[str, int]) -> dict[str, int]:
    """Counts by name with others added; of many others, only the largest."""
    if counts is _NO_NAMES:
        counts = {}
    for name in nlargest(_NAMES, more, key=more.__getitem__) if len(more) > _NAMES else more:
        counts[name] = counts.get(name, 0) + more[name]
    return counts


def _lines(text: str) -> list[str]:
    """The lines of a text as it would be shown; a short text is one."""
    if len(text) < _SENTENCE // 4:
        return []
    if "<" in text:
        if _IS_HTML.search(text):
            text = "\n".join(" ".join(it.split()) for it in _BREAK.split(text))
        text = _TAG.sub("", text)
    return text.splitlines()


def _prose(line: str) -> int:
    """The characters of a line that is prose; 0 of another."""
    length = len(line)
    if length < _SENTENCE // 4:
        return 0
    unspaced = _is_unspaced(line)
    if length < _SENTENCE and not unspaced:
        return 0
    if not _SENTENCE_END.search(line) or (not unspaced and line.count(" ") * 15 < length):
        return 0
    if len(_OF_CODE.findall(line)) > _CODE * length:
        return 0
    return 0 if len(_IS_SIGN.findall(line)) > _SIGNS * length else length


def _letters_of(texts: Sequence[str]) -> list[str]:
    return letters([unescape(_TAG.sub("", text)) for text in texts])


def _stands_beside(article: Article, titles: Sequence[str], seen: dict[int, _Seen]) -> bool:
    """Whether a title, given by its letters, stands in an object that has the article and little other prose.

    It may stand in an object in that, as in `headlines: {web: ...}`. An object on the way there that has an
    address or a date, and another title, is another document.
    """
    node: Node | None = article.node
    longest = 2 * max(map(len, titles), default=0) + _SENTENCE
    for _ in range(_LEVELS):
        if node is None or (node is not article.node and article.prose < _MOSTLY * seen[id(node)].prose):
            return False
        texts = [it for it in _texts_near(node) if len(it) <= longest]
        if any(_is_same_title(title, it) for it in _letters_of(texts) for title in titles):
            return True
        if not node.is_list and any(map(_is_address_or_date, texts)):
            return False
        node = node.parent
    return False


def _texts_near(node: Node) -> Iterator[str]:
    """The texts right in an object or list, and of an object those in its objects of a few texts alone."""
    for value in node.values[:_VALUES]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Node) and not (node.is_list or value.is_list) and len(value.values) <= _NAMES:
            texts = [it for it in value.values if isinstance(it, str)]
            if len(texts) == len(value.values) and not any(map(_is_address_or_date, texts)):
                yield from texts


def _is_same_title(one: str, other: str) -> bool:
    """Whether two titles are the same, or one has more words before or behind it; both as letters."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= max(_SURE_TITLE, _SAME_TITLE * len(long)) and short in long)


def _is_distinct(article: Article) -> bool:
    """Whether nearly all paragraphs stand in the article once."""
    lines = [line for line in _lines(as_html(article)) if _prose(line)]
    return len(set(lines)) >= _DISTINCT * len(lines)


def _is_listed(article: Article, seen: dict[int, _Seen]) -> bool:
    """Whether the article is one of several documents in a list."""
    node: Node | None = article.node
    for _ in range(_LEVELS):
        if node is None:
            return False
        if node is not article.node and (node.is_list or _is_numbered(node)) and seen[id(node)].others > 1:
            return True
        node = node.parent
    return False


def _is_same(one: Article, other: Article) -> bool:
    """Whether two articles are one, by samples of the other; one may have a standfirst or captions more."""
    text, compared = (_letters_of([_BREAK.sub("\n", as_html(it))])[0] for it in (one, other))
    step = max(len(compared) // _SAMPLES, 1)
    samples = [compared[at : at + _SENTENCE] for at in range(0, max(len(compared) - _SENTENCE, 1), step)]
    return 2 * sum(it in text for it in samples) >= len(samples)


def _is_on_topic(article: Article, titles: Sequence[str]) -> bool:
    """Whether the article has enough words of the titles; where there are none to compare, it has."""
    words = {stem for word in _WORD.findall(" ".join(titles).casefold()) for stem in _stems(word)}
    if not words:
        return True
    text = unescape(as_html(article)).casefold()
    return sum(word in text for word in words) >= _ON_TOPIC * len(words)


def _stems(word: str) -> Iterator[str]:
    if IS_UNSPACED.search(word):
        yield from (word[at : at + 2] for at in range(len(word) - 1))
    elif len(word) >= _SHORTEST_WORD:
        yield word[:_STEM]


def _text_as_html(text: str) -> str:
    if _IS_HTML.search(text):
        return text
    return "\n".join(f"<p>{_escaped(line)}</p>" for line in text.splitlines() if line.strip())


def _escaped(text: str) -> str:
    """A text that may have inline tags, as HTML: without tags, and with entities as they are."""
    return escape(unescape(_TAG.sub("", text)), quote=False)


def _parts(root: Node, name: str) -> Iterator[str]:
    """The texts under `name` in `root` as HTML, in order: parts of a line joined, headings and items kept."""
    line: list[str] = []
    tag = before = ""
    last: Node | None = None
    for node, key, text in _texts(root):
        own_heading = key != name and _heads(node, key, text, name)
        if key != name and not own_heading:
            continue
        goes_on = bool(line) and key == before and _goes_on(root, last, node, line[-1], text)
        if line and not goes_on:
            yield _element(tag, "".join(line))
            line = []
        if not line:
            tag = "h2" if own_heading else _tag_of(node, root)
        line.append(text)
        last, before = node, key
    if line:
        yield _element(tag, "".join(line))


def _texts(root: Node) -> Iterator[tuple[Node, str, str]]:
    """Every text in `root` in order, with the node that it stands in and its name."""
    waiting: list[tuple[Node, int]] = [(root, 0)]
    while waiting:
        node, at = waiting.pop()
        if at == len(node.values):
            continue
        waiting.append((node, at + 1))
        value = node.values[at]
        if isinstance(value, Node):
            waiting.append((value, 0))
        elif isinstance(value, str) and not _is_element(node):
            yield node, node.keys[at], value


def _is_element(node: Node) -> bool:
    """Whether a list is an element as React streams it: a sign, the tag, the key and the properties."""
    return node.is_list and len(node.values) > 1 and node.values[0] == _ELEMENT


def _goes_on(root: Node, last: Node | None, node: Node, before: str, text: str) -> bool:
    """Whether `text` is on the line of the text before it, as a space or a mark between them says.

    Not so where both are items of the article itself: a paragraph may end with a space.
    """
    if last is None or before.endswith("\n") or root in {node, node.parent}:
        return False
    near = last is node or last.parent is node.parent or last.parent is node or node.parent is last
    return near and (before[-1:].isspace() or text[:1].isspace() or text[:1] in ",.;:!?)”’»")


def _heads(node: Node, key: str, text: str, name: str) -> bool:
    """Whether `text` is the heading of the text under `name` in the same object."""
    names = node.keys[:_VALUES]
    if node.is_list or name not in names or key not in names or names.index(key) > names.index(name):
        return False
    return (
        " " in text.strip() and len(text) <= _HEADING and not _is_address_or_date(text) and not _prose(text)
    )


def _tag_of(node: Node, root: Node) -> str:
    """The tag that the kind of the block says which a text is in, `p` where it says none."""
    around: Node | None = node
    for _ in range(_LEVELS):
        if around is None or around is root:
            break
        for value in _kinds(around):
            if isinstance(value, str) and len(value) <= _SENTENCE:
                if _IS_HEADING.match(value):
                    return "h2"
                if _IS_ITEM.match(value):
                    return "li"
        around = around.parent
    return "p"


def _kinds(node: Node) -> Sequence[Value]:
    """The values of a node that may say what kind of block it is."""
    if _is_element(node):
        return node.values[1:2]
    return () if node.is_list else node.values[:_VALUES]


def _element(tag: str, text: str) -> str:
    if _IS_HTML.search(text):
        return text
    if tag == "p" and "\n" in text.strip():
        return _text_as_html(text)
    return f"<{tag}>{_escaped(text)}</{tag}>"
