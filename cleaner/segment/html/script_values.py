"""Data in the scripts and attributes of a page -> trees of values, with tolerance.

Data for a page's own scripts comes as JSON, as an assignment of an object of JavaScript, as JSON in a string,
as arguments of a function, or as a stream that is cut into calls. No JSON library reads most of these, so the
reader here knows strings, brackets, commas and colons alone, skips all else, and takes what is cut off as it
is. It reads code as well as data: code gives trees without prose. It takes time linear in the length, and its
depth is bounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from cleaner.characters.surrogates import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Value: TypeAlias = "str | int | Node | None"
"""A text, a whole number, an object or list; None for all else."""

_LARGEST: Final = 1 << 23
"""Characters of all sources of a page that are read, those in strings of others included."""
_DEEPEST: Final = 200
"""Brackets open at once. What is deeper is read as if it stood beside each other."""
_MAX_LEVEL: Final = 4
"""Sources in strings of sources."""
_SHORTEST: Final = 200
"""Characters. A shorter string is no source of its own."""
_TOKEN: Final = re.compile(
    r"""
    (?: (?: "(?P<quoted>{string})"\s*+ | (?P<bare>[\w$]++) ) :
        (?: \s*+ (?: "(?P<value>{string})" | (?P<number>[\w$]++)(?!:) ) )?
      | "(?P<double>{string})"?
      | '(?P<single>(?:[^'\\\n]++|\\.)*+)'?
      | (?P<word>[\w$]++)
      | (?P<colon>:)
      | //[^\n]*+
      | /\*(?:[^*]++|\*(?!/))*+
    ) (?: \s*+ (?P<end>{end}) )?
    | (?P<bare_end>{end})
    """.replace("{string}", r'(?:[^"\\\n]++|\\.)*+').replace("{end}", r"[,;\[{(\]})]"),
    re.DOTALL | re.VERBOSE,
)
"""A name with its value, or one of these, or another value; with what ends it. A string that is not closed
ends with its line, so that few characters are read twice."""
_OPENING, _CLOSING = frozenset("[{("), frozenset("]})")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_CONTROLS: Final = {"n": "\n", "r": "\n", "t": "\t", "b": " ", "f": " ", "v": " ", "0": " ", "\n": ""}
_HIGHEST: Final = 0x10FFFF
_CALL: Final = re.compile(
    r"\s*+([\w$.()|=\s\[\]]{1,100}?)\.push\(\s*+\[\s*+\d++\s*+,\s*+\"((?:[^\"\\]++|\\.)*+)\"", re.DOTALL
)
"""A call that adds a number and a text to a list: a piece of a stream."""
_STREAMED: Final = re.compile(rb"(?:^|(?<=\n))[0-9a-f]{1,8}:T([0-9a-f]{1,7}),", re.MULTILINE)
"""Where a text of a stream begins that is as it is, with its length in bytes."""


@dataclass(slots=True, eq=False)
class Node:
    """An object or a list."""

    parent: Node | None
    key: str
    """Its name in the nearest object around it."""
    is_list: bool
    keys: list[str] = field(default_factory=list)
    """The name of each value; of a list's values, that of the list."""
    values: list[Value] = field(default_factory=list)


def read_values(sources: Iterable[str]) -> list[Node]:
    """All objects and lists in `sources`, parents before children; each source has a root."""
    reader = _Reader()
    streams: dict[str, list[str]] = {}
    for source in sources:
        if call := _CALL.match(source):
            streams.setdefault(call[1], []).append(call[2])
        else:
            reader.read(source)
    for pieces in streams.values():
        for text in _unstreamed("".join(map(_unescaped, pieces))):
            reader.read(text)
    return reader.nodes


def _unstreamed(stream: str) -> Iterator[str]:
    """The rows of a stream: the texts that are as they are, each as a source of one string, and the rest."""
    data = stream.encode("utf-8", errors="replace")
    rest = []
    at = 0
    while found := _STREAMED.search(data, at):
        end = found.end() + int(found[1], 16)
        rest.append(data[at : found.start()])
        yield _quoted(data[found.end() : end].decode("utf-8", errors="replace"))
        at = end
    rest.append(data[at:])
    yield b"\n".join(rest).decode("utf-8", errors="replace")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class _Reader:
    """Reads sources into nodes, up to `_LARGEST` characters in all."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._left = _LARGEST

    def read(  # noqa: C901, PLR0912 - one loop without calls, as data has a token every few characters
        self, source: str, parent: Node | None = None, key: str = "", level: int = 0
    ) -> Node:
        """The root of `source`, a list of what is in it; `level` is the number of sources around it.

        Of what was read since the last comma, `name` is before a colon and `waiting` a value. `depth` counts
        the open brackets; those above `_DEEPEST` have no node.
        """
        node = root = Node(parent, key, is_list=True)
        self.nodes.append(root)
        source = source[: max(self._left, 0)]
        self._left -= len(source)
        depth = 0
        name: str | None = None
        waiting: Value = _NOTHING
        for token in _TOKEN.finditer(source):
            quoted, bare, text, number, double, single, word, colon, end, bare_end = token.groups()
            if quoted is not None or bare is not None:
                waiting = _unescaped(quoted) if bare is None else bare
                if not node.is_list:  # in an object, the string before a colon is a name
                    name, waiting = waiting, _NOTHING
                if text is not None:
                    waiting = _unescaped(text)
                elif number is not None:
                    waiting = _number(number)
            elif double is not None:
                waiting = _unescaped(double)
            elif single is not None:
                waiting = _unescaped(single)
            elif word is not None:
                waiting = (
                    _number(word) if word < ":" else None
                )  # most words are code, and begin with a letter
            elif colon is not None and not node.is_list and isinstance(waiting, str):
                name, waiting = waiting, _NOTHING
            end = end or bare_end
            if end is None:
                continue
            if isinstance(waiting, str):
                self._put(node, name, waiting, level)
            elif waiting is not _NOTHING:
                node.keys.append(node.key if name is None else name)
                node.values.append(waiting)
            waiting = _NOTHING
            if end in _OPENING:
                if depth < _DEEPEST:
                    node = self._open(node, name, is_list=end != "{")
                depth += 1
            elif end in _CLOSING:
                if 0 < depth <= _DEEPEST and node.parent is not None:
                    node = node.parent
                depth = max(depth - 1, 0)
            name = None
        if waiting is not _NOTHING:
            self._put(node, name, waiting, level)
        return root

    def _put(self, node: Node, name: str | None, value: Value, level: int) -> None:
        """Add a value to `node`, or what is in it if it is a source itself."""
        key = node.key if name is None else name
        if isinstance(value, str) and len(value) >= _SHORTEST and level < _MAX_LEVEL and self._left > 0:
            value = self.read(value, node, key, level + 1) if _is_source(value) else value
        node.keys.append(key)
        node.values.append(value)

    def _open(self, node: Node, name: str | None, *, is_list: bool) -> Node:
        """A node in `node`."""
        key = node.key if name is None else name
        inner = Node(node, key, is_list)
        node.keys.append(key)
        node.values.append(inner)
        self.nodes.append(inner)
        return inner


_NOTHING: Final = Node(None, "", is_list=True)
"""Stands for no value where None is one."""


def _is_source(text: str) -> bool:
    return len(text) >= _SHORTEST and text.lstrip()[:1] in {"{", "["} and '"' in text


def _number(word: str) -> int | None:
    return int(word) if len(word) <= 15 and word.isascii() and word.isdigit() else None  # noqa: PLR2004 - a date has 13


def _unescaped(raw: str) -> str:
    r"""A string of JSON or JavaScript without its escapes.

    >>> _unescaped(r"Caf\u00e9 \x26 \"bar\"")
    'Café & "bar"'
    """
    if "\\" not in raw:
        return raw
    text = _ESCAPE.sub(_escaped, raw)
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return replace_surrogates(text)[0]


def _escaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        return chr(min(int(code, 16), _HIGHEST))
    return _CONTROLS.get(found[4], found[4])
