"""Arrow columns for values out of JSON, and the common type of the columns of several batches.

Values without a common type become a column of JSON strings. So do types that Parquet cannot hold or that
other Parquet readers fail at. So every value is kept, and no record makes writing the others impossible.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from cleaner.readers.arrow import arrow, as_json, leaf_types, map_leaf_types
from cleaner.writers.jsonl import dump

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_DEPTH: Final = 32
"""Levels to which objects and lists may be nested. Arrow's streams hold 64 levels. Parquet readers accept 100
levels of Parquet's own types, two of which make a list."""
MAX_KEYS: Final = 1000
"""Columns that one field may become. Objects with another key in every record would become millions."""
_AS_JSON: Final = b"cleaner.json"
"""Key in a field's metadata: marks a column of JSON."""


def column(name: str, values: Sequence[Any], kind: Any = None) -> tuple[Any, Any]:  # noqa: ANN401 - any of Arrow's
    """The Arrow field and array for `values` out of JSON, of the type `kind` or the one that Arrow infers.

    A column of JSON where Arrow finds no type that keeps all values.
    """
    library = arrow()
    if kind is not None or _is_flat(values):
        try:
            made = library.array(values, kind)
            if _keeps_booleans(made.type, values):
                return library.field(name, made.type), made
        except (library.ArrowException, OverflowError, ValueError):
            pass  # no type in common, integers beyond 64 bits
    return json_field(name), library.array([_json(it) for it in values], library.string())


def _is_flat(values: Iterable[Any]) -> bool:
    """Whether lists and objects in `values` keep to `MAX_DEPTH` levels and `MAX_KEYS` keys a level."""
    level = [it for it in values if isinstance(it, dict | list)]
    for _ in range(MAX_DEPTH):
        if not level:
            return True
        keys = {key for it in level if isinstance(it, dict) for key in it}
        if len(keys) > MAX_KEYS:
            return False
        inner = [it for outer in level for it in (outer.values() if isinstance(outer, dict) else outer)]
        level = [it for it in inner if isinstance(it, dict | list)]
    return not level


def _keeps_booleans(kind: Any, values: Iterable[Any]) -> bool:  # noqa: ANN401 - pyarrow has no types
    """Whether the type `kind`, inferred for `values`, turns no true or false into a float."""
    types = arrow().types
    if not any(map(types.is_floating, leaf_types(kind))):
        return True
    there = [it for it in values if it is not None]
    if types.is_floating(kind):
        return bool not in set(map(type, there))
    if types.is_struct(kind):
        return all(_keeps_booleans(it.type, [value.get(it.name) for value in there]) for it in kind)
    return _keeps_booleans(kind.value_type, [it for value in there for it in value])


def common_field(one: Any, other: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The field that holds the values of the fields `one` and `other`; `one` is None at first.

    It is nullable, since other batches may lack it, and JSON where there is no common type.
    """
    library = arrow()
    if one is None or one.equals(other, check_metadata=True):
        return other.with_nullable(True)  # noqa: FBT003 - pyarrow names it by place in its older versions
    if is_json(one) or is_json(other):
        return json_field(one.name)
    if one.type.equals(other.type):
        return one
    loose = [library.field(it.name, map_leaf_types(it.type, _without_view)) for it in (one, other)]
    try:
        together = library.unify_schemas([library.schema([it]) for it in loose], promote_options="permissive")
    except library.ArrowException:
        return json_field(one.name)
    made = together.field(0)
    return json_field(one.name) if _count_decimals(made) < max(map(_count_decimals, loose)) else made


def _without_view(kind: Any) -> Any:  # noqa: ANN401 - likewise
    """`kind`, or the same type without `_view`, which is another layout in memory."""
    library = arrow()
    for view, same in (("string_view", "string"), ("binary_view", "binary")):
        if str(kind) == view:
            return getattr(library, same)()
    return kind


def _count_decimals(field: Any) -> int:  # noqa: ANN401 - likewise
    """Number of decimal types in a field. Unified with floats, decimals become floats and lose digits."""
    return sum(map(arrow().types.is_decimal, leaf_types(field.type)))


def writable(field: Any) -> Any:  # noqa: ANN401 - likewise
    """`field` with its type after a round trip through Parquet; a column of JSON where that fails.

    Parquet renames the items of lists. Without the round trip, a file made again from the rows of an earlier
    one would not have the same bytes.
    """
    library = arrow()
    if not library.types.is_nested(field.type):
        return field
    try:
        if sum(1 for _ in leaf_types(field.type)) > MAX_KEYS:
            return json_field(field.name)
        tried = BytesIO()
        library.parquet.write_table(library.schema([field]).empty_table(), tried)
        return field.with_type(library.parquet.read_schema(BytesIO(tried.getvalue())).field(0).type)
    except (library.ArrowException, OSError):
        return json_field(field.name)


def cast_to(values: Any, have: Any, field: Any) -> Any:  # noqa: ANN401 - likewise
    """`values`, the column of field `have`, as a column of `field`. Raises what pyarrow's `cast` raises."""
    if is_json(field) and not is_json(have):
        return arrow().array([_json(as_json(it)) for it in values], arrow().string())
    return values if values.type.equals(field.type) else values.cast(field.type)


def can_cast(values: Any, have: Any, field: Any) -> bool:  # noqa: ANN401 - likewise
    """Whether `cast_to` succeeds. An integer can be too large for a float, and a time out of range."""
    library = arrow()
    if is_json(field) or values.type.equals(field.type):
        return True
    try:
        cast_to(values, have, field)
    except (library.ArrowException, ValueError, OverflowError):
        return False
    return True


def is_json(field: Any) -> bool:  # noqa: ANN401 - likewise
    """Whether `field` is marked as a column of JSON."""
    return _AS_JSON in (field.metadata or {}) and arrow().types.is_string(field.type)


def json_field(name: str) -> Any:  # noqa: ANN401 - likewise
    """The field of a column of JSON: strings, marked in the metadata."""
    return arrow().field(name, arrow().string(), metadata={_AS_JSON: b"1"})


def _json(value: Any) -> str | None:  # noqa: ANN401 - JSON holds anything
    return None if value is None else dump(value)[:-1].decode("utf-8")
