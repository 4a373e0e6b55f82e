"""Examples as other networks see them, to fit one network on that is to do the work of many.

What many networks make of a block says more than whether it is body: how sure one can be, and where gold
texts contradict each other (Hinton, Vinyals and Dean 2015). On sites held out, one network so taught did as
well as the mean of two that were not, and it bore pages made to mislead far better.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from cleaner.features.text import Features
from cleaner.model import BODY, judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.fit.examples import Example
    from cleaner.model import Model


def taught(examples: Sequence[Example], model: Model, share: float) -> list[Example]:
    """The examples with labels of body of which `share` is what `model` makes of each block."""
    return [_taught(example, model, share) for example in examples]


def _taught(example: Example, model: Model, share: float) -> Example:
    values = np.ascontiguousarray(example.values, dtype=np.float32)
    likely = 1 / (1 + np.exp(-judge(model, Features(model.features, values))[:, BODY]))
    return replace(example, body=((1 - share) * example.body + share * likely).astype(np.float32))
