"""The model: features of all blocks of a page -> log-odds of body and of headline.

A small network of dilated convolutions over the sequence of blocks, run in numpy. Each layer looks at a block
and at two others, ever further off, so a block is scored with its surroundings: a menu entry among menu
entries, a teaser among teasers. The weights lie beside this file, one set for plain text and one for HTML,
whose blocks have more features. `benchmarks.fit` fitted them on public pages; the `.json` beside each set
says on which pages, and how well it did on pages of sites held out.

The model is an ensemble: the log-odds of several networks are averaged. Of those for HTML some leave out the
feature groups that cost most to compute, the heuristics and the topical similarity; their errors differ from
those of the others, which makes the average better. The student is one more network without these groups,
distilled from the ensemble, for the `fast` engine.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NamedTuple, Protocol

import numpy as np

from cleaner.features.feature_groups import Features, group_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cleaner.features.claim import Claim

BODY: Final = 0
HEADLINE: Final = 1
"""The columns of the network's output."""
STUDENT: Final = "student"
"""What the student's arrays are called by in the file; those of the ensemble have numbers."""

_ZERO: Final = np.float32(0)
_ONE_THREAD: Final = 1 << 18
"""Multiplications. OpenBLAS puts larger products on all cores, which on matrices as small as ours burns twice
the processor time for nothing gained; pieces also make the sums the same on any number of cores."""

Layer = tuple["NDArray[np.float32]", "NDArray[np.float32]"]
"""Weights, shape (inputs, outputs), and bias."""


class Network(NamedTuple):
    """One fitted network."""

    mean: NDArray[np.float32]
    """The mean of each feature over the pages it was fitted on."""
    input_layer: Layer
    convolutions: tuple[tuple[Layer, int], ...]
    """Each with its dilation. The weights for the block after, the block itself and the block before are
    columns side by side, shape (hidden, 3 * hidden): so no row need be copied beside its neighbours."""
    summary: Layer
    """Adds the mean and maximum over all blocks of the page, half way through the convolutions."""
    output_layer: Layer


class Model(NamedTuple):
    """An ensemble of networks, and the features they were fitted on."""

    features: tuple[str, ...]
    groups: frozenset[str]
    """The groups that the features are of: others need not be computed."""
    networks: tuple[Network, ...]
    student: Model | None = None
    """One network without the costly groups, distilled from the ensemble: as good as two, and far cheaper."""

    def fitted_with(self, claims: Sequence[Claim]) -> Sequence[Claim]:
        """Those of `claims` that it was fitted with."""
        return [claim for claim in claims if f"heuristic/{claim.heuristic}" in self.features]

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled without `groups`, as sets are pickled in an order that the hash seed decides."""
        return _model, (self.features, self.networks, self.student)


def load(stored_at: Path | BinaryIO) -> Model:
    """The model in the `.npz` file that the fitting wrote."""
    with np.load(stored_at, allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored["features"])
        dilations = [int(d) for d in stored["dilations"]]
        networks = [_network(stored, f"{number}", dilations) for number in range(int(stored["networks"]))]
        student = _network(stored, STUDENT, dilations) if f"{STUDENT}/mean" in stored else None
    return _model(names, networks, _with_used_features(names, student) if student else None)


def _model(names: Iterable[str], networks: Sequence[Network], student: Model | None = None) -> Model:
    features = tuple(names)
    return Model(features, frozenset(map(group_of, features)), tuple(networks), student)


def _with_used_features(names: Sequence[str], network: Network) -> Model:
    """A network without the features that it gives no weight to."""
    (weight, bias), mean = network.input_layer, network.mean
    used = np.any(weight, axis=1)
    smaller = network._replace(mean=mean[used], input_layer=(np.ascontiguousarray(weight[used]), bias))
    return _model(compress(names, used.tolist()), (smaller,))


def _network(stored: np.lib.npyio.NpzFile, which: str, dilations: Sequence[int]) -> Network:
    def part(name: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(stored[f"{which}/{name}"], dtype=np.float32)

    def layer(name: str) -> Layer:
        return part(f"{name}/weight"), part(f"{name}/bias")

    def convolution(name: str) -> Layer:
        weight, bias = layer(name)
        return np.concatenate(np.split(weight, 3), axis=1), bias

    mean, spread = part("mean"), part("spread")
    weight, bias = layer("input layer")
    weight = weight / spread[:, None]
    return Network(
        mean,
        (weight, bias - mean @ weight),
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
    outputs = [_run(network, values, alone=alone) for network in model.networks]
    mean: NDArray[np.float32] = np.mean(outputs, axis=0, dtype=np.float32)
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


def _run(network: Network, values: NDArray[np.float32], *, alone: bool) -> NDArray[np.float32]:
    """The output of a network; arrays are made once and written to again, as making them takes as long."""
    weight, bias = network.input_layer
    state = _multiply(values, weight)
    state += bias
    _relu(state)
    hidden = state.shape[1]
    product = np.empty((len(state), 3 * hidden), dtype=np.float32)
    change = np.empty_like(state)
    for place, (layer, dilation) in enumerate(network.convolutions):
        if place == len(network.convolutions) // 2:
            weight, bias = network.summary
            state += _relu(np.concatenate((state.mean(axis=0), state.max(axis=0))) @ weight + bias)
        state += _convolve(layer, state, 0 if alone else dilation, product, change)
    weight, bias = network.output_layer
    result: NDArray[np.float32] = _multiply(state, weight) + bias
    return result


def _convolve(
    layer: Layer,
    state: NDArray[np.float32],
    dilation: int,
    product: NDArray[np.float32],
    result: NDArray[np.float32],
) -> NDArray[np.float32]:
    """The output of a layer for each block and those `dilation` before and after it, written to `result`.

    `product` is written to as well. Beyond the page's ends there are zeros; a dilation of 0 leaves the
    neighbours out.
    """
    weight, bias = layer
    hidden = len(bias)
    _multiply(state, weight, product)
    np.add(product[:, hidden : 2 * hidden], bias, out=result)
    if 0 < dilation < len(state):
        result[dilation:] += product[:-dilation, :hidden]
        result[:-dilation] += product[dilation:, 2 * hidden :]
    return _relu(result)


def _relu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """max(`values`, 0), in place."""
    return np.maximum(values, _ZERO, out=values)


def _multiply(
    values: NDArray[np.float32], weight: NDArray[np.float32], result: NDArray[np.float32] | None = None
) -> NDArray[np.float32]:
    """`values @ weight`, in pieces of rows that are too small to be shared out among threads.

    It is written to `result` where one is given.
    """
    piece = max(_ONE_THREAD // weight.size, 1)
    if result is None:
        result = np.empty((len(values), weight.shape[1]), dtype=np.float32)
    if len(values) <= piece:
        return np.matmul(values, weight, out=result)
    whole = len(values) // piece * piece
    stacked = result[:whole].reshape(-1, piece, weight.shape[1])
    np.matmul(values[:whole].reshape(-1, piece, values.shape[1]), weight, out=stacked)
    np.matmul(values[whole:], weight, out=result[whole:])
    return result
