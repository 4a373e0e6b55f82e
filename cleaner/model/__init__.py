"""The fitted judge: features of all blocks of a page -> log-odds of body and of headline.

A small network of dilated convolutions over the sequence of blocks, run in numpy. Each layer looks
at a block and two others, ever further off, so a block is judged with what stands around it: a menu
entry among menu entries, a teaser among teasers. Its weights lie beside this file, one set for text and
one for HTML, whose blocks have more features; they were fitted on public pages by `benchmarks.fit`. The
`.json` beside each says on which, and how well it did on pages of sites it had not seen.

Of the networks for HTML some are blind to what costs most to know: what heuristics make of a block, and how
its words compare with the rest of the page. They err in other places than the others, which makes the
average better. One more is all that the `fast` engine asks: blind to as much, and taught by the others.
"""

from __future__ import annotations

from functools import cache
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal, NamedTuple

import numpy as np

from cleaner.features.text import group_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cleaner.features.text import Features

BODY: Final = 0
HEADLINE: Final = 1
"""The columns of the network's output."""
QUICK: Final = "quick"
"""What the quick network's arrays are called by in the file; those of others have numbers."""

_ONE_THREAD: Final = 1 << 18
"""Multiplications. OpenBLAS puts larger products on all cores, which on matrices as small as ours burns twice
the processor time for nothing gained; pieces also make the sums the same on any number of cores."""

Layer = tuple["NDArray[np.float32]", "NDArray[np.float32]"]
"""Weights, shape (inputs, outputs), and bias."""


class Network(NamedTuple):
    """One fitted network."""

    usual: NDArray[np.float32]
    """The mean of each feature over the pages it was fitted on."""
    enter: Layer
    convolutions: tuple[tuple[Layer, int], ...]
    """Each with its dilation. What a block says to the one after it, to itself and to the one before it
    are columns side by side, shape (hidden, 3 * hidden): so no row need be copied beside its neighbours."""
    summary: Layer
    leave: Layer


class Model(NamedTuple):
    """Networks whose judgements are averaged, and the features they were fitted on."""

    features: tuple[str, ...]
    groups: frozenset[str]
    """The groups that the features are of: others need not be computed."""
    networks: tuple[Network, ...]
    quick: Model | None = None
    """One network that is blind to some groups and was taught by the others: as good as two, far cheaper."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled without `groups`, as sets are pickled in an order that the hash seed decides."""
        return _model, (self.features, self.networks, self.quick)


def load(stored_at: Path | BinaryIO) -> Model:
    """The model in the `.npz` file that the fitting wrote."""
    with np.load(stored_at, allow_pickle=False) as stored:
        names = tuple(str(name) for name in stored["features"])
        dilations = [int(d) for d in stored["dilations"]]
        networks = [_network(stored, f"{number}", dilations) for number in range(int(stored["networks"]))]
        quick = _network(stored, QUICK, dilations) if f"{QUICK}/mean" in stored else None
    return _model(names, networks, _with_what_it_sees(names, quick) if quick else None)


def _model(names: Iterable[str], networks: Sequence[Network], quick: Model | None = None) -> Model:
    features = tuple(names)
    return Model(features, frozenset(map(group_of, features)), tuple(networks), quick)


def _with_what_it_sees(names: Sequence[str], network: Network) -> Model:
    """A network without the features that it is blind to, of which it makes nothing."""
    (weight, bias), usual = network.enter, network.usual
    seen = np.any(weight, axis=1)
    blind = network._replace(usual=usual[seen], enter=(np.ascontiguousarray(weight[seen]), bias))
    return _model(compress(names, seen.tolist()), (blind,))


def _network(stored: np.lib.npyio.NpzFile, which: str, dilations: Sequence[int]) -> Network:
    def part(name: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(stored[f"{which}/{name}"], dtype=np.float32)

    def layer(name: str) -> Layer:
        return part(f"{name}/weight"), part(f"{name}/bias")

    def convolution(name: str) -> Layer:
        weight, bias = layer(name)
        return np.concatenate(np.split(weight, 3), axis=1), bias

    usual, spread = part("mean"), part("spread")
    weight, bias = layer("enter")
    weight = weight / spread[:, None]
    return Network(
        usual,
        (weight, bias - usual @ weight),
        tuple((convolution(f"layer{place}"), dilation) for place, dilation in enumerate(dilations)),
        layer("summary"),
        layer("leave"),
    )


@cache
def built_in(source: Literal["text", "html"]) -> Model:
    """The model for documents that came from `source`, of those that ship with the package."""
    return load(Path(__file__).with_name(f"{source}.npz"))


def judge(model: Model, features: Features, *, alone: bool = False) -> NDArray[np.float32]:
    """Log-odds of body and of headline, shape (blocks, 2); `alone` leaves every block's neighbours out."""
    if features.names != model.features:
        missing = sorted(set(model.features) ^ set(features.names))
        raise ValueError(
            f"the weights were fitted on other features than the code computes: {missing[:5]}; fit again"
        )
    outputs = [_run(network, features.values, alone=alone) for network in model.networks]
    mean: NDArray[np.float32] = np.mean(outputs, axis=0, dtype=np.float32)
    return mean


def _run(network: Network, values: NDArray[np.float32], *, alone: bool) -> NDArray[np.float32]:
    state = _relu(_multiply(values, network.enter[0]) + network.enter[1])
    for place, (layer, dilation) in enumerate(network.convolutions):
        if place == len(network.convolutions) // 2:
            weight, bias = network.summary
            state += _relu(np.concatenate((state.mean(axis=0), state.max(axis=0))) @ weight + bias)
        state += _convolve(layer, state, 0 if alone else dilation)
    weight, bias = network.leave
    result: NDArray[np.float32] = _multiply(state, weight) + bias
    return result


def _convolve(layer: Layer, state: NDArray[np.float32], dilation: int) -> NDArray[np.float32]:
    """What a layer makes of each block and of those `dilation` before and after it.

    Beyond the page's ends there is nothing; a dilation of 0 leaves the neighbours out.
    """
    weight, bias = layer
    said, hidden = _multiply(state, weight), len(bias)
    result = said[:, hidden : 2 * hidden] + bias
    if 0 < dilation < len(state):
        result[dilation:] += said[:-dilation, :hidden]
        result[:-dilation] += said[dilation:, 2 * hidden :]
    return _relu(result)


def _relu(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """`values`, changed in place, with all that is negative cut off.

    Against an array of zeros numpy compares thrice as fast as against the number.
    """
    return np.maximum(values, np.zeros(values.shape, dtype=np.float32), out=values)


def _multiply(values: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """`values @ weight`, in pieces of rows that are too small to be shared out among threads."""
    piece = max(_ONE_THREAD // weight.size, 1)
    if len(values) <= piece:
        return np.asarray(values @ weight)
    whole = len(values) // piece * piece
    result = np.empty((len(values), weight.shape[1]), dtype=np.float32)
    stacked = result[:whole].reshape(-1, piece, weight.shape[1])
    np.matmul(values[:whole].reshape(-1, piece, values.shape[1]), weight, out=stacked)
    np.matmul(values[whole:], weight, out=result[whole:])
    return result
