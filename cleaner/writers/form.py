"""What the field `text` of a record holds: the cleaned text, or the same with its structure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.result import Result


class Form(StrEnum):
    """As in `--as`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"

    def of(self, result: Result) -> str:
        r"""The cleaned document in this form.

        >>> from cleaner import clean
        >>> Form.HTML.of(clean(html="<h1>Old mill</h1><p>The council has met.</p>"))
        '<h1>Old mill</h1>\n<p>The council has met.</p>'
        """
        text: str = getattr(result, self.value)
        return text
