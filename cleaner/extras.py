"""Optional libraries, imported when they are first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cleaner.errors import MissingExtraError


def need(module: str, extra: str, what: str) -> Any:  # noqa: ANN401 - a module
    """`module`, imported; MissingExtraError where it is not installed. `what` is what it is needed for."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{what} needs the extra {extra!r}: pip install 'article-cleaner[{extra}]'"
        ) from error
