"""What cleaning a document gives."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cleaner.render.text import render
from cleaner.verdict import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaner.decide.believe import Doubt
    from cleaner.document import Document
    from cleaner.features.feature_groups import Features
    from cleaner.identify.metadata import Metadata
    from cleaner.render.tree import Node
    from cleaner.rules.outcomes import AppliedRules
    from cleaner.verdict import Decision, Verdict


FORM: Final = 1
"""The version of the form of `Result.to_dict`: one more when a key goes, or means something else."""
HIDDEN: Final = "hidden"
"""Who removes hidden pieces of lines: nobody judges them."""
_MOST_SURE: Final = 100.0
"""Log-odds beyond all that is ever judged: JSON has no infinity."""


class JudgedBlock(NamedTuple):
    """A block and what was decided of it; offsets in characters of the source text."""

    start: int
    end: int
    text: str
    keep: bool
    label: Label
    decided_by: str
    """Who had the last word on whether it stays; see `Decision`."""
    score: float
    """Log-odds that the block is main content; infinite where a site rule decided."""
    verdicts: tuple[Verdict, ...]
    """What rules and the veto say; all evidence only where explanations were asked for."""
    labelled_by: str
    """Who says what it is; see `Decision`."""

    @property
    def judge(self) -> str:
        """Another name of `decided_by`."""
        return self.decided_by

    @property
    def weight(self) -> float:
        """Another name of `score`."""
        return self.score


class Removed(NamedTuple):
    """A stretch of the source text that is not in the result; offsets in characters."""

    start: int
    end: int
    label: Label
    judge: str
    """Who decided; see `Decision.decided_by`."""
    score: float
    """The decision's log-odds that it is main content, from -100 to 100, rounded down to a thousandth.

    A little below 0 where the decision was in doubt; above 0 where a block goes for its label alone, as a
    headline does that the options leave out. 100 and -100 stand for certain: a site rule has decided."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in a stream of results for a record that could not be cleaned."""

    number: int
    """Which record, counted from 1."""
    id: str | None
    """The record's own id, where it has one that is text or a whole number."""
    reason: str
    """What is wrong with it, in words."""


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
    doubts: tuple[Doubt, ...] = ()
    """Rule files that left next to nothing of the document, and so were not believed on it; see `Doubt`."""
    rewrite: Callable[[str], str] | None = field(default=None, repr=False)
    complete: Callable[[Metadata], Metadata] | None = field(default=None, repr=False)
    """What looks for metadata in the page's text, where that is asked for."""
    applied_rules: AppliedRules | None = field(default=None, repr=False)
    """The document's rule file and what each of its rules did; only where explanations were asked for."""
    element_paths: tuple[str, ...] = field(default=(), repr=False)
    """Of each block of an HTML page, the element it stands in; only where explanations were asked for."""
    page: str | None = field(default=None, repr=False, compare=False)
    """The page that the blocks came from, where it was one; Markdown and HTML are made from it."""
    page_features: Features | None = field(default=None, repr=False, compare=False)
    """What `page_type` is told by."""
    links: bool = True
    """Whether Markdown and HTML have links."""
    images: bool = False
    """Whether they have images."""

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
        """As `text`, in Markdown, with the structure of the page; plain text is given as it is.

        Where plain text is Markdown, so is `text`; a table has its first row here in any case.
        """
        if self.document.dom is None:
            return self._markdown_text if self.document.is_markdown else self.text
        from cleaner.render.markdown import render_markdown  # noqa: PLC0415 - for who asks

        return render_markdown(self._tree)

    @cached_property
    def _markdown_text(self) -> str:
        """As `text`, of a document that is Markdown itself."""
        from cleaner.render.markdown_text import with_heads  # noqa: PLC0415 - for who asks

        kept = [i for i, d in enumerate(self.decisions) if d.keep]
        return render(self.document, with_heads(self.document, kept), self.rewrite)

    @cached_property
    def html(self) -> str:
        """As `text`, as clean HTML with the structure of the page: a small set of tags, safe to show.

        Addresses are absolute where the page's own is known. There are no scripts, styles, classes or
        handlers in it. Plain text becomes paragraphs, Markdown what it stands for.
        """
        from cleaner.render.html import render_html  # noqa: PLC0415 - for who asks

        return render_html(self._tree)

    @cached_property
    def _tree(self) -> Node:
        """The structure of what is kept."""
        from cleaner.decide.resolve import MODEL, VETO  # noqa: PLC0415 - for who asks
        from cleaner.render.judged import Judged, Kept, Settings  # noqa: PLC0415 - for who asks
        from cleaner.render.structure import page_tree, text_tree  # noqa: PLC0415 - likewise

        blocks, decisions, rewrite = self.document.blocks, self.decisions, self.rewrite
        headline_label, caption_label = Label.HEADLINE, Label.CAPTION
        labels = [decision.label for decision in decisions]
        kept: dict[int, Kept] = {}
        gone: list[int] = []
        for index, decision in enumerate(decisions):
            if decision.keep:
                own = blocks[index].text
                text = rewrite(own) if rewrite else own
                kept[index] = Kept(text, text is not own and text != own, labels[index] is headline_label)
            else:
                gone.append(index)
        captions = frozenset(index for index in gone if labels[index] is caption_label)
        removed = frozenset(index for index in gone if decisions[index].decided_by in (MODEL, VETO))
        headline = labels.index(headline_label) if headline_label in labels else None
        settings = Settings(self.document.url, self.links, self.images)
        if self.page is None and self.document.is_markdown:
            from cleaner.render.markdown_text import markdown_tree  # noqa: PLC0415 - likewise

            return markdown_tree(self._markdown_text, settings)
        if self.page is None:
            return text_tree(kept)
        return page_tree(
            self.page,
            self.document,
            Judged(kept, captions, headline, removed),
            settings,
        )

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

    @cached_property
    def page_type(self) -> str | None:
        """What kind of page this is, where that is sure; None where it is not.

        `article`, `collection`, `documentation`, `forum`, `listing`, `product` or `service`: see
        docs/results.md for how often it is told, and how often rightly. It changes nothing in the text.
        """
        if self.page_features is None:
            return None
        from cleaner.model.page_type import built_in  # noqa: PLC0415 - for who asks

        return built_in("html" if self.document.dom else "text").type_of(self.page_features)

    def to_dict(self) -> dict[str, Any]:
        """What `cleaner run` writes of a document, as JSON can hold it: `text`, and the field `cleaner`.

        The keys: `text`, `version` (of this form, see `FORM`), `title`, `language`, `site`, `kept_chars`,
        `source_chars`, and `removed` as `[start, end, label, judge, score]` with offsets in characters of
        the source text. Only where there is something to say: `page_type`; `page`, what an HTML page says
        of itself; `surrogates`, how many lone surrogates of the source are U+FFFD now; and `rules_doubted`,
        the `doubts` with their `name`, `share` and `believed`.
        """
        said = asdict(self.metadata) if self.metadata else {}
        more = {
            "page_type": self.page_type,
            "page": {key: list(it) if isinstance(it, tuple) else it for key, it in said.items() if it},
            "surrogates": self.document.surrogates,
            "rules_doubted": [it._asdict() for it in self.doubts],
        }
        return {
            "text": self.text,
            "version": FORM,
            "title": self.title,
            "language": self.language,
            "site": self.site,
            "kept_chars": len(self.text),
            "source_chars": self.source_chars,
            "removed": [[it.start, it.end, it.label.value, it.judge, it.score] for it in self.removed],
            **{key: value for key, value in more.items() if value},
        }

    @property
    def source_chars(self) -> int:
        """Characters of the source text."""
        return len(self.document.source)

    @cached_property
    def blocks(self) -> tuple[JudgedBlock, ...]:
        """Every block with its decision, in order."""
        return tuple(
            JudgedBlock(*block, d.keep, d.label, d.decided_by, d.score, d.verdicts, d.labelled_by)
            for block, d in zip(self.document.blocks, self.decisions, strict=True)
        )

    @cached_property
    def removed(self) -> tuple[Removed, ...]:
        """Every block that is not in `text`, in order, and after them what is hidden and in no block."""
        blocks = (
            Removed(block.start, block.end, d.label, d.decided_by, _score(d.score))
            for block, d in zip(self.document.blocks, self.decisions, strict=True)
            if not d.keep
        )
        hidden = (Removed(*it, Label.WIDGET, HIDDEN, -_MOST_SURE) for it in self.document.skipped)
        return (*blocks, *hidden)


def _score(weight: float) -> float:
    return math.floor(max(-_MOST_SURE, min(weight, _MOST_SURE)) * 1000) / 1000
