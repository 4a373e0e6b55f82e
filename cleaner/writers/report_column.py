"""What cleaning makes of Arrow columns: the field `cleaner` as one, and the type of the cleaned text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.characters.surrogates import replace_surrogates
from cleaner.readers.arrow import arrow
from cleaner.result import Removed

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS_FEATURES: Final = b"huggingface"
"""Metadata of Hugging Face `datasets` that lists the columns. It would no longer match them."""


def report_type() -> Any:  # noqa: ANN401 - pyarrow has no types
    """The struct of the column `cleaner`: the keys of the field in JSON lines, without `page`."""
    library = arrow()
    text, number, real = library.string(), library.int64(), library.float64()
    span = [("start", number), ("end", number), ("label", text), ("judge", text), ("score", real)]
    about = [("version", number), ("title", text), ("language", text), ("site", text)]
    counts = [("kept_chars", number), ("source_chars", number)]
    doubt = [("name", text), ("share", real), ("believed", library.bool_())]
    doubts = library.list_(library.struct(doubt))
    more = [("page_type", text), ("surrogates", number), ("suspect", text), ("rules_doubted", doubts)]
    removed = library.list_(library.struct(span))
    return library.struct([*about, *counts, ("removed", removed), *more])


def report_row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The field `cleaner` as a value of `report_type`: spans are structs, as lists have one type of item."""
    removed = [dict(zip(Removed._fields, it, strict=True)) for it in fields["removed"]]
    sound = {key: encodable(it) for key, it in fields.items()}
    return {**sound, "removed": removed, "suspect": fields.get("suspect")}


def encodable(value: Any) -> Any:  # noqa: ANN401 - any other value is returned unchanged
    """A string with U+FFFD for its lone surrogates, which UTF-8 cannot hold."""
    return replace_surrogates(value)[0] if isinstance(value, str) else value


def text_type(source: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """The type of the cleaned text, for a text or HTML of the type `source`."""
    library = arrow()
    return source if library.types.is_large_string(source) else library.string()


def without_features(metadata: Mapping[bytes, bytes] | None) -> dict[bytes, bytes] | None:
    """A schema's metadata without the lists of columns that others keep in it; None where nothing is left."""
    return {key: value for key, value in (metadata or {}).items() if key != _OTHERS_FEATURES} or None
