"""Engines: who judges a document, and when a second, dearer judgement is asked for.

Plain text knows no engines: the ensemble for text judges it. Of a page of HTML `fast` asks the student alone.
`full` asks the student first, and trafilatura and the ensemble where it is in doubt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaner.decide.doubt import is_clear
from cleaner.decide.resolve import resolve
from cleaner.features.extract import extract_features
from cleaner.features.page import Page
from cleaner.heuristics import claims, phrase_claims
from cleaner.model import built_in, predict
from cleaner.options import Engine
from cleaner.references.align import NO_REFERENCES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaner.deadline import Deadline
    from cleaner.decide.resolve import Decided
    from cleaner.document import Document
    from cleaner.features.claim import Claim
    from cleaner.features.feature_groups import Features
    from cleaner.model import Model
    from cleaner.options import Options
    from cleaner.references.align import References
    from cleaner.rules import RuleFindings
    from cleaner.verdict import Decision


class Judgement(NamedTuple):
    """The decisions on a document, and all that they were made from."""

    page: Page
    claims: Sequence[Claim]
    features: Features
    decided: Decided
    model: Model

    def with_evidence(self, deadline: Deadline) -> list[Decision]:
        """The decisions with the evidence for each."""
        from cleaner.explain.attribution import with_evidence  # noqa: PLC0415 - costs nothing unless asked for

        deadline.check()
        return with_evidence(self.page, self.claims, self.features, self.decided, self.model)


def judge(
    document: Document,
    html: str | None,
    findings: RuleFindings | None,
    options: Options,
    model: Model | None,
    deadline: Deadline,
) -> Judgement:
    """What becomes of every block of a document that has blocks.

    `html` is the page that they came from, where it was one; `findings` is what its site rules say; `model`
    stands in for the built-in one. Raises DocumentError when the deadline is over.
    """
    page = Page(document)
    _ = page.language
    deadline.check()
    asked = _Asked(page, findings, options, deadline)
    ensemble = model or built_in("html" if document.dom else "text")
    if document.dom is None:
        return asked.by(ensemble, claims(page), NO_REFERENCES)
    from cleaner.references.align import References  # noqa: PLC0415 - for pages alone
    from cleaner.references.json_ld import article_body  # noqa: PLC0415 - likewise

    references, student = References(json_ld=article_body(document)), ensemble.student
    if options.engine is Engine.FAST:
        named = phrase_claims(page) if student else claims(page)
        return asked.by(student or ensemble, named, references, counted=named if student else None)
    named = claims(page)
    if student:
        first = asked.by(student, named, references)
        if is_clear(page, first.decided.record.score):
            return first
    from cleaner.references.trafilatura import reference  # noqa: PLC0415 - for this engine alone

    references = references._replace(trafilatura=reference(html or "", document))
    deadline.check()
    return asked.by(ensemble, named, references)


class _Asked(NamedTuple):
    """A document that one model after another may be asked about."""

    page: Page
    findings: RuleFindings | None
    options: Options
    deadline: Deadline

    def by(
        self,
        model: Model,
        named: Sequence[Claim],
        references: References,
        counted: Sequence[Claim] | None = None,
    ) -> Judgement:
        """The judgement of one model; the claims `named` name the blocks, and `counted` count."""
        self.deadline.check()
        seen = extract_features(self.page, named, references, wanted=model.groups)
        self.deadline.check()
        log_odds = predict(model, seen)
        self.deadline.check()
        counted = _counted(model, self.page, named) if counted is None else counted
        decided = resolve(self.page, named, log_odds, self.findings, self.options, references, fitted=counted)
        return Judgement(self.page, named, seen, decided, model)


def _counted(model: Model, page: Page, named: Sequence[Claim]) -> Sequence[Claim]:
    """The claims that count in the calibration: those that the model saw; if none, those of phrases."""
    return model.fitted_with(named) if "heuristic" in model.groups else phrase_claims(page)
