"""Feature extraction: a page and what others say of it -> the feature matrix that the model scores.

Counts come in as logarithms, and every feature is kept within a few units of zero, so that one unusual page
cannot swamp the model.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.features.feature_groups import Features
from cleaner.features.text import text_groups
from cleaner.references.align import NO_REFERENCES

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.features.feature_groups import Column, Group
    from cleaner.features.page import Page
    from cleaner.references.align import Reference, References

_OF_OTHERS: Final = frozenset(("heuristic", "json-ld", "trafilatura"))
"""Groups that are not of the page alone."""
_LEAST: Final = -1.0
_MOST: Final = 4.0
"""Every feature is clipped to these bounds."""


def extract_features(
    page: Page,
    claims: Sequence[Claim],
    references: References = NO_REFERENCES,
    *,
    wanted: Container[str] | None = None,
) -> Features:
    """The features of every block of `page`, of `wanted` groups alone where these are given.

    `claims` are those of the heuristics on `page`. Pages that came from HTML have the features of their DOM
    and of `references`, too.
    """
    names: list[str | tuple[str, ...]] = []
    columns: list[NDArray[np.generic]] = []
    groups: list[tuple[str, int]] = []
    for group, members in _groups(page, claims, references).items():
        if wanted is not None and group not in wanted:
            continue
        for name, column in _columns(page, group, members):
            names.append(name)
            columns.append(column if isinstance(name, str) else column.ravel())
        groups.append((group, len(names)))
    full_names = _full_names(tuple(groups), tuple(names))
    values = np.concatenate(columns, dtype=np.float32, casting="unsafe").reshape(-1, page.blocks)
    np.clip(values, _LEAST, _MOST, out=values)
    return Features(full_names, values.T)


def _columns(page: Page, group: str, members: Group) -> Iterable[Column]:
    """The columns of a group; a second model that is asked about a page finds those of the page itself."""
    if group in _OF_OTHERS:
        return members()
    if group not in page.columns:
        page.columns[group] = list(members())
    return page.columns[group]


@lru_cache(maxsize=16)
def _full_names(
    groups: tuple[tuple[str, int], ...], names: tuple[str | tuple[str, ...], ...]
) -> tuple[str, ...]:
    """`group/name` of each column, from the groups with the count of names up to their end; few differ."""
    full: list[str] = []
    begin = 0
    for group, end in groups:
        for name in names[begin:end]:
            full += [f"{group}/{each}" for each in ((name,) if isinstance(name, str) else name)]
        begin = end
    return tuple(full)


def _groups(page: Page, claims: Sequence[Claim], references: References) -> dict[str, Group]:
    """What computes each group, in the order of the columns."""
    groups = text_groups(page, claims)
    if page.document.dom is None:
        return groups
    from cleaner.features.html import dom_groups  # noqa: PLC0415 - for pages alone

    others = {
        "json-ld": partial(_reference, page, references.json_ld),
        "trafilatura": partial(_reference, page, references.trafilatura),
    }
    return groups | dom_groups(page) | others


def _reference(page: Page, reference: Reference | None) -> Iterator[Column]:
    """All zero where there is no reference, or it has no text."""
    kept = np.zeros(page.blocks) if reference is None else reference.share
    yield "kept", kept
    yield "has text", np.full(page.blocks, reference is not None and reference.has_text)
    yield "kept of all", np.full(page.blocks, kept @ page.size / max(page.size.sum(), 1.0))
