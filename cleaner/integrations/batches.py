"""`clean_table` as an object that is called with batches, for engines that map over them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cleaner.integrations.arrow import Columns, clean_table, pa
from cleaner.pipeline import Cleaner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class CleanBatch:
    r"""Cleans batches of rows, each to as many rows with the columns of `integrations.arrow.SCHEMA`.

    It pickles to the same bytes in every process, and to others whenever what it gives may be other: engines
    that keep results by a hash of the function find them again.

    >>> CleanBatch(text="body")({"body": ["Home | News\nThe ferry stays for another winter."]})["body"]
    ['The ferry stays for another winter.']
    """

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        text: str = Columns().text,
        html: str = Columns().html,
        url: str = Columns().url,
        language: str = Columns().language,
    ) -> None:
        """`cleaner` is by default `Cleaner()`; the others are the names of columns, as in `clean_table`."""
        self._cleaner = cleaner or Cleaner()
        self._columns = Columns(text, html, url, language)
        self._fingerprint = self._cleaner.fingerprint

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401 - what engines have for batches
        """The cleaned batch.

        Of an Arrow table or record batch, and of the lazy batches of Hugging Face datasets, a table with all
        columns. Of a mapping of names to lists, a mapping with the new columns alone, which engines add to
        the others. Raises OptionError as `clean_table` does.
        """
        table = getattr(batch, "pa_table", batch)
        if not isinstance(table, Mapping):
            return clean_table(table, self._cleaner, *self._columns)
        self._columns.check(list(table))
        known = {name: table[name] for name in self._columns if name in table}
        made = clean_table(pa.table(known), self._cleaner, *self._columns)
        new = (self._columns.text, "cleaner", "failure")
        return {name: made.column(name).to_pylist() for name in new}


class CleanBatches(CleanBatch):
    """The same for a stream of record batches, for engines that map over partitions."""

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The cleaned record batches, of each table as many as Arrow makes."""
        for batch in batches:
            yield from super().__call__(batch).to_batches()
