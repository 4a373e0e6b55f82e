"""Pages of each site, and what was learnt about it, on disk: memory does not grow with the input.

Of each site as many pages are kept as are looked at, those with the lowest digest of their name: a sample
that is the same for any order of the input.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from cleaner.errors import CleanerError
from cleaner.learn.limits import FEWEST_PAGES, PAGES_OF_SITE

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE pages (site TEXT, chance INTEGER, source TEXT, data BLOB, PRIMARY KEY (site, chance, source))
    WITHOUT ROWID;
CREATE TABLE learnt (site TEXT PRIMARY KEY, data BLOB);
"""


class Spool:
    """A database in a temporary folder, which goes when this is closed. A context manager."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="cleaner-learn-")
        self._database = sqlite3.connect(Path(self._folder.name) / "pages.sqlite", isolation_level=None)
        self._database.executescript(_TABLES)

    def __enter__(self) -> Self:
        """The spool itself."""
        return self

    def __exit__(self, _kind: object, error: object, _trace: object) -> None:
        """Remove the database. Where it could not be written, CleanerError is raised."""
        self._database.close()
        self._folder.cleanup()
        if isinstance(error, sqlite3.Error):
            message = f"the temporary folder cannot be used: {error}; name a larger one in TMPDIR"
            raise CleanerError(message) from error

    def add(self, site: str, source: str, data: bytes) -> None:
        """Add a page of `site`, unless there are enough that chance prefers."""
        chance = int.from_bytes(blake2b(source.encode("utf-8", "replace"), digest_size=7).digest())
        count, highest = self._one("SELECT COUNT(*), MAX(chance) FROM pages WHERE site = ?", site)
        if count >= PAGES_OF_SITE:
            if chance >= highest:
                return
            self._database.execute("DELETE FROM pages WHERE site = ? AND chance = ?", (site, highest))
        row = (site, chance, source, data)
        self._database.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", row)

    def sites(self) -> Iterator[str]:
        """The sites with pages enough to learn from, by name."""
        query = "SELECT site FROM pages GROUP BY site HAVING COUNT(*) >= ? ORDER BY site"
        with closing(self._database.execute(query, (FEWEST_PAGES,))) as rows:
            yield from (site for (site,) in rows)

    def pages(self, site: str) -> list[bytes]:
        """The pages of `site`, in an order that chance has made."""
        query = "SELECT data FROM pages WHERE site = ? ORDER BY chance, source"
        return [data for (data,) in self._database.execute(query, (site,))]

    def note(self, site: str, data: bytes) -> None:
        """Keep what was learnt about `site`."""
        self._database.execute("INSERT INTO learnt VALUES (?, ?)", (site, data))

    def notes(self) -> Iterator[bytes]:
        """What was learnt about each site, by its name."""
        with closing(self._database.execute("SELECT data FROM learnt ORDER BY site")) as rows:
            yield from (data for (data,) in rows)

    def _one(self, query: str, *values: object) -> tuple[int, int]:
        found: tuple[int, int] = self._database.execute(query, values).fetchone()
        return found
