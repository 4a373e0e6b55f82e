"""Characters of documents that a page must show rather than obey."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

_OBEYED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff]"
)
"""Control characters but tab and line feed; embeddings, overrides and isolates; surrogates.

The marks U+200E, U+200F and U+061C stay: right-to-left text needs them, and they reorder only what stands
beside them, inside the element that the page isolates."""


def visible(text: str) -> Markup:
    r"""`text` escaped for HTML, with each character that a browser would obey as its code point.

    >>> visible("<b>\u202etxt.exe")
    Markup('&lt;b&gt;<span class="code-point">U+202E</span>txt.exe')
    """
    pieces: list[Markup] = []
    end = 0
    for found in _OBEYED.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        pieces.append(Markup('<span class="code-point">U+{:04X}</span>').format(ord(found[0])))
        end = found.end()
    return Markup("").join((*pieces, escape(text[end:])))
