"""The time one document may take, as far as a thread can keep it for itself."""

from __future__ import annotations

from time import monotonic

from cleaner.errors import DocumentError


class Deadline:
    """When work on a document is to be over; asked between the steps of the pipeline.

    A step that has begun is not interrupted: an exception from a signal or another thread may come in the
    middle of anything, such as an import or the release of a lock, and works in the main thread alone.
    """

    __slots__ = ("_end", "_seconds")

    def __init__(self, seconds: float | None) -> None:
        """`seconds` from now on; None is without an end."""
        self._seconds = seconds
        self._end = None if seconds is None else monotonic() + seconds

    def check(self) -> None:
        """Go on, or raise DocumentError where the time is over."""
        if self._end is not None and monotonic() > self._end:
            raise DocumentError(f"took longer than the {self._seconds:g} seconds that max_seconds allows")
