"""The template of a rule file for a new site. It is valid as it is, and explains each key in a comment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from cleaner.rules.cases import line_document

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG: Final = 160
"""Characters. Blocks of at least this length are proposed as lines to keep, for a person to check."""

SHORT: Final = 90
"""Characters. Blocks up to this length at either end of the sample are shown as candidates for rules."""

MOST: Final = 6
"""Lines of each kind that are proposed, at most."""

_PLAIN_CASE: Final = (
    "The first paragraph of an article on this site.",
    "The second paragraph, which stays too.",
)


def skeleton(domain: str, sample: str | None = None) -> str:
    """The text of a rule file for `domain`, whose test case is `sample`, the text of an article, if given.

    The file drops nothing: its rules are comments.
    """
    lines = [_clean(block.text) for block in line_document(sample or "").blocks]
    lines = [line for line in lines if line] or list(_PLAIN_CASE)
    edges = _candidates(lines) if sample else []
    keep = _long_ones(lines) or lines[:MOST]
    example = _quoted(edges[0]) if edges else '"Sign up for our newsletter"'
    return "".join(
        [
            f"site: {domain}\n",
            "match:\n",
            f"  domains: [{domain}]                # with all subdomains\n",
            "  # For texts without a URL: a line that stands on every page of this site and on no other.\n",
            "  # signatures:\n",
            *(f"  #   - line: {_quoted(line)}\n" for line in edges or ["The motto of the site"]),
            "\n",
            "# Where pages that still have their HTML have text and headline; css, or xpath.\n",
            "# body:\n",
            "#   css: article .text\n",
            "#   why: every article has its text in this box, and nothing else\n",
            "# headline:\n",
            "#   css: article h1\n",
            "#   why: the site's name is no h1 inside the article\n",
            "\n",
            "# What goes. A rule says what the blocks are, and why it is safe on every page of the site.\n",
            "# drop:\n",
            "#   - label: navigation\n",
            "#     why: the menu stands before every article, the same word for word\n",
            f"#     line: {example}\n",
            "#   - label: related link\n",
            "#     why: headlines of other stories, from their heading to the end of the page\n",
            "#     from: {line: Read also}\n",
            "#     to: end\n",
            "#     at_most: 20                        # a longer run is left alone\n",
            "#   - label: advertisement\n",
            "#     why: on pages with HTML, the class tells\n",
            "#     css: .ad\n",
            "\n",
            "# What must stay although a rule or the generic part would drop it.\n",
            "# keep:\n",
            "#   - why: the editor's note belongs to the article\n",
            "#     pattern: '^Editor.s note: '\n",
            "\n",
            "# For `cleaner rules test`. List under drop what must go, under keep more of what must stay.\n",
            "cases:\n",
            "  - name: the article stays\n",
            "    text: |\n",
            *(f"      {line}\n" for line in lines),
            "    keep:\n",
            *(f"      - {_quoted(line)}\n" for line in keep),
        ]
    )


def _clean(line: str) -> str:
    """`line` without characters that YAML cannot hold in a text."""
    return "".join(character for character in " ".join(line.split()) if character.isprintable())


def _quoted(text: str) -> str:
    """`text` as a YAML string; JSON strings are YAML strings."""
    return json.dumps(text, ensure_ascii=False)


def _candidates(lines: Sequence[str]) -> list[str]:
    """Short lines at the start and the end, where most boilerplate is."""
    half = MOST // 2
    edges = [*lines[:half], *lines[max(half, len(lines) - half) :]]
    return list(dict.fromkeys(line for line in edges if len(line) <= SHORT))


def _long_ones(lines: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(line for line in lines if len(line) >= LONG))[:MOST]
