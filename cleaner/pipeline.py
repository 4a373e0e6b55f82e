"""The one path that every document takes, and the object that walks it.

segment -> identify -> judge -> resolve; the text is rendered when it is asked for.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from cleaner.deadline import Deadline
from cleaner.engines import judge
from cleaner.errors import OptionError, shown_value
from cleaner.fingerprint import fingerprint, rules_content
from cleaner.inputs import Input, check_document, check_folders
from cleaner.model.page_type import page_features
from cleaner.options import Options
from cleaner.result import Result
from cleaner.segment.text import segment
from cleaner.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cleaner.decide.resolve import Decided
    from cleaner.document import Document
    from cleaner.features.feature_groups import Features
    from cleaner.model import Model
    from cleaner.rules import Found, RuleBook, RuleFindings, RuleTime, SiteRules


class Judged(NamedTuple):
    """A document on its way through the pipeline, judged and not yet rendered."""

    given: Input
    document: Document
    language: str | None
    found: Found | None
    """The rule file for it, and why."""
    findings: RuleFindings | None
    """What its rules say."""
    decided: Decided | None
    """The decisions, with and without the rules; None for a document without blocks."""
    time: RuleTime | None
    page_features: Features | None = None
    """What the type of the page is told by; None for a document without blocks."""

    @property
    def is_believed(self) -> bool:
        """Whether the rule file is believed on this document."""
        doubts = self.decided.doubts if self.decided and self.findings else ()
        return all(it.believed for it in doubts if self.findings and it.name == self.findings.name)


class Cleaner(Streams):
    """Cleans documents. The caller's rules are compiled when it is made, all else once it is first needed.

    It holds no state between documents: it can be used from several threads at once, and pickled, to the same
    bytes in every process and whether it was used or not.
    """

    def __init__(
        self,
        rules: str | Path | Sequence[str | Path] = (),
        options: Options | None = None,
        *,
        model: Model | None = None,
    ) -> None:
        """`rules` is a folder of the caller's own rules or several, ahead of the built-in ones.

        `model` stands in for the built-in weights, for who fits others. Raises RuleError when a rule file
        is wrong, and OptionError when an argument is.
        """
        if options is not None and not isinstance(options, Options):
            raise OptionError(f"options is {shown_value(options)}; give Options(...)")
        self.options = options or Options()
        self._model = model
        self._book = None
        self._rules_content = ""
        folders = check_folders(rules)
        if self.options.site_rules:
            from cleaner.rules import open_rules  # noqa: PLC0415 - rules are not always loaded

            self._book = open_rules(folders)
            self._rules_content = rules_content(folders)

    @property
    def fingerprint(self) -> str:
        """All that decides the output, as 32 hexadecimal digits.

        It covers the version of this package and of the libraries that read pages, weights and built-in
        rules, the caller's rules as they were when this was made, and the options. It does not depend on
        the process, nor on where the caller's rules lie.
        """
        return fingerprint(self.options, self._rules_content, self._model)

    def warm(self) -> None:
        """Load now what the first documents would load otherwise, in about a second.

        Phrases, weights, built-in rules, parsers and the libraries that the options ask for; they are kept
        in the process, for all cleaners. Without it, texts and pages load what they need when they need it.
        """
        from cleaner.warming import load  # noqa: PLC0415 - for who asks

        load(Cleaner, self.options.engine, metadata=self.options.find_metadata, rules=self.options.site_rules)

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

        Where both `text` and `html` are given, the page is cleaned if the text is blank. Raises
        DocumentError where the document cannot be cleaned, or is none.
        """
        given = check_document(text, html, url, language)
        return self._result(self._judged(given, explain=explain), explain=explain)

    def compare(
        self,
        text: str | None = None,
        *,
        html: str | bytes | None = None,
        url: str | None = None,
        language: str | None = None,
        book: RuleBook | None = None,
    ) -> Judged:
        """One document judged, with what its site rules say kept apart from the generic part.

        For who compares the two, as `cleaner rules try` does. `book` stands in for the cleaner's own rules,
        for who tries others. Errors are as in `clean`.
        """
        return self._judged(check_document(text, html, url, language), explain=False, book=book)

    def result_of(self, judged: Judged) -> Result:
        """What `clean` gives of a document that `compare` has judged."""
        return self._result(judged, explain=False)

    def _judged(self, given: Input, *, explain: bool, book: RuleBook | None = None) -> Judged:
        if self.options.max_seconds is not None:
            self.warm()  # what is loaded once is not the document's time
        deadline = Deadline(self.options.max_seconds)
        given, document = _read(given)
        deadline.check()
        book = book or self._book
        time = self._rule_time(book)
        found = book.find(document, time) if book else None
        deadline.check()
        if not document.blocks:
            return Judged(given, document, given.language, found, None, None, time)
        findings = found.rules.judge(document, page=given.page, time=time) if found else None
        deadline.check()
        judgement = judge(document, given.page, findings, self.options, self._model, deadline)
        decided = judgement.decided
        if explain:
            decided = decided._replace(decisions=judgement.with_evidence(deadline))
        features = page_features(judgement.features, judgement.page.size)
        return Judged(given, document, judgement.page.language, found, findings, decided, time, features)

    def _result(self, judged: Judged, *, explain: bool) -> Result:
        """What a caller gets of a judged document."""
        document, decided, page = judged.document, judged.decided, judged.given.page
        site = judged.found.rules if judged.found else None
        doubts = decided.doubts if decided else ()
        decisions = tuple(decided.decisions) if decided else ()
        options = self.options
        result = Result(
            document,
            decisions,
            judged.language,
            _site_name(site, document.url),
            doubts=doubts,
            page_features=judged.page_features,
            links=options.links,
            images=options.images,
        )
        if judged.time is not None:
            result = _after_rules(result, site if judged.is_believed else None, judged.time)
        if explain:
            result = _with_background(result, page, judged.found)
        return result if page is None else self._with_page(result, page)

    def _with_page(self, result: Result, page: str) -> Result:
        """`result` with what it may be asked for that is made from the page."""
        complete = None
        if self.options.find_metadata:
            from cleaner.identify import metadata  # noqa: PLC0415 - for who asks

            complete = partial(metadata.complete, page=page, document=result.document)
        return replace(result, complete=complete, page=page)

    def _rule_time(self, book: RuleBook | None) -> RuleTime | None:
        """What the rules of `book` have for one document; None where there are none."""
        if book is None:
            return None
        from cleaner.rules import RuleTime  # noqa: PLC0415 - see __init__

        return RuleTime(self.options.rule_seconds, self.options.total_rule_seconds)


def _read(given: Input) -> tuple[Input, Document]:
    """The document as blocks, and the page they came from with what its scripts were to draw."""
    if given.page is None:
        document = segment(given.text or "", url=given.url, language=given.language)
        return given, _noting(given, document)
    from cleaner.identify.metadata import with_own_url  # noqa: PLC0415 - for pages alone
    from cleaner.segment.html import segment_drawn  # noqa: PLC0415 - likewise

    page, document = segment_drawn(given.page, url=given.url, language=given.language)
    return given._replace(page=page), with_own_url(_noting(given, document))


def _after_rules(result: Result, site: SiteRules | None, time: RuleTime) -> Result:
    """`result` with what the rules rewrite, and the names of those that were left out."""
    rewrite = None
    if site and site.rewrites:
        blocks = zip(result.document.blocks, result.decisions, strict=True)
        kept = [block.text for block, decision in blocks if decision.keep]
        rewrite = partial(_looked_up, site.rewritten(kept, result.document.url, time))
    return replace(result, timed_out=time.left_out, rewrite=rewrite) if rewrite or time.left_out else result


def _with_background(result: Result, page: str | None, found: Found | None) -> Result:
    """`result` with what explanations tell beside the evidence: what rules did, and where blocks stand."""
    applied = None
    if found is not None:
        from cleaner.rules.outcomes import applied_rules  # noqa: PLC0415 - costs nothing unless asked for

        not_believed = {it.name for it in result.doubts if not it.believed}
        decisions, left_out = result.decisions, result.timed_out
        applied = applied_rules(found, result.document, page, decisions, left_out, not_believed)
    paths: tuple[str, ...] = ()
    if page is not None:
        from cleaner.explain.element_paths import element_paths  # noqa: PLC0415 - likewise

        paths = element_paths(page, result.document)
    return replace(result, applied_rules=applied, element_paths=paths)


def _looked_up(rewritten: Mapping[str, str], text: str) -> str:
    return rewritten.get(text, text)


def _noting(given: Input, document: Document) -> Document:
    return replace(document, surrogates=given.surrogates) if given.surrogates else document


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
