"""What one document may cost before it is given up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The defaults are far above any page that was ever on the web, and below what stops a machine."""

    size: int = 20_000_000
    """Bytes, unpacked; trafilatura has the same limit."""
    seconds: float = 60.0
    """By the clock. A document of 10 MB takes about six."""
    memory: int = 2_000_000_000
    """Bytes, on top of what a worker has before its first document. Kept on Linux only."""
