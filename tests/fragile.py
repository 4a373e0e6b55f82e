"""A cleaner that some documents bring down, in ways that no document should."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from cleaner.batch import Setup
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from cleaner.pipeline import Judged
    from cleaner.result import Result


class Fragile(Cleaner):
    """What brings it down is the first word of a document."""

    def clean(self, text: str | None = None, **others: object) -> Result:
        _fail(text)
        return super().clean(text, **others)  # type: ignore[arg-type]

    def compare(self, text: str | None = None, **others: object) -> Judged:
        _fail(text)
        return super().compare(text, **others)  # type: ignore[arg-type]


def _fail(text: str | None) -> None:
    match (text or "").partition(" ")[0]:
        case "BUG":
            raise ZeroDivisionError("of two\nlines")
        case "CRASH":
            os._exit(1)
        case "HANG":
            time.sleep(3600)
        case "SWELL":
            bytearray(10 << 30)


class FragileSetup(Setup):
    """Makes workers of the fragile kind."""

    def cleaner(self) -> Cleaner:
        return Fragile(rules=self.rules, options=self.options)
