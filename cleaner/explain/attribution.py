"""Attribution: what the score of each block rests on, by group of features.

A group is weighed by leaving it out: the page is judged once more with the group's features set to their
means, and the change in a block's log-odds is what the group was worth to it (occlusion). The same is done
for a block's neighbours. This costs some fifty judgements a page, so it is done only where explanations are
asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from cleaner.decide.label import BY_CLASS_NAME, BY_ELEMENT
from cleaner.model import predict, select_columns
from cleaner.verdict import Label, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from cleaner.decide.block_record import Record
    from cleaner.decide.resolve import Decided
    from cleaner.features.claim import Claim
    from cleaner.features.feature_groups import Features
    from cleaner.features.page import Page
    from cleaner.model import Model
    from cleaner.verdict import Decision

_WORTH_NAMING: Final = 0.15
"""Log-odds. Weaker evidence changes no decision and is left out."""
_MOST: Final = 3
"""Pieces of evidence shown for a decision, and as many against it."""
_BASIS: Final = {BY_CLASS_NAME: "model:class name", BY_ELEMENT: "model:inside"}
"""The group of features that a label from the markup rests on."""


def with_evidence(
    page: Page, claims: Sequence[Claim], features: Features, decided: Decided, model: Model
) -> list[Decision]:
    """The decisions with all that they rest on.

    First the items of the record: what rules and the veto say, the model's own score, each term of the
    calibration that changes it. Then what the score rests on: the claim that names the block, and the groups
    of features that are worth most for it and against it.
    """
    record = decided.record
    features = select_columns(model, features)
    worth = _worth(model, features, np.stack((record.model, record.headline), axis=1))
    for claim in claims:  # of a heuristic that the model was not fitted with
        worth.setdefault(claim.judge, np.zeros((page.blocks, 2), dtype=np.float32))
    describe = _descriptions(page, claims)
    explained = []
    for block, decision in enumerate(decided.decisions):
        headline = decision.label is Label.HEADLINE
        found = [
            _verdict(block, name, float(weights[block, int(headline)]), decision.label, describe)
            for name, weights in worth.items()
        ]
        named_by = _BASIS.get(decision.labelled_by, decision.labelled_by)
        naming = [verdict for verdict in found if verdict.judge == named_by]
        others = [v for v in found if v not in naming and abs(v.weight) >= _WORTH_NAMING]
        items = () if headline else _items(record, block, decision.label)
        evidence = (*naming, *_strongest(others, decision.score))
        explained.append(decision._replace(verdicts=(*decision.verdicts, *items, *evidence)))
    return explained


def _items(record: Record, block: int, label: Label) -> Iterator[Verdict]:
    """The model's score of a block, and what the calibration adds to it."""
    score = float(record.model[block])
    yield Verdict(block, Label.BODY if score > 0 else label, score, "model", "what the model makes of it")
    for name, value, why in record.terms_of(block):
        yield Verdict(block, Label.BODY if value > 0 else label, value, f"calibration:{name}", why)


def _strongest(found: Sequence[Verdict], decision: float) -> list[Verdict]:
    """The strongest evidence on the decision's side, then the strongest on the other."""
    ordered = sorted(found, key=lambda verdict: -abs(verdict.weight))
    agreeing = [verdict for verdict in ordered if (verdict.weight > 0) == (decision > 0)]
    opposed = [verdict for verdict in ordered if (verdict.weight > 0) != (decision > 0)]
    return agreeing[:_MOST] + opposed[:_MOST]


def _worth(model: Model, features: Features, whole: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
    """For every group of features, the log-odds it adds to each block of `whole`, shape (blocks, 2)."""
    mean = model.networks.mean[0]
    worth = {"neighbours": whole - predict(model, features, alone=True)}
    for group, columns in _groups(features.names).items():
        without = features.values.copy()
        without[:, columns] = mean[columns]
        worth[group] = whole - predict(model, features._replace(values=without))
    return worth


def _groups(names: Sequence[str]) -> dict[str, list[int]]:
    """The columns of each group; every heuristic, and every label's phrases, is one of its own."""
    groups: dict[str, list[int]] = {}
    for column, full in enumerate(names):
        group, name = full.split("/", 1)
        if group == "heuristic":
            group = f"heuristic:{name}"
        elif group == "phrases":
            group = f"phrases:{name.removesuffix(' coverage').removesuffix(' strong')}"
        groups.setdefault(group, []).append(column)
    return groups


def _verdict(
    block: int, name: str, weight: float, label: Label, describe: Mapping[str, Callable[[int], str]]
) -> Verdict:
    said = describe.get(name, describe["page"])(block)
    claimed = Label.BODY if weight > 0 else label
    if ":" in name and weight < 0 and (kind := name.split(":", 1)[1]) in set(Label):
        claimed = Label(kind)
    return Verdict(block, claimed, weight, name if ":" in name else f"model:{name}", said)


def _descriptions(page: Page, claims: Sequence[Claim]) -> dict[str, Callable[[int], str]]:
    """What can be said of a block for each group of features."""
    times = page.times_said
    similarity = page.topical_similarity["words"]

    def heuristic(claim: Claim) -> Callable[[int], str]:
        return lambda i: (
            claim.why(i) if claim.strength[i] > 0 else f"nothing here or near speaks of {claim.label}"
        )

    by_heuristic = {claim.judge: heuristic(claim) for claim in claims}
    by_phrase = {
        f"phrases:{claim.heuristic}": describe
        for claim, describe in zip(claims, by_heuristic.values(), strict=True)
    }
    return (
        by_heuristic
        | by_phrase
        | {
            "page": lambda _: "the page as a whole",
            "phrases:any": lambda _: "how much of it is made of phrases of any kind",
            "neighbours": lambda _: "what stands around it",
            "size": lambda i: _counted(float(page.size[i]), "word"),
            "sentence": lambda i: f"{'ends' if page.ends_sentence[i] else 'does not end'} like a sentence",
            "case": lambda i: f"{page.capitalised[i]:.0%} of its words are capitalised",
            "characters": lambda _: "its mix of letters, digits and signs",
            "stopwords": lambda i: f"{page.own_stopword_density[i]:.0%} stopwords",
            "address": lambda i: (
                "speaks to the reader" if page.address[i] else "does not speak to the reader"
            ),
            "date": lambda i: "dates and numbers" if page.date_share[i] else "no dates",
            "repetition": lambda i: "said more than once" if times[i] > 1 else "said once",
            "shingle": lambda _: "how much of it stands elsewhere on the page, too",
            "topical similarity": lambda i: f"shares {similarity[i]:.0%} of its words with the prose",
            "position": lambda i: f"block {i + 1} of {page.blocks}",
            "run": lambda _: "the run of blocks it stands in",
            "document": lambda _: "the page as a whole",
        }
        | _of_dom(page)
    )


def _of_dom(page: Page) -> dict[str, Callable[[int], str]]:
    """The same for the groups that only pages from HTML have."""
    dom = page.document.dom
    if dom is None:
        return {}
    from cleaner.segment.html.class_labels import CLASS_LABELS  # noqa: PLC0415 - for pages alone
    from cleaner.segment.html.html_tags import TAGS, Flag  # noqa: PLC0415 - likewise

    tags, around = dom.elements.tag, dom.elements.around

    def inside(i: int) -> str:
        names = [flag.words for flag in Flag if dom.flags[i] & flag]
        return f"stands in {', '.join(names)}" if names else "stands in nothing that says what it is"

    def named(i: int) -> str:
        bits = int(around[dom.element[i]]) | int(dom.inline_names[i])
        names = [label for bit, label in enumerate(CLASS_LABELS) if bits >> bit & 1]
        return f"class names speak of {', '.join(names)}" if names else "no class name says what it is"

    return {
        "tag": lambda i: f"<{TAGS[int(dom.tag[i])]}>",
        "inside": inside,
        "link": lambda i: (
            f"{dom.link_characters[i] / max(page.end[i] - page.start[i], 1):.0%} of it is links"
        ),
        "class name": named,
        "container": lambda i: f"what else is in the <{TAGS[int(tags[dom.element[i]])]}> around it",
        "centre of prose": lambda _: "how far it is from where most prose stands",
        "sibling": lambda _: "how many elements beside it are like it",
        "depth": lambda i: f"{int(dom.elements.depth[dom.element[i]])} elements deep",
        "title": lambda _: "how like the page's own titles it is",
        "headline": lambda _: "where it stands to the headline",
        "markup": lambda _: "the markup of the page as a whole",
        "json-ld": lambda _: "what the page's JSON-LD says the article is",
        "trafilatura": lambda _: "what trafilatura kept of the page",
    }


def _counted(number: float, noun: str) -> str:
    return f"{number:.0f} {noun}{'' if round(number) == 1 else 's'}"
