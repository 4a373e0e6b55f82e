"""Code of a page: its language, and what a page adds to it, which is no code: line numbers and buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cleaner.segment.html.html_tags import listed

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_PREFIXED: Final = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|highlight-text|sourceCode)-([\w+#.-]+)"
)
_BRUSH: Final = re.compile(r"\bbrush:\s*([\w+#-]+)")
_LANGUAGE: Final = re.compile(r"[\w+#.-]{1,30}")
_ATTRIBUTES: Final = ("data-language", "data-lang", "data-code-lang", "syntax", "lang-name")
_HIGHLIGHTERS: Final = frozenset(
    ("hljs", "highlight", "sourceCode", "src", "prettyprint", "codehilite", "syntaxhighlighter")
)
"""Classes beside which a highlighter writes the bare name of the language."""
_KNOWN: Final = frozenset(
    listed(
        "bash sh shell zsh console python py javascript js jsx typescript ts tsx java kotlin scala c cpp c++",
        "cs csharp go rust ruby rb php perl lua r julia swift objectivec haskell elixir erlang clojure lisp",
        "scheme ocaml fsharp sql html css scss sass less xml json yaml yml toml ini diff dockerfile makefile",
        "cmake nginx graphql markdown latex tex powershell vim matlab groovy dart zig nix lean coq text",
    )
)
"""Names that are believed without a prefix."""
_NONE: Final = frozenset(
    ("none", "plain", "plaintext", "text", "txt", "nohighlight", "auto", "unknown", "wrap")
)
_LEVELS: Final = 4
"""How many elements around the code may name its language, besides parts of a table around it."""
_TABLE: Final = frozenset(("td", "tr", "tbody", "table"))
_NUMBERS: Final = re.compile(
    r"(?:^|[\s_-])(?:lineno|linenos|linenodiv|crayon-nums|line-?numbers?(?:-rows)?|gutter|lnt?|hljs-ln-numbers|rouge-gutter"
    r"|blob-num|linenumber|lineNumbers?)(?:$|[\s_-])"
)
_ONLY_NUMBERS: Final = re.compile(r"[\s\d]*")
_BUTTON: Final = re.compile(r"(?:^|[\s_-])(?:copy|clipboard|toolbar)", re.IGNORECASE)
_UNSELECTABLE: Final = re.compile(r"user-select\s*:\s*none|(?:^|\s)select-none(?:$|\s)")
"""Who copies the code does not want it."""
_LONGEST_HEADER: Final = 60
"""Characters of a line over the code, with its language and a button."""
_LINE: Final = re.compile(
    r"(?:^|\s)(?:line|code-line|view-line|token-line|codeLine|CodeMirror-line|cm-line)(?:$|\s)"
)
_LINES: Final = frozenset(("p", "span", "a", "li", "td", "th", "dd", "dt"))
"""Elements in which code is a part of a line."""
_AROUND: Final = re.compile(r"code|highlight|snippet|listing", re.IGNORECASE)


def language_of(pre: LexborNode) -> str:
    """The language of the code in `pre` as the page names it, in lower case; empty where it does not."""
    inside = pre.css_first("code")
    node: LexborNode | None = inside if inside is not None else pre
    level = 0
    while node is not None and level < _LEVELS and node.tag not in {"body", "article", "main"}:
        if language := _named(node):
            return "" if language in _NONE else language
        level += node.tag not in _TABLE
        node = node.parent
    return ""


def _named(node: LexborNode) -> str:
    given = node.attributes
    names = given.get("class") or ""
    found = _PREFIXED.search(names) or _BRUSH.search(names)
    if found:
        return found[1].lower()
    for attribute in _ATTRIBUTES:
        value = (given.get(attribute) or "").strip()
        if value and _LANGUAGE.fullmatch(value):
            return value.lower()
    words = names.split()
    if not _HIGHLIGHTERS.isdisjoint(words):
        return next((word.lower() for word in words if word.lower() in _KNOWN), "")
    return ""


def is_no_code(node: LexborNode) -> bool:
    """Whether an element inside `pre`, or beside it in a table, holds line numbers or a button."""
    given = node.attributes
    names, style = given.get("class") or "", given.get("style") or ""
    if node.tag == "button" or (names and _BUTTON.search(names)):
        return True
    if (style or names) and (_UNSELECTABLE.search(style) or _UNSELECTABLE.search(names)):
        return True
    if node.tag == "div" and node.css_first("pre,code") is None:
        is_header = node.css_first("button") is not None or _is_beside_code(node)
        if is_header and len((node.text() or "").strip()) <= _LONGEST_HEADER:
            return True
    return is_numbers(node, names)


def _is_beside_code(node: LexborNode) -> bool:
    """Whether an element stands in a `pre` whose code is an element by itself, and outside of that."""
    around = node.parent
    while around is not None and around.tag not in {"pre", "code", "body"}:
        around = around.parent
    return around is not None and around.tag == "pre" and around.css_first("code") is not None


def is_numbers(node: LexborNode, names: str) -> bool:
    """Whether an element with these class names holds line numbers and nothing else."""
    if names and _NUMBERS.search(f" {names} "):
        return _ONLY_NUMBERS.fullmatch(node.text() or "") is not None
    return False


def is_line(node: LexborNode) -> bool:
    """Whether an inline element inside `pre` is a line by itself, by its class."""
    return _LINE.search(node.attributes.get("class") or "") is not None


def is_near_code(button: LexborNode) -> bool:
    """Whether a button stands in what a page puts around code, by the class names around it."""
    node = button.parent
    for _ in range(_LEVELS):
        if node is None or node.tag in {"body", "article", "main"}:
            return False
        if _AROUND.search(node.attributes.get("class") or ""):
            return True
        node = node.parent
    return False


def is_block(code: LexborNode) -> bool:
    """Whether a `code` without `pre` is a block of code: alone in the block around it, and of several lines.

    One line is a block where its class says so.
    """
    parent = code.parent
    if parent is None or parent.tag in _LINES or not _is_alone(code):
        return False
    return "block" in (code.attributes.get("class") or "").split() or "\n" in (code.text() or "").strip()


def is_code_box(box: LexborNode) -> bool:
    """Whether a `div` holds code as nothing but text, with its language beside, for a script to draw."""
    given = box.attributes
    if not any(given.get(attribute) for attribute in _ATTRIBUTES):
        return False
    only = box.child
    return (
        only is not None and only.tag == "-text" and only.next is None and "\n" in (only.text() or "").strip()
    )


def _is_alone(node: LexborNode) -> bool:
    """Whether there is nothing but white space beside a node."""
    for beside in (node.prev, node.next):
        if beside is not None and (beside.tag != "-text" or (beside.text_content or "").strip()):
            return False
    return True


def tidy(code: str) -> str:
    """Code without blank lines around it and white space at the ends of its lines."""
    lines = [line.rstrip() for line in code.expandtabs(8).replace("\r\n", "\n").split("\n")]
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines).rstrip()
