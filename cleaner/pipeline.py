"""The one path that every document takes, and the object that walks it.

segment -> identify -> judge -> resolve; the text is rendered when it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from cleaner.errors import DocumentError
from cleaner.heuristics import claims, spoken
from cleaner.identify.language import identify_language
from cleaner.model import built_in, judge
from cleaner.options import Engine, Options
from cleaner.resolve import resolve
from cleaner.result import Result
from cleaner.segment.text import segment
from cleaner.view.features import features
from cleaner.view.page import Page
from cleaner.witness import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cleaner.document import Document
    from cleaner.model import Model
    from cleaner.rules import RuleFindings, RuleTime, SiteRules
    from cleaner.witness import Witnesses


class Cleaner:
    """Cleans documents. The caller's rules are compiled when it is made, all else once it is first needed.

    It holds no state between documents: it can be pickled, and used from several threads at once.
    """

    def __init__(
        self, rules: Sequence[str | Path] = (), options: Options | None = None, *, model: Model | None = None
    ) -> None:
        """`rules` are folders of the caller's own rules, ahead of the built-in ones.

        `model` stands in for the built-in weights, for who fits others. Raises RuleError when a rule file
        is wrong.
        """
        self.options = options or Options()
        self._model = model
        self._book = None
        if self.options.site_rules:
            from pathlib import Path  # noqa: PLC0415 - with the rules, which are not always loaded

            from cleaner.rules import open_rules  # noqa: PLC0415 - likewise

            self._book = open_rules([Path(folder) for folder in rules])

    def clean(
        self,
        text: str | None = None,
        *,
        html: str | bytes | None = None,
        url: str | None = None,
        language: str | None = None,
        explain: bool = False,
    ) -> Result:
        """One document cleaned; `explain` adds the evidence to every decision, at some cost.

        Raises DocumentError where the document cannot be cleaned.
        """
        page = None
        if html is not None:
            page = html if isinstance(html, str) else _decoded(html)
            document, witnesses = self._read(page, url, language)
        elif text is not None:
            document, witnesses = segment(text, url=url, language=language), NOBODY
        else:
            raise DocumentError("there is neither text nor html to clean")
        time = self._rule_time()
        site = self._book.site_for(document, time) if self._book else None
        if document.blocks:
            findings = site.judge(document, page=page, time=time) if site else None
            result = self._judge(document, site, findings, witnesses, explain=explain)
        else:
            result = Result(document, (), language, _site_name(site, document.url))
        if time is not None:
            result = _after_rules(result, site, time)
        if page is not None and self.options.find_metadata:
            from cleaner.identify.metadata import complete  # noqa: PLC0415 - for who asks

            return replace(result, complete=partial(complete, page=page, document=document))
        return result

    def _read(self, page: str, url: str | None, language: str | None) -> tuple[Document, Witnesses]:
        """The document in a page, and what others make of the page."""
        from cleaner.identify.metadata import with_own_url  # noqa: PLC0415 - for pages alone
        from cleaner.own_word import own_word  # noqa: PLC0415 - likewise
        from cleaner.segment.html import segment_html  # noqa: PLC0415 - likewise
        from cleaner.witness import Witnesses  # noqa: PLC0415 - likewise

        document = with_own_url(segment_html(page, url=url, language=language))
        if not document.blocks:
            return document, NOBODY
        own = own_word(document)
        if self.options.engine is Engine.FAST:
            return document, Witnesses(page=own)
        from cleaner.extractor import witness  # noqa: PLC0415 - for this engine alone

        return document, Witnesses(witness(page, document), own)

    def pipe(self, records: Iterable[str | Mapping[str, Any]]) -> Iterator[Result]:
        """Results for a stream of texts, or of mappings with `text` and optionally `url` and `language`."""
        for record in records:
            if isinstance(record, str):
                yield self.clean(record)
            else:
                known = {key: record[key] for key in ("text", "html", "url", "language") if record.get(key)}
                yield self.clean(**known) if known.keys() & {"text", "html"} else self.clean("")

    def _judge(
        self,
        document: Document,
        site: SiteRules | None,
        findings: RuleFindings | None,
        witnesses: Witnesses,
        *,
        explain: bool,
    ) -> Result:
        page = Page(document)
        page.language = document.language or identify_language(page)
        model = self._model or built_in("html" if document.dom else "text")
        if document.dom and self.options.engine is Engine.FAST:
            model = model.quick or model
        claimed = claims(page) if "heuristic" in model.groups else spoken(page)
        seen = features(page, claimed, witnesses, wanted=model.groups)
        log_odds = judge(model, seen)
        decisions = resolve(page, claimed, log_odds, findings, self.options, witnesses)
        if explain:
            from cleaner.evidence import with_evidence  # noqa: PLC0415 - explanations cost nothing unless asked for

            decisions = with_evidence(page, claimed, seen, decisions, model)
        return Result(
            document,
            tuple(decisions),
            page.language,
            _site_name(site, document.url),
        )

    def _rule_time(self) -> RuleTime | None:
        """What the rules have for one document; None where there are none."""
        if self._book is None:
            return None
        from cleaner.rules import RuleTime  # noqa: PLC0415 - see __init__

        return RuleTime(self.options.rule_seconds, self.options.total_rule_seconds)


def _after_rules(result: Result, site: SiteRules | None, time: RuleTime) -> Result:
    """`result` with what the rules rewrite, and the names of those that were left out."""
    rewrite = None
    if site and site.rewrites:
        blocks = zip(result.document.blocks, result.decisions, strict=True)
        kept = [block.text for block, decision in blocks if decision.keep]
        rewrite = partial(_looked_up, site.rewritten(kept, result.document.url, time))
    return replace(result, timed_out=time.left_out, rewrite=rewrite) if rewrite or time.left_out else result


def _looked_up(rewritten: Mapping[str, str], text: str) -> str:
    return rewritten.get(text, text)


def _decoded(page: bytes) -> str:
    from cleaner.segment.html.charset import decode  # noqa: PLC0415 - for pages alone

    return decode(page)


def _site_name(site: SiteRules | None, url: str | None) -> str | None:
    if site and not site.platform:
        return site.name
    if not url:
        return None
    from cleaner.identify.site import registered_domain  # noqa: PLC0415 - only documents with a URL need it

    return registered_domain(url)


@cache
def _default() -> Cleaner:
    return Cleaner()


def clean(
    text: str | None = None,
    *,
    html: str | bytes | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Result:
    """One document cleaned with the built-in rules and the default options; see `Cleaner.clean`."""
    return _default().clean(text, html=html, url=url, language=language)
