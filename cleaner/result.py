"""What cleaning a document gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleaner.render import render
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.document import Document
    from cleaner.identify.metadata import Metadata
    from cleaner.verdict import Decision, Verdict


class JudgedBlock(NamedTuple):
    """A block and what was decided of it; offsets in characters of the source text."""

    start: int
    end: int
    text: str
    keep: bool
    label: Label
    judge: str
    weight: float
    """Log-odds that the block is main content."""
    verdicts: tuple[Verdict, ...]
    """The claims behind the decision: what rules and the second look say; the rest only where
    explanations were asked for."""


class Removed(NamedTuple):
    """A stretch of the source text that is not in the result; offsets in characters."""

    start: int
    end: int
    label: Label
    judge: str


@dataclass(frozen=True)
class Result:
    """A cleaned document. The texts are made when first asked for."""

    document: Document
    decisions: tuple[Decision, ...]
    language: str | None
    """ISO 639-1 code; None where nothing spoke for a language."""
    site: str | None
    """The site as its rule file names it, else the URL's registered domain."""
    timed_out: tuple[str, ...] = ()
    """Site rules that ran out of time on this document and were skipped."""
    rewrite: Callable[[str], str] | None = field(default=None, repr=False)
    complete: Callable[[Metadata], Metadata] | None = field(default=None, repr=False)
    """What looks for metadata in the page's text, where that is asked for."""

    @cached_property
    def text(self) -> str:
        """Headline and body, and whatever else the options keep."""
        return render(self.document, [i for i, d in enumerate(self.decisions) if d.keep], self.rewrite)

    @cached_property
    def body(self) -> str:
        """As `text`, without the headline."""
        kept = [i for i, d in enumerate(self.decisions) if d.keep and d.label is not Label.HEADLINE]
        return render(self.document, kept, self.rewrite)

    @cached_property
    def markdown(self) -> str:
        """As `text`, in Markdown, with the structure of the page; plain text is given as it is."""
        dom = self.document.dom
        if dom is None:
            return self.text
        from cleaner.render_markdown import Piece, render_markdown  # noqa: PLC0415 - for who asks

        rewrite = self.rewrite or str
        blocks = enumerate(zip(self.document.blocks, self.decisions, strict=True))
        return render_markdown(dom, [Piece(i, rewrite(b.text), d.label) for i, (b, d) in blocks if d.keep])

    @cached_property
    def metadata(self) -> Metadata | None:
        """What an HTML page says of itself; None for plain text."""
        said = self._said
        return self.complete(said) if said and self.complete else said

    @cached_property
    def _said(self) -> Metadata | None:
        """What it says of itself in its head."""
        dom = self.document.dom
        if dom is None:
            return None
        from cleaner.identify.metadata import read_metadata  # noqa: PLC0415 - for who asks

        return read_metadata(dom.head, self.document.url)

    @cached_property
    def title(self) -> str | None:
        """The article's own headline, whether it is kept or not; None where the text has none.

        For a page whose headline stands nowhere in its text, what the page calls itself.
        """
        blocks = self.document.blocks
        for block, decision in zip(blocks, self.decisions, strict=True):
            if decision.label is Label.HEADLINE:
                return " ".join(block.text.split())
        return self._said.headline if self._said else None

    @property
    def source_chars(self) -> int:
        """Characters of the source text."""
        return len(self.document.source)

    @cached_property
    def blocks(self) -> tuple[JudgedBlock, ...]:
        """Every block with its decision, in order."""
        return tuple(
            JudgedBlock(*block, d.keep, d.label, d.judge, d.weight, d.verdicts)
            for block, d in zip(self.document.blocks, self.decisions, strict=True)
        )

    @cached_property
    def removed(self) -> tuple[Removed, ...]:
        """Every block that is not in `text`, in order."""
        return tuple(
            Removed(block.start, block.end, d.label, d.judge)
            for block, d in zip(self.document.blocks, self.decisions, strict=True)
            if not d.keep
        )
