"""What a caller gives as a document, checked before anything is done with it.

What is no document (None, NaN, a number, bytes as text, a scalar of Arrow) is a DocumentError that names the
argument and the type, since it comes from data. What is no call (a table where records belong, lists of
unequal length) is an OptionError, since it comes from code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from numbers import Integral, Number
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.characters.surrogates import replace_surrogates
from cleaner.errors import DocumentError, OptionError, shown_value

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELDS: Final = ("text", "html", "url", "language")
"""The keys of a record that are read."""
_ON_ERROR: Final = ("raise", "record")


class Input(NamedTuple):
    """One document as it was given: either a text or a page, and what is known about it."""

    text: str | None
    page: str | None
    """HTML, decoded."""
    url: str | None = None
    language: str | None = None
    surrogates: int = 0
    """Lone surrogates of the text or the page that are U+FFFD now."""


def check_document(text: object, html: object, url: object, language: object) -> Input:
    """The document in these arguments; DocumentError where one of them is of no use.

    Where both a text and a page are given, the page counts only if the text is blank and the page is not.
    Strings of any subclass become plain ones. An empty URL or language is as none.
    """
    wanted_text = None if text is None else _string("text", text)
    if html is not None and not issubclass(type(html), str | bytes):
        raise DocumentError(f"html is {_kind(html)}, neither a string nor bytes{_hint(html)}")
    found_url = None if url is None else replace_surrogates(_string("url", url))[0]
    known = None if language is None else replace_surrogates(_string("language", language))[0]
    if html is not None and (wanted_text is None or not wanted_text.strip()):
        page, surrogates = replace_surrogates(_page(html))
        if wanted_text is None or page.strip():
            return Input(None, page, found_url or None, known or None, surrogates)
    if wanted_text is None:
        raise DocumentError("there is neither text nor html to clean")
    sound, surrogates = replace_surrogates(wanted_text)
    return Input(sound, None, found_url or None, known or None, surrogates)


def document_of(record: object) -> dict[str, Any]:
    """What `Cleaner.clean` is to be given for a record of a stream; raises DocumentError."""
    if issubclass(type(record), str):
        return {"text": record}
    if not isinstance(record, Mapping):
        raise DocumentError(f"{_kind(record)}, neither a text nor a mapping with text or html")
    fields = {key: record.get(key) for key in _FIELDS}
    if fields["text"] is None and fields["html"] is None:
        keys = ", ".join(sorted(map(shown_value, record))) or "no keys"
        raise DocumentError(f"there is neither text nor html; it has: {keys}")
    return fields


def id_of(record: object) -> str | None:
    """The record's own `id`, where that is text or a whole number."""
    value = record.get("id") if isinstance(record, Mapping) else None
    if issubclass(type(value), str):
        return replace_surrogates(str.__str__(value))[0] or None
    if isinstance(value, Integral) and not isinstance(value, bool):
        with suppress(ValueError):  # Python writes no integers of thousands of digits
            return str(int(value))
    return None


def check_on_error(value: object) -> bool:
    """Whether failures are to be values of the stream rather than exceptions; raises OptionError."""
    if not isinstance(value, str) or value not in _ON_ERROR:
        raise OptionError(f"on_error is {shown_value(value)}; give {' or '.join(map(repr, _ON_ERROR))}")
    return value == "record"


def check_stream(name: str, values: object) -> Iterator[Any]:
    """The items of `values`; OptionError where these are one document, or a table, or nothing to iterate.

    A table of pandas would give the names of its columns, a string its characters.
    """
    if not isinstance(values, str | bytes | Mapping) and getattr(values, "ndim", 1) == 1:
        with suppress(TypeError):
            return iter(values)  # type: ignore[call-overload,no-any-return]
    raise OptionError(f"{name} is {_kind(values)}; give a list, or anything else to iterate, of documents")


def check_folders(rules: object) -> list[Path]:
    """One folder or several, as paths; raises OptionError."""
    given = [rules] if isinstance(rules, str | Path) else rules
    if isinstance(given, Iterable) and not isinstance(given, bytes | Mapping):
        given = list(given)
        if all(isinstance(it, str | Path) for it in given):
            return list(map(Path, given))
    raise OptionError(f"rules is {shown_value(rules)}; give folders of rule files")


def check_lists(**given: Iterable[Any] | None) -> list[dict[str, Any]]:
    """A record for each place of the lists, whose names are its keys with an s; raises OptionError."""
    lists = {name: list(check_stream(name, it)) for name, it in given.items() if it is not None}
    if not lists.keys() & {"texts", "htmls"}:
        raise OptionError("there is nothing to clean; give texts, htmls or both")
    lengths = {name: len(it) for name, it in lists.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise OptionError(f"there are {told}; give as many of each")
    keys = [name.removesuffix("s") for name in lists]
    return [dict(zip(keys, values, strict=True)) for values in zip(*lists.values(), strict=True)]


def _string(name: str, value: object) -> str:
    """`value` as a plain string. The type is asked, since `__class__` can say anything."""
    if issubclass(type(value), str):
        return str.__str__(value)
    raise DocumentError(f"{name} is {_kind(value)}, not a string{_hint(value)}")


def _page(html: object) -> str:
    if issubclass(type(html), str):
        return str.__str__(html)
    from cleaner.segment.html.charset import decode  # noqa: PLC0415 - for pages alone

    return decode(bytes(html))  # type: ignore[call-overload]  # the caller has checked it


def _kind(value: object) -> str:
    """The type of `value`, and of a number the value."""
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"{name} ({shown_value(value)})" if isinstance(value, Number) else name


def _hint(value: object) -> str:
    """What to do about a value that is nearly right."""
    if issubclass(type(value), bytes):
        return "; decode it, or give a page as html"
    if issubclass(type(value), bytearray | memoryview):
        return "; give bytes(...) of a page as html"
    return "; give its .as_py()" if hasattr(type(value), "as_py") else ""
