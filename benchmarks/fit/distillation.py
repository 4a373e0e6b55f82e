"""Distillation: examples whose targets are partly what an ensemble predicts, to fit a student on.

The ensemble's probability says more than a label: how sure one can be, and where gold texts contradict each
other (Hinton, Vinyals and Dean 2015). On sites held out, one student did as well as the mean of two networks
fitted on labels alone, and far better on pages made to mislead.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cleaner.features.feature_groups import Features
from cleaner.model import BODY, predict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.fit.examples import Example
    from cleaner.model import Model


def distilled(examples: Sequence[Example], teacher: Model, share: float) -> list[Example]:
    """The examples with targets of which `share` is the probability of body that `teacher` predicts."""
    return [_distilled(example, teacher, share) for example in examples]


def _distilled(example: Example, teacher: Model, share: float) -> Example:
    values = np.ascontiguousarray(example.values, dtype=np.float32)
    likely = 1 / (1 + np.exp(-predict(teacher, Features(teacher.features, values))[:, BODY]))
    return replace(example, body=((1 - share) * example.body + share * likely).astype(np.float32))
