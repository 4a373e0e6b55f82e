"""The encoding that a page or its server declares, as browsers read the name.

Declarations are often wrong, so one is believed only where the bytes are text in it.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from w3lib.encoding import resolve_encoding

_DAMAGED: Final = 0.002
"""Share of broken characters above which a declaration is ignored."""
_NO_CHARSETS: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)
"""Python codecs that are no encoding of pages and that browsers do not know."""
_CONTROLS: Final = re.compile("[\x80-\x9f]")


def decode_as(data: bytes, declared: str) -> str | None:
    r"""The text of `data` in the encoding called `declared`; None where that cannot be right.

    None as well for UTF-8, as its bytes tell by themselves, and for what is no encoding of text.

    >>> decode_as(b"\x93caf\xe9\x94", "ISO-8859-1")
    '“café”'
    >>> decode_as(b"+AGEAYg-", "utf-7") is None
    True
    """
    try:
        name = codecs.lookup(declared).name.replace("_", "-")
        if name in {"utf-8", "ascii"} or name in _NO_CHARSETS:
            return None
        text = data.decode(resolve_encoding(declared) or declared, errors="replace")
    except (LookupError, ValueError):  # no such codec, or one from bytes to bytes (base64)
        return None
    wrong = text.count("\ufffd") + len(_CONTROLS.findall(text))
    return text if wrong <= _DAMAGED * len(text) else None
