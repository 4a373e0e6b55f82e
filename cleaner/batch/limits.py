"""Limits on the size, time and memory of one document. A document beyond a limit fails; the run goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one document. The defaults are far above real web pages, but do not exhaust a machine."""

    size: int = 20_000_000
    """Bytes after unpacking; trafilatura's default (MAX_FILE_SIZE) is the same."""
    seconds: float = 60.0
    """Wall-clock seconds; a document of 10 MB takes about 6."""
    memory: int = 2_000_000_000
    """Bytes on top of the memory that a worker has before its first document. Linux only."""
