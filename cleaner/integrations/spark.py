"""Spark: `clean_dataframe` cleans a DataFrame by `mapInArrow`, in the Python workers of the executors.

A Python worker loads phrases and weights once and keeps them for all its tasks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleaner.extras import need

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner

_types, _arrow_types, pa, _ = (
    need(it, "spark", "cleaner.integrations.spark")
    for it in ("pyspark.sql.types", "pyspark.sql.pandas.types", "pyarrow", "pandas")
)

from cleaner.integrations.arrow import SCHEMA, Columns, layout  # noqa: E402 - without pyarrow it names another extra
from cleaner.integrations.batches import CleanBatches  # noqa: E402 - likewise


def clean_dataframe(
    frame: Any,  # noqa: ANN401 - pyspark has no types here
    cleaner: Cleaner | None = None,
    *,
    text: str = Columns().text,
    html: str = Columns().html,
    url: str = Columns().url,
    language: str = Columns().language,
) -> Any:  # noqa: ANN401 - likewise
    """`frame` with its text cleaned: as many rows, with the columns of `integrations.arrow.SCHEMA`.

    `cleaner` is by default `Cleaner()`; the others are the names of columns, as in `clean_table`. All other
    columns keep their types. Returns a DataFrame, which Spark makes when it is asked for. Raises OptionError
    where the columns are not there.
    """
    columns = Columns(text, html, url, language)
    return frame.mapInArrow(CleanBatches(cleaner, **columns._asdict()).__call__, _schema(frame, columns))


def _schema(frame: Any, columns: Columns) -> Any:  # noqa: ANN401 - likewise
    """The schema of the cleaned frame: Spark's own types for columns that stay, Arrow's for new ones."""
    fields = frame.schema.fields
    names = pa.schema([(it.name, pa.string()) for it in fields])
    return _types.StructType(
        [
            _new_field(it.field.name, it.key) if it.place is None else fields[it.place]
            for it in layout(names, columns)
        ]
    )


def _new_field(name: str, key: str) -> Any:  # noqa: ANN401 - likewise
    return _types.StructField(name, _arrow_types.from_arrow_type(SCHEMA.field(key).type))
