"""How a model is fitted: the hyperparameters of the networks, of their training and of the student."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.systems import Track


@dataclass(frozen=True)
class Student:
    """How the student differs from the networks of the ensemble; it is fitted when they are."""

    without: Sequence[str]
    """The feature groups that are left out."""
    distilled: float
    """The share of a block's target that is the ensemble's probability; the rest is the label."""


@dataclass(frozen=True)
class Recipe:
    """How to fit; the values are those that did best on held-out sites."""

    hidden: int = 64
    dilations: Sequence[int] = (1, 2, 4, 8, 16, 1)
    dropout: float = 0.15
    feature_dropout: float = 0.05
    """The share of features that are left out of a page each time it is seen."""
    group_dropout: float = 0.0
    """The share of groups of features that are left out as a whole, likewise."""
    epochs: int = 8
    """In each, a page is seen through one flattener, in turn."""
    rate: float = 3e-3
    decay: float = 0.02
    batch_blocks: int = 6000
    whole_page: float = 0.5
    """How much the page's own F1 counts in the loss beside the sum over its blocks."""
    headline: float = 0.2
    """How much finding the headline counts beside finding the body."""
    unspaced: float = 0.4
    """The share of pages that are shown without their blank lines, which many texts have lost."""
    doubt: float = 1.0
    """How much less a page counts the worse it fits: some gold texts are only a part of the article."""
    other_types: float = 0.5
    """How much a page counts that is no article."""
    taught: float = 0.5
    """How much a page counts that a teacher labelled."""
    missed: float = 1.0
    """How much more a block of body counts than one of boilerplate, per block and in the page's F-measure."""
    spliced_share: float = 1.0
    """How much a page with snippets counts."""
    captured_share: float = 2.0
    """How much more a page as it was captured counts than a variation of it."""
    small_sets: float = 0.0
    """How much more articles of a smaller set count: 0 nothing, 1 so much that the sets count alike.

    Sets differ in what they are made of and in what they take for body; else the largest would have its way.
    """
    leaning: float = 0.0
    """Log-odds that are added to those of body when a network is written: where 0 is enough to stay.
    `benchmarks.fit.thresholds` fits that of plain text. That of HTML is hand-set: on held-out pages .4 costs
    up to .005 of F1 (segments), and no set loses a tenth of the body on more pages."""
    of_start: float = field(default=0.0, repr=False)
    """How much of each weight of a fine-tuned network is the one that it started from, 0 to 1 (weight-space
    interpolation, Wortsman et al. 2022): what it has forgotten comes back."""
    networks: int = 1
    """How many networks of the ensemble have all features; each has a seed of its own."""
    without: Sequence[Sequence[str]] = ()
    """For each further network of the ensemble the feature groups that are left out."""
    bagged: bool = False
    """Whether the networks that were fitted without a fold ship, too, and their students: they are there, and
    their average errs less than each (Breiman 1996). The figures held out are those of a fold's alone."""
    student: Student | None = None
    """The student, if there is one."""
    student_alone: bool = False
    """Whether the student ships without the ensemble that taught it."""

    @property
    def ensemble(self) -> int:
        """How many networks of one fold are averaged."""
        return self.networks + len(self.without)

    @property
    def of_one_network(self) -> Recipe:
        """All that one network depends on, whatever others are fitted and ship beside it."""
        return replace(
            self,
            networks=1,
            without=(),
            bagged=False,
            student=None,
            student_alone=False,
            leaning=0.0,
            of_start=0.0,
        )

    def without_groups(self, number: int) -> Sequence[str]:
        """The feature groups that are left out of one network of the ensemble."""
        return self.without[number - self.networks] if number >= self.networks else ()


_COSTLY: Final = ("heuristic", "topical similarity", "address", "trafilatura")
"""The groups of features that take the longest to compute, among those that HTML can do without."""

RECIPES: Final[dict[Track, Recipe]] = {
    "text": Recipe(missed=1.5, spliced_share=2.0, leaning=0.4, bagged=True),
    "html": Recipe(
        hidden=48,
        epochs=8,
        dropout=0.2,
        feature_dropout=0.1,
        group_dropout=0.08,
        small_sets=0.6,
        missed=1.5,
        captured_share=1.0,
        leaning=0.3,
        without=((*_COSTLY, "phrases"),),
        bagged=True,
        student=Student(without=_COSTLY, distilled=0.7),
    ),
}
