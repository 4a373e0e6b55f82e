"""Many documents one after the other, each of which fails by itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from cleaner.errors import CleanerError, DocumentError, internal_error, one_line, shown_value
from cleaner.inputs import check_lists, check_on_error, check_stream, document_of, id_of
from cleaner.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaner.result import Result

OnError = Literal["raise", "record"]
"""What becomes of a document that cannot be cleaned: an exception, or a Failure in its place."""
_Record = TypeVar("_Record", bound=str | Mapping[str, Any])
_Records = Iterable[str | Mapping[str, Any]]
_Texts = Iterable[str | None] | None
_Pages = Iterable[str | bytes | None] | None


class Streams(ABC):
    """What cleans many documents, given what cleans one."""

    @abstractmethod
    def clean(
        self,
        text: str | None = None,
        *,
        html: str | bytes | None = None,
        url: str | None = None,
        language: str | None = None,
    ) -> Result:
        """One document cleaned."""

    @overload
    def pipe(
        self, records: _Records, *, as_tuples: Literal[False] = ..., on_error: Literal["raise"] = ...
    ) -> Iterator[Result]: ...
    @overload
    def pipe(
        self, records: _Records, *, as_tuples: Literal[False] = ..., on_error: OnError
    ) -> Iterator[Result | Failure]: ...
    @overload
    def pipe(
        self, records: Iterable[_Record], *, as_tuples: Literal[True], on_error: Literal["raise"] = ...
    ) -> Iterator[tuple[_Record, Result]]: ...
    @overload
    def pipe(
        self, records: Iterable[_Record], *, as_tuples: Literal[True], on_error: OnError
    ) -> Iterator[tuple[_Record, Result | Failure]]: ...

    def pipe(
        self, records: Iterable[Any], *, as_tuples: bool = False, on_error: OnError = "raise"
    ) -> Iterator[Any]:
        """Results for a stream of texts, or of mappings with `text` or `html`, `url` and `language`.

        A record that is no document raises DocumentError, which says which one it is, and ends the stream;
        with `on_error="record"` a Failure stands in its place, also after an error inside this package.
        `as_tuples` gives every record beside its result. What `records` itself raises goes through.
        """
        failures = check_on_error(on_error)
        found = self._pairs(check_stream("records", records), failures=failures)
        return found if as_tuples else (result for _, result in found)

    @overload
    def clean_batch(
        self,
        texts: _Texts = ...,
        htmls: _Pages = ...,
        urls: _Texts = ...,
        languages: _Texts = ...,
        on_error: Literal["raise"] = ...,
    ) -> list[Result]: ...
    @overload
    def clean_batch(
        self,
        texts: _Texts = ...,
        htmls: _Pages = ...,
        urls: _Texts = ...,
        languages: _Texts = ...,
        *,
        on_error: OnError,
    ) -> list[Result | Failure]: ...

    def clean_batch(
        self,
        texts: _Texts = None,
        htmls: _Pages = None,
        urls: _Texts = None,
        languages: _Texts = None,
        on_error: OnError = "raise",
    ) -> list[Any]:
        """The results for columns of a table, in their order; columns that are given must be of one length.

        Errors are as in `pipe`.
        """
        records = check_lists(texts=texts, htmls=htmls, urls=urls, languages=languages)
        return list(self.pipe(records, on_error=on_error))

    def _pairs(self, records: Iterator[Any], *, failures: bool) -> Iterator[tuple[Any, Result | Failure]]:
        """Every record beside what became of it."""
        for number, record in enumerate(records, start=1):
            yield record, self._settle(record, number, failures=failures)

    def _settle(self, record: object, number: int, *, failures: bool) -> Result | Failure:
        identity = None
        try:
            identity = id_of(record)
            return self.clean(**document_of(record))
        except DocumentError as error:
            if not failures:
                named = f" (id {shown_value(identity)})" if identity else ""
                raise DocumentError(f"record {number}{named}: {error}") from error
            return Failure(number, identity, str(error))
        except (CleanerError, MemoryError):
            raise  # an extra that is missing, or a process that cannot go on, is no fault of the record
        except Exception as error:
            if not failures:
                raise
            return Failure(number, identity, one_line(internal_error(error)))
