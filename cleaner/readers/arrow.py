"""Conversion of Arrow values to JSON values, and functions that treat nested Arrow types as trees.

Arrow has values that neither Python nor JSON can hold: timestamps in nanoseconds or beyond the year 9999,
structs with two fields of one name, strings that are not valid UTF-8. `as_json` converts these too, and never
raises, since one value must not cost the document its other fields.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from cleaner.extras import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def arrow() -> Any:  # noqa: ANN401 - a module
    """The module pyarrow, with `pyarrow.parquet` loaded. Raises MissingExtraError if it is not installed."""
    library = need("pyarrow", "parquet", "Parquet")
    need("pyarrow.parquet", "parquet", "Parquet")
    return library


def row_of(data: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The record batch, of one row, in an Arrow stream that `stream_of` made."""
    return arrow().ipc.open_stream(data).read_next_batch()


def stream_of(batch: Any) -> bytes:  # noqa: ANN401 - pyarrow has no types
    """`batch` as an Arrow IPC stream, with its schema."""
    library = arrow()
    sink = library.BufferOutputStream()
    with library.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def as_json(value: Any) -> Any:  # noqa: ANN401 - JSON and Arrow hold anything
    """An Arrow value as JSON can hold it: times in ISO 8601, bytes in Base64, decimals as strings.

    A map becomes a list of pairs, and so does a struct with two fields of one name.

    >>> as_json(arrow().scalar({"rate": [0.5, None], "size": b"ab"}))
    {'rate': [0.5, None], 'size': 'YWI='}
    """
    try:
        return _from_python(value.as_py())
    except Exception:  # noqa: BLE001 - of many kinds, for values that Python's types cannot hold
        return _from_arrow(value)


def _from_python(value: Any) -> Any:  # noqa: ANN401 - likewise
    """The result of pyarrow's `as_py` as JSON can hold it."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, dict):
        return {str(key): _from_python(it) for key, it in value.items()}
    if isinstance(value, list | tuple):
        return [_from_python(it) for it in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "dtype") else str(value)


def _from_arrow(value: Any) -> Any:  # noqa: ANN401 - likewise
    """As `as_json`, without `as_py`: for values that Python's own types cannot hold."""
    library = arrow()
    types, kind = library.types, value.type
    if not value.is_valid:
        made: Any = None
    elif isinstance(kind, library.BaseExtensionType) or types.is_dictionary(kind):
        made = as_json(value.value)
    elif types.is_struct(kind):
        pairs = [[field.name, as_json(value[place])] for place, field in enumerate(kind)]
        made = dict(pairs) if len({name for name, _ in pairs}) == len(pairs) else pairs
    elif types.is_map(kind):
        made = [[as_json(it[0]), as_json(it[1])] for it in value.values]
    elif is_list(kind):
        made = [as_json(it) for it in value.values]
    else:
        made = _iso_time(value) if types.is_timestamp(kind) else _as_text(value)
    return made


def _iso_time(value: Any) -> str:  # noqa: ANN401 - likewise
    """A timestamp in ISO 8601. One of a type with a time zone is given in UTC, with the suffix `+00:00`."""
    library = arrow()
    text = _as_text(library.scalar(value.value, library.timestamp(value.type.unit)))
    return text.replace(" ", "T", 1) + ("+00:00" if value.type.tz else "") if text[:1].isdigit() else text


def _as_text(value: Any) -> str:  # noqa: ANN401 - likewise
    """A value cast to a string by Arrow, U+FFFD for invalid UTF-8; `<type>` where there is no such cast."""
    library = arrow()
    try:
        written = value.cast(library.string())
    except library.ArrowException:
        return f"<{value.type}>"
    return bytes(written.as_buffer()).decode("utf-8", errors="replace")


def is_list(kind: Any) -> bool:  # noqa: ANN401 - likewise
    """Whether `kind` is one of Arrow's list types: list, large list, fixed-size list, list view."""
    types = arrow().types
    makes = ("is_list", "is_large_list", "is_fixed_size_list", "is_list_view", "is_large_list_view")
    return any(getattr(types, make)(kind) for make in makes if hasattr(types, make))


def child_types(kind: Any) -> list[Any]:  # noqa: ANN401 - likewise
    """The types directly inside a struct, map or list; empty for every other type."""
    types = arrow().types
    if types.is_struct(kind):
        return [kind.field(place).type for place in range(kind.num_fields)]
    if types.is_map(kind):
        return [kind.key_type, kind.item_type]
    return [kind.value_type] if is_list(kind) else []


def leaf_types(kind: Any) -> Iterator[Any]:  # noqa: ANN401 - likewise
    """The types in `kind` that have no child types, depth first; `kind` itself where it has none.

    >>> [str(it) for it in leaf_types(arrow().map_(arrow().string(), arrow().list_(arrow().int64())))]
    ['string', 'int64']
    """
    below = child_types(kind)
    if not below:
        yield kind
    for part in below:
        yield from leaf_types(part)


def depth(kind: Any) -> int:  # noqa: ANN401 - likewise
    """Levels of nesting: 1 for a type without child types, 2 for a list of such a type."""
    return 1 + max(map(depth, child_types(kind)), default=0)


def map_leaf_types(kind: Any, change: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - likewise
    """`kind` with `change` applied to each leaf type. All fields inside it become nullable."""
    library = arrow()
    types = library.types
    made = [map_leaf_types(it, change) for it in child_types(kind)]
    if types.is_struct(kind):
        return library.struct([library.field(it.name, part) for it, part in zip(kind, made, strict=True)])
    if types.is_map(kind):
        return library.map_(*made)
    if types.is_fixed_size_list(kind):
        return library.list_(*made, kind.list_size)
    if types.is_large_list(kind):
        return library.large_list(*made)
    return library.list_(*made) if made else change(kind)
