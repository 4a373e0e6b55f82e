"""A cleaner that some documents bring down, in ways that no document should."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from cleaner.batch import Setup
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from cleaner.pipeline import Judged


class Fragile(Cleaner):
    """What brings it down is the first word of a document."""

    def compare(self, text: str | None = None, **others: object) -> Judged:
        match (text or "").partition(" ")[0]:
            case "BUG":
                raise ZeroDivisionError("of two\nlines")
            case "CRASH":
                os._exit(1)
            case "HANG":
                time.sleep(3600)
            case "SWELL":
                bytearray(10 << 30)
        return super().compare(text, **others)  # type: ignore[arg-type]


class FragileSetup(Setup):
    """Makes workers of the fragile kind."""

    def cleaner(self) -> Cleaner:
        return Fragile(rules=self.rules, options=self.options)
