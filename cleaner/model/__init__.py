"""The model: features of all blocks of a page -> log-odds of body and of headline.

A small network of dilated convolutions over the sequence of blocks, run in numpy. Each layer looks at a block
and at two others, ever further off, so a block is scored with its surroundings: a menu entry among menu
entries, a teaser among teasers. The weights lie beside this file, one set for plain text and one for HTML,
whose blocks have more features. `benchmarks.fit` fitted them on public pages; the `.json` beside each set
says on which pages, and how well it did on pages of sites held out.

The model is an ensemble: the log-odds of several networks are averaged. Of those for HTML some leave out the
feature groups that cost most to compute, the heuristics and the topical similarity; their errors differ from
those of the others, which makes the average better. The student is an ensemble without these groups,
distilled from the other, for the `fast` engine.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NamedTuple, Protocol

import numpy as np

from cleaner.features.feature_groups import Features, group_of
from cleaner.model.networks import Networks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim
    from cleaner.model.networks import Layer

BODY: Final = 0
HEADLINE: Final = 1
"""The columns of the network's output."""
STUDENT: Final = "student"
"""What the arrays of the student's networks are called by in the file, with a number from the second on; the
others have numbers alone."""


class Model(NamedTuple):
    """An ensemble of networks, and the features they were fitted on."""

    features: tuple[str, ...]
    groups: frozenset[str]
    """The groups that the features are of: others need not be computed."""
    networks: Networks
    student: Model | None = None
    """Networks without the costly groups, distilled from others: each as good as two, and far cheaper."""

    def fitted_with(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Those of `claims` that it was fitted with."""
        heuristics = _heuristics(self.features)
        return [claim for claim in claims if claim.heuristic in heuristics]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled without `groups`, as sets are pickled in an order that the hash seed decides."""
        return _model, (self.features, self.networks, self.student)


@lru_cache(maxsize=16)
def _heuristics(features: tuple[str, ...]) -> frozenset[str]:
    """The names of the heuristics among the features."""
    prefix = "heuristic/"
    return frozenset(name.removeprefix(prefix) for name in features if name.startswith(prefix))


def load(stored_at: Path | BinaryIO) -> Model:
    """The model in the `.npz` file that the fitting wrote."""
    with np.load(stored_at, allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored["features"])
        dilations = [int(d) for d in stored["dilations"]]
        networks = _networks(stored, [f"{number}" for number in range(int(stored["networks"]))], dilations)
        students = sorted({name.partition("/")[0] for name in stored if name.startswith(STUDENT)})
        student = _networks(stored, students, dilations) if students else None
    return _model(names, networks, _with_used_features(names, student) if student else None)


def _model(names: Iterable[str], networks: Networks, student: Model | None = None) -> Model:
    features = tuple(names)
    return Model(features, frozenset(map(group_of, features)), networks, student)


def _with_used_features(names: Sequence[str], networks: Networks) -> Model:
    """Networks without the features that they give no weight to."""
    (weight, bias), mean = networks.input_layer, networks.mean
    used = np.any(weight, axis=(0, 2))
    smaller = networks._replace(mean=mean[:, used], input_layer=(np.ascontiguousarray(weight[:, used]), bias))
    return _model(compress(names, used.tolist()), smaller)


def _networks(stored: np.lib.npyio.NpzFile, which: Sequence[str], dilations: Sequence[int]) -> Networks:
    def part(name: str) -> NDArray[np.float32]:
        return np.stack([stored[f"{one}/{name}"].astype(np.float32, order="C") for one in which])

    def layer(name: str) -> Layer:
        return part(f"{name}/weight"), part(f"{name}/bias")[:, None]

    def convolution(name: str) -> Layer:
        weight, bias = layer(name)
        return np.stack(np.split(weight, 3, axis=1)), bias

    mean, spread = part("mean"), part("spread")
    weight, bias = layer("input layer")
    weight = weight / spread[:, :, None]
    return Networks(
        mean,
        (weight, bias - mean[:, None] @ weight),
        tuple((convolution(f"layer{place}"), dilation) for place, dilation in enumerate(dilations)),
        layer("summary"),
        layer("output layer"),
    )


@cache
def built_in(source: Literal["text", "html"]) -> Model:
    """The model for documents that came from `source`, of those that ship with the package."""
    return load(Path(__file__).with_name(f"{source}.npz"))


def predict(model: Model, features: Features, *, alone: bool = False) -> NDArray[np.float32]:
    """Log-odds of body and of headline, shape (blocks, 2); `alone` leaves every block's neighbours out.

    Raises ValueError where `features` lacks a column that the model was fitted on.
    """
    values = select_columns(model, features).values
    mean: NDArray[np.float32] = model.networks.outputs(values, alone=alone).mean(axis=0)
    return mean


class Fitted(Protocol):
    """What was fitted on features with these names."""

    @property
    def features(self) -> tuple[str, ...]:
        """Their names, one a column."""


def select_columns(model: Fitted, features: Features) -> Features:
    """The columns that `model` was fitted on, in its order; without a copy where they are all that there are.

    Columns that the code has gained since the model was fitted are left out, so a new heuristic or feature
    breaks no document. Raises ValueError, with their names, for columns that the code no longer computes.
    """
    if features.names == model.features:
        return features
    places = _places(features.names, model.features)
    return Features(model.features, features.values.T[places].T)


@lru_cache(maxsize=16)
def _places(computed: tuple[str, ...], fitted: tuple[str, ...]) -> NDArray[np.intp]:
    """Where each of the `fitted` columns is among the `computed`."""
    place = {name: column for column, name in enumerate(computed)}
    missing = [name for name in fitted if name not in place]
    if missing:
        raise ValueError(
            f"the model was fitted on features that the code does not compute: {', '.join(missing)}; "
            "fit it again with python -m benchmarks.fit"
        )
    return np.array([place[name] for name in fitted], dtype=np.intp)
