"""What is wrong, or looks wrong, in a rule file, with its place."""

from __future__ import annotations

from typing import NamedTuple


class Mistake(NamedTuple):
    """One mistake; sorted by file and place."""

    file: str
    """The name of the file in messages."""
    line: int
    """From 1; 0 where it is about the whole file or folder."""
    column: int
    """From 1, in characters; 0 likewise."""
    message: str
    """What is wrong, and what to do."""
    is_warning: bool = False
    """Whether the file can be used all the same."""

    def __str__(self) -> str:
        """`file:line:column: message`."""
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.message}" + (" (warning)" if self.is_warning else "")
