"""Cleaning Arrow tables: the engines whose data is columns are thin on this.

Rows are read as `cleaner run` reads rows of Parquet, and get the columns that it writes. A row that cannot
be cleaned stays in its place, with the reason in a column of its own: engines count on getting as many rows
as they gave, and one bad row must not cost the batch.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.errors import DocumentError, OptionError, internal_error, one_line, shown_value
from cleaner.extras import need
from cleaner.readers.parquet import record_of
from cleaner.result import Failure
from cleaner.writers.jsonl import report
from cleaner.writers.report_column import encodable, report_row, report_type, text_type, without_features
from cleaner.writers.suspect import suspect_because

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleaner.pipeline import Cleaner
    from cleaner.result import Result

pa = need("pyarrow", "arrow", "cleaner.integrations.arrow")

SCHEMA: Final = pa.schema([("text", pa.string()), ("cleaner", report_type()), ("failure", pa.string())])
"""The columns that a table gets. `text` is the cleaned text, under the name of the text's column. `cleaner`
is the struct that `cleaner run` writes to Parquet. `failure` says why a row could not be cleaned, or is null.

Where `failure` is not null, `text` and `cleaner` are, so that no text goes on that was not cleaned."""
BATCH_ROWS: Final = 1000
"""Rows of one chunk of the new columns: few enough to stay below the 2 GB that an array of strings holds."""


class Columns(NamedTuple):
    """The names of the columns to read; those of the defaults may be missing, but not text and HTML both."""

    text: str = "text"
    html: str = "html"
    url: str = "url"
    language: str = "language"

    def check(self, names: Iterable[str]) -> None:
        """Raise OptionError where a table with columns called `names` is not one to clean."""
        have = Counter(names)
        listed = ", ".join(map(shown_value, have)) or "none"
        if self.text not in have and self.html not in have:
            raise OptionError(
                f"there is neither a column {self.text!r} nor {self.html!r}; the columns are {listed}"
            )
        for key, name in self._asdict().items():
            if name not in have and name != key:
                raise OptionError(f"{key} is {name!r}, which is no column; the columns are {listed}")
            if have[name] > 1:
                raise OptionError(
                    f"there are {have[name]} columns called {name!r}; rename all but one of them"
                )
        if "failure" in have and "cleaner" not in have:
            raise OptionError("the column 'failure' is not one of ours and would be replaced; rename it")


def clean_table(
    table: Any,  # noqa: ANN401 - pyarrow has no types
    cleaner: Cleaner,
    text: str = Columns().text,
    html: str = Columns().html,
    url: str = Columns().url,
    language: str = Columns().language,
) -> Any:  # noqa: ANN401 - likewise
    r"""`table` with its text cleaned: as many rows in the same order, with the columns of SCHEMA.

    `table` is an Arrow table or record batch, or what `pyarrow.table` makes one of, such as a data frame. The
    other arguments are names of columns of strings or bytes. Where both a text and HTML are there, the page
    is cleaned only if the text is blank. The cleaned text takes the place of the text, or else of the HTML;
    the HTML goes, `cleaner` and `failure` come last, and all other columns stay. Returns a `pyarrow.Table`.

    A document's time is limited by `Options(max_seconds=...)` of the cleaner, within the bounds that are told
    there: no process is started that could be killed. Raises OptionError where the columns are not there.

    >>> from cleaner import Cleaner
    >>> table = pa.table({"id": [1, 2], "text": ["Home | News\nThe ferry stays for another winter.", None]})
    >>> clean_table(table, Cleaner()).select(["id", "text", "failure"]).to_pylist()[1]
    {'id': 2, 'text': None, 'failure': 'the row has neither text nor html'}
    """
    columns = Columns(text, html, url, language)
    source = _table_of(table)
    wanted = layout(source.schema, columns)
    kinds = {it.key: it.field.type for it in wanted if it.place is None}
    chunks = [
        _new_arrays(batch, cleaner, columns, kinds) for batch in source.to_batches(max_chunksize=BATCH_ROWS)
    ]
    new = {key: pa.chunked_array([it[key] for it in chunks], kind) for key, kind in kinds.items()}
    made = [new[it.key] if it.place is None else source.column(it.place) for it in wanted]
    return pa.table(made, schema=_schema(source.schema, wanted))


class Column(NamedTuple):
    """A column of the output."""

    field: Any
    place: int | None = None
    """Which column of the input it is; None where it is new."""
    key: str = ""
    """Of a new column, its name in SCHEMA."""


def layout(schema: Any, columns: Columns) -> list[Column]:  # noqa: ANN401 - likewise
    """The columns of what `clean_table` makes of a table with `schema`; raises OptionError."""
    columns.check(schema.names)
    cleaned = columns.text if columns.text in schema.names else columns.html
    kept: list[Column] = []
    for place, field in enumerate(schema):
        if field.name == cleaned:
            kept.append(Column(pa.field(columns.text, text_type(field.type)), key="text"))
        elif field.name not in {columns.html, "cleaner", "failure"}:
            kept.append(Column(field, place))
    return [*kept, *(Column(SCHEMA.field(key), key=key) for key in ("cleaner", "failure"))]


def _schema(source: Any, wanted: Iterable[Column]) -> Any:  # noqa: ANN401 - likewise
    return pa.schema([it.field for it in wanted], metadata=without_features(source.metadata))


def _table_of(data: Any) -> Any:  # noqa: ANN401 - likewise
    """`data` as a table; raises OptionError."""
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    try:
        return pa.table(data)
    except (TypeError, ValueError) as error:  # pyarrow's own errors among them
        raise OptionError(f"table is {type(data).__qualname__}, of which Arrow makes no table") from error


def _new_arrays(
    batch: Any,  # noqa: ANN401 - likewise
    cleaner: Cleaner,
    columns: Columns,
    kinds: Mapping[str, Any],
) -> dict[str, Any]:
    """The new columns of a batch, by their names in SCHEMA and of the types `kinds`."""
    rows = [_row(it) for it in _settled(batch, cleaner, columns)]
    return {key: pa.array([it[key] for it in rows], kind) for key, kind in kinds.items()}


def _row(settled: Result | str) -> dict[str, Any]:
    """The values of the new columns for a result, or for the reason why there is none."""
    if isinstance(settled, str):
        return {"text": None, "cleaner": None, "failure": encodable(settled)}
    fields = report(settled, suspect_because(settled))
    return {"text": encodable(settled.text), "cleaner": report_row(fields), "failure": None}


def _settled(batch: Any, cleaner: Cleaner, columns: Columns) -> Iterator[Result | str]:  # noqa: ANN401 - likewise
    """What becomes of every row: its result, or why there is none."""
    documents = list(_documents(batch, columns))
    results = cleaner.pipe((it for it in documents if not isinstance(it, str)), on_error="record")
    for document in documents:
        settled = document if isinstance(document, str) else next(results)
        yield settled.reason if isinstance(settled, Failure) else settled


def _documents(batch: Any, columns: Columns) -> Iterator[dict[str, Any] | str]:  # noqa: ANN401 - likewise
    """Every row as `Cleaner.pipe` takes it, or why it cannot be read."""
    places = {key: batch.schema.get_field_index(name) for key, name in columns._asdict().items()}
    found = {key: batch.column(place) for key, place in places.items() if place >= 0}
    known = pa.RecordBatch.from_arrays(list(found.values()), list(found))
    for number in range(known.num_rows):
        try:
            record = record_of(known.slice(number, 1))
        except DocumentError as error:
            yield one_line(str(error))
        except Exception as error:  # noqa: BLE001 - one row must not cost the table
            yield one_line(internal_error(error))
        else:
            yield {
                "text": record.text, "html": record.html, "url": record.url, "language": record.language
            }  # fmt: skip
